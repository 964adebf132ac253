import { addFlow, madeIn, nodeOf } from '../flow-graph.ts'
import { describe } from './describe.ts'
import type { FoundUse } from './found.ts'
import type { Frame } from './frame.ts'
import { isPlain } from './paths.ts'
import { placeOf, recordUse } from './record.ts'
import type { AnyNode } from './syntax.ts'
import { originOf, type Value } from './values.ts'
import type { World } from './world.ts'

/** A call as it is recorded. */
export interface RecordedCall {
  readonly name: string
  readonly given: readonly Value[]
  /** Where what it is called on comes from. */
  readonly receiver: number
  readonly isNew: boolean
  readonly node: AnyNode
  /** Is text run as code? Then it is told in any case. */
  readonly runsText?: boolean
}

/**
 * Notes a call of something outside of the module, and that data comes from its arguments and from what it is called on to its result.
 * Gives the node of the result; 0 where the call computes and no more, and nothing comes to it.
 */
export function recordCall(world: World, frame: Frame, call: RecordedCall): number {
  const { name, given, receiver, isNew, node } = call
  let hasData = receiver !== 0
  for (const value of given) if (originOf(world.flow, value) !== 0) hasData = true
  if (!hasData && call.runsText !== true && (isPlain(name) || name.startsWith('?'))) return 0
  const flow = nodeOf(world.flow, node)
  madeIn(world.flow, flow, frame.function)
  addFlow(world.flow, flow, receiver)
  for (const value of given) addFlow(world.flow, flow, originOf(world.flow, value))
  recordUse(world, (): FoundUse => ({
    kind: isNew ? 'new' : 'call',
    name,
    arguments: given.slice(0, 32).map((value) => describe(world, value)),
    receiver,
    flow,
    place: placeOf(frame, node),
  }))
  return flow
}

/** Notes that something outside of the module is named, and gives its node. */
export function recordReference(world: World, frame: Frame, name: string, node: AnyNode): number {
  const flow = nodeOf(world.flow, node)
  recordUse(world, (): FoundUse => ({
    kind: 'reference',
    name,
    arguments: [],
    receiver: 0,
    flow,
    place: placeOf(frame, node),
  }))
  return flow
}

/** Notes that something outside of the module is given a value. */
export function recordAssign(world: World, frame: Frame, name: string, value: Value, node: AnyNode): void {
  recordUse(world, (): FoundUse => ({
    kind: 'assign',
    name,
    arguments: [describe(world, value)],
    receiver: 0,
    flow: 0,
    place: placeOf(frame, node),
  }))
}
