import type { Confidence, RuleId } from '../../../model/finding.ts'
import type { RuleDoc } from '../../../model/rule.ts'
import type { Wrapping } from '../../sensitive/sensitive-match.ts'

/** How much a rule knows of what it finds; the higher wins where two find the same bytes. */
export const RANK = { generic: 0, near: 1, disproved: 2, value: 3, proved: 4 } as const

/** A value that a rule claims. `disproved`: it looks like one and is none; it is not told, and keeps vaguer rules from its bytes. */
export interface Candidate {
  readonly rule: RuleDoc
  readonly rank: number
  /** Length of the literal text by which it was found: `sk-ant-api03-` knows more than `sk-`. */
  readonly anchor: number
  readonly start: number
  readonly end: number
  readonly value: string
  readonly disproved: boolean
  readonly confidence: Confidence
  readonly says: readonly string[]
  /** Rules that know such a value better. */
  readonly yieldsTo: readonly RuleId[]
  /** Absent where the value stands as it is. */
  readonly wrapped?: readonly Wrapping[]
  /** Candidates with the same number stand in the same wrapping and may share its bytes. */
  readonly container?: number
}

/** Confidence out of one level and its reasons; each reason against takes it one level down. */
export function believed(
  level: Confidence['level'],
  reasons: readonly string[],
  against: readonly string[],
): Confidence {
  const index = Math.max(0, LEVELS.indexOf(level) - against.length)
  return { level: LEVELS[index] ?? 'low', because: [...reasons, ...against] }
}

const LEVELS: readonly Confidence['level'][] = ['low', 'medium', 'high']
