import { addFlow } from '../flow-graph.ts'
import { describe } from './describe.ts'
import { bind, MODULE } from './names.ts'
import { addTo, flowInto, nodeFor, originOf } from './origins.ts'
import { reachThrough, type Syntax } from './reach.ts'
import { alternatives, asText, DYNAMIC, LOCAL, nameOf, type Value } from './values.ts'
import { type FoundUse, type Frame, placeOf, recordUse, type World } from './world.ts'

/** `of.name = value`: members of the module's own classes are remembered, those of other modules are uses. */
export function storeAttribute(world: World, frame: Frame, of: Value, name: string, value: Value, node: Syntax): void {
  for (const one of alternatives(of)) {
    if (one.kind === 'path' && one.path.startsWith(`${LOCAL}.`)) {
      const owner = one.path.endsWith('()') ? one.path.slice(0, -2) : one.path
      addTo(world, world.attributes, `${owner}.${name}`, value)
      if (name.startsWith('__')) recordAssign(world, frame, `${one.path}.${name}`, [value], node)
      if (world.traces) addFlow(world.flow, nodeFor(world, classNode(world, owner)), originOf(world, value))
    } else if (one === MODULE) bind(world, { ...frame, scope: world.module }, name, value)
    else {
      flowInto(world, one, originOf(world, value))
      if ((one.kind === 'path' && !one.path.startsWith('<')) || name.startsWith('__'))
        recordAssign(world, frame, `${nameOf(one)}.${name}`, [value], node)
    }
  }
}

/** Stands for all instances of a class of the module: `vars(self)` holds everything that is stored in one. */
export function classNode(world: World, path: string): object {
  const known = world.instances.get(path)
  if (known !== undefined) return known
  const made = {}
  world.instances.set(path, made)
  return made
}

/** `of[index] = value`. */
export function storeItem(world: World, frame: Frame, of: Value, index: Value, value: Value, node: Syntax): void {
  flowInto(world, of, originOf(world, value))
  for (const one of alternatives(of)) {
    if (one.kind === 'namespace') storeAttribute(world, frame, one.of, asText(index)?.text ?? DYNAMIC, value, node)
    else if (one.kind === 'dict' && one.entries.length < 256) one.entries.push([index, value])
    else if (one.kind === 'list') {
      one.open = true
      if (one.items.length < 256) one.items.push(value)
    } else if (one.kind === 'path' && !one.path.startsWith('<'))
      recordAssign(world, frame, `${one.path}[]`, [index, value], node)
  }
}

function recordAssign(world: World, frame: Frame, name: string, values: readonly Value[], node: Syntax): void {
  for (const value of values) reachThrough(world, frame, value)
  recordUse(world, (): FoundUse => ({
    kind: 'assign',
    name,
    arguments: values.map((value) => describe(world, value, undefined)),
    of: undefined,
    receiver: 0,
    flow: 0,
    place: placeOf(frame, node.at),
  }))
}
