import type { ByteSource } from '../../base/bytes.ts'
import { FormatError } from '../../base/errors.ts'
import { ByteCursor } from '../byte-cursor.ts'
import { nextWord } from '../words.ts'

/** Numbers and texts of a file, as bytes or as words. */
export interface TorchInput {
  at(): number
  left(): number
  int(): Promise<number>
  /** The next int without passing over it; undefined at the end, or where there is no number. */
  peekInt(): Promise<number | undefined>
  long(): Promise<bigint>
  double(): Promise<void>
  /** The first kilobytes of a text, as latin-1. */
  text(length: number): Promise<string>
  /** The fewest bytes one number of a storage takes. */
  smallest(bytes: number): number
  skipNumbers(count: number, bytes: number): Promise<void>
}

/** Functions of honest models have some hundred bytes; of longer ones the start is kept. */
const KEPT_BYTES = 64 * 1024

/** Little-endian, int of four bytes, long and double of eight: what 64-bit machines write. */
export function binaryTorchInput(source: ByteSource): TorchInput {
  const cursor = new ByteCursor(source)
  return {
    at: () => cursor.at,
    left: () => cursor.left,
    async int() {
      if (!cursor.has(4)) await cursor.need(4)
      return cursor.i32()
    },
    async peekInt() {
      if (cursor.left < 4) return undefined
      if (!cursor.has(4)) await cursor.need(4)
      const value = cursor.i32()
      cursor.at -= 4
      return value
    },
    async long() {
      if (!cursor.has(8)) await cursor.need(8)
      return BigInt.asIntN(64, cursor.u64())
    },
    async double() {
      cursor.skip(8)
    },
    text: (length) => readBytes(cursor, length),
    smallest: (bytes) => bytes,
    async skipNumbers(count, bytes) {
      cursor.skip(BigInt(count) * BigInt(bytes))
    },
  }
}

async function readBytes(cursor: ByteCursor, length: number): Promise<string> {
  const kept = Math.min(length, KEPT_BYTES)
  if (!cursor.has(kept)) await cursor.need(kept)
  const text = Buffer.from(cursor.bytes(kept)).toString('latin1')
  cursor.skip(length - kept)
  return text
}

const LONGEST_WORD = 64

/** Words between blanks; a text follows its length and one newline, byte for byte. */
export function asciiTorchInput(source: ByteSource): TorchInput {
  const cursor = new ByteCursor(source)
  const word = (): Promise<string> => nextWord(cursor, LONGEST_WORD, notANumber)
  const whole = async (): Promise<bigint> => {
    const text = await word()
    if (!/^-?\d{1,20}$/.test(text)) throw notANumber(text, cursor.at)
    return BigInt(text)
  }
  return {
    at: () => cursor.at,
    left: () => cursor.left,
    int: async () => Number(await whole()),
    async peekInt() {
      const place = cursor.at
      try {
        return Number(await whole())
      } catch (error) {
        if (!(error instanceof FormatError)) throw error
        return undefined
      } finally {
        cursor.at = place
      }
    },
    long: whole,
    async double() {
      await word()
    },
    text: (length) => readBytes(cursor, length),
    smallest: () => 2,
    async skipNumbers(count, bytes) {
      // Characters are written as they are.
      if (bytes === 1) return cursor.skip(count)
      for (let index = 0; index < count; index++) await word()
    },
  }
}

function notANumber(text: string, byte: number): FormatError {
  return new FormatError('FORMAT_SHAPE', `Torch: expected a number, found ${JSON.stringify(text.slice(0, 20))}`, {
    byte,
  })
}
