import { addFlow, isMadeIn, joined, keepFlow } from '../flow-graph.ts'
import { generate, load } from './call-code.ts'
import { type Call, callFunction, giveCallbacks } from './call-function.ts'
import { callListMethod } from './fold-list.ts'
import { textOf } from './fold-operators.ts'
import { callTextMethod } from './fold-text.ts'
import { codeOf } from './generated.ts'
import { knownResult } from './known-calls.ts'
import { keyText, memberOf, memberUnder } from './members.ts'
import { isLoader } from './paths.ts'
import { recordCall } from './record-call.ts'
import { reach } from './record.ts'
import { flowInto, writesInto } from './store.ts'
import {
  anyOf,
  asNumber,
  DYNAMIC,
  isConstant,
  itemsOf,
  listValue,
  MADE,
  originOf,
  pathValue,
  textValue,
  UNKNOWN,
  unknownFrom,
  type Value,
  withFrom,
} from './values.ts'
import { spend, type World } from './world.ts'

/** Calls that are made by calls: `list.map(list.map)` would have no end. */
const MOST_THROUGH = 6

/** What calling a value gives; records what is called, binds parameters, and follows callbacks. Nothing is run. */
export function callValue(call: Call, callee: Value): Value {
  const { world } = call
  if (world.through > MOST_THROUGH || (world.through > 0 && !spend(world))) return UNKNOWN
  world.through++
  const value = callee.kind === 'any' ? callEach(call, callee.of, callee.from) : callOne(call, callee)
  world.through--
  return value
}

function callEach(call: Call, callees: readonly Value[], from: number): Value {
  const { flow } = call.world
  return anyOf(
    flow,
    callees.map((one) => callOne(call, withFrom(one, joined(flow, one.from, from)))),
  )
}

function callOne(call: Call, callee: Value): Value {
  switch (callee.kind) {
    case 'path':
      return callPath(call, callee.path, callee.from)
    case 'function':
      return callFunction(call, callee.info, undefined)
    case 'method':
      return callMethod(call, callee.of, callee.name)
    case 'object':
      return callee.cell.bundle ? bundled(call, callee) : callUnknown(call, DYNAMIC, originOf(call.world.flow, callee))
    default:
      return callUnknown(call, DYNAMIC, callee.from)
  }
}

/** Something outside of the module. */
function callPath(call: Call, path: string, from: number): Value {
  const { world, frame, given, node, isNew } = call
  const through = throughPath(call, path, from)
  if (through !== undefined) return through
  if (isLoader(path) || path === 'import') return load(call, given[0])
  const code = codeOf(path, given)
  const flow = recordCall(world, frame, {
    name: path,
    given,
    receiver: from,
    isNew,
    node,
    runsText: code !== undefined,
  })
  const generated = code === undefined ? undefined : generate(call, code, path)
  if (generated !== undefined) return generated
  const known = knownResult({ world, path, given, from: flow, syntax: node })
  if (known !== undefined) return known
  giveCallbacks(call, path, flow)
  fillReceiver(call, path, from)
  fillNext(world, path, given)
  return pathValue(`${path}()`, flow)
}

/** `f.call(…)`, `f.apply(…)`, `f.bind(…)`, `x.then(…)` of something outside. */
function throughPath(call: Call, path: string, from: number): Value | undefined {
  const dot = path.lastIndexOf('.')
  const method = path.slice(dot + 1)
  const of = path.slice(0, dot)
  if (dot < 0 || call.isNew || !THROUGH.has(method)) return undefined
  const target = pathValue(of, from)
  if (method === 'then' || method === 'catch' || method === 'finally') return settled(call, target, method)
  if (of === 'global.Reflect') return reflected(call, method)
  return rebound(call, target, method)
}

const THROUGH: ReadonlySet<string> = new Set([
  'call', 'apply', 'bind', 'then', 'catch', 'finally', 'construct', 'get',
]) // prettier-ignore

/** `Reflect.apply(f, self, list)`, `Reflect.construct(F, list)`, `Reflect.get(of, key)`. */
function reflected(call: Call, method: string): Value | undefined {
  const [target, second, third] = call.given
  if (target === undefined) return undefined
  if (method === 'apply') return callValue({ ...call, given: spreadOf(third) }, target)
  if (method === 'construct') return callValue({ ...call, given: spreadOf(second), isNew: true }, target)
  return method === 'get' && second !== undefined ? memberUnder(call.world, target, second) : undefined
}

function rebound(call: Call, target: Value, method: string): Value | undefined {
  const [self, ...rest] = call.given
  if (method === 'bind') return target
  if (method === 'call') return callWithSelf({ ...call, given: rest }, target, self)
  return method === 'apply' ? callWithSelf({ ...call, given: spreadOf(rest[0]) }, target, self) : undefined
}

function callWithSelf(call: Call, target: Value, self: Value | undefined): Value {
  if (target.kind === 'function') return callFunction(call, target.info, self)
  // `String.prototype.split.call(text, ",")` needs what it is called on.
  const isPrototype = target.kind === 'path' && target.path.includes('.prototype.') && self !== undefined
  return callValue(isPrototype ? { ...call, given: [self, ...call.given] } : call, target)
}

function spreadOf(list: Value | undefined): readonly Value[] {
  if (list === undefined) return []
  return itemsOf(list) ?? [unknownFrom(list.from)]
}

/** `promise.then(f)`: `f` gets what the promise stands for, which is the same value here. */
function settled(call: Call, of: Value, method: string): Value {
  const { world } = call
  const gives = method === 'then' ? [of] : []
  const results = call.given.slice(0, 2).map((callback, index) => {
    if (callback.kind !== 'function' && callback.kind !== 'any' && callback.kind !== 'path') return of
    const given = index === 0 ? gives : [unknownFrom(of.from)]
    return callValue({ ...call, given }, callback)
  })
  return anyOf(world.flow, method === 'then' && results.length > 0 ? results : [of, ...results])
}

/** Methods by which data comes into what they are called on. */
const FILLING: ReadonlySet<string> = new Set([
  'emit', 'update', 'append', 'set', 'push', 'add', 'write', 'end', 'concat', 'pipe', 'pipeTo', 'pipeThrough', 'text', 'query', 'send', 'copy', 'fill', 'unshift',
]) // prettier-ignore

function fillReceiver({ world, frame, given }: Call, path: string, receiver: number): void {
  if (receiver === 0 || !FILLING.has(path.slice(path.lastIndexOf('.') + 1))) return
  const isPipe = path.endsWith('.pipe') || path.endsWith('.pipeTo') || path.endsWith('.pipeThrough')
  if (!isMadeIn(world.flow, receiver, frame.function)) keepFlow(world.flow, receiver)
  for (const value of given) {
    const from = originOf(world.flow, value)
    addFlow(world.flow, isPipe ? from : receiver, isPipe ? receiver : from)
  }
}

/** `pipeline(a, b, c)`: from each to the next. */
function fillNext(world: World, path: string, given: readonly Value[]): void {
  if (!PIPELINES.has(path)) return
  for (const [index, value] of given.entries()) {
    const before = given[index - 1]
    if (before !== undefined) addFlow(world.flow, originOf(world.flow, value), originOf(world.flow, before))
  }
}

const PIPELINES: ReadonlySet<string> = new Set([
  'node:stream.pipeline',
  'node:stream/promises.pipeline',
  'node:stream.promises.pipeline',
])

/** Something of which nothing is known but perhaps the name of the method. */
function callUnknown(call: Call, name: string, from: number): Value {
  const { world, frame, given, node, isNew } = call
  const flow = recordCall(world, frame, { name, given, receiver: from, isNew, node })
  giveCallbacks(call, name, flow)
  fillReceiver(call, name, from)
  return unknownFrom(flow)
}

/** A method of a value of the module. */
function callMethod(call: Call, of: Value, name: string): Value {
  const { world, given } = call
  const from = given.reduce((origin, value) => joined(world.flow, origin, value.from), of.from)
  switch (of.kind) {
    case 'text':
      return callTextMethod(of, name, given, from) ?? callUnknown(call, `?.${name}`, from)
    case 'list': {
      if (FILLING.has(name)) writesInto(world, call.frame, of.cell)
      const folded = callListMethod(world, of, name, given, originOf(world.flow, of))
      return folded ?? eachItem(call, of, name)
    }
    case 'number':
      return name === 'toString' ? digits(of.number, given[0], from) : unknownFrom(from)
    case 'function':
      return rebound(call, of, name) ?? callUnknown(call, `?.${name}`, of.from)
    case 'constant':
    case 'pattern':
      return textMember(of, name, from)
    default:
      if (name === 'then' || name === 'catch' || name === 'finally') return settled(call, of, name)
      return callUnknown(call, `?.${name}`, originOf(world.flow, of))
  }
}

function digits(number: number, radix: Value | undefined, from: number): Value {
  const base = radix === undefined ? 10 : asNumber(radix)
  return base === undefined || !(base >= 2 && base <= 36)
    ? unknownFrom(from)
    : textValue(number.toString(base), MADE.computed, from)
}

function textMember(of: Value, name: string, from: number): Value {
  const text = name === 'toString' ? textOf(of) : undefined
  return text === undefined ? unknownFrom(from) : textValue(text, MADE.computed, from)
}

/** Methods of lists that call a function for every item. */
function eachItem(call: Call, list: Value & { readonly kind: 'list' }, name: string): Value {
  const { world, given } = call
  const [callback] = given
  const items = itemsOf(list)
  const item = anyOf(world.flow, [...list.cell.items.slice(0, 64), unknownFrom(originOf(world.flow, list))])
  if (callback === undefined) return unknownFrom(originOf(world.flow, list))
  if (name === 'map' && items !== undefined && items.length <= MOST_MAPPED && items.every(isConstant)) {
    const mapped = items.map((one) => mapItem(call, callback, one))
    if (mapped.every((one) => one !== undefined)) return listValue(mapped, list.from)
  }
  const result = callValue({ ...call, given: name === 'reduce' ? [given[1] ?? item, item] : [item] }, callback)
  if (name !== 'map' && name !== 'flatMap') return name === 'reduce' ? result : KEPT.has(name) ? { ...list } : item
  const cell = world.lists.get(call.node) ?? { items: [], open: true, flow: 0 }
  world.lists.set(call.node, cell)
  if (cell.items.length === 0) cell.items.push(result)
  else cell.items[0] = result
  flowInto(world, cell, originOf(world.flow, result))
  return { kind: 'list', cell, from: 0 }
}

const MOST_MAPPED = 20_000

/** Their result is the list itself, or fewer of its items. */
const KEPT: ReadonlySet<string> = new Set(['filter', 'forEach', 'sort'])

/** A function for one constant; undefined when the result is none. */
function mapItem(call: Call, callback: Value, item: Value): Value | undefined {
  const { world } = call
  if (callback.kind === 'function') return world.constants?.call(callback.info, [item])
  if (callback.kind !== 'path') return undefined
  const result = knownResult({ world, path: callback.path, given: [item], from: item.from, syntax: call.node })
  return result !== undefined && isConstant(result) ? result : undefined
}

/** `bundle(key)`: the exports of the module under the key. */
function bundled(call: Call, bundle: Value & { readonly kind: 'object' }): Value {
  const key = call.given[0] === undefined ? undefined : keyText(call.given[0])
  const found = key === undefined ? undefined : bundle.cell.fields.get(key)
  if (found?.kind !== 'function') return unknownFrom(0)
  reach(call.world, call.frame, found.info)
  const own = call.world.objects.get(found.info)
  return own === undefined ? unknownFrom(0) : memberOf(call.world, { kind: 'object', cell: own, from: 0 }, 'exports')
}
