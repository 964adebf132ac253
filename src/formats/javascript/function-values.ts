import { addFlow, newNode } from '../flow-graph.ts'
import type { Frame } from './frame.ts'
import { stored } from './store.ts'
import { type FunctionInfo, listValue, originOf, UNKNOWN, unknownFrom, type Value, withFrom } from './values.ts'
import type { World } from './world.ts'

/** What calls of the module give to a parameter. */
export function parameterValue(info: FunctionInfo, index: number): Value {
  return withFrom(info.given[index] ?? UNKNOWN, info.flows[index] ?? 0)
}

/** What calls give to `...rest`. */
export function restOf(info: FunctionInfo, index: number): Value {
  const items = Array.from(info.given.slice(index), (_, offset) => parameterValue(info, index + offset))
  return items.length === 0 ? unknownFrom(info.flows[index] ?? 0) : listValue(items)
}

/** Notes what a function gives. */
export function returned(world: World, { function: info }: Frame, value: Value): void {
  if (info === undefined) return
  info.returns = stored(world, info.returns, withFrom(value, 0))
  const from = originOf(world.flow, value)
  if (from === 0) return
  if (info.returnFlow === 0) {
    info.returnFlow = newNode(world.flow)
    world.changed = true
  }
  addFlow(world.flow, info.returnFlow, from)
}
