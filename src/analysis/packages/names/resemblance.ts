import type { CandidateKind } from './candidate.ts'
import type { WeighedTrait } from './candidate-weight.ts'

/** One way in which a name resembles a popular one. */
export interface Resemblance {
  readonly kind: CandidateKind
  readonly trait: WeighedTrait
  /** Of the popular name, in its index. */
  readonly number: number
  readonly distance: number
  /** How it differs, as the end of a sentence, with the popular name as `$`. */
  readonly how: string
}
