import type { Interval } from '../../versions/scheme.ts'
import type { AffectedSet } from './affected-set.ts'

/** The ranges of a record in the terms of the interval algebra. The enumerated versions are not in it. */
export function comparableIntervals(set: AffectedSet): Interval[] {
  return set.intervals.map(({ lower, upper }) => ({
    ...(lower === undefined ? {} : { lower: { version: lower.version, inclusive: true } }),
    ...(upper === undefined ? {} : { upper: { version: upper.version, inclusive: upper.end === 'last_affected' } }),
  }))
}
