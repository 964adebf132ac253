import { FormatError, LimitError } from '../../src/base/errors.ts'
import { BLIND_MUTATIONS } from './mutations.ts'
import { seededRandom } from './random.ts'

/** Every truncation of an honest file, and `rounds` spoilt ones: the same in every run. */
export function* seededMutations(honest: Buffer, rounds: number, seed = 11): Generator<Buffer> {
  for (let length = 0; length < honest.length; length++) yield honest.subarray(0, length)
  const random = seededRandom(seed)
  const ways = Object.values(BLIND_MUTATIONS)
  for (let round = 0; round < rounds; round++) {
    const way = ways[random.integer(ways.length)]
    if (way !== undefined) yield way(honest, random, honest)
  }
}

/** What is thrown beside FormatError and LimitError while all are read, and what takes longer than a second: errors of ours. */
export async function survivors(
  inputs: Iterable<Buffer>,
  read: (bytes: Buffer) => Promise<unknown>,
): Promise<readonly string[]> {
  const found = new Set<string>()
  for (const bytes of inputs) {
    const start = performance.now()
    try {
      await read(bytes)
    } catch (error) {
      if (!(error instanceof FormatError || error instanceof LimitError)) found.add(String((error as Error).stack))
    }
    const time = performance.now() - start
    if (time > 1000) found.add(`${Math.round(time)} ms for ${bytes.length} bytes`)
  }
  return [...found]
}
