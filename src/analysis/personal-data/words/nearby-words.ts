import type { PersonalKind } from '../personal-kind.ts'
import { EMPTY_HASH, hashByte, hashPhrase, LETTER_CLASS } from './word-hash.ts'
import type { WordTable } from './word-table.ts'

/** How far before a value a word announces it, and how far after, in bytes. */
const BEFORE = 64
const AFTER = 24
/** Words of one phrase stand no further apart: `date_of_birth`, `date-of-birth`, `date of birth`. */
const GAP = 3
/** In bytes: one word of Thai has 54. */
const LONGEST_WORD = 80
/** Words this short (`sin`, `pan`, `fin`) mean something else in most texts: they announce only what follows at once. */
const SHORT_WORD = 4
const SHORT_REACH = 16
/** Across the end of a line only a label that stands right before it: the line above speaks of somebody else. */
const LINE_REACH = 16

/** The words that announce something, found only where something was found that needs announcing. Each byte is read once. */
export class NearbyWords {
  readonly #bytes: Uint8Array
  readonly #table: WordTable
  readonly #starts: number[] = []
  readonly #ends: number[] = []
  readonly #kinds: ReadonlySet<PersonalKind>[] = []
  #read = 0
  #lastEnd = -GAP - 1
  #last = 0
  #lastTwo = 0
  #lastStart = 0
  #lastTwoStart = 0

  constructor(bytes: Uint8Array, table: WordTable) {
    this.#bytes = bytes
    this.#table = table
  }

  /** Whether any word of the table stands near the bytes from `start` to `end`. Ask with starts that do not fall. */
  any(start: number, end: number): boolean {
    this.#readTo(start - BEFORE - LONGEST_WORD, end + AFTER)
    for (let entry = this.#ends.length - 1; entry >= 0 && (this.#ends[entry] ?? 0) >= start - BEFORE; entry--)
      if (this.#isNear(entry, start, end)) return true
    return false
  }

  /** Whether a word of this kind stands near. */
  announces(kind: PersonalKind, start: number, end: number, before = BEFORE): boolean {
    this.#readTo(start - BEFORE - LONGEST_WORD, end + AFTER)
    for (let entry = this.#ends.length - 1; entry >= 0 && (this.#ends[entry] ?? 0) >= start - before; entry--)
      if (
        this.#kinds[entry]?.has(kind) === true &&
        this.#isNear(entry, start, end) &&
        this.#isOnLine(entry, start, end)
      )
        return true
    return false
  }

  /** Every kind that is announced anywhere: for the name of a column. */
  everything(): ReadonlySet<PersonalKind> {
    this.#readTo(0, this.#bytes.length)
    return new Set(this.#kinds.flatMap((kinds) => [...kinds]))
  }

  #isNear(entry: number, start: number, end: number): boolean {
    const wordStart = this.#starts[entry] ?? 0
    const wordEnd = this.#ends[entry] ?? 0
    const short = wordEnd - wordStart <= SHORT_WORD
    if (wordEnd <= start) return !short || start - wordEnd <= SHORT_REACH
    return wordStart >= end && wordStart - end <= (short ? GAP : AFTER)
  }

  #isOnLine(entry: number, start: number, end: number): boolean {
    const wordEnd = this.#ends[entry] ?? 0
    if (wordEnd > start) return !this.#breaks(end, this.#starts[entry] ?? 0)
    return start - wordEnd <= LINE_REACH || !this.#breaks(wordEnd, start)
  }

  #breaks(from: number, to: number): boolean {
    for (let at = from; at < to; at++) if (this.#bytes[at] === 0x0a) return true
    return false
  }

  #readTo(from: number, to: number): void {
    const bytes = this.#bytes
    const stop = Math.min(to, bytes.length)
    let at = this.#read
    if (from > at) {
      at = from
      // Not in the middle of a word: what was cut would be taken for a shorter one.
      while (at < stop && LETTER_CLASS[bytes[at - 1] ?? 0] !== 0) at++
    }
    while (at < stop) at = LETTER_CLASS[bytes[at] ?? 0] === 0 ? at + 1 : this.#word(at)
    if (at > this.#read) this.#read = at
  }

  /** Reads one word, up to a change from small to capital; returns where it ends. */
  #word(start: number): number {
    const bytes = this.#bytes
    let hash = EMPTY_HASH
    let at = start
    let small = false
    for (; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0
      const letter = LETTER_CLASS[byte]
      if (letter === 0 || (letter === 2 && small)) break
      small = letter === 1
      hash = hashByte(hash, letter === 2 ? byte | 0x20 : byte)
    }
    if (at - start <= LONGEST_WORD) this.#remember(hash, start, at)
    return at
  }

  #remember(hash: number, start: number, end: number): void {
    const follows = start - this.#lastEnd <= GAP
    const two = follows ? hashPhrase(this.#last, hash) : 0
    const three = follows && this.#lastTwo !== 0 ? hashPhrase(this.#lastTwo, hash) : 0
    this.#look(hash, start, end)
    if (two !== 0) this.#look(two, this.#lastStart, end)
    if (three !== 0) this.#look(three, this.#lastTwoStart, end)
    this.#lastTwo = two
    this.#lastTwoStart = this.#lastStart
    this.#last = hash
    this.#lastStart = start
    this.#lastEnd = end
  }

  #look(hash: number, start: number, end: number): void {
    if (this.#table.filter[hash & 0xffff] === 0) return
    const kinds = this.#table.kinds.get(hash)
    if (kinds === undefined) return
    this.#starts.push(start)
    this.#ends.push(end)
    this.#kinds.push(kinds)
  }
}
