import type { SpecimenMaker } from '../../src/analysis/secrets/secret-cases.ts'
import { seededRandom } from './random.ts'

/** Random text for specimens of secrets: the same seed gives the same specimens. */
export function specimenMaker(seed: number): SpecimenMaker {
  const random = seededRandom(seed)
  const number = (from: number, to: number): number => from + random.integer(to - from + 1)
  return {
    number,
    text: (length, alphabet) => Array.from({ length }, () => alphabet.charAt(random.integer(alphabet.length))).join(''),
    bytes: (length) => Uint8Array.from({ length }, () => random.integer(256)),
  }
}
