import { createHash } from 'node:crypto'
import { cappedMeter } from '../../src/formats/compressed-engine.ts'
import { decoderFor } from '../../src/formats/compressed.ts'
import type { Compression } from '../../src/formats/compression-kind.ts'
import type { StreamEnd } from '../../src/formats/compressed-stream.ts'
import { memorySource } from '../../src/formats/zip-source.ts'
import { random } from './random.ts'

/** 100,000 bytes of text that packs well: numbers that repeat after 1,009. */
export const NUMBERS = Buffer.from(
  Array.from({ length: 30_000 }, (_, index) => `${(index * 7919) % 1009}`).join(','),
).subarray(0, 100_000)

/** What came out of a stream and how it ended. */
export interface Unpacked {
  readonly data: Buffer
  readonly end: StreamEnd
}

/** Everything the built-in decoder of a kind makes of the bytes. Throws LimitError above `most` bytes. */
export async function unpackAll(kind: Compression, bytes: Uint8Array, most = 64 << 20): Promise<Unpacked> {
  const decoder = decoderFor(kind, {})
  if (decoder === undefined) throw new Error(`no decoder for ${kind}`)
  const stream = decoder(memorySource(bytes), { from: 0, to: bytes.length }, cappedMeter(most))
  const chunks: Uint8Array[] = []
  for (;;) {
    const step = await stream.next()
    if (step.done === true) return { data: Buffer.concat(chunks), end: step.value }
    chunks.push(step.value)
  }
}

/** The same bytes with one to three bits turned, over and over, from a seed. */
export function* bitFlips(bytes: Uint8Array, rounds: number, seed: number): Generator<Buffer> {
  const next = random(seed)
  for (let round = 0; round < rounds; round++) {
    const broken = Buffer.from(bytes)
    for (let flips = 0; flips < 1 + (round % 3); flips++) {
      const at = Math.floor(next() * broken.length)
      broken[at] = (broken[at] ?? 0) ^ (1 << Math.floor(next() * 8))
    }
    yield broken
  }
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
