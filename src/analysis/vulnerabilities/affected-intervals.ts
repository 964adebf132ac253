import type { AffectedRange, RangeEvent } from '../../model/advisory.ts'
import { compareKeys } from '../../versions/sort-key.ts'
import type { BoundReader, ComparableBound } from './comparable-bound.ts'

/** Why an interval ends: the version is the first that is fixed, the last that is affected, or the end of the range. */
export type IntervalEnd = 'fixed' | 'last_affected' | 'limit'

/** A connected piece of affected versions. */
export interface AffectedInterval {
  /** Affected itself. Absent: from the beginning, before every version (`introduced: "0"`). */
  readonly lower?: ComparableBound
  /** Absent: the record knows no end. Only `last_affected` is affected itself. */
  readonly upper?: ComparableBound & { readonly end: IntervalEnd }
}

/**
 * What an OSV range says, as intervals in order (OSV schema, "Evaluation"). Events may come in any order; they are sorted
 * by version, on ties introduced, last_affected, fixed, limit. `introduced: "0"` is before every version, `0.dev0` and
 * `trunk` too, and is never parsed. Several limits mean below any of them; `*` is none.
 */
export function affectedIntervals(range: AffectedRange, bounds: BoundReader): AffectedInterval[] {
  const placed = range.events.map((event) => place(event, bounds))
  const events = placed.sort(compareEvents)
  const intervals = walk(events)
  const limit = highestLimit(events)
  return limit === undefined ? intervals : cutAt(limit, intervals)
}

/** `bound` is absent before and behind all versions. */
interface PlacedEvent {
  readonly kind: 'introduced' | IntervalEnd
  readonly bound?: ComparableBound
}

const ORDER_ON_TIES: readonly PlacedEvent['kind'][] = ['introduced', 'last_affected', 'fixed', 'limit']

function place(event: RangeEvent, bounds: BoundReader): PlacedEvent {
  if ('introduced' in event) {
    if (event.introduced === '0') return { kind: 'introduced' }
    return { kind: 'introduced', bound: bounds.read(event.introduced) }
  }
  if ('fixed' in event) return { kind: 'fixed', bound: bounds.read(event.fixed) }
  if ('last_affected' in event) return { kind: 'last_affected', bound: bounds.read(event.last_affected) }
  // `*` is after every version; like the beginning it is never parsed.
  return event.limit === '*' ? { kind: 'limit' } : { kind: 'limit', bound: bounds.read(event.limit) }
}

function compareEvents(a: PlacedEvent, b: PlacedEvent): number {
  return compareBounds(a, b) || ORDER_ON_TIES.indexOf(a.kind) - ORDER_ON_TIES.indexOf(b.kind)
}

function compareBounds(a: PlacedEvent, b: PlacedEvent): number {
  if (a.bound !== undefined && b.bound !== undefined) return compareKeys(a.bound.key, b.bound.key)
  return sideOf(a) - sideOf(b)
}

/** Below all versions, among them, above all. */
function sideOf(event: PlacedEvent): number {
  if (event.bound !== undefined) return 0
  return event.kind === 'introduced' ? -1 : 1
}

function walk(events: readonly PlacedEvent[]): AffectedInterval[] {
  const intervals: AffectedInterval[] = []
  let open: PlacedEvent | undefined
  for (const event of events) {
    if (event.kind === 'introduced') open ??= event
    else if (event.kind === 'limit' || event.bound === undefined) continue
    else if (open !== undefined) {
      add(intervals, interval(open, { ...event.bound, end: event.kind }))
      open = undefined
    } else if (event.kind === 'fixed') preferFixed(intervals, event.bound)
  }
  if (open !== undefined) intervals.push(interval(open))
  return intervals
}

function interval(open: PlacedEvent, upper?: AffectedInterval['upper']): AffectedInterval {
  return {
    ...(open.bound === undefined ? {} : { lower: open.bound }),
    ...(upper === undefined ? {} : { upper }),
  }
}

/** Introduced and fixed by the same version affects nothing. */
function add(intervals: AffectedInterval[], piece: AffectedInterval): void {
  const { lower, upper } = piece
  const empty = lower !== undefined && upper !== undefined && upper.end !== 'last_affected' && lower.key === upper.key
  if (!empty) intervals.push(piece)
}

/** A version that is both the last affected and the fixed one is fixed: that is how the specification's loop ends. */
function preferFixed(intervals: AffectedInterval[], bound: ComparableBound): void {
  const last = intervals.at(-1)
  if (last?.upper?.end !== 'last_affected' || last.upper.key !== bound.key) return
  intervals.pop()
  add(intervals, { ...last, upper: { ...bound, end: 'fixed' } })
}

/** Undefined when there is none, or one of them is `*`. */
function highestLimit(events: readonly PlacedEvent[]): ComparableBound | undefined {
  return events.findLast((event) => event.kind === 'limit')?.bound
}

function cutAt(limit: ComparableBound, intervals: readonly AffectedInterval[]): AffectedInterval[] {
  const cut: AffectedInterval[] = []
  for (const piece of intervals) {
    const { lower, upper } = piece
    if (lower !== undefined && lower.key >= limit.key) break
    const within = upper !== undefined && endsBefore(upper, limit)
    cut.push(within ? piece : { ...piece, upper: { ...limit, end: 'limit' } })
  }
  return cut
}

function endsBefore(upper: NonNullable<AffectedInterval['upper']>, limit: ComparableBound): boolean {
  return upper.key < limit.key || (upper.key === limit.key && upper.end === 'fixed')
}
