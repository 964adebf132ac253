import { FormatError, LimitError } from '../../base/errors.ts'
import { readDelta } from './delta.ts'

/** Told of each value in order; it stands in `bytes` from `from` to `to` and is valid until it returns. */
export type ValueVisitor = (bytes: Uint8Array, from: number, to: number) => void

/** By number (parquet.thrift, Encoding). */
export const ENCODING = {
  plain: 0,
  plainDictionary: 2,
  rle: 3,
  bitPacked: 4,
  deltaLength: 6,
  delta: 7,
  dictionary: 8,
} as const

/** Bytes that a page in DELTA_BYTE_ARRAY may give: a shared prefix of a megabyte takes two bytes. */
const MOST_RESTORED = 1024 * 1024 * 1024

/**
 * Walks the byte strings in `body` from `from` on: at most `count` of them, or `width` bytes each where it is above 0 and the
 * encoding is plain. Gives how many there were. Throws FORMAT_SHAPE where one reaches behind the page, FORMAT_VERSION for an
 * encoding that strings do not have, LIMIT_SIZE for prefixes that grow beyond all measure.
 */
export function walkByteValues(
  encoding: number,
  body: Uint8Array,
  from: number,
  count: number,
  width: number,
  visit: ValueVisitor,
): number {
  if (encoding === ENCODING.plain)
    return width > 0 ? walkFixed(body, from, count, width, visit) : walkPlain(body, from, count, visit)
  if (encoding === ENCODING.deltaLength) return walkDeltaLengths(body, from, count, visit)
  if (encoding === ENCODING.delta) return walkDelta(body, from, count, visit)
  throw new FormatError('FORMAT_VERSION', `expected an encoding of strings, found number ${encoding}`)
}

function walkPlain(body: Uint8Array, from: number, count: number, visit: ValueVisitor): number {
  let at = from
  let seen = 0
  for (; seen < count && at < body.length; seen++) {
    const length =
      (body[at] ?? 0) + (body[at + 1] ?? 0) * 0x100 + (body[at + 2] ?? 0) * 0x10000 + (body[at + 3] ?? 0) * 0x1000000
    const start = at + 4
    if (length > body.length - start) throw outside(length, body.length - start)
    at = start + length
    visit(body, start, at)
  }
  return seen
}

function walkFixed(body: Uint8Array, from: number, count: number, width: number, visit: ValueVisitor): number {
  let seen = 0
  for (let at = from; seen < count && at + width <= body.length; at += width, seen++) visit(body, at, at + width)
  return seen
}

function walkDeltaLengths(body: Uint8Array, from: number, count: number, visit: ValueVisitor): number {
  const { numbers, end } = readDelta(body, from, count)
  let at = end
  for (const length of numbers) {
    if (length < 0 || length > body.length - at) throw outside(length, body.length - at)
    at += length
    visit(body, at - length, at)
  }
  return numbers.length
}

/** Each value is a prefix of the one before it and a suffix of its own. */
function walkDelta(body: Uint8Array, from: number, count: number, visit: ValueVisitor): number {
  const prefixes = readDelta(body, from, count)
  const suffixes = readDelta(body, prefixes.end, count)
  if (prefixes.numbers.length !== suffixes.numbers.length)
    throw outside(prefixes.numbers.length, suffixes.numbers.length)
  let at = suffixes.end
  let room = Buffer.allocUnsafe(1024)
  let before = 0
  let restored = 0
  for (let index = 0; index < prefixes.numbers.length; index++) {
    const prefix = prefixes.numbers[index] ?? 0
    const suffix = suffixes.numbers[index] ?? 0
    if (prefix < 0 || prefix > before) throw outside(prefix, before)
    if (suffix < 0 || suffix > body.length - at) throw outside(suffix, body.length - at)
    restored += prefix + suffix
    if (restored > MOST_RESTORED)
      throw new LimitError('LIMIT_SIZE', `a page whose values take more than ${MOST_RESTORED} bytes`)
    if (prefix + suffix > room.length) {
      const larger = Buffer.allocUnsafe((prefix + suffix) * 2)
      room.copy(larger, 0, 0, prefix)
      room = larger
    }
    room.set(body.subarray(at, at + suffix), prefix)
    at += suffix
    before = prefix + suffix
    visit(room, 0, before)
  }
  return prefixes.numbers.length
}

function outside(found: number, left: number): FormatError {
  return new FormatError(
    'FORMAT_SHAPE',
    `expected a value inside its page, found one of ${found} bytes where ${left} are left`,
  )
}
