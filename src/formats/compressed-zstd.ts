import type { ByteSource } from '../base/bytes.ts'
import { unpack } from './compressed-engine.ts'
import type { Meter, PackedRange, Unpacking } from './compressed-stream.ts'
import { readAhead } from './zip-source.ts'
import { bufferOf } from './source-part.ts'

const DICTIONARY_BYTES = [0, 1, 2, 4] as const
const BLOCK = { raw: 0, runLength: 1, reserved: 3 } as const
const WINDOW_BYTES = 64 * 1024
const LONGEST_HEADER = 18

/**
 * Unpacks one zstd frame (RFC 8878) that starts at `range.from`. Its end is found by walking the block headers: the engine
 * would run into the next frame, and what stands behind the last one would be lost.
 */
export async function* unpackZstdFrame(source: ByteSource, range: PackedRange, meter: Meter): Unpacking {
  const frame = await frameEnd(readAhead(source, WINDOW_BYTES), range)
  const data = unpack('zstd', source, { from: range.from, to: frame.end }, meter)
  for (;;) {
    const step = await data.next()
    if (step.done !== true) {
      yield step.value
      continue
    }
    const { state } = step.value
    return { end: state === 'complete' ? frame.end : step.value.end, state, problems: frame.problems }
  }
}

async function frameEnd(
  source: ByteSource,
  { from, to }: PackedRange,
): Promise<{ readonly end: number; readonly problems: readonly string[] }> {
  const header = await source.slice(from, LONGEST_HEADER)
  const descriptor = header[4] ?? 0
  const single = (descriptor & 0x20) !== 0
  const sizeBytes = [single ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0
  const dictionary = DICTIONARY_BYTES[descriptor & 3] ?? 0
  let at = from + 5 + (single ? 0 : 1) + dictionary + sizeBytes
  // Each step moves three bytes at least.
  while (at + 3 <= to) {
    const block = bufferOf(await source.slice(at, 3))
    if (block.length < 3) break
    const head = block.readUIntLE(0, 3)
    const type = (head >> 1) & 3
    if (type === BLOCK.reserved) return { end: to, problems: ['zstd: a block of the reserved type'] }
    at += 3 + (type === BLOCK.runLength ? 1 : head >> 3)
    if ((head & 1) === 0) continue
    const end = at + ((descriptor & 4) === 0 ? 0 : 4)
    return end > to ? cutOff(to) : { end, problems: [] }
  }
  return cutOff(to)
}

function cutOff(to: number): { readonly end: number; readonly problems: readonly string[] } {
  return { end: to, problems: ['zstd: a frame that is cut off'] }
}
