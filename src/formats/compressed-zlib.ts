import type { ByteSource } from '../base/bytes.ts'
import { unpack } from './compressed-engine.ts'
import type { Meter, PackedRange, Unpacking } from './compressed-stream.ts'
import { bufferOf } from './source-part.ts'

const HEADER_BYTES = 2
const CHECKSUM_BYTES = 4

/** Unpacks one zlib stream that starts at `range.from`, as `joblib.dump(compress=3)` writes. The Adler-32 is compared, not required. */
export async function* unpackZlib(source: ByteSource, range: PackedRange, meter: Meter): Unpacking {
  const data = unpack('deflate', source, { from: range.from + HEADER_BYTES, to: range.to }, meter)
  let sum = 1
  for (;;) {
    const step = await data.next()
    if (step.done === true) {
      if (step.value.state !== 'complete') return step.value
      const left = Math.min(CHECKSUM_BYTES, range.to - step.value.end)
      const stated = bufferOf(await source.slice(step.value.end, left))
      if (stated.length < CHECKSUM_BYTES) return { end: range.to, state: 'truncated', problems: ['zlib: no checksum'] }
      const problems = stated.readUInt32BE(0) === sum ? [] : ['zlib: the data does not match its Adler-32']
      return { end: step.value.end + CHECKSUM_BYTES, state: 'complete', problems }
    }
    sum = adler32(step.value, sum)
    yield step.value
  }
}

const ADLER_MODULUS = 65_521
/** Most additions before the 32-bit sums would overflow (zlib's NMAX). */
const ADLER_RUN = 5_552

/** RFC 1950, section 9; Node.js has CRC-32 but not this one. */
function adler32(bytes: Uint8Array, sum: number): number {
  let low = sum & 0xffff
  let high = sum >>> 16
  for (let start = 0; start < bytes.length; start += ADLER_RUN) {
    const end = Math.min(start + ADLER_RUN, bytes.length)
    for (let at = start; at < end; at++) {
      low += bytes[at] ?? 0
      high += low
    }
    low %= ADLER_MODULUS
    high %= ADLER_MODULUS
  }
  return ((high << 16) | low) >>> 0
}
