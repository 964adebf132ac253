import { addFlow } from '../flow-graph.ts'
import { resultOf } from './call-results.ts'
import { describe } from './describe.ts'
import { giveCallbacks } from './functions.ts'
import type { Given, GivenArguments } from './given.ts'
import type { PythonArgument } from './module.ts'
import { memberByKey } from './names.ts'
import { alsoFrom, either, flowInto, nodeFor, originOf, originOfAll, withFrom } from './origins.ts'
import { reachThrough, type Syntax } from './reach.ts'
import { storeAttribute } from './store.ts'
import { alternatives, asText, DYNAMIC, LOCAL, nameOf, pathValue, UNKNOWN, type Value } from './values.ts'
import { type FoundUse, type Frame, placeOf, reach, record, recordUse, spend, type World } from './world.ts'

/** Calls a value: one use for each thing it may be, edges to what is reached in the module, and what the call gives. */
export function recordCall(world: World, frame: Frame, callee: Value, given: readonly Given[], node: Syntax): Value {
  const described = world.emitting && world.quiet === 0 ? describeAll(world, given) : []
  const positional = byPosition(world, given)
  const receiver = originOf(world, callee)
  const data = world.traces ? dataOf(world, receiver, given) : NOTHING
  const names: string[] = []
  const results = alternatives(callee).map((one) => {
    if (!spend(world)) return UNKNOWN
    const called = one.kind === 'getter' ? getterTarget(world, one, given) : one
    const name = nameOf(called)
    const flow = world.traces ? flowOf(world, called, name, data, node) : 0
    // Several unknown things look the same from here.
    if (!names.includes(name))
      recordUse(world, (): FoundUse => ({
        kind: 'call',
        name,
        arguments: described,
        of: world.traces && called.kind === 'method' ? describe(world, called.of, undefined) : undefined,
        receiver,
        flow,
        place: placeOf(frame, node.at),
      }))
    names.push(name)
    const result = resultOf(world, frame, one, positional, flow)
    if (!world.traces) {
      sideEffects(world, frame, called, positional, result, node)
      return result
    }
    fillReceiver(world, called, name, data, flow)
    if (!name.startsWith(`${LOCAL}.`)) giveCallbacks(world, name, positional, flow)
    const isOwn = called.kind === 'path' && world.functions.has(called.path)
    const traced = isOwn || (called.kind === 'path' && world.classes.has(called.path)) ? result : withFrom(result, flow)
    return alsoFrom(world, traced, sideEffects(world, frame, called, positional, result, node))
  })
  reach(world, frame, callee, `${LOCAL}.`)
  // Whoever is given a function may call it; these only look at it. Every decorator is written with `wraps`, and would run what it decorates.
  if (!names.every((name) => LOOKING.test(name))) for (const { value } of given) reachThrough(world, frame, value)
  return either(world, results)
}

const LOOKING =
  /^(?:functools\.(?:wraps|update_wrapper)(?:\(\))?|builtins\.(?:isinstance|issubclass|callable|hasattr|id|repr|print|property)|inspect\.\w{1,40}|typing\.cast|warnings\.warn|logging\.\w{1,20})$/

const NOTHING: readonly number[] = []

/** Everything a call is given and what it is called on. */
function dataOf(world: World, receiver: number, given: readonly Given[]): readonly number[] {
  const nodes = receiver === 0 ? [] : [receiver]
  for (const { value } of given) {
    const origin = originOf(world, value)
    if (origin !== 0) nodes.push(origin)
  }
  return nodes
}

/** The node of what a call gives: none where the call computes and no more, and nothing comes to it. */
function flowOf(world: World, called: Value, name: string, data: readonly number[], node: Syntax): number {
  const isPlain = called.kind !== 'path' || PLAIN.test(name) || name.startsWith(DYNAMIC)
  if (data.length === 0 && isPlain && !(called.kind === 'method' && called.of.kind === 'partial')) return 0
  const flow = nodeFor(world, node)
  const isOwn = called.kind === 'path' && world.functions.has(called.path)
  if (!isOwn) for (const one of data) addFlow(world.flow, flow, one)
  return flow
}

/** Builtins that compute; those that reach outside have a node in any case. */
const PLAIN =
  /^(?:builtins\.(?!open$|input$|exec$|eval$|compile$|__import__$|execfile$|raw_input$|globals$|vars$)|operator\.|functools\.|itertools\.|re\.|typing\.|collections\.)/

/** What is written into an object comes out of it again; of an archive also what the call itself reads. */
function fillReceiver(world: World, called: Value, name: string, data: readonly number[], flow: number): void {
  if (!FILLING.test(name)) return
  for (const one of data)
    if (called.kind === 'method') flowInto(world, called.of, one)
    else addFlow(world.flow, called.from ?? 0, one)
  if (called.kind === 'path') addFlow(world.flow, called.from ?? 0, flow)
}

const FILLING =
  /\.(?:append|appendleft|extend|insert|add|update|write|writelines|writestr|setdefault|put|put_nowait|push|feed|attach|set_payload|add_attachment|add_field|add_header|set_content|putheader|writerow|writerows|dump|add_file|add_member)$/

/** `methodcaller("system", "id")(os)` calls `os.system`. */
function getterTarget(world: World, getter: Value & { kind: 'getter' }, given: readonly Given[]): Value {
  const [key] = getter.keys
  return getter.by === 'method'
    ? memberByKey(world, given[0]?.value ?? pathValue(DYNAMIC), key)
    : pathValue('operator.attrgetter()')
}

function describeAll(world: World, given: readonly Given[]): readonly PythonArgument[] {
  return given.slice(0, 64).map(({ name, star, value }) => describe(world, value, star === '' ? name : star))
}

function byPosition(world: World, given: readonly Given[]): GivenArguments {
  const named = new Map(given.flatMap(({ name, value }) => (name === undefined ? [] : [[name, value] as const])))
  const unpacked = given.flatMap(({ name, star, value }) => {
    if (star === '*' && value.kind === 'list' && !value.open) return value.items.slice(0, 256)
    return name === undefined && star !== '**' ? [value] : []
  })
  const first = given.find(({ star }) => star === '**')?.value
  if (first?.kind === 'dict') for (const [key, value] of first.entries) named.set(asText(key)?.text ?? '', value)
  return { values: unpacked, named, spread: world.traces ? originOfAll(world, spreadOf(given)) : 0 }
}

function spreadOf(given: readonly Given[]): readonly Value[] {
  return given.flatMap(({ star, value }) => {
    const isKnown = (star === '*' && value.kind === 'list' && !value.open) || (star === '**' && value.kind === 'dict')
    return star === '' || isKnown ? [] : [value]
  })
}

function sideEffects(
  world: World,
  frame: Frame,
  callee: Value,
  given: GivenArguments,
  result: Value,
  node: Syntax,
): number {
  if (callee.kind !== 'path') {
    const isLookup = callee.kind === 'method' && (callee.of.kind === 'namespace' || callee.name === '__getattribute__')
    return isLookup ? recordReference(world, frame, result, node) : 0
  }
  const [first, second, third] = given.values
  if (callee.path === 'builtins.setattr' && first !== undefined && third !== undefined)
    storeAttribute(world, frame, first, asText(second)?.text ?? DYNAMIC, third, node)
  else if (IMPORTERS.has(callee.path)) recordImport(world, frame, result, node.at)
  else if (RESOLVING.has(callee.path)) return recordReference(world, frame, result, node)
  return 0
}

const IMPORTERS: ReadonlySet<string> = new Set([
  'builtins.__import__',
  'importlib.__import__',
  'importlib.import_module',
])

/** Their result is a thing of another module, which is named here as if it stood in the source. */
const RESOLVING: ReadonlySet<string> = new Set([
  'builtins.getattr',
  'builtins.vars',
  'pkgutil.resolve_name',
  'pydoc.locate',
  'inspect.getattr_static',
  'operator.getitem',
  'functools.reduce',
])

function recordImport(world: World, frame: Frame, module: Value, at: number): void {
  for (const one of alternatives(module)) {
    const name = nameOf(one)
    if (name.startsWith('<')) continue
    const level = /^\.*/.exec(name)?.[0].length ?? 0
    record(world, world.imports, () => ({
      module: name.slice(level),
      level,
      name: undefined,
      alias: undefined,
      dynamic: true,
      place: placeOf(frame, at),
    }))
  }
}

/** Names something of another module or of builtins without calling it; gives the node of what is named. */
export function recordReference(world: World, frame: Frame, value: Value, node: Syntax): number {
  if (!world.traces && (!world.emitting || world.quiet > 0)) return 0
  let flow = 0
  for (const one of alternatives(value)) {
    const name = one.kind === 'namespace' ? `${nameOf(one.of)}.__dict__` : one.kind === 'path' ? one.path : ''
    if (!isWorthNaming(name)) continue
    if (!name.startsWith('builtins.')) flow = nodeFor(world, node)
    recordUse(world, (): FoundUse => ({
      kind: 'reference',
      name,
      arguments: [],
      of: undefined,
      receiver: 0,
      flow,
      place: placeOf(frame, node.at),
    }))
  }
  return flow
}

function isWorthNaming(name: string): boolean {
  if (name === '' || name.startsWith('<unbound>') || name === '<name>' || name === '<module>') return false
  if (name.includes('.__') || name.startsWith('<import>')) return true
  if (name.startsWith(LOCAL) || name.startsWith(DYNAMIC)) return false
  return !name.includes('()') && !name.includes('[]')
}

/** `of[index]` of something that is not a constant, for example `os.environ["TOKEN"]`; gives the node of the item. */
export function recordItem(world: World, frame: Frame, of: Value, index: Value, node: Syntax): number {
  let flow = 0
  for (const one of alternatives(of)) {
    if (one.kind !== 'path' || (!isWorthNaming(one.path) && !one.path.includes('.__'))) continue
    flow = nodeFor(world, node)
    recordUse(world, (): FoundUse => ({
      kind: 'item',
      name: one.path,
      arguments: [describe(world, index, undefined)],
      of: undefined,
      receiver: originOf(world, of),
      flow,
      place: placeOf(frame, node.at),
    }))
  }
  return flow
}
