import type { CsvDialect } from './dialect.ts'
import type { FieldSink, TextWalker } from '../text-walker.ts'

/** Where in a record the next byte stands. */
const START = 0
const PLAIN = 1
const QUOTED = 2
/** Behind a quote inside a quoted field: another one, or the end. */
const CLOSING = 3
/** Behind the escape character. */
const ESCAPED = 4

/**
 * Walks delimiter-separated text byte by byte and knows at each stop in which record and field it is (RFC 4180; a quote in the middle of
 * a plain field is text). Empty lines are no records. Keeps some numbers between calls, never text. Lives as long as one file is read.
 */
export class CsvWalker implements TextWalker {
  row = 0
  line = 1
  value = 1
  readonly broken = 0
  readonly #dialect: CsvDialect
  #state = START
  #column = 0
  #fieldFrom = 0
  #collecting = false
  #widest = 0

  constructor(dialect: CsvDialect) {
    this.#dialect = dialect
  }

  get rows(): number {
    return this.row
  }

  get column(): number {
    return this.#column
  }

  /** Fields of the widest record so far. */
  get widest(): number {
    return this.#widest
  }

  walk(bytes: Uint8Array, from: number, to: number, sink: FieldSink): void {
    const { delimiter, quote, escape, end } = this.#dialect
    let at = from
    while (at < to) {
      if (this.#state === START) {
        if (this.#column === 0) this.#collecting = sink.begin(this.row)
        this.#fieldFrom = at
        this.#state = bytes[at] === quote ? QUOTED : PLAIN
        if (this.#state === QUOTED) at++
      } else if (this.#state === PLAIN) {
        while (at < to) {
          const byte = bytes[at]
          if (byte === delimiter || byte === end) break
          at++
        }
        if (at < to) at = this.#endField(bytes, at, sink)
      } else if (this.#state === QUOTED) {
        at = this.#quoted(bytes, at, to, quote, escape)
      } else if (this.#state === CLOSING) {
        this.#state = bytes[at] === quote ? QUOTED : PLAIN
        if (this.#state === QUOTED) at++
      } else {
        if (bytes[at] === end) this.line++
        at++
        this.#state = QUOTED
      }
    }
  }

  finish(bytes: Uint8Array, to: number, sink: FieldSink): void {
    const nothing = this.#state === START && this.#column === 0
    if (nothing) return
    if (this.#state === START) this.#fieldFrom = to
    this.#endRecord(bytes, to, sink)
  }

  moved(by: number): void {
    this.#fieldFrom -= by
  }

  #quoted(bytes: Uint8Array, from: number, to: number, quote: number, escape: number): number {
    const { end } = this.#dialect
    let at = from
    // With no escape character the comparison with 0 would stop at zeros.
    const stop = escape === 0 ? quote : escape
    while (at < to) {
      const byte = bytes[at]
      if (byte === quote || byte === stop) break
      if (byte === end) this.line++
      at++
    }
    if (at >= to) return at
    this.#state = bytes[at] === quote ? CLOSING : ESCAPED
    return at + 1
  }

  #endField(bytes: Uint8Array, at: number, sink: FieldSink): number {
    if (bytes[at] === this.#dialect.end) {
      this.#endRecord(bytes, at, sink)
      this.line++
      return at + 1
    }
    this.#give(at, sink)
    this.#column++
    this.value++
    this.#state = START
    return at + 1
  }

  #endRecord(bytes: Uint8Array, at: number, sink: FieldSink): void {
    const bare = at > this.#fieldFrom && bytes[at - 1] === 13 && this.#dialect.end === 10 ? at - 1 : at
    const empty = this.#column === 0 && bare <= this.#fieldFrom
    this.#give(bare, sink)
    sink.end(this.row, !empty)
    if (!empty) this.row++
    if (this.#column + 1 > this.#widest) this.#widest = this.#column + 1
    this.#column = 0
    this.value++
    this.#state = START
  }

  #give(to: number, sink: FieldSink): void {
    if (this.#collecting) sink.field(this.#column, this.#fieldFrom, to, 'text')
  }
}

/** The value of a field: without the quotes around it, doubled ones as one. May share memory with `bytes`. */
export function fieldValue(bytes: Uint8Array, from: number, to: number, { quote, escape }: CsvDialect): Uint8Array {
  if (bytes[from] !== quote) return bytes.subarray(from, to)
  const value = Buffer.allocUnsafe(to - from)
  let length = 0
  for (let at = from + 1; at < to; at++) {
    const byte = bytes[at] ?? 0
    const doubled = byte === quote && bytes[at + 1] === quote
    if ((doubled || (escape !== 0 && byte === escape)) && at + 1 < to) at++
    else if (byte === quote) continue
    value[length++] = bytes[at] ?? 0
  }
  return value.subarray(0, length)
}
