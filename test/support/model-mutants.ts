import { FORMAT_MUTATIONS } from './format-mutations.ts'
import type { Sample } from './fuzz-samples.ts'
import { BLIND_MUTATIONS, LARGEST, type Mutation } from './mutations.ts'
import { seededRandom } from './random.ts'

/** A spoiled sample; the seed and the number alone make it again. */
export interface Mutant {
  readonly number: number
  readonly name: string
  readonly bytes: Buffer
  /** The sample and what was done to it. */
  readonly how: string
}

const MUTATIONS: readonly (readonly [string, Mutation])[] = [
  ...Object.entries(BLIND_MUTATIONS),
  ...Object.entries(FORMAT_MUTATIONS),
]

/** Input `number` of a run: one to four mutations of a sample, sometimes under a name that says nothing. */
export function mutantOf(samples: readonly Sample[], seed: number, number: number): Mutant {
  const random = seededRandom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b))
  const one = (): Sample => samples[random.integer(samples.length)] ?? { name: 'empty', bytes: Buffer.alloc(0) }
  const sample = one()
  const done: string[] = []
  let { bytes } = sample
  for (let rounds = random.oneIn(2) ? 1 : 1 + random.integer(4); rounds > 0; rounds--) {
    const [name, mutation] = MUTATIONS[random.integer(MUTATIONS.length)] ?? ['none', (same: Buffer) => same]
    bytes = mutation(bytes, random, one().bytes).subarray(0, LARGEST)
    done.push(name)
  }
  return { number, name: random.oneIn(6) ? 'model.bin' : sample.name, bytes, how: `${sample.name}: ${done.join(', ')}` }
}
