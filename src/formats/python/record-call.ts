import { type GivenArguments, resultOf } from './call-results.ts'
import { describe } from './describe.ts'
import type { PythonArgument } from './module.ts'
import { bind, MODULE, memberByKey } from './names.ts'
import { alternatives, anyOf, asText, DYNAMIC, LOCAL, nameOf, pathValue, UNKNOWN, type Value } from './values.ts'
import { addTo, type FoundUse, type Frame, placeOf, reach, record, spend, type World } from './world.ts'

/** An evaluated argument. */
export interface Given {
  readonly name: string | undefined
  readonly star: '' | '*' | '**'
  readonly value: Value
}

/** Calls a value: one use for each thing it may be, edges to what is reached in the module, and what the call gives. */
export function recordCall(world: World, frame: Frame, callee: Value, given: readonly Given[], at: number): Value {
  const described = world.emitting && world.quiet === 0 ? describeAll(given) : []
  const positional = byPosition(given)
  const names: string[] = []
  const results = alternatives(callee).map((one) => {
    if (!spend(world)) return UNKNOWN
    const called = one.kind === 'getter' ? getterTarget(world, one, given) : one
    const name = nameOf(called)
    // Several unknown things look the same from here.
    if (!names.includes(name))
      record(world, world.uses, (): FoundUse => ({
        kind: 'call',
        name,
        arguments: described,
        place: placeOf(frame, at),
      }))
    names.push(name)
    const result = resultOf(world, frame, one, positional)
    sideEffects(world, frame, called, positional, result, at)
    return result
  })
  reach(world, frame, callee, `${LOCAL}.`)
  for (const { value } of given) reachThrough(world, frame, value)
  return anyOf(results)
}

/** `methodcaller("system", "id")(os)` calls `os.system`. */
function getterTarget(world: World, getter: Value & { kind: 'getter' }, given: readonly Given[]): Value {
  const [key] = getter.keys
  return getter.by === 'method'
    ? memberByKey(world, given[0]?.value ?? pathValue(DYNAMIC), key)
    : pathValue('operator.attrgetter()')
}

/** Values that are looked through for functions. */
const MOST_GIVEN = 1024

/** What is given away may be called: functions, and functions in lists and dicts. Classes are only named. */
function reachThrough(world: World, frame: Frame, value: Value): void {
  if (value.kind === 'text' || value.kind === 'unknown' || value.kind === 'number') return
  const seen = new Set<Value>([value])
  for (const one of seen) {
    if (!spend(world)) return
    if (one.kind === 'path' && !world.classes.has(one.path)) reach(world, frame, one, `${LOCAL}.`)
    for (const part of partsOf(one)) if (seen.size < MOST_GIVEN && part.kind !== 'text') seen.add(part)
  }
}

function partsOf(value: Value): readonly Value[] {
  if (value.kind === 'list') return value.items.slice(0, MOST_GIVEN)
  if (value.kind === 'dict') return value.entries.slice(0, MOST_GIVEN).map(([, item]) => item)
  return value.kind === 'any' ? value.of : []
}

function describeAll(given: readonly Given[]): readonly PythonArgument[] {
  return given.slice(0, 64).map(({ name, star, value }) => describe(value, star === '' ? name : star))
}

function byPosition(given: readonly Given[]): GivenArguments {
  const named = new Map(given.flatMap(({ name, value }) => (name === undefined ? [] : [[name, value] as const])))
  const unpacked = given.flatMap(({ name, star, value }) => {
    if (star === '*' && value.kind === 'list' && !value.open) return value.items.slice(0, 256)
    return name === undefined && star !== '**' ? [value] : []
  })
  const first = given.find(({ star }) => star === '**')?.value
  if (first?.kind === 'dict') for (const [key, value] of first.entries) named.set(asText(key)?.text ?? '', value)
  return { values: unpacked, named }
}

function sideEffects(
  world: World,
  frame: Frame,
  callee: Value,
  given: GivenArguments,
  result: Value,
  at: number,
): void {
  if (callee.kind !== 'path') {
    const isLookup = callee.kind === 'method' && (callee.of.kind === 'namespace' || callee.name === '__getattribute__')
    if (isLookup) recordReference(world, frame, result, at)
    return
  }
  const [first, second, third] = given.values
  if (callee.path === 'builtins.setattr' && first !== undefined && third !== undefined)
    storeAttribute(world, frame, first, asText(second)?.text ?? DYNAMIC, third, at)
  else if (IMPORTERS.has(callee.path)) recordImport(world, frame, result, at)
  else if (RESOLVING.has(callee.path)) recordReference(world, frame, result, at)
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

/** Names something of another module or of builtins without calling it. */
export function recordReference(world: World, frame: Frame, value: Value, at: number): void {
  if (!world.emitting || world.quiet > 0) return
  for (const one of alternatives(value)) {
    const name = one.kind === 'namespace' ? `${nameOf(one.of)}.__dict__` : one.kind === 'path' ? one.path : ''
    if (!isWorthNaming(name)) continue
    record(world, world.uses, (): FoundUse => ({ kind: 'reference', name, arguments: [], place: placeOf(frame, at) }))
  }
}

function isWorthNaming(name: string): boolean {
  if (name === '' || name.startsWith('<unbound>') || name === '<name>' || name === '<module>') return false
  if (name.includes('.__') || name.startsWith('<import>')) return true
  if (name.startsWith(LOCAL) || name.startsWith(DYNAMIC)) return false
  return !name.includes('()') && !name.includes('[]')
}

/** `of.name = value`: members of the module's own classes are remembered, those of other modules are uses. */
export function storeAttribute(world: World, frame: Frame, of: Value, name: string, value: Value, at: number): void {
  for (const one of alternatives(of)) {
    if (one.kind === 'path' && one.path.startsWith(`${LOCAL}.`)) {
      const owner = one.path.endsWith('()') ? one.path.slice(0, -2) : one.path
      addTo(world.attributes, `${owner}.${name}`, value)
      if (name.startsWith('__')) recordAssign(world, frame, `${one.path}.${name}`, [value], at)
    } else if (one === MODULE) bind(world, { ...frame, scope: world.module }, name, value)
    else if ((one.kind === 'path' && !one.path.startsWith('<')) || name.startsWith('__'))
      recordAssign(world, frame, `${nameOf(one)}.${name}`, [value], at)
  }
}

/** `of[index] = value`. */
export function storeItem(world: World, frame: Frame, of: Value, index: Value, value: Value, at: number): void {
  for (const one of alternatives(of)) {
    if (one.kind === 'namespace') storeAttribute(world, frame, one.of, asText(index)?.text ?? DYNAMIC, value, at)
    else if (one.kind === 'dict' && one.entries.length < 256) one.entries.push([index, value])
    else if (one.kind === 'list') {
      one.open = true
      if (one.items.length < 256) one.items.push(value)
    } else if (one.kind === 'path' && !one.path.startsWith('<'))
      recordAssign(world, frame, `${one.path}[]`, [index, value], at)
  }
}

function recordAssign(world: World, frame: Frame, name: string, values: readonly Value[], at: number): void {
  for (const value of values) reachThrough(world, frame, value)
  record(world, world.uses, (): FoundUse => ({
    kind: 'assign',
    name,
    arguments: values.map((value) => describe(value, undefined)),
    place: placeOf(frame, at),
  }))
}

/** `of[index]` of something that is not a constant, for example `os.environ["TOKEN"]`. */
export function recordItem(world: World, frame: Frame, of: Value, index: Value, at: number): void {
  for (const one of alternatives(of)) {
    if (one.kind !== 'path' || (!isWorthNaming(one.path) && !one.path.includes('.__'))) continue
    record(world, world.uses, (): FoundUse => ({
      kind: 'item',
      name: one.path,
      arguments: [describe(index, undefined)],
      place: placeOf(frame, at),
    }))
  }
}
