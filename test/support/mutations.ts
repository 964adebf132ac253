import { FormatError, LimitError } from '../../src/base/errors.ts'
import { random } from './random.ts'

/** Variants of an honest file: every truncation (up to 600, spread), every bit flipped (up to 6,000, spread), random bytes. */
export function* mutations(honest: Uint8Array, rounds = 1500, seed = 7): Generator<Uint8Array> {
  const cut = Math.max(1, Math.floor(honest.length / 600))
  for (let length = 0; length < honest.length; length += cut) yield honest.subarray(0, length)
  const step = Math.max(1, Math.floor((honest.length * 8) / 6000))
  for (let bit = 0; bit < honest.length * 8; bit += step) {
    const bytes = Uint8Array.from(honest)
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    yield bytes
  }
  const next = random(seed)
  for (let round = 0; round < rounds; round++) {
    const bytes = Uint8Array.from(honest)
    for (let change = 0; change < 4; change++) bytes[Math.floor(next() * bytes.length)] = Math.floor(next() * 256)
    yield bytes
  }
}

/** Runs a reader over all mutations; the messages of errors that are neither FormatError nor LimitError, which are our bugs. */
export async function crashes(honest: Uint8Array, read: (bytes: Uint8Array) => unknown): Promise<readonly string[]> {
  const found = new Set<string>()
  for (const bytes of mutations(honest)) {
    try {
      await read(bytes)
    } catch (error) {
      if (!(error instanceof FormatError || error instanceof LimitError)) found.add(String((error as Error).stack))
    }
  }
  return [...found]
}
