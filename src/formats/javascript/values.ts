import { type Flow, joined } from '../flow-graph.ts'
import type { AnyNode, Expression, FunctionNode } from './syntax.ts'

/** How a constant came about; the larger number wins when constants are put together. */
export const MADE = { written: 0, computed: 1, decoded: 2 } as const

/** One of the ways above. */
export type Made = (typeof MADE)[keyof typeof MADE]

interface From {
  /** The node of the graph of data it comes from; 0 for nothing. */
  readonly from: number
}

/** What is known of a value without running anything. */
export type Value =
  | (From & { readonly kind: 'unknown' })
  /** Reached under an absolute name; `f()` is what calling `f` gives. */
  | (From & { readonly kind: 'path'; readonly path: string })
  | Text
  | (From & { readonly kind: 'number'; readonly number: number })
  | (From & { readonly kind: 'constant'; readonly name: 'true' | 'false' | 'null' | 'undefined' })
  | (From & { readonly kind: 'pattern'; readonly source: string; readonly flags: string })
  | List
  | ObjectValue
  | FunctionValue
  /** A method of a value that is none of the above. */
  | (From & { readonly kind: 'method'; readonly of: Value; readonly name: string })
  /** One of several. */
  | (From & { readonly kind: 'any'; readonly of: readonly Value[] })

/** A text or the bytes of a buffer. */
export interface Text extends From {
  readonly kind: 'text'
  readonly text: string
  /** A buffer: one character a byte. */
  readonly bytes: boolean
  readonly made: Made
  /** False where `…` stands for parts that are not known. */
  readonly whole: boolean
}

/** An array. */
export interface List extends From {
  readonly kind: 'list'
  readonly cell: ListCell
}

/** Shared by everything that holds the same array. */
export interface ListCell {
  readonly items: Value[]
  /** True when something may have been added or taken: the items are known, their order is not. */
  open: boolean
  /** The node of what is written into it. */
  flow: number
  /** Written by other functions than the one that makes it. */
  shared?: boolean
}

/** An object that is made in the module. */
export interface ObjectValue extends From {
  readonly kind: 'object'
  readonly cell: ObjectCell
}

/** Shared by everything that holds the same object. */
export interface ObjectCell {
  readonly fields: Map<string, Value>
  /** What is looked up where a field is not its own: the prototype, a class that is extended. */
  parent: Value | undefined
  /** True when fields may exist that are not known. */
  open: boolean
  flow: number
  /** Written by other functions than the one that makes it. */
  shared: boolean
  /** Modules of a bundle: called with a key, each gives what it exports. */
  readonly bundle: boolean
}

/** A function or class of the module. */
export interface FunctionValue extends From {
  readonly kind: 'function'
  readonly info: FunctionInfo
}

/** Names of a module, a function or a block. A name keeps every value it was ever given. */
export interface Scope {
  readonly kind: 'module' | 'function' | 'block'
  readonly parent: Scope | undefined
  readonly names: Map<string, Binding>
  /** Calls of functions where they are written, by which tables of strings are put in order. */
  readonly setups: AnyNode[]
  /** The source its nodes stand in. */
  readonly text: string
}

/** One name. */
export interface Binding {
  readonly scope: Scope
  value: Value | undefined
  /** What it is declared with. */
  init: Expression | FunctionNode | undefined
  /** A parameter, an imported name, part of a pattern: what it begins with is not written at its declaration. */
  given: boolean
}

/** A function or class of the module. */
export interface FunctionInfo {
  /** The function; of a class its constructor, or the class itself when it has none. */
  readonly node: FunctionNode | undefined
  /** With the functions and classes around it. */
  readonly name: string
  /** Where it is defined. */
  readonly scope: Scope
  /** What calls give, by position. */
  readonly given: (Value | undefined)[]
  /** Nodes of the parameters, made when data first comes to one. */
  readonly flows: number[]
  returns: Value | undefined
  returnFlow: number
  /** `this`. */
  self: Value | undefined
  /** Fields of the function itself: `prototype`, statics. */
  readonly statics: ObjectCell
  readonly isClass: boolean
  /** Of a method called to compute constants: how often that failed. */
  failures: number
  /** The last pass in which its body was gone through. */
  pass: number
}

/** Nothing is known. */
export const UNKNOWN: Value = { kind: 'unknown', from: 0 }
/** `undefined`. */
export const UNDEFINED: Value = { kind: 'constant', name: 'undefined', from: 0 }

/** Stands in names for what could not be resolved. */
export const DYNAMIC = '?'

/** Nothing is known but where it comes from. */
export function unknownFrom(from: number): Value {
  return from === 0 ? UNKNOWN : { kind: 'unknown', from }
}

/** Names longer than any in a real program are not kept. */
const MOST_NAME = 240

/** A path, shortened to unknown when it is too long. */
export function pathValue(path: string, from = 0): Value {
  return path.length > MOST_NAME ? unknownFrom(from) : { kind: 'path', path, from }
}

/** A text that is known as a whole. */
export function textValue(text: string, made: Made, from = 0, bytes = false): Text {
  return { kind: 'text', text, bytes, made, whole: true, from }
}

/** A text with `…` for what is not known. */
export function partialText(text: string, made: Made, from: number): Text {
  return { kind: 'text', text, bytes: false, made, whole: false, from }
}

/** A number. */
export function numberValue(number: number, from = 0): Value {
  return { kind: 'number', number, from }
}

/** `true`, `false`, `null` or `undefined`. */
export function constantValue(name: 'true' | 'false' | 'null' | 'undefined', from = 0): Value {
  return { kind: 'constant', name, from }
}

/** `true` or `false`. */
export function booleanValue(value: boolean, from = 0): Value {
  return constantValue(value ? 'true' : 'false', from)
}

/** A new array. */
export function listValue(items: Value[], from = 0): List {
  return { kind: 'list', cell: { items, open: false, flow: 0 }, from }
}

/** A new object; `open` when fields may exist that are not known. */
export function newObjectCell(open: boolean, bundle = false): ObjectCell {
  return { fields: new Map(), parent: undefined, open, flow: 0, shared: false, bundle }
}

/** The same value, from somewhere else. */
export function withFrom(value: Value, from: number): Value {
  return value.from === from ? value : { ...value, from }
}

/** Alternatives that are told apart; beyond them a value is also unknown. */
const MOST_ALTERNATIVES = 12

/** One of these: without repetitions, flat, at most twelve and then also unknown; from wherever any of them is. */
export function anyOf(flow: Flow, values: readonly Value[]): Value {
  const kept: Value[] = []
  let from = 0
  for (const value of values) {
    from = joined(flow, from, value.from)
    if (value.kind !== 'any') keep(kept, value)
    else for (const one of value.of) keep(kept, one)
  }
  const [first] = kept
  if (first === undefined) return unknownFrom(from)
  return kept.length === 1 ? withFrom(first, from) : { kind: 'any', of: kept, from }
}

function keep(kept: Value[], value: Value): void {
  if (kept.length > MOST_ALTERNATIVES) return
  for (const one of kept) if (isSame(one, value)) return
  kept.push(kept.length === MOST_ALTERNATIVES ? UNKNOWN : value)
}

/** The same but for where it comes from. */
export function isSame(a: Value, b: Value): boolean {
  if (a === b) return true
  switch (a.kind) {
    case 'path':
      return b.kind === 'path' && a.path === b.path
    case 'text':
      return b.kind === 'text' && a.bytes === b.bytes && a.whole === b.whole && a.text === b.text
    case 'number':
      return b.kind === 'number' && (a.number === b.number || (Number.isNaN(a.number) && Number.isNaN(b.number)))
    case 'constant':
      return b.kind === 'constant' && a.name === b.name
    case 'list':
      return b.kind === 'list' && (a.cell === b.cell || hasSameItems(a.cell, b.cell))
    case 'object':
      return b.kind === 'object' && a.cell === b.cell
    case 'function':
      return b.kind === 'function' && a.info === b.info
    case 'method':
      return b.kind === 'method' && a.name === b.name && isSame(a.of, b.of)
    case 'pattern':
      return b.kind === 'pattern' && a.source === b.source && a.flags === b.flags
    default:
      return a.kind === b.kind
  }
}

/** Longest lists that are compared item by item; the same call gives a new list in every pass. */
const MOST_COMPARED = 4096

function hasSameItems(a: ListCell, b: ListCell): boolean {
  if (a.open || b.open || a.items.length !== b.items.length || a.items.length > MOST_COMPARED) return false
  return a.items.every((item, index) => isConstant(item) && isSame(item, b.items[index] ?? UNKNOWN))
}

/** Everything it comes from, what was written into it included. */
export function originOf(flow: Flow, value: Value): number {
  if (value.kind === 'list' || value.kind === 'object') return joined(flow, value.from, value.cell.flow)
  if (value.kind !== 'any') return value.from
  return value.of.reduce((from, one) => joined(flow, from, originOf(flow, one)), value.from)
}

/** The values it may be. */
export function alternatives(value: Value): readonly Value[] {
  return value.kind === 'any' ? value.of : [value]
}

/** A text that is known as a whole. */
export function asText(value: Value | undefined): Text | undefined {
  return value?.kind === 'text' && value.whole ? value : undefined
}

/** A single known number. */
export function asNumber(value: Value | undefined): number | undefined {
  return value?.kind === 'number' ? value.number : undefined
}

/** The items of a list that are known with their order. */
export function itemsOf(value: Value | undefined): readonly Value[] | undefined {
  return value?.kind === 'list' && !value.cell.open ? value.cell.items : undefined
}

/** Is it a constant that does not change? */
export function isConstant(value: Value): boolean {
  return (value.kind === 'text' && value.whole) || value.kind === 'number' || value.kind === 'constant'
}

/** How a value is named in a use. */
export function nameOf(value: Value): string {
  if (value.kind === 'path') return value.path
  return value.kind === 'method' ? `${nameOf(value.of)}.${value.name}` : DYNAMIC
}
