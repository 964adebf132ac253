import type { SensitiveMatch } from '../sensitive/sensitive-match.ts'
import type { ColumnTally, Sighted } from './column-tally.ts'
import type { Table } from './table.ts'

/** A match in a value of a column. */
export interface ValueHit {
  /** Of the value, nulls and empty ones counted as the caller counts them. */
  readonly index: number
  readonly match: SensitiveMatch
  readonly how: Sighted
}

/** Values side by side are scanned together: a call for each would cost more than the scan. It fits the cache of the processor. */
const ROOM_BYTES = 1024 * 1024
const MOST_VALUES = 64 * 1024
/** A loop copies short values faster than a call. */
const SHORT_BYTES = 32
const LONGEST_LABELLED = 4096
/** Bytes of a long value that are scanned at once. */
const WINDOW_BYTES = 4 * 1024 * 1024
const LINE_FEED = 10
const PLAIN: Sighted = { labelled: false }
/** Hits of a rule that are looked at again without their neighbours before the rest is believed, and every how many after that. */
const FIRST_VERIFIED = 64
const EVERY_VERIFIED = 16

/**
 * Scans the values of one column of a binary format. They are copied next to each other with a line feed between, so that no match
 * joins two of them; a match that only stands because of its neighbours is none. Hits are told in rising order when `flush` is called
 * or the room is full. Lives as long as a piece of a column.
 */
export class ValueLook {
  /** Of the next value. */
  index = 0
  readonly #table: Table
  readonly #column: ColumnTally
  readonly #tell: (hit: ValueHit) => void
  readonly #room: Uint8Array
  readonly #starts: Uint32Array
  readonly #indexes: Float64Array
  #labelled: Omit<ValueHit, 'how'>[] = []
  #count = 0
  #used = 0

  constructor(table: Table, column: ColumnTally, room: ValueRoom, tell: (hit: ValueHit) => void) {
    this.#table = table
    this.#column = column
    this.#tell = tell
    this.#room = room.bytes
    this.#starts = room.starts
    this.#indexes = room.indexes
  }

  /** The next value stands in `bytes` from `from` to `to`. */
  add(bytes: Uint8Array, from: number, to: number): void {
    const length = to - from
    const index = this.index++
    if (length === 0) return
    if (this.#column.takes(this.#column.filled++, bytes, from, to)) this.#scanLabelled(bytes, from, to, index)
    if (length > ROOM_BYTES / 2) return this.#scanLong(bytes, from, to, index)
    if (this.#used + length >= ROOM_BYTES || this.#count === MOST_VALUES) this.flush()
    const room = this.#room
    let at = this.#used
    this.#starts[this.#count] = at
    this.#indexes[this.#count++] = index
    if (length > SHORT_BYTES) {
      room.set(bytes.subarray(from, to), at)
      at += length
    } else for (let next = from; next < to; next++) room[at++] = bytes[next] ?? 0
    room[at++] = LINE_FEED
    this.#used = at
  }

  /** A value that is empty or null. */
  skip(): void {
    this.index++
  }

  /** Scans what has been added since the last time. */
  flush(): void {
    const hits = this.#count === 0 ? [] : this.#scan()
    const labelled = this.#labelled
    this.#labelled = []
    this.#count = 0
    this.#used = 0
    this.#deliver(hits, labelled)
  }

  #deliver(hits: ValueHit[], labelled: readonly Omit<ValueHit, 'how'>[]): void {
    if (labelled.length > 0) {
      const known = new Set(hits.map(({ index, match }) => `${index} ${match.rule.id}`))
      for (const { index, match } of labelled) {
        const seen = known.has(`${index} ${match.rule.id}`)
        if (!seen) this.#column.tells()
        hits.push({ index, match, how: { labelled: true, known: seen } })
      }
    }
    if (labelled.length > 0 || this.#table.scanners.length > 1) hits.sort((a, b) => a.index - b.index)
    for (const hit of hits) this.#tell(hit)
  }

  #scan(): ValueHit[] {
    const { scanners } = this.#table
    const bytes = this.#room.subarray(0, this.#used)
    const hits: ValueHit[] = []
    for (const scanner of scanners) {
      let value = 0
      for (const match of this.#table.scan(scanner, bytes)) {
        while (value + 1 < this.#count && (this.#starts[value + 1] ?? 0) <= match.start) value++
        const start = this.#starts[value] ?? 0
        const end = (value + 1 < this.#count ? (this.#starts[value + 1] ?? 0) : this.#used) - 1
        if (match.end > end) this.#table.crossings++
        else if (this.#stands(match, bytes.subarray(start, end)))
          hits.push({ index: this.#indexes[value] ?? 0, match, how: PLAIN })
      }
    }
    return hits
  }

  /** Would it be there without its neighbours? Words near a value may belong to another row. */
  #stands(match: SensitiveMatch, value: Uint8Array): boolean {
    const tally = this.#column.tally(match.rule)
    if (tally.verified >= FIRST_VERIFIED && !tally.doubted && tally.matches % EVERY_VERIFIED !== 0) return true
    tally.verified++
    const { scanners, context } = this.#table
    const stands = scanners.some((scanner) =>
      scanner.scan(value, context).some((own) => own.rule === match.rule && own.value === match.value),
    )
    if (!stands) tally.doubted = true
    return stands
  }

  #scanLabelled(bytes: Uint8Array, from: number, to: number, index: number): void {
    const { label } = this.#column
    if (label === undefined) return
    this.#column.labelledValues++
    const value = bytes.subarray(from, Math.min(to, from + LONGEST_LABELLED))
    for (const scanner of this.#table.heeding(label))
      for (const match of this.#table.scanLabelled(scanner, value, label)) this.#labelled.push({ index, match })
  }

  /** Straight from where it stands, in windows that overlap. */
  #scanLong(bytes: Uint8Array, from: number, to: number, index: number): void {
    this.flush()
    const { scanners, reach } = this.#table
    const hits: ValueHit[] = []
    for (let at = from; at < to; at += WINDOW_BYTES) {
      const start = Math.max(from, at - reach)
      const window = bytes.subarray(start, Math.min(to, at + WINDOW_BYTES + reach))
      for (const scanner of scanners)
        for (const match of this.#table.scan(scanner, window)) {
          const place = start + match.start
          if (place >= at && place < at + WINDOW_BYTES) hits.push({ index, match, how: PLAIN })
        }
    }
    for (const hit of hits) this.#tell(hit)
  }
}

/** Memory for values that are scanned together: one for a whole file, because a column ends before the next begins. */
export interface ValueRoom {
  readonly bytes: Uint8Array
  readonly starts: Uint32Array
  readonly indexes: Float64Array
}

/** New room. */
export function valueRoom(): ValueRoom {
  return {
    bytes: new Uint8Array(ROOM_BYTES + 1),
    starts: new Uint32Array(MOST_VALUES),
    indexes: new Float64Array(MOST_VALUES),
  }
}

/** Values whose first bytes decide whether a column without a stated type holds text. */
const BINARY_SAMPLE = 32
const BINARY_HEAD = 512

/** Tells columns of pictures and the like from text, by zeros in the first values. Lives as long as a piece of a column. */
export class BinaryTest {
  #seen = 0
  #binary = 0

  /** True once enough values were seen and most of them are no text. */
  isBinary(bytes: Uint8Array, from: number, to: number): boolean {
    if (this.#seen < BINARY_SAMPLE && to > from) {
      this.#seen++
      const zero = bytes.indexOf(0, from)
      if (zero >= 0 && zero < Math.min(to, from + BINARY_HEAD)) this.#binary++
    }
    return this.#binary > 2 && this.#binary * 2 > this.#seen
  }
}
