import { addFlow, keepFlow, newNode, nodeOf } from '../flow-graph.ts'
import type { Frame } from './frame.ts'
import {
  alternatives,
  anyOf,
  type Binding,
  isSame,
  type ListCell,
  type ObjectCell,
  originOf,
  type Value,
  withFrom,
} from './values.ts'
import type { World } from './world.ts'

/** Adds a value to those a binding has. */
export function addToBinding(world: World, binding: Binding, value: Value): void {
  binding.value = stored(world, binding.value, value)
}

/** Adds a value to those a field has; where it comes from comes to the object as well. */
export function addToField(world: World, cell: ObjectCell, name: string, value: Value): void {
  const known = cell.fields.get(name)
  if (known === undefined && cell.fields.size >= MOST_FIELDS) cell.open = true
  else cell.fields.set(name, stored(world, known, value))
  if (cell.shared) keepFlow(world.flow, cell.fields.get(name)?.from ?? 0)
  flowInto(world, cell, originOf(world.flow, value))
}

const MOST_FIELDS = 20_000

/** Data comes into an object or a list. */
export function flowInto(world: World, cell: ObjectCell | ListCell, from: number): void {
  if (from === 0 || from === cell.flow) return
  if (cell.flow === 0) {
    cell.flow = newNode(world.flow)
    world.changed = true
  }
  addFlow(world.flow, cell.flow, from)
  if (cell.shared === true) keepFlow(world.flow, cell.flow)
}

/** Notes that code of a frame writes into an object or a list: what another function writes stays when that is over. */
export function writesInto(world: World, frame: Frame, cell: ObjectCell | ListCell): void {
  if (cell.shared === true || !world.makers.has(cell) || world.makers.get(cell) === frame.function) return
  cell.shared = true
  keepFlow(world.flow, cell.flow)
  if ('fields' in cell) for (const { from } of cell.fields.values()) keepFlow(world.flow, from)
}

/** What is kept where values are stored one after the other: all of them, from a node of its own that never changes. */
export function stored(world: World, known: Value | undefined, value: Value): Value {
  const shape = known === undefined ? value : mergedShape(world, known, value)
  let from = known?.from ?? 0
  if (from === 0 && value.from !== 0) from = newNode(world.flow)
  addFlow(world.flow, from, value.from)
  if (shape === known && from === known.from) return known
  world.changed = true
  return withFrom(shape, from)
}

function mergedShape(world: World, known: Value, value: Value): Value {
  if (value.kind !== 'any' && alternatives(known).some((one) => isSame(one, value))) return known
  const merged = anyOf(world.flow, [withFrom(known, 0), withFrom(value, 0)])
  return alternatives(merged).length === alternatives(known).length ? known : merged
}

/** The value, coming from the result of a piece of syntax. */
export function resultAt(world: World, syntax: object, value: Value): Value {
  return withFrom(value, nodeOf(world.flow, syntax))
}
