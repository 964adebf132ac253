import type { FieldSink } from '../../formats/text-walker.ts'
import type { SensitiveMatch } from '../sensitive/sensitive-match.ts'
import type { Table } from './table.ts'
import { TextSample } from './text-sample.ts'
import type { TextTable } from './text-table.ts'

/** Large enough that the reach at both ends costs nothing; two of them are in memory. */
const WINDOW_BYTES = 4 * 1024 * 1024

/**
 * Scans text of any length in windows that overlap by the reach of the scanners, and lets the walker tell in which row and column each
 * match stands. Values are not taken apart unless they are hit or in the sample. Gives why it stopped early, if it did.
 */
export async function lookAtText(text: TextTable, table: Table): Promise<string | undefined> {
  const look = new TextLook(text, table)
  for await (const piece of text.pieces) {
    for (let at = 0; at < piece.length;) at += look.add(piece, at)
    const why = table.budget.spent()
    if (why === undefined) continue
    look.flush()
    return why
  }
  look.finish()
  return undefined
}

interface Found {
  readonly match: SensitiveMatch
  /** In the window. */
  start: number
  end: number
}

/** A match whose end has not been reached yet. */
interface Open extends Found {
  readonly value: number
  readonly column: number | string
  readonly row: number
  readonly line: number
  readonly byte: number | undefined
  readonly sampled: boolean
}

class TextLook {
  readonly #text: TextTable
  readonly #table: Table
  readonly #sample: TextSample
  readonly #sink: FieldSink
  readonly #window: Uint8Array
  #length = 0
  /** In the window: what stands before it has been walked. */
  #walked = 0
  /** Of the window, in the text. */
  #base = 0
  #open: Open[] = []

  constructor(text: TextTable, table: Table) {
    this.#text = text
    this.#table = table
    this.#sample = new TextSample(text, table)
    this.#sink = this.#sample
    // A byte more than there is: a window that is full would be looked at before the end.
    this.#window = new Uint8Array(
      Math.min(Math.max(WINDOW_BYTES, 8 * table.reach), (text.most ?? WINDOW_BYTES * 16) + 1),
    )
  }

  /** Takes over bytes of a piece, as many as there is room for; says how many. */
  add(piece: Uint8Array, from: number): number {
    const count = Math.min(piece.length - from, this.#window.length - this.#length)
    this.#window.set(piece.subarray(from, from + count), this.#length)
    this.#length += count
    if (this.#length === this.#window.length) this.#look(this.#length - this.#table.reach)
    return count
  }

  /** Looks at what is there, though the text goes on. */
  flush(): void {
    this.#look(this.#length)
    this.#settle(Number.POSITIVE_INFINITY)
  }

  finish(): void {
    this.#look(this.#length)
    this.#text.walker.finish(this.#window.subarray(0, this.#length), this.#length, this.#sink)
    this.#settle(Number.POSITIVE_INFINITY)
    this.#sample.look(this.#window)
  }

  /** Matches that start before `to` and were not seen before belong to this window. */
  #look(to: number): void {
    const bytes = this.#window.subarray(0, this.#length)
    const found = this.#scan(bytes, to)
    for (const one of found) {
      this.#walkTo(bytes, one.start)
      // The first byte of a value belongs to it, the place in front of it does not.
      this.#walkTo(bytes, Math.min(one.start + 1, this.#length))
      this.#begin(one)
    }
    this.#walkTo(bytes, to)
    this.#sample.look(bytes)
    this.#move(Math.max(0, to - this.#table.reach))
  }

  #scan(bytes: Uint8Array, to: number): readonly Found[] {
    const { scanners } = this.#table
    const unescaped = this.#text.unescape(bytes)
    const found: Found[] = []
    for (const scanner of scanners) {
      for (const match of this.#table.scan(scanner, unescaped.bytes)) {
        const start = unescaped.toEscaped(match.start)
        if (start < this.#walked || start >= to) continue
        found.push({ match, start, end: unescaped.toEscaped(match.end) })
      }
    }
    return scanners.length > 1 ? found.sort((a, b) => a.start - b.start) : found
  }

  /** Stops at the ends of open matches on the way. */
  #walkTo(bytes: Uint8Array, to: number): void {
    while (this.#open.length > 0) {
      const end = this.#open.reduce((least, one) => Math.min(least, one.end), Number.POSITIVE_INFINITY)
      if (end > to) break
      this.#walk(bytes, end)
      this.#settle(end)
    }
    this.#walk(bytes, to)
  }

  #walk(bytes: Uint8Array, to: number): void {
    if (to <= this.#walked) return
    this.#text.walker.walk(bytes, this.#walked, to, this.#sink)
    this.#walked = to
  }

  #begin({ match, start, end }: Found): void {
    const { walker, offset } = this.#text
    const { row, value, column, line } = walker
    const byte = offset === undefined ? undefined : offset + this.#base + start
    this.#open.push({ match, start, end, row, value, column, line, byte, sampled: this.#sample.has(row) })
  }

  /** Matches that end here are true when the walker is still in the value in which they began. */
  #settle(end: number): void {
    const { walker } = this.#text
    for (const one of this.#open) {
      if (one.end > end) continue
      if (one.end <= this.#walked && one.value !== walker.value) this.#table.crossings++
      else this.#count(one)
    }
    this.#open = this.#open.filter((one) => one.end > end)
  }

  #count({ match, row, column, line, byte, sampled }: Open): void {
    const tally = this.#text.columnOf(column, row)
    const place = { match, row: this.#text.rowNumber(row), line, ...(byte === undefined ? {} : { byte }) }
    tally.tally(match.rule).add(place)
    if (sampled) this.#sample.known(row, tally, match.rule)
  }

  /** Lets go of the first bytes. */
  #move(by: number): void {
    this.#window.copyWithin(0, by, this.#length)
    this.#length -= by
    this.#walked -= by
    this.#base += by
    for (const one of this.#open) {
      one.start -= by
      one.end -= by
    }
    this.#text.walker.moved(by)
    this.#sample.moved()
  }
}
