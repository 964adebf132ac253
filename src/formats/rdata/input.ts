import type { ByteSource } from '../../base/bytes.ts'
import { FormatError } from '../../base/errors.ts'
import { ByteCursor } from '../byte-cursor.ts'
import { isBlank, nextByte, nextWord } from '../words.ts'

/** The numbers and texts of a serialization, whichever way they are written (R Internals, section 1.8). */
export interface RInput {
  /** The next byte. */
  at(): number
  left(): number
  int(): Promise<number>
  /** At most the first kilobyte of a text of `length` bytes. */
  text(length: number): Promise<string>
  /** Passes over `count` values of `bytes` bytes, each `words` numbers in the form for people. */
  skip(count: number, bytes: number, words: number): Promise<void>
  /** Passes over as many texts of a vector as can be had without waiting, at most `count`; how many. */
  fastTexts(count: number): number
}

/** Texts of which more is never needed. */
const KEPT_BYTES = 1024

/** Big-endian (`X`) or little-endian (`B`, on the machines there are). */
export function binaryInput(source: ByteSource, start: number, littleEndian: boolean): RInput {
  const cursor = new ByteCursor(source, start)
  cursor.littleEndian = littleEndian
  return {
    at: () => cursor.at,
    left: () => cursor.left,
    async int() {
      if (!cursor.has(4)) await cursor.need(4)
      return cursor.i32()
    },
    async text(length) {
      const kept = Math.min(length, KEPT_BYTES)
      if (!cursor.has(kept)) await cursor.need(kept)
      const text = Buffer.from(cursor.bytes(kept)).toString('utf8')
      cursor.skip(length - kept)
      return text
    },
    async skip(count, bytes) {
      cursor.skip(BigInt(count) * BigInt(bytes))
    },
    fastTexts(count) {
      let passed = 0
      while (passed < count && cursor.has(8)) {
        const at = cursor.at
        const flags = cursor.i32()
        const length = cursor.i32()
        if ((flags & 0x2ff) !== CHARSXP || length < -1 || length > cursor.left) {
          cursor.at = at
          break
        }
        cursor.skip(Math.max(0, length))
        passed++
      }
      return passed
    },
  }
}

const CHARSXP = 9
const LONGEST_WORD = 64
const BACKSLASH = 0x5c

/** Words between blanks, texts with escapes (`A`). */
export function asciiInput(source: ByteSource, start: number): RInput {
  const cursor = new ByteCursor(source, start)
  const word = (): Promise<string> => nextWord(cursor, LONGEST_WORD, notANumber)
  const character = async (): Promise<string> => {
    const code = cursor.has(1) ? cursor.u8() : await nextByte(cursor)
    if (code !== BACKSLASH) return String.fromCharCode(code)
    const escape = String.fromCharCode(await nextByte(cursor))
    if (!/[0-7]/.test(escape)) return ESCAPES[escape] ?? escape
    let digits = escape
    while (digits.length < 3 && cursor.left > 0) {
      if (!cursor.has(1)) await cursor.need(1)
      const digit = String.fromCharCode(cursor.ahead()[0] ?? 0)
      if (!/[0-7]/.test(digit)) break
      digits += digit
      cursor.skip(1)
    }
    return String.fromCharCode(Number.parseInt(digits, 8) & 0xff)
  }
  return {
    at: () => cursor.at,
    left: () => cursor.left,
    async int() {
      const text = await word()
      if (text === 'NA') return NA_INTEGER
      if (!/^-?\d{1,10}$/.test(text)) throw notANumber(text, cursor.at)
      return Number(text)
    },
    async text(length) {
      while (cursor.left > 0) {
        if (!cursor.has(1)) await cursor.need(1)
        if (!isBlank(cursor.ahead()[0] ?? 0)) break
        cursor.skip(1)
      }
      const kept: string[] = []
      for (let index = 0; index < length; index++) {
        const one = await character()
        if (index < KEPT_BYTES) kept.push(one)
      }
      return Buffer.from(kept.join(''), 'latin1').toString('utf8')
    },
    async skip(count, _, words) {
      for (let index = 0; index < count * words; index++) await word()
    },
    fastTexts: () => 0,
  }
}

const NA_INTEGER = -(2 ** 31)
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', v: '\v', b: '\b', r: '\r', f: '\f', a: '\u0007' }

function notANumber(text: string, byte: number): FormatError {
  return new FormatError('FORMAT_SHAPE', `R: expected a number, found ${JSON.stringify(text.slice(0, 20))}`, { byte })
}
