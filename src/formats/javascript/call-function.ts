import { addFlow, addGiven, addReturn, joined, newNode, nodeOf } from '../flow-graph.ts'
import type { Frame } from './frame.ts'
import { instanceOf } from './members.ts'
import { recordCall } from './record-call.ts'
import { reach } from './record.ts'
import { flowInto, stored } from './store.ts'
import type { AnyNode } from './syntax.ts'
import {
  alternatives,
  type FunctionInfo,
  isConstant,
  originOf,
  pathValue,
  UNDEFINED,
  UNKNOWN,
  unknownFrom,
  type Value,
  withFrom,
} from './values.ts'
import type { World } from './world.ts'

/** A call with everything evaluated. */
export interface Call {
  readonly world: World
  readonly frame: Frame
  readonly given: readonly Value[]
  readonly node: AnyNode
  readonly isNew: boolean
}

/** A function of the module: binds parameters, and gives what it returns. */
export function callFunction(call: Call, info: FunctionInfo, self: Value | undefined): Value {
  const { world, frame, given, node, isNew } = call
  reach(world, frame, info)
  const interop = INTEROP.test(info.name) ? given[0] : undefined
  if (interop?.kind === 'path') return interop
  const computed =
    isNew || given.length === 0 || !given.every(isGivable) ? undefined : world.constants?.call(info, given)
  bindGiven(call, info)
  if (isNew) {
    if (info.statics.parent !== undefined) constructParent(call, info.statics.parent)
    const instance = instanceOf(world, info)
    flowInto(world, (instance as Value & { kind: 'object' }).cell, constructorFlow(world, given))
    return instance
  }
  if (self !== undefined && info.node?.type !== 'ArrowFunctionExpression') info.self = stored(world, info.self, self)
  if (computed !== undefined) return computed
  // Before the last pass a body may not have been gone through.
  if (info.returns === undefined) return world.emitting ? UNDEFINED : UNKNOWN
  if (info.returnFlow === 0) return withFrom(info.returns, 0)
  const flow = nodeOf(world.flow, node)
  addReturn(world.flow, flow, info.returnFlow)
  return withFrom(info.returns, flow)
}

/** What compilers put around a module that is imported: gives the module. */
const INTEROP = /(?:^|\.)_*(?:toESM|toCommonJS|importStar|importDefault|interop\w*|esModuleInterop)$/

function isGivable(value: Value): boolean {
  return isConstant(value) || value.kind === 'list' || value.kind === 'function'
}

/** A class without a constructor hands on what it is given. */
function constructParent(call: Call, parent: Value): void {
  for (const one of alternatives(parent)) {
    if (one.kind === 'function') bindGiven(call, one.info)
    else if (one.kind === 'path') {
      const { world, frame, given, node } = call
      recordCall(world, frame, { name: one.path, given, receiver: 0, isNew: true, node })
    }
  }
}

function constructorFlow(world: World, given: readonly Value[]): number {
  return given.reduce((from, value) => joined(world.flow, from, originOf(world.flow, value)), 0)
}

/** Most parameters that are told apart. */
const MOST_PARAMETERS = 64

function bindGiven({ world, given, node }: Call, info: FunctionInfo): void {
  for (const [index, value] of given.slice(0, MOST_PARAMETERS).entries()) giveParameter(world, info, index, value, node)
}

function giveParameter(world: World, info: FunctionInfo, index: number, value: Value, node: AnyNode): void {
  const from = originOf(world.flow, value)
  if (from !== 0) addGiven(world.flow, parameterFlow(world, info, index), nodeOf(world.flow, node), from)
  info.given[index] = stored(world, info.given[index], withFrom(value, 0))
}

/** The node of a parameter. */
export function parameterFlow(world: World, info: FunctionInfo, index: number): number {
  const known = info.flows[index] ?? 0
  if (known !== 0) return known
  const node = newNode(world.flow)
  info.flows[index] = node
  world.changed = true
  return node
}

/** Functions that are given to something outside get what it has, and run when it says so. */
export function giveCallbacks(call: Call, path: string, flow: number): void {
  const { world, frame, given } = call
  const runs = !path.startsWith('npm:') && !path.startsWith('.')
  for (const value of given) {
    for (const one of alternatives(value)) {
      if (one.kind === 'function') giveCallback(world, frame, one.info, path, flow, runs)
      else if (one.kind === 'object')
        for (const field of [...one.cell.fields.values()].slice(0, 64))
          if (field.kind === 'function') giveCallback(world, frame, field.info, path, flow, runs)
    }
  }
}

function giveCallback(world: World, frame: Frame, info: FunctionInfo, path: string, flow: number, runs: boolean): void {
  if (runs) reach(world, frame, info)
  const count = Math.min(info.node?.params.length ?? 0, 6)
  for (let index = 0; index < count; index++) {
    if (flow !== 0) addFlow(world.flow, parameterFlow(world, info, index), flow)
    info.given[index] = stored(world, info.given[index], flow === 0 ? unknownFrom(0) : pathValue(`${path}()`))
  }
}
