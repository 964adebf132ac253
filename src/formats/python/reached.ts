import { alternatives, LOCAL, type Value } from './values.ts'
import type { World } from './world.ts'

/**
 * The functions whose code runs when the module is imported, because code that runs then calls them, gives them away, or makes an
 * instance of their class (all its special methods), and so on from there. Module hooks (`__getattr__`, PEP 562) count.
 */
export function reachedAtImport(world: World): ReadonlySet<string> {
  const members = membersByOwner(world)
  const reached = new Set<string>(['', '__getattr__', '__dir__'])
  const queue = [...reached]
  for (let from = queue.pop(); from !== undefined; from = queue.pop()) {
    for (const to of [...(world.edges.get(from) ?? []), ...specialMethods(world, members, from)]) {
      if (reached.has(to)) continue
      reached.add(to)
      queue.push(to)
    }
  }
  return reached
}

/** Most pairs that are told of one module. */
const MOST_CALLS = 200_000

/** Who calls or gives away whom; of a class whatever of it runs when an instance is made. Empty where data is not followed. */
export function callsOf(world: World): readonly (readonly [from: string, to: string])[] {
  if (!world.traces) return []
  const members = membersByOwner(world)
  const calls: (readonly [string, string])[] = []
  const add = (from: string, targets: Iterable<string>): void => {
    for (const to of targets) if (calls.length < MOST_CALLS) calls.push([from, to])
  }
  const classes = new Set<string>()
  for (const [from, targets] of world.edges) {
    add(from, targets)
    for (const to of targets) if (specialMethods(world, members, to).length > 0) classes.add(to)
  }
  for (const name of classes) add(name, specialMethods(world, members, name))
  return calls
}

function membersByOwner(world: World): ReadonlyMap<string, readonly string[]> {
  const members = new Map<string, string[]>()
  for (const path of world.attributes.keys()) {
    const dot = path.lastIndexOf('.')
    const name = path.slice(dot + 1)
    if (!name.startsWith('__')) continue
    const owner = path.slice(0, dot)
    const known = members.get(owner)
    if (known === undefined) members.set(owner, [name])
    else known.push(name)
  }
  return members
}

/** Of a class of the module and of its bases there: which of them run nobody can tell, so all of them do. */
function specialMethods(
  world: World,
  members: ReadonlyMap<string, readonly string[]>,
  name: string,
): readonly string[] {
  const path = `${LOCAL}.${name.endsWith('()') ? name.slice(0, -2) : name}`
  const bases = world.classes.get(path)
  if (bases === undefined) return []
  const own = (members.get(path) ?? []).flatMap((member) => functionsIn(world.attributes.get(`${path}.${member}`)))
  return [...own, ...bases.flatMap((base) => functionsIn(base))]
}

function functionsIn(value: Value | undefined): readonly string[] {
  const paths = value === undefined ? [] : alternatives(value)
  return paths.flatMap((one) =>
    one.kind === 'path' && one.path.startsWith(`${LOCAL}.`) ? [one.path.slice(LOCAL.length + 1)] : [],
  )
}
