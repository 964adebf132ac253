import { BUILTINS } from './builtins.ts'
import { memberOfPath } from './file-paths.ts'
import {
  alternatives,
  anyOf,
  asText,
  DYNAMIC,
  LOCAL,
  MADE,
  nameOf,
  partialText,
  pathValue,
  UNKNOWN,
  type Value,
} from './values.ts'
import { addTo } from './origins.ts'
import type { Frame, Scope, World } from './world.ts'

/** The module under its own name: `sys.modules[__name__]`, `globals()`. */
export const MODULE: Value = { kind: 'path', path: '<module>' }

/** `__name__`, which is only ever compared or looked up. */
export const OWN_NAME: Value = { kind: 'path', path: '<name>' }

/** `__file__`. */
export const THIS_FILE: Value = partialText('<here>/<this>', MADE.written)

/** What a name stands for where a frame is: innermost scope first, class bodies seen only from themselves. */
export function lookUp(world: World, frame: Frame, name: string): Value {
  const isGlobal = frame.scope.globals.has(name)
  for (
    let scope: Scope | undefined = isGlobal ? world.module : frame.scope;
    scope !== undefined;
    scope = scope.parent
  ) {
    const value = scope.kind === 'class' && scope !== frame.scope ? undefined : scope.names.get(name)
    if (value !== undefined) return value
  }
  return outside(world, name)
}

function outside(world: World, name: string): Value {
  if (name === '__builtins__') return pathValue('builtins')
  if (name === '__name__') return OWN_NAME
  if (name === '__file__' && world.traces) return THIS_FILE
  const builtin = BUILTINS.has(name) ? [pathValue(`builtins.${name}`)] : []
  if (world.stars.length === 0) return builtin[0] ?? pathValue(`<unbound>.${name}`)
  // The last import wins in Python; which modules have the name is not known.
  const stars = world.stars.slice(-MOST_STARS).toReversed()
  const starred = stars.map((module) => pathValue(module.endsWith('.') ? module + name : `${module}.${name}`))
  return { kind: 'any', of: [...builtin, ...starred, ...(world.stars.length > MOST_STARS ? [UNKNOWN] : [])] }
}

/** Star imports that are tried for a name. */
const MOST_STARS = 24

/** Gives a name one more value. */
export function bind(world: World, frame: Frame, name: string, value: Value): void {
  const { scope } = frame
  const target = scope.globals.has(name) ? world.module : scope
  addTo(world, target.names, name, value)
  if (scope.kind === 'class' && target === scope)
    addTo(world, world.attributes, `${LOCAL}.${frame.qualifier}${name}`, value)
}

/** `value.name`. */
export function attributeOf(world: World, value: Value, name: string): Value {
  if (value.kind === 'any') return anyOf(value.of.map((one) => attributeOf(world, one, name)))
  if (value.kind === 'path') return attributeOfPath(world, value, name)
  if (value.kind === 'namespace') return { kind: 'method', of: value, name }
  if (value.kind === 'unknown') return pathValue(`${DYNAMIC}.${name}`)
  if (value.kind === 'partial' && value.isPath) return memberOfPath(value, name)
  const isPlain = !name.startsWith('__') || FOLDED.has(name)
  return isPlain && value.kind !== 'method' && value.kind !== 'getter'
    ? { kind: 'method', of: value, name }
    : pathValue(`${DYNAMIC}.${name}`)
}

/** Special methods of constants that are folded. */
const FOLDED: ReadonlySet<string> = new Set(['__getitem__', '__add__', '__str__', '__format__'])

function attributeOfPath(world: World, value: Value & { kind: 'path' }, name: string): Value {
  const { path } = value
  if (name === '__dict__') return { kind: 'namespace', of: value }
  if (name === '__getattribute__' || name === '__getattr__')
    return { kind: 'method', of: value, name: '__getattribute__' }
  if (path === '<module>') return world.module.names.get(name) ?? outside(world, name)
  if (path.startsWith(`${LOCAL}.`)) return memberOf(world, path, name, 8)
  if (name === '__call__' || name === '__wrapped__' || name === '__func__') return value
  // Attributes of something unknown say nothing of each other, unless they reach into the inside of objects.
  if (path.startsWith(DYNAMIC) && !path.includes('.__')) return pathValue(`${DYNAMIC}.${name}`)
  const module = SEEN_THROUGH.get(name)
  // `socket.socket` is the class.
  if (module !== undefined && module !== path && !path.startsWith('<') && path !== 'asyncio') return pathValue(module)
  return pathValue(`${path}.${name}`)
}

/** Modules that others import: `torch.os`, `random._os` and `os.sys` are these and nothing else. */
const SEEN_THROUGH: ReadonlyMap<string, string> = new Map(
  `os sys builtins subprocess importlib ctypes socket pickle marshal shutil posix pty`
    .split(' ')
    .flatMap((name) => [[name, name] as const, [`_${name}`, name] as const]),
)

/** A member of a class of the module or of an instance of it, its own or inherited. */
function memberOf(world: World, path: string, name: string, most: number): Value {
  const owner = path.endsWith('()') ? path.slice(0, -2) : path
  const own = world.attributes.get(`${owner}.${name}`)
  if (own !== undefined || most === 0) return own ?? pathValue(`${path}.${name}`)
  for (const base of (world.classes.get(owner) ?? []).flatMap(alternatives)) {
    if (base.kind !== 'path' || !base.path.startsWith(`${LOCAL}.`) || base.path === owner) continue
    const inherited = memberOf(world, base.path, name, most - 1)
    if (inherited.kind !== 'path' || inherited.path !== `${base.path}.${name}`) return inherited
  }
  return pathValue(`${path}.${name}`)
}

/** `namespace[key]`: the name that the key holds; `x.<dynamic>` when it is not known. */
export function memberByKey(world: World, of: Value, key: Value | undefined): Value {
  if (key?.kind === 'any') return anyOf(key.of.map((one) => memberByKey(world, of, one)))
  if (of.kind === 'any') return anyOf(of.of.map((one) => memberByKey(world, one, key)))
  const name = asText(key)?.text
  if (name !== undefined) return name.split('.').reduce<Value>((value, part) => attributeOf(world, value, part), of)
  const owner = nameOf(of)
  return owner === DYNAMIC ? UNKNOWN : pathValue(`${owner}.${DYNAMIC}`)
}

/** A module that is imported under a name at run time. */
export function importedModule(name: Value | undefined): Value {
  if (name?.kind === 'any') return anyOf(name.of.map(importedModule))
  if (name === OWN_NAME) return MODULE
  const module = asText(name)?.text
  return module === undefined || module === '' ? pathValue(`<import>.${DYNAMIC}`) : pathValue(module)
}
