import { type CharacterSet, charactersOf, complement, union } from '../../../../base/character-set.ts'
import { HEX_BYTES, runEnd, runStart, URL_BYTES } from '../bytes-at.ts'
import { digit } from './hex.ts'
import { type Run, spend, type UnwrapBudget, type Unwrapped } from './unwrapped.ts'

/** A percent-encoded run around a mark such as `%2B` (RFC 3986, section 2.1). Undefined where no two hexadecimal digits follow. */
export function unwrapPercent(bytes: Uint8Array, mark: number, budget: UnwrapBudget): (Unwrapped & Run) | undefined {
  if (!areHex(bytes, mark + 1, 2)) return undefined
  return replaced(bytes, runAround(bytes, mark, URL_BYTES), 'percent', budget, percentAt)
}

/** A run of a JSON string around an escape such as `\u002b` or `\/` (RFC 8259, section 7), up to white space or the end of the string. */
export function unwrapJson(bytes: Uint8Array, mark: number, budget: UnwrapBudget): (Unwrapped & Run) | undefined {
  if (bytes[mark + 1] === LETTER_U && !areHex(bytes, mark + 2, 4)) return undefined
  return replaced(bytes, runAround(bytes, mark, STRING_BYTES), 'json', budget, jsonAt)
}

/** Further from a mark no value reaches; a run of escapes alone is as long as six times its value. */
const BEFORE = 1024
const AFTER = 4096
const LETTER_U = 0x75
const BACKSLASH = 0x5c
const PERCENT = 0x25

/** What a value in a string is made of: no white space, no quotes, no brackets, no commas. */
const STRING_BYTES: CharacterSet = complement(
  union(
    charactersOf(' \t\r\n"\'`,<>(){}'),
    charactersOf(Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)).join('')),
  ),
)

function runAround(bytes: Uint8Array, mark: number, set: CharacterSet): Run {
  return {
    start: runStart(bytes, mark, Math.max(0, mark - BEFORE), set),
    end: runEnd(bytes, mark, Math.min(bytes.length, mark + AFTER), set),
  }
}

function areHex(bytes: Uint8Array, from: number, count: number): boolean {
  return from + count <= bytes.length && runEnd(bytes, from, from + count, HEX_BYTES) === from + count
}

/** The byte written at a place and how many bytes write it; undefined where it is written plainly. */
type Reader = (bytes: Uint8Array, at: number) => readonly [byte: number, length: number] | undefined

function replaced(
  bytes: Uint8Array,
  run: Run,
  wrapping: 'percent' | 'json',
  budget: UnwrapBudget,
  read: Reader,
): (Unwrapped & Run) | undefined {
  if (!spend(budget, run.end - run.start)) return undefined
  const plain = new Uint8Array(run.end - run.start)
  const places = new Uint32Array(run.end - run.start + 1)
  let length = 0
  let at = run.start
  while (at < run.end) {
    const [byte, width] = read(bytes, at) ?? [bytes[at] ?? 0, 1]
    places[length] = at
    plain[length++] = byte
    at += width
  }
  places[length] = at
  return {
    ...run,
    bytes: plain.subarray(0, length),
    wrapping,
    outside: (from, to) => [places[from] ?? run.start, places[to] ?? run.end],
  }
}

function percentAt(bytes: Uint8Array, at: number): readonly [number, number] | undefined {
  if (bytes[at] !== PERCENT || !areHex(bytes, at + 1, 2)) return undefined
  return [digit(bytes[at + 1] ?? 0) * 16 + digit(bytes[at + 2] ?? 0), 3]
}

const LETTERS: ReadonlyMap<number, number> = new Map(
  Object.entries({ n: 10, r: 13, t: 9, b: 8, f: 12, '"': 34, '/': 47, '\\': 92 }).map(([letter, code]) => [
    letter.charCodeAt(0),
    code,
  ]),
)

function jsonAt(bytes: Uint8Array, at: number): readonly [number, number] | undefined {
  if (bytes[at] !== BACKSLASH) return undefined
  const letter = bytes[at + 1] ?? 0
  const plain = LETTERS.get(letter)
  if (plain !== undefined) return [plain, 2]
  if (letter !== LETTER_U || !areHex(bytes, at + 2, 4)) return undefined
  const high = digit(bytes[at + 2] ?? 0) * 16 + digit(bytes[at + 3] ?? 0)
  const low = digit(bytes[at + 4] ?? 0) * 16 + digit(bytes[at + 5] ?? 0)
  // A character outside latin1 is no part of a value; any byte that is no name will do.
  return [high === 0 ? low : 0xff, 6]
}
