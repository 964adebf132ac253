import { FormatError, LimitError } from '../../base/errors.ts'
import { buildCode, codeSteps, type NameTables } from './marshal-code.ts'
import { MarshalCursor } from './marshal-cursor.ts'
import { readInteger } from './marshal-integer.ts'
import type { MarshalValue } from './marshal-value.ts'
import type { CodeLayout } from './python-magic.ts'

/** CPython refuses what is nested deeper (MAX_MARSHAL_STACK_DEPTH), so a deeper file never runs. */
const MOST_LEVELS = 2000

/** The largest module of the standard library has 60,000 values; tables that tools generate have a million. */
const MOST_VALUES = 5_000_000

/**
 * Reads one value of marshal, of all versions (0 to 5) and all its types. Iterative: no nesting of the input is one of the stack. Throws
 * FORMAT_SHAPE with a place for what CPython refuses, LIMIT_DEPTH and LIMIT_ENTRIES for what no honest file has.
 */
export function readMarshal(
  bytes: Uint8Array,
  start: number,
  layout: CodeLayout,
): { readonly value: MarshalValue; readonly end: number } {
  const reading: Reading = {
    cursor: new MarshalCursor(bytes, start),
    layout,
    refs: [],
    interned: [],
    frames: [],
    names: new Map(),
    values: 0,
  }
  for (;;) {
    let value = readOne(reading)
    // A value may end the one that holds it, and that the next one.
    while (value !== undefined) {
      const frame = reading.frames.at(-1)
      if (frame === undefined) return { value, end: reading.cursor.at }
      value = take(reading, frame, value)
    }
  }
}

interface Reading {
  readonly cursor: MarshalCursor
  readonly layout: CodeLayout
  /** Values with FLAG_REF by number; undefined while they are being read. */
  readonly refs: (MarshalValue | undefined)[]
  /** Interned texts of Python 2. */
  readonly interned: MarshalValue[]
  /** What is being read, the innermost last. */
  readonly frames: Frame[]
  readonly names: NameTables
  values: number
}

/** A value that holds others, while they are read. */
interface Frame {
  readonly kind: 'tuple' | 'list' | 'set' | 'frozenset' | 'dict' | 'slice' | 'code'
  /** How many are still to come; a dictionary ends with a null. */
  left: number
  readonly items: MarshalValue[]
  readonly numbers: number[]
  readonly ref: number | undefined
  /** Tuples, lists, sets and dictionaries can be named before they are whole, so that they hold themselves. */
  readonly whole: MarshalValue | undefined
}

const NULL: MarshalValue = { kind: 'null' }

/** Reads a type and what follows; undefined when a value that holds others was begun. */
function readOne(reading: Reading): MarshalValue | undefined {
  const { cursor } = reading
  if (++reading.values > MOST_VALUES)
    throw new LimitError('LIMIT_ENTRIES', `expected at most ${MOST_VALUES} values`, { byte: cursor.at })
  const place = cursor.at
  const code = cursor.u8()
  const type = String.fromCharCode(code & 0x7f)
  const isKept = (code & 0x80) !== 0
  const simple = SIMPLE.get(type)
  if (simple !== undefined) return simple
  const text = readText(reading, type)
  const value = text ?? readNumber(cursor, type)
  if (value !== undefined) {
    if (isKept) reading.refs.push(value)
    return value
  }
  if (type === 'r') return reference(reading, place)
  if (type === 'R') return internedReference(reading, place)
  const begun = begin(reading, type, isKept)
  if (begun === 'unknown')
    throw new FormatError('FORMAT_SHAPE', `expected a type of marshal, found ${JSON.stringify(type)}`, { byte: place })
  return begun
}

const SIMPLE: ReadonlyMap<string, MarshalValue> = new Map([
  ['0', NULL],
  ['N', { kind: 'none' }],
  ['F', { kind: 'false' }],
  ['T', { kind: 'true' }],
  ['S', { kind: 'stop-iteration' }],
  ['.', { kind: 'ellipsis' }],
])

/** Texts and bytes. In Python 2 `t` is a text that later values name by number. */
function readText(reading: Reading, type: string): MarshalValue | undefined {
  const { cursor, layout } = reading
  switch (type) {
    case 's':
      return { kind: 'bytes', bytes: cursor.bytes(cursor.count()) }
    case 't': {
      if (layout !== '2') return utf8(cursor.bytes(cursor.count()))
      const value: MarshalValue = { kind: 'bytes', bytes: cursor.bytes(cursor.count()) }
      reading.interned.push(value)
      return value
    }
    case 'u':
      return utf8(cursor.bytes(cursor.count()))
    case 'a':
    case 'A':
      return latin1(cursor.bytes(cursor.count()))
    case 'z':
    case 'Z':
      return latin1(cursor.bytes(cursor.u8()))
    default:
      return undefined
  }
}

function utf8(bytes: Uint8Array): MarshalValue {
  return { kind: 'text', text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8') }
}

function latin1(bytes: Uint8Array): MarshalValue {
  return { kind: 'text', text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1') }
}

function readNumber(cursor: MarshalCursor, type: string): MarshalValue | undefined {
  switch (type) {
    case 'i':
      return { kind: 'int', text: String(cursor.i32()) }
    case 'I':
      return { kind: 'int', text: String((BigInt(cursor.i32()) & 0xffffffffn) | (BigInt(cursor.i32()) << 32n)) }
    case 'l':
      return { kind: 'int', text: readInteger(cursor) }
    case 'f':
      cursor.bytes(cursor.u8())
      return { kind: 'float' }
    case 'g':
      cursor.bytes(8)
      return { kind: 'float' }
    case 'x':
      cursor.bytes(cursor.u8())
      cursor.bytes(cursor.u8())
      return { kind: 'complex' }
    case 'y':
      cursor.bytes(16)
      return { kind: 'complex' }
    default:
      return undefined
  }
}

function reference({ cursor, refs }: Reading, place: number): MarshalValue {
  const number = cursor.count()
  const value = refs[number]
  if (value === undefined)
    throw new FormatError('FORMAT_SHAPE', `expected a reference to a value that was read, found ${number}`, {
      byte: place,
    })
  return value
}

function internedReference({ cursor, interned }: Reading, place: number): MarshalValue {
  const number = cursor.count()
  const value = interned[number]
  if (value === undefined)
    throw new FormatError('FORMAT_SHAPE', `expected a reference to an interned text, found ${number}`, { byte: place })
  return value
}

/** Begins a value that holds others; an empty one is whole at once. */
function begin(reading: Reading, type: string, isKept: boolean): MarshalValue | 'unknown' | undefined {
  const { cursor, refs, frames, layout } = reading
  const kind = KINDS.get(type)
  if (kind === undefined) return 'unknown'
  const left = kind === 'code' ? codeSteps(layout).values : countOf(cursor, type)
  const items: MarshalValue[] = []
  const isKnownAtOnce = kind === 'tuple' || kind === 'list' || kind === 'set' || kind === 'dict'
  const whole = isKnownAtOnce ? { kind, items } : undefined
  const ref = isKept ? refs.push(whole) - 1 : undefined
  const frame: Frame = { kind, left, items, numbers: [], ref, whole }
  if (kind === 'code') for (let index = 0; index < codeSteps(layout).before; index++) frame.numbers.push(cursor.i32())
  if (frame.left === 0) return finish(reading, frame)
  if (frames.length >= MOST_LEVELS)
    throw new LimitError('LIMIT_DEPTH', `expected at most ${MOST_LEVELS} levels of values`, { byte: cursor.at })
  frames.push(frame)
  return undefined
}

const KINDS: ReadonlyMap<string, Frame['kind']> = new Map([
  ['(', 'tuple'],
  [')', 'tuple'],
  ['[', 'list'],
  ['{', 'dict'],
  ['<', 'set'],
  ['>', 'frozenset'],
  [':', 'slice'],
  ['c', 'code'],
])

/** Each value has at least one byte: a count above what is left is refused before anything is kept for it. */
function countOf(cursor: MarshalCursor, type: string): number {
  if (type === '{') return Number.POSITIVE_INFINITY
  if (type === ':') return 3
  const count = type === ')' ? cursor.u8() : cursor.count()
  if (count > cursor.left)
    throw new FormatError('FORMAT_SHAPE', `expected ${count} values in ${cursor.left} bytes`, { byte: cursor.at })
  return count
}

/** Gives a value to the one that holds it; the holder when it is whole now. */
function take(reading: Reading, frame: Frame, value: MarshalValue): MarshalValue | undefined {
  if (value.kind === 'null') {
    if (frame.kind !== 'dict')
      throw new FormatError('FORMAT_SHAPE', `expected a value in a ${frame.kind}, found a null`, {
        byte: reading.cursor.at,
      })
    reading.frames.pop()
    return finish(reading, frame)
  }
  frame.items.push(value)
  frame.left--
  if (frame.kind === 'code') readNumbersBetween(reading, frame)
  if (frame.left > 0) return undefined
  reading.frames.pop()
  return finish(reading, frame)
}

/** The number of the first line stands between the values. */
function readNumbersBetween({ cursor, layout }: Reading, frame: Frame): void {
  if (frame.items.length === codeSteps(layout).lineAfter) frame.numbers.push(cursor.i32())
}

function finish(reading: Reading, { kind, items, numbers, ref, whole }: Frame): MarshalValue {
  const value = whole ?? (kind === 'code' ? buildCode(reading.layout, items, numbers, reading.names) : { kind, items })
  if (ref !== undefined) reading.refs[ref] = value
  return value
}
