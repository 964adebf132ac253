import type { Confidence } from '../../model/finding.ts'
import type { RuleDoc } from '../../model/rule.ts'

/** Ways in which a value can be wrapped; a match inside several names them from the outside in. */
export type Wrapping = 'base64' | 'hex' | 'percent' | 'json' | 'gzip' | 'utf-16'

/**
 * A secret or a piece of personal data that stands in a run of bytes. It holds the value itself and therefore never leaves
 * the inspection of its file: what goes out is made of it by `sensitive/to-observation`.
 */
export interface SensitiveMatch {
  readonly rule: RuleDoc
  /** Half open, in bytes of what was scanned; of the wrapping as it stands where the value is wrapped. */
  readonly start: number
  readonly end: number
  /** The value, unwrapped, each character one byte (latin1). */
  readonly value: string
  readonly confidence: Confidence
  /** From the outside in; empty where the value stands as it is. */
  readonly wrapped: readonly Wrapping[]
  /** What can be read from the value without asking anybody and without telling it: `expired on 2025-03-01`, `scope: one project`. */
  readonly says: readonly string[]
}
