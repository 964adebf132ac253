import type { FieldSink, TextWalker, ValueType } from '../text-walker.ts'
import { ARRAY, JsonPath, OBJECT } from './json-path.ts'

/** What the next byte belongs to. */
const BETWEEN = 0
const IN_STRING = 1
const IN_SCALAR = 2
/** What is no JSON: everything up to the next document is one value. */
const BROKEN = 3

/** Keys longer than this are cut: a name is for people. */
const LONGEST_KEY = 200

/** The column of what is no JSON. */
export const BROKEN_COLUMN = '(not JSON)'

/**
 * What a record is: every document of the text on its own, or an item of the outermost list (or of an object whose keys are
 * numbers, as pandas writes columns).
 */
export type JsonRows = 'documents' | 'items'

/**
 * Walks JSON text of any size byte by byte with a stack of keys, and knows at each stop the path of the value it is in: `messages[].content`.
 * Lenient: what is no JSON becomes one value of the column `BROKEN_COLUMN`, never an error. Levels deeper than `depth` are counted,
 * not named. Lives as long as one file is read.
 */
export class JsonWalker implements TextWalker {
  line = 1
  value = 1
  broken = 0
  rows = 0
  readonly #mode: JsonRows
  readonly #path: JsonPath
  #state = BETWEEN
  #isKey = false
  #expectKey = false
  #escaped = false
  /** Of the string or scalar at hand, in the bytes at hand. */
  #from = 0
  #inRow = false
  #collecting = false
  /** Of the first record of the document at hand, where records are items. */
  #base = 0

  constructor(mode: JsonRows, depth: number) {
    this.#mode = mode
    this.#path = new JsonPath(mode === 'items', depth)
  }

  get row(): number {
    return this.#mode === 'documents'
      ? Math.max(0, this.#inRow ? this.rows : this.rows - 1)
      : this.#base + this.#path.rowIndex
  }

  /** The path of the current value; of a key it is that of its object with `{}` behind it, because keys can be data. */
  get column(): string {
    if (this.#state === BROKEN) return BROKEN_COLUMN
    return this.#isKey && this.#state === IN_STRING ? this.#path.ofKeys() : this.#path.ofValue()
  }

  /** Levels were deeper than named. */
  get tooDeep(): boolean {
    return this.#path.tooDeep
  }

  walk(bytes: Uint8Array, from: number, to: number, sink: FieldSink): void {
    let at = from
    while (at < to) {
      if (this.#state === IN_STRING) at = this.#string(bytes, at, to, sink)
      else if (this.#state === IN_SCALAR) at = this.#scalar(bytes, at, to, sink)
      else if (this.#state === BROKEN) at = this.#skipBroken(bytes, at, to)
      else at = this.#between(bytes, at, sink)
    }
  }

  finish(bytes: Uint8Array, to: number, sink: FieldSink): void {
    if (this.#state === IN_SCALAR) this.#endScalar(bytes, to, sink)
    this.reset(sink)
  }

  moved(by: number): void {
    this.#from -= by
  }

  /** Forgets the document at hand: a new line of JSON Lines begins, whatever came before. */
  reset(sink: FieldSink): void {
    if (this.#state === IN_STRING || (this.#state !== BROKEN && this.#path.depth > 0)) this.broken++
    this.#endRow(sink)
    this.#path.clear()
    this.#state = BETWEEN
    this.#expectKey = false
    this.value++
  }

  #between(bytes: Uint8Array, at: number, sink: FieldSink): number {
    const byte = bytes[at] ?? 0
    if (byte === 0x2c) this.#nextMember(sink)
    else if (byte === 0x7d || byte === 0x5d) this.#close(sink)
    else if (byte === 0x0a) this.line++
    else if (byte !== 0x20 && byte !== 0x3a && byte !== 0x0d && byte !== 0x09) return this.#begin(byte, bytes, at, sink)
    return at + 1
  }

  #begin(byte: number, bytes: Uint8Array, at: number, sink: FieldSink): number {
    this.#isKey = this.#expectKey && byte === 0x22
    if (!this.#isKey) this.#beginRow(sink)
    this.#from = at
    this.value++
    if (byte === 0x22) this.#state = IN_STRING
    else if (byte === 0x7b || byte === 0x5b) this.#open(byte === 0x7b ? OBJECT : ARRAY)
    else if (beginsScalar(byte, bytes[at + 1])) {
      this.#state = IN_SCALAR
      return at
    } else {
      this.#state = BROKEN
      this.broken++
      return at
    }
    return at + 1
  }

  #string(bytes: Uint8Array, from: number, to: number, sink: FieldSink): number {
    let at = from
    if (this.#escaped) {
      this.#escaped = false
      at++
    }
    while (at < to) {
      const byte = bytes[at]
      if (byte === 0x22) return this.#endString(bytes, at, sink)
      if (byte === 0x5c && ++at >= to) this.#escaped = true
      else if (byte === 0x0a) this.line++
      at++
    }
    return to
  }

  #endString(bytes: Uint8Array, at: number, sink: FieldSink): number {
    this.#state = BETWEEN
    if (this.#isKey) {
      this.#path.name(this.#keyText(bytes, at))
      this.#expectKey = false
    } else if (this.#collecting) sink.field(this.#path.ofValue(), this.#from, at + 1, 'text')
    this.value++
    if (!this.#isKey) this.#endDocument(sink)
    return at + 1
  }

  #keyText(bytes: Uint8Array, to: number): string {
    // The head of a key that began in bytes that are gone is gone too; the tail still tells keys apart.
    const from = Math.max(0, this.#from + 1)
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + from, Math.min(to - from, LONGEST_KEY)).toString('utf8')
    return text.includes('\\') ? unescaped(text) : text
  }

  #scalar(bytes: Uint8Array, from: number, to: number, sink: FieldSink): number {
    let at = from
    while (at < to && !SCALAR_END.has(bytes[at] ?? 0)) at++
    if (at < to) this.#endScalar(bytes, at, sink)
    return at
  }

  #endScalar(bytes: Uint8Array, to: number, sink: FieldSink): void {
    this.#state = BETWEEN
    if (this.#collecting)
      sink.field(this.#path.ofValue(), this.#from, to, scalarType(bytes[Math.max(0, this.#from)] ?? 0))
    this.value++
    this.#endDocument(sink)
  }

  #skipBroken(bytes: Uint8Array, from: number, to: number): number {
    for (let at = from; at < to; at++) if (bytes[at] === 0x0a) this.line++
    return to
  }

  #open(kind: typeof ARRAY | typeof OBJECT): void {
    if (this.#path.depth === 0) this.#base = this.rows
    this.#path.open(kind)
    this.#expectKey = kind === OBJECT
  }

  #close(sink: FieldSink): void {
    this.value++
    if (this.#path.isRowLevel()) this.#endRow(sink)
    this.#path.close()
    this.#expectKey = false
    this.#endDocument(sink)
  }

  #nextMember(sink: FieldSink): void {
    this.value++
    if (this.#path.isRowLevel()) this.#endRow(sink)
    this.#expectKey = this.#path.next()
  }

  #endDocument(sink: FieldSink): void {
    if (this.#mode === 'documents' && this.#path.depth === 0) this.#endRow(sink)
  }

  #beginRow(sink: FieldSink): void {
    if (this.#inRow || (this.#mode === 'items' ? !this.#path.isRowLevel() : this.#path.depth > 0)) return
    this.#inRow = true
    this.#collecting = sink.begin(this.row)
  }

  #endRow(sink: FieldSink): void {
    if (!this.#inRow) return
    const { row } = this
    this.rows = Math.max(this.rows, row + 1)
    this.#inRow = false
    this.#collecting = false
    sink.end(row, true)
  }
}

/** By byte: a lookup costs half of a Set. */
function bytesOf(characters: string): { has(byte: number): boolean } {
  const table = new Uint8Array(256)
  for (const character of characters) table[character.charCodeAt(0)] = 1
  return { has: (byte) => table[byte] === 1 }
}

const NUMBER_START = bytesOf('-0123456789')
/** The second letter of `true`, `false`, `null`, and of Python's `NaN` and `Infinity`, by the first. */
const LITERALS: Readonly<Record<number, number>> = { 0x74: 0x72, 0x66: 0x61, 0x6e: 0x75, 0x4e: 0x61, 0x49: 0x6e }

/** The second byte is not there yet when the bytes at hand end. */
function beginsScalar(first: number, second: number | undefined): boolean {
  if (NUMBER_START.has(first)) return true
  const expected = LITERALS[first]
  return expected !== undefined && (second === undefined || second === expected)
}

const SCALAR_END = bytesOf(',]}: \t\r\n"')

function scalarType(first: number): ValueType {
  if (first === 0x74 || first === 0x66) return 'boolean'
  return first === 0x6e ? 'null' : 'number'
}

function unescaped(text: string): string {
  try {
    const value: unknown = JSON.parse(`"${text}"`)
    return typeof value === 'string' ? value : text
  } catch {
    // An escape that is none, or one that was cut: the name stays as it stands.
    return text
  }
}
