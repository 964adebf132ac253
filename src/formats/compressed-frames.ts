import type { ByteSource } from '../base/bytes.ts'
import type { Meter, PackedRange, StreamEnd, Unpacking } from './compressed-stream.ts'
import { unpackZstdFrame } from './compressed-zstd.ts'
import { unpackLz4Frame, unpackLz4Legacy } from './lz4.ts'
import { bufferOf } from './source-part.ts'

const MAGIC = { zstd: 0xfd2fb528, lz4: 0x184d2204, legacy: 0x184c2102, skippable: 0x184d2a50 } as const

/**
 * Unpacks zstd and LZ4 frames as they follow each other. Skippable frames, which both formats share, give nothing but are
 * told: they are a place where bytes can hide. Ends at the first bytes that begin no frame.
 */
export async function* unpackFrames(source: ByteSource, range: PackedRange, meter: Meter): Unpacking {
  const problems = new Set<string>()
  for (let at = range.from; ;) {
    const head = bufferOf(await source.slice(at, Math.min(8, range.to - at)))
    const magic = head.length < 4 ? 0 : head.readUInt32LE(0)
    // At least eight bytes are used in each round, so the number of rounds is bounded by the range.
    const frame =
      magic - (magic % 16) === MAGIC.skippable && head.length === 8
        ? skipped(at, at + 8 + head.readUInt32LE(4), range.to)
        : yield* oneFrame(magic, source, { from: at, to: range.to }, meter)
    if (frame === undefined) return { end: at, state: 'complete', problems: [...problems] }
    for (const problem of frame.problems) problems.add(problem)
    if (frame.state !== 'complete' || frame.end <= at) return { ...frame, problems: [...problems] }
    at = frame.end
  }
}

async function* oneFrame(
  magic: number,
  source: ByteSource,
  range: PackedRange,
  meter: Meter,
): AsyncGenerator<Uint8Array, StreamEnd | undefined, void> {
  if (magic === MAGIC.zstd) return yield* unpackZstdFrame(source, range, meter)
  if (magic === MAGIC.lz4) return yield* unpackLz4Frame(source, range, meter)
  if (magic === MAGIC.legacy) return yield* unpackLz4Legacy(source, range, meter)
  return undefined
}

function skipped(from: number, end: number, to: number): StreamEnd {
  const problems = [`a skippable frame of ${end - from - 8} bytes at byte ${from}`]
  return end <= to ? { end, state: 'complete', problems } : { end: to, state: 'truncated', problems }
}
