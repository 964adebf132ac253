import { joined } from '../flow-graph.ts'
import { textOf } from './fold-operators.ts'
import { memberPath, placeText } from './paths.ts'
import {
  alternatives,
  anyOf,
  type FunctionInfo,
  type FunctionValue,
  MADE,
  newObjectCell,
  numberValue,
  type ObjectCell,
  pathValue,
  textValue,
  UNDEFINED,
  UNKNOWN,
  unknownFrom,
  type Value,
  withFrom,
} from './values.ts'
import { spend, type World } from './world.ts'

/** Longest chain of prototypes that is followed. */
const MOST_PARENTS = 8

/** Classes that one may extend, of which members are looked up. */
const MOST_CLASSES = 2

/** `of[key]`, where the key is known, for one value that is not one of several. */
export function memberOf(world: World, of: Value, key: string, depth = 0): Value {
  // A class may extend itself through names that are given values twice.
  if (depth > MOST_PARENTS || (depth > 0 && !spend(world))) return UNKNOWN
  switch (of.kind) {
    case 'any':
      return anyOf(
        world.flow,
        of.of.slice(0, depth === 0 ? undefined : MOST_CLASSES).map((one) => memberOf(world, one, key, depth)),
      )
    case 'path':
      if (of.path === 'module' && key === 'exports') return { kind: 'object', cell: world.exports, from: 0 }
      return pathMember(of.path, key, of.from)
    case 'text':
      if (key === 'length') return of.whole ? numberValue(of.text.length, of.from) : unknownFrom(of.from)
      if (/^\d{1,9}$/.test(key)) return characterAt(of, Number(key))
      return key === 'constructor' ? pathValue('global.String') : { kind: 'method', of, name: key, from: of.from }
    case 'list':
      return listMember(world, of, key)
    case 'object':
      return objectMember(world, of, key, depth)
    case 'function':
      return functionMember(world, of, key, depth)
    case 'method':
      if (key === 'constructor' && (of.name === 'constructor' || isOwnMethod(of.of))) return FUNCTION
      return { kind: 'method', of: unknownFrom(of.from), name: key, from: of.from }
    case 'number':
    case 'constant':
    case 'pattern':
      if (key === 'constructor') return pathValue(CONSTRUCTORS[of.kind])
      return { kind: 'method', of, name: key, from: of.from }
    default:
      return { kind: 'method', of, name: key, from: of.from }
  }
}

const FUNCTION = pathValue('global.Function')

const CONSTRUCTORS = { number: 'global.Number', constant: 'global.Boolean', pattern: 'global.RegExp' } as const

/** Functions of the runtime: what they are is a function, so that their constructor makes functions of text. */
function isOwnMethod(of: Value): boolean {
  return (
    of.kind === 'text' || of.kind === 'list' || of.kind === 'number' || of.kind === 'constant' || of.kind === 'pattern'
  )
}

function pathMember(path: string, key: string, from: number): Value {
  if (key === 'constructor' && /^global\.(?:\w+\.prototype|\w+|\w+(?:\.\w+){1,2})$/.test(path)) {
    const isFunction = !/^global\.(?:process|document|location|navigator|console|Math|JSON|Reflect)$/.test(path)
    if (isFunction) return FUNCTION
  }
  const member = memberPath(path, key)
  const place = placeText(member)
  // What is reached under a name comes from there; where the name of its owner was mentioned before says nothing.
  const own = path.includes('()') ? from : 0
  return place === undefined ? pathValue(member, own) : textValue(place, MADE.written, own)
}

function characterAt(of: Value & { readonly kind: 'text' }, index: number): Value {
  const char = of.text[index]
  if (char === undefined || !of.whole) return of.whole ? UNDEFINED : unknownFrom(of.from)
  return of.bytes ? numberValue(char.charCodeAt(0), of.from) : textValue(char, Math.max(of.made, 1) as 1 | 2, of.from)
}

function listMember(world: World, of: Value & { readonly kind: 'list' }, key: string): Value {
  const { cell } = of
  if (key === 'length') return cell.open ? unknownFrom(0) : numberValue(cell.items.length)
  if (/^\d{1,9}$/.test(key)) {
    const item = cell.items[Number(key)]
    if (!cell.open) return item ?? UNDEFINED
    const from = joined(world.flow, of.from, cell.flow)
    return item === undefined ? unknownFrom(from) : anyOf(world.flow, [item, unknownFrom(from)])
  }
  if (key === 'constructor') return pathValue('global.Array')
  // `[][[]]` is how JSFuck writes `undefined`.
  if (key === '') return UNDEFINED
  return { kind: 'method', of, name: key, from: of.from }
}

function objectMember(world: World, of: Value & { readonly kind: 'object' }, key: string, depth: number): Value {
  let cell: ObjectCell | undefined = of.cell
  let isOpen = false
  for (let i = 0; i < MOST_PARENTS && cell !== undefined; i++) {
    const own = cell.fields.get(key)
    if (own !== undefined) return of.from === 0 ? own : withFrom(own, joined(world.flow, own.from, of.from))
    if (cell.open) isOpen = true
    if (key === '__proto__' && cell.parent !== undefined) return cell.parent
    const parent: Value | undefined = cell.parent
    if (parent !== undefined && parent.kind !== 'object') {
      // A class that extends something of another module has what that has.
      return memberOf(world, parent, key, depth + 1)
    }
    cell = parent?.cell
  }
  if (key === 'constructor') return pathValue('global.Object')
  const from = isOpen ? joined(world.flow, of.from, of.cell.flow) : of.from
  return { kind: 'method', of: { ...of, from }, name: key, from }
}

function functionMember(world: World, of: FunctionValue, key: string, depth: number): Value {
  if (key === 'prototype') return { kind: 'object', cell: prototypeOf(world, of.info), from: 0 }
  if (key === 'constructor') return FUNCTION
  if (key === 'name') return textValue(of.info.name, MADE.written)
  const own = of.info.statics.fields.get(key)
  if (own !== undefined) return own
  const parent = of.info.statics.parent
  if (parent !== undefined && parent.kind !== 'function') return memberOf(world, parent, key, depth + 1)
  const inherited = parent?.info.statics.fields.get(key)
  return inherited ?? { kind: 'method', of, name: key, from: of.from }
}

/** The prototype of a function or class: where its methods are. */
export function prototypeOf(world: World, info: FunctionInfo): ObjectCell {
  const known = world.instances.get(info)
  if (known !== undefined) return known
  const cell = newObjectCell(false)
  // Methods share it.
  cell.shared = true
  world.instances.set(info, cell)
  return cell
}

/** What `new` gives: one object stands for all instances of a class, and for its prototype. */
export function instanceOf(world: World, info: FunctionInfo): Value {
  return { kind: 'object', cell: prototypeOf(world, info), from: 0 }
}

/** `of[key]` where the key is not known: any item, anything in the object, and what the key brings along. */
export function anyMemberOf(world: World, of: Value, key: Value): Value {
  const from = joined(world.flow, of.from, key.from)
  switch (of.kind) {
    case 'any':
      return anyOf(
        world.flow,
        of.of.map((one) => anyMemberOf(world, one, key)),
      )
    case 'path':
      return pathValue(`${of.path}[]`, of.path.includes('()') ? of.from : 0)
    case 'list':
      return cell(of.cell.items.slice(0, 64), joined(world.flow, from, of.cell.flow))
    case 'object':
      return cell([...of.cell.fields.values()].slice(0, 64), joined(world.flow, from, of.cell.flow))
    default:
      return unknownFrom(of.from)
  }

  function cell(items: readonly Value[], origin: number): Value {
    return items.length === 0 ? unknownFrom(origin) : anyOf(world.flow, [...items, unknownFrom(0)])
  }
}

/** Text that a key is taken for. */
export function keyText(key: Value): string | undefined {
  if (key.kind === 'text') return key.whole ? key.text : undefined
  return key.kind === 'number' || key.kind === 'constant' || key.kind === 'list' ? textOf(key) : undefined
}

/** `of[key]`. */
export function memberUnder(world: World, of: Value, key: Value): Value {
  const keys = alternatives(key)
  const names = keys.map(keyText)
  if (names.every((name) => name !== undefined))
    return anyOf(
      world.flow,
      names.map((name) => memberOf(world, of, name)),
    )
  return anyMemberOf(world, of, key)
}
