import type { ByteSource } from '../base/bytes.ts'
import { PackedInput } from './compressed-input.ts'
import { unpackRawLzma } from './compressed-lzma.ts'
import type { Meter, PackedRange, Unpacking } from './compressed-stream.ts'

const HEADER_BYTES = 6
const TRAILER_BYTES = 20
/** lc 3, lp 0, pb 2: the only ones of the format. */
const PROPERTIES = 0x5d

/**
 * Unpacks the members of an lzip file as they follow each other. Source: "Lzip compressed format", draft-diaz-lzip. The sizes and the
 * CRC in the trailers are not compared: loaders have the data before they see them.
 */
export async function* unpackLzip(source: ByteSource, range: PackedRange, meter: Meter): Unpacking {
  for (let at = range.from; ;) {
    const head = Buffer.from(await source.slice(at, Math.min(HEADER_BYTES, range.to - at)))
    const begins = head.toString('latin1', 0, 4) === 'LZIP' && head[4] === 1
    if (!begins && at > range.from) return { end: at, state: 'complete', problems: [] }
    if (head.length < HEADER_BYTES)
      return { end: range.to, state: 'truncated', problems: ['lzip: the header is cut off'] }
    if (!begins) return { end: at, state: 'corrupt', problems: ['lzip: no header'] }
    const input = new PackedInput(source, { from: at + HEADER_BYTES, to: range.to })
    const settings = { properties: PROPERTIES, dictionary: dictionaryOf(head[5] ?? 0), size: Number.POSITIVE_INFINITY }
    const ended = yield* unpackRawLzma(input, settings, meter)
    if (ended.state !== 'complete') return ended
    at = Math.min(range.to, ended.end + TRAILER_BYTES)
    if (ended.end + TRAILER_BYTES > range.to)
      return { end: range.to, state: 'truncated', problems: ['lzip: the trailer is cut off'] }
  }
}

/** Bits 4 to 0 are the base as a power of two; bits 7 to 5 say how many sixteenths of it are subtracted. */
function dictionaryOf(byte: number): number {
  const base = 2 ** (byte & 0x1f)
  return Math.max(4096, base - (base / 16) * (byte >> 5))
}
