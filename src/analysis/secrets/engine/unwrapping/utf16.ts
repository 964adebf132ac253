import { PRINTABLE_BYTES } from '../bytes-at.ts'
import type { Unwrapped } from './unwrapped.ts'

/** Text in UTF-16, with a byte order mark or told by its zero bytes, as one byte a character. Undefined for anything else. */
export function unwrapUtf16(bytes: Uint8Array): Unwrapped | undefined {
  const order = byteOrder(bytes)
  if (order === undefined) return undefined
  const [low, high] = order === 'little' ? [0, 1] : [1, 0]
  const plain = new Uint8Array(bytes.length >> 1)
  // A character outside latin1 is no part of a value; any byte that is no name will do.
  for (let i = 0; i < plain.length; i++) plain[i] = bytes[2 * i + high] === 0 ? (bytes[2 * i + low] ?? 0) : 0xff
  return { bytes: plain, wrapping: 'utf-16', outside: (start, end) => [2 * start, 2 * end] }
}

/** How many bytes at the start are looked at for zero bytes. */
const SAMPLE = 256

function byteOrder(bytes: Uint8Array): 'little' | 'big' | undefined {
  if (bytes.length < 4) return undefined
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'little'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'big'
  const sample = bytes.subarray(0, SAMPLE)
  if (!sample.includes(0)) return undefined
  if (isHalfText(sample, 0)) return 'little'
  return isHalfText(sample, 1) ? 'big' : undefined
}

/** Are nearly all bytes on one side of the pairs printable and those on the other zero? */
function isHalfText(sample: Uint8Array, side: 0 | 1): boolean {
  let pairs = 0
  for (let at = 0; at + 1 < sample.length; at += 2) {
    if (PRINTABLE_BYTES[sample[at + side] ?? 0] === 1 && sample[at + 1 - side] === 0) pairs++
  }
  return pairs * 2 >= sample.length * 0.7
}
