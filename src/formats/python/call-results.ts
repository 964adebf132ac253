import { callFunction, isFolded } from './fold-functions.ts'
import { callMethod, subscriptOf } from './fold-methods.ts'
import { pathAttribute, pathCall, pathMethod } from './file-paths.ts'
import { concatenatePartly, formatBracesPartly, partialMethod } from './fold-partial.ts'
import { callLocal } from './functions.ts'
import type { GivenArguments } from './given.ts'
import { importedModule, memberByKey, MODULE } from './names.ts'
import { either } from './origins.ts'
import { alternatives, anyOf, asText, DYNAMIC, LOCAL, pathValue, UNKNOWN, type Value } from './values.ts'
import { afford, type Frame, spend, type World } from './world.ts'

/** What calling one value gives, as far as that can be told without running anything. */
export function resultOf(world: World, frame: Frame, callee: Value, given: GivenArguments, call = 0): Value {
  if (callee.kind === 'method') return methodResult(world, callee.of, callee.name, given)
  if (callee.kind === 'getter') return getterResult(world, callee, given)
  if (callee.kind !== 'path') return UNKNOWN
  const known = RESOLVERS.get(callee.path)
  if (known !== undefined) return known(world, frame, given)
  if (callee.path.startsWith(`${LOCAL}.`)) return callLocal(world, callee.path, given, call)
  const folded = isFolded(callee.path)
    ? overAlternatives(world, given, costOf(callee.path), (values) => callFunction(callee.path, values, given.named))
    : undefined
  if (folded !== undefined) return folded
  const path = world.traces ? pathCall(callee.path, given.values) : undefined
  if (path !== undefined) return path
  // What an unknown call gives is unknown; only chains into the inside of objects are followed.
  if (callee.path.startsWith(DYNAMIC) && !callee.path.includes('.__')) return UNKNOWN
  return pathValue(`${callee.path}()`)
}

/** In characters: a decoder that fails costs as much as one that does not. */
function costOf(path: string): number {
  return path.startsWith('builtins.') ? 16 : 2048
}

/** Folds every combination of what the first two arguments may be. */
function overAlternatives(
  world: World,
  { values }: GivenArguments,
  cost: number,
  fold: (values: readonly Value[]) => Value | undefined,
): Value | undefined {
  world.budget -= cost
  if (!afford(world, values)) return undefined
  const [first, second, ...rest] = values
  if (first === undefined) return fold(values)
  const results: Value[] = []
  let isKnown = false
  for (const a of alternatives(first)) {
    for (const b of second === undefined ? [undefined] : alternatives(second)) {
      const result = fold(b === undefined ? [a] : [a, b, ...rest])
      // Where data is followed, names keep what they began with: one of several that is known is more than none.
      if (result === undefined && !world.traces) return undefined
      isKnown ||= result !== undefined
      results.push(result ?? UNKNOWN)
    }
  }
  afford(world, results)
  return isKnown ? anyOf(results) : undefined
}

function methodResult(world: World, of: Value, name: string, given: GivenArguments): Value {
  const [key] = given.values
  if (of.kind === 'namespace') return NAMESPACE_GETTERS.has(name) ? memberByKey(world, of.of, key) : UNKNOWN
  // `object.__getattribute__(os, "system")` is given the object as well.
  if (name === '__getattribute__' && given.values.length > 1) return getAttribute(world, of, given)
  if (name === '__getattribute__') return memberByKey(world, of, key)
  if (!afford(world, [of])) return UNKNOWN
  const folded = overAlternatives(world, given, 16, (values) => callMethod(of, name, values, given.named)) ?? UNKNOWN
  return folded.kind === 'unknown' && world.traces ? (partialResult(of, name, given) ?? folded) : folded
}

/** Where data is followed, a text of which parts are known is more than none. */
function partialResult(of: Value, name: string, { values, named }: GivenArguments): Value | undefined {
  if (of.kind === 'partial') return of.isPath ? pathMethod(of, name, values) : partialMethod(of, name, values)
  if (of.kind !== 'text') return undefined
  if (name === 'format') return formatBracesPartly(of, values, named)
  const [list] = values
  if (name !== 'join' || list?.kind !== 'list' || list.open) return undefined
  return concatenatePartly(list.items.flatMap((item, index) => (index === 0 ? [item] : [of, item])))
}

const NAMESPACE_GETTERS: ReadonlySet<string> = new Set(['get', 'pop', '__getitem__', 'setdefault'])

function getterResult(world: World, getter: Value & { kind: 'getter' }, { values }: GivenArguments): Value {
  const [object = UNKNOWN] = values
  const [key] = getter.keys
  if (getter.by !== 'item') return memberByKey(world, object, key)
  if (object.kind === 'namespace') return memberByKey(world, object.of, key)
  return key === undefined ? UNKNOWN : subscriptOf(object, key)
}

type Resolver = (world: World, frame: Frame, given: GivenArguments) => Value

const RESOLVERS: ReadonlyMap<string, Resolver> = new Map<string, Resolver>([
  ['builtins.getattr', getAttribute],
  ['inspect.getattr_static', getAttribute],
  ['builtins.__import__', (_, __, given) => importResult(given)],
  ['importlib.__import__', (_, __, given) => importResult(given)],
  ['importlib.import_module', (_, __, { values, named }) => importedModule(values[0] ?? named.get('name'))],
  ['builtins.globals', () => ({ kind: 'namespace', of: MODULE })],
  ['builtins.locals', (_, frame) => localNames(frame)],
  ['builtins.vars', (_, frame, { values: [of] }) => (of === undefined ? localNames(frame) : { kind: 'namespace', of })],
  ['builtins.compile', (_, __, { values, named }) => values[0] ?? named.get('source') ?? UNKNOWN],
  ['builtins.super', () => UNKNOWN],
  ['builtins.map', mapResult],
  ['builtins.filter', () => UNKNOWN],
  ['functools.partial', (_, __, { values: [first] }) => first ?? UNKNOWN],
  ['functools.partialmethod', (_, __, { values: [first] }) => first ?? UNKNOWN],
  ['functools.reduce', reduceResult],
  ['builtins.reduce', reduceResult],
  [
    'builtins.dict',
    (_, __, { values: [of] }) => (of?.kind === 'namespace' || of?.kind === 'dict' ? of : pathValue('builtins.dict()')),
  ],
  ['types.MethodType', (_, __, { values: [first] }) => first ?? UNKNOWN],
  ['builtins.staticmethod', (_, __, { values: [first] }) => first ?? UNKNOWN],
  ['builtins.classmethod', (_, __, { values: [first] }) => first ?? UNKNOWN],
  ['operator.attrgetter', (_, __, { values: keys }) => ({ kind: 'getter', by: 'attribute', keys })],
  ['operator.itemgetter', (_, __, { values: keys }) => ({ kind: 'getter', by: 'item', keys })],
  ['operator.methodcaller', (_, __, { values: keys }) => ({ kind: 'getter', by: 'method', keys })],
  ...['get', 'pop', 'setdefault', '__getitem__'].map(
    (name) => [`sys.modules.${name}`, ((_, __, { values: [key] }) => importedModule(key)) as Resolver] as const,
  ),
  ['operator.getitem', (world, _, { values: [of, key] }) => item(world, of, key)],
  ['pkgutil.resolve_name', (_, __, { values: [name] }) => dottedResult(name)],
  ['pydoc.locate', (_, __, { values: [name] }) => dottedResult(name)],
])

/** `getattr(object, name, default)`. */
function getAttribute(world: World, _: unknown, { values: [object, name, fallback] }: GivenArguments): Value {
  if (object === undefined) return UNKNOWN
  const member = memberByKey(world, object, name)
  const value = (world.traces && member.kind === 'path' ? pathAttribute(member.path) : undefined) ?? member
  return fallback === undefined ? value : either(world, [value, fallback])
}

/** `__import__("a.b")` gives `a`, unless names are asked for. */
function importResult({ values, named }: GivenArguments): Value {
  const [name = named.get('name'), , , names = named.get('fromlist')] = values
  const hasNames = names !== undefined && !(names.kind === 'list' && names.items.length === 0)
  const text = asText(name)?.text
  return hasNames || text === undefined ? importedModule(name) : pathValue(text.split('.')[0] ?? text)
}

function localNames(frame: Frame): Value {
  return { kind: 'namespace', of: frame.scope.kind === 'function' ? UNKNOWN : MODULE }
}

function item(world: World, of: Value = UNKNOWN, key: Value = UNKNOWN): Value {
  return of.kind === 'namespace' ? memberByKey(world, of.of, key) : subscriptOf(of, key)
}

/** `map(chr, [105, 100])`. */
function mapResult(world: World, frame: Frame, { values: [callee, items] }: GivenArguments): Value {
  if (!afford(world, [items])) return UNKNOWN
  if (callee === undefined || items?.kind !== 'list' || items.open || items.items.length > 4096) return UNKNOWN
  const results = items.items.map((one) => {
    return spend(world) ? resultOf(world, frame, callee, { values: [one], named: new Map(), spread: 0 }) : UNKNOWN
  })
  return { kind: 'list', items: results, open: false }
}

/** `reduce(getattr, ["path", "join"], os)`. */
function reduceResult(world: World, frame: Frame, { values: [callee, items, first] }: GivenArguments): Value {
  if (callee?.kind !== 'path' || items?.kind !== 'list' || items.open || items.items.length > 64) return UNKNOWN
  const [start, ...rest] = first === undefined ? items.items : [first, ...items.items]
  return rest.reduce(
    (value, one) => resultOf(world, frame, callee, { values: [value, one], named: new Map(), spread: 0 }),
    start ?? UNKNOWN,
  )
}

/** `a.b:c` or `a.b.c`. */
function dottedResult(name: Value | undefined): Value {
  const text = asText(name)?.text
  return text === undefined ? pathValue(`<import>.${DYNAMIC}`) : pathValue(text.replace(':', '.'))
}

/** `value[index]`. */
export function itemOf(world: World, value: Value, index: Value): Value {
  if (value.kind === 'any') return anyOf(value.of.map((one) => itemOf(world, one, index)))
  if (value.kind === 'namespace') return memberByKey(world, value.of, index)
  if (value.kind !== 'path') {
    if (!afford(world, [value])) return UNKNOWN
    return index.kind === 'any' ? anyOf(index.of.map((one) => subscriptOf(value, one))) : subscriptOf(value, index)
  }
  const { path } = value
  if (path === 'sys.modules') return importedModule(index)
  // `__builtins__` is a dict in every module but the main one.
  if (path === 'builtins') return memberByKey(world, value, index)
  if (path.startsWith(`${LOCAL}.`) || (path.startsWith(DYNAMIC) && !path.includes('.__'))) return UNKNOWN
  if (path.endsWith('.__globals__') || path.endsWith('.__builtins__'))
    return memberByKey(world, GLOBALS_OF_UNKNOWN, index)
  return pathValue(`${path}[]`)
}

/** `function.__globals__["x"]`: may hold any module, `__builtins__` among them. */
const GLOBALS_OF_UNKNOWN: Value = { kind: 'path', path: `${DYNAMIC}.__globals__` }
