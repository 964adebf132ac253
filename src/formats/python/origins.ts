import { addFlow, joined, newNode, nodeOf } from '../flow-graph.ts'
import { alternatives, anyOf, UNKNOWN, type Value } from './values.ts'
import type { World } from './world.ts'

/** Everything a value comes from, what was written into it included; 0 for nothing, and where data is not followed. */
export function originOf(world: World, value: Value | undefined): number {
  if (!world.traces || value === undefined) return 0
  const from = value.from ?? 0
  switch (value.kind) {
    case 'list':
    case 'dict':
      return joined(world.flow, from, value.syntax === undefined ? 0 : (world.flow.ofSyntax.get(value.syntax) ?? 0))
    case 'any':
      return value.of.reduce((all, one) => joined(world.flow, all, originOf(world, one)), from)
    case 'method':
    case 'namespace':
      return joined(world.flow, from, originOf(world, value.of))
    default:
      return from
  }
}

/** Everything several values come from. */
export function originOfAll(world: World, values: Iterable<Value | undefined>): number {
  let from = 0
  if (world.traces) for (const value of values) from = joined(world.flow, from, originOf(world, value))
  return from
}

/** The node of what a piece of syntax gives; 0 where data is not followed. */
export function nodeFor(world: World, syntax: object): number {
  return world.traces ? nodeOf(world.flow, syntax) : 0
}

/** The value, coming from there and from nowhere else. */
export function withFrom(value: Value, from: number): Value {
  if ((value.from ?? 0) === from) return value
  if (from !== 0) return value.kind === 'unknown' ? { kind: 'unknown', from } : { ...value, from }
  if (value.kind === 'unknown') return UNKNOWN
  const { from: _, ...bare } = value
  return bare
}

/** The value, coming from there as well. */
export function alsoFrom(world: World, value: Value, from: number): Value {
  return from === 0 ? value : withFrom(value, joined(world.flow, value.from ?? 0, from))
}

/** One of these, from wherever any of them is. */
export function either(world: World, values: readonly Value[]): Value {
  if (!world.traces) return anyOf(values)
  let from = 0
  for (const value of values) {
    from = joined(world.flow, from, value.from ?? 0)
    if (value.kind === 'any') for (const one of value.of) from = joined(world.flow, from, one.from ?? 0)
  }
  return from === 0 ? anyOf(values) : withFrom(anyOf(values.flatMap(bareAlternatives)), from)
}

function bareAlternatives(value: Value): readonly Value[] {
  return alternatives(value).map((one) => withFrom(one, 0))
}

/** Data comes into a list, a dict, or an object of another module. */
export function flowInto(world: World, value: Value, from: number): void {
  if (!world.traces || from === 0) return
  for (const one of alternatives(value)) {
    if ((one.kind === 'list' || one.kind === 'dict') && one.syntax !== undefined)
      addFlow(world.flow, nodeOf(world.flow, one.syntax), from)
    else addFlow(world.flow, one.from ?? 0, from)
  }
  if (value.kind === 'any') addFlow(world.flow, value.from ?? 0, from)
}

/** Adds a value to those a name has; where data is followed, a name has a node of its own that never changes. */
export function addTo(world: World, map: Map<string, Value>, name: string, value: Value): void {
  const known = map.get(name)
  if (known === value) return
  if (!world.traces) {
    map.set(name, known === undefined ? value : anyOf([known, value]))
    return
  }
  const origin = value.kind === 'any' ? either(world, [value]).from : value.from
  let from = known?.from ?? 0
  if (from === 0 && origin !== undefined) from = newNode(world.flow)
  addFlow(world.flow, from, origin ?? 0)
  const shape = known === undefined ? value : anyOf([withFrom(known, 0), ...bareAlternatives(value)])
  map.set(name, withFrom(shape, from))
}
