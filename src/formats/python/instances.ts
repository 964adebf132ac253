import { nodeOf } from '../flow-graph.ts'
import { pathAttribute } from './file-paths.ts'
import type { Given } from './given.ts'
import { attributeOf } from './names.ts'
import { alsoFrom, originOf, originOfAll } from './origins.ts'
import { classNode } from './store.ts'
import { alternatives, LOCAL, UNKNOWN, type Value } from './values.ts'
import type { World } from './world.ts'

/** `of.name`, from where `of` is; what is in an object of the module has its own. */
export function member(world: World, of: Value, name: string): Value {
  const value = attributeOf(world, of, name)
  if (!world.traces) return value
  const known = value.kind === 'path' ? pathAttribute(value.path) : undefined
  if (known !== undefined) return known
  if (name === '__dict__') return alsoFrom(world, value, instancesOf(world, of))
  return alsoFrom(world, value, originOf(world, of))
}

/** Everything that is stored in instances of a class of the module. */
function instancesOf(world: World, of: Value): number {
  return originOfAll(
    world,
    alternatives(of).map((one): Value => {
      const path = one.kind === 'path' && one.path.startsWith(LOCAL) ? one.path.replace(/\(\)$/, '') : undefined
      return path === undefined ? UNKNOWN : { kind: 'unknown', from: nodeOf(world.flow, classNode(world, path)) }
    }),
  )
}

/** `vars(self)` and `asdict(self)` hold what is stored in the object. */
export function ofInstance(world: World, callee: Value, given: readonly Given[], result: Value): Value {
  if (!world.traces || callee.kind !== 'path' || !HOLDS_ALL.has(callee.path)) return result
  return alsoFrom(world, result, instancesOf(world, given[0]?.value ?? UNKNOWN))
}

const HOLDS_ALL: ReadonlySet<string> = new Set([
  'builtins.vars',
  'dataclasses.asdict',
  'dataclasses.astuple',
  'attr.asdict',
  'attrs.asdict',
])
