import type { Confidence } from '../../../model/finding.ts'
import type { RuleDoc } from '../../../model/rule.ts'
import type { ScanContext } from '../../sensitive/sensitive-scanner.ts'

/** A place where one of a finder's words stands. */
export interface WordPlace {
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
  readonly context: ScanContext
}

/** A value that has no form of its own and is one by what stands around it. */
export interface Found {
  readonly rule: RuleDoc
  readonly start: number
  readonly end: number
  readonly value: string
  readonly confidence: Confidence
  readonly says: readonly string[]
}

/** Looks around words for values that only their surroundings tell. In code, because what stands around them is grammar and not a pattern. */
export interface Finder {
  readonly rules: readonly RuleDoc[]
  /** Lower case; compared without regard to case. */
  readonly words: readonly string[]
  /** How many bytes a find may reach over, the word included. */
  readonly reach: number
  /** What the word at this place says of a value beside it. Time is bounded by `reach`. */
  find(place: WordPlace): Found | undefined
  /** The same where the bytes are values, one a line, that the label of the context names. Absent: labels say nothing to it. */
  findLabelled?(bytes: Uint8Array, context: ScanContext): readonly Found[]
}
