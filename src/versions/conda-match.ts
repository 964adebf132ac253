import type { Interval } from './scheme.ts'

/** What one piece of a conda version spec allows: the intervals of the order, and the exact answer. */
export interface CondaMatch {
  readonly intervals: readonly Interval[]
  /** For valid conda versions. */
  matches(version: string): boolean
}
