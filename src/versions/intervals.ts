import { sortable } from './scheme-of.ts'
import type { Bound, Interval, VersionScheme } from './scheme.ts'
import { compareKeys } from './sort-key.ts'
import type { SortableScheme, Versions } from './sortable-scheme.ts'

/**
 * Set algebra over lists of intervals, exact: a bound is a place between versions. An inclusive upper bound stands behind
 * the local versions of its version and an exclusive lower bound too (`<=2.0` allows `2.0+cu118`, `>2.0` does not, PEP 440
 * "Inclusive" and "Exclusive ordered comparison"), unless the bound carries a local label itself.
 *
 * Lists may be given in any order and overlapping; lists given back are sorted and disjoint. No function throws.
 */

/** Everything: the interval without bounds. */
export const EVERYTHING: readonly Interval[] = [{}]

/** The interval that holds one version, in PEP 440 with its local versions. */
export function point(version: string): Interval {
  return { lower: { version, inclusive: true }, upper: { version, inclusive: true } }
}

/** Sorted, disjoint, without empty ones; what overlaps or touches is joined. The union of two lists is that of `[...a, ...b]`. */
export function normalise(scheme: VersionScheme, intervals: readonly Interval[]): Interval[] {
  const order = sortable(scheme)
  return tidy(order, joined(spansOf(order, intervals)))
}

/**
 * What lies in every one of the lists; everything when there is no list. As fast as sorting all their intervals: cutting
 * one list after the other would be quadratic on a hostile `!=1,!=2,!=3,…`.
 */
export function intersectAll(scheme: VersionScheme, lists: readonly (readonly Interval[])[]): Interval[] {
  const order = sortable(scheme)
  const excluded = lists.flatMap((list) => outside(joined(spansOf(order, list))))
  return tidy(order, outside(joined(excluded)))
}

/** What lies in both. */
export function intersect(scheme: VersionScheme, a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const order = sortable(scheme)
  return tidy(order, common(joined(spansOf(order, a)), joined(spansOf(order, b))))
}

/** What lies outside. */
export function complement(scheme: VersionScheme, intervals: readonly Interval[]): Interval[] {
  const order = sortable(scheme)
  return tidy(order, outside(joined(spansOf(order, intervals))))
}

/** What lies in `a` and not in `b`. */
export function subtract(scheme: VersionScheme, a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const order = sortable(scheme)
  return tidy(order, difference(order, a, b))
}

/** Is there a version that lies in both? With `releases`: one that is no pre-release. */
export function overlaps(
  scheme: VersionScheme,
  a: readonly Interval[],
  b: readonly Interval[],
  versions: Versions = 'all',
): boolean {
  const order = sortable(scheme)
  return common(joined(spansOf(order, a)), joined(spansOf(order, b))).some((span) => holdsSome(order, span, versions))
}

/** Does every version of `a` lie in `by`? With `releases`: every one that is no pre-release. True when `a` holds none. */
export function isCovered(
  scheme: VersionScheme,
  a: readonly Interval[],
  by: readonly Interval[],
  versions: Versions = 'all',
): boolean {
  const order = sortable(scheme)
  return !difference(order, a, by).some((span) => holdsSome(order, span, versions))
}

/** Is there any version at all in it? */
export function isEmpty(scheme: VersionScheme, intervals: readonly Interval[], versions: Versions = 'all'): boolean {
  const order = sortable(scheme)
  return !spansOf(order, intervals).some((span) => holdsSome(order, span, versions))
}

/** Does the version lie in one of the intervals? Pre-releases are ordered like any other version here. */
export function holds(scheme: VersionScheme, intervals: readonly Interval[], version: string): boolean {
  return membership(scheme, intervals)(sortable(scheme).sortKey(version))
}

/** A question prepared to be asked often: does the version of this sort key lie in one of the intervals? */
export function membership(scheme: VersionScheme, intervals: readonly Interval[]): (key: string) => boolean {
  const spans = joined(spansOf(sortable(scheme), intervals))
  return (key) => spans.some((span) => span.from <= key && (span.to === undefined || key < span.to))
}

/** An interval as two places in the order of keys: from the first on, before the second. The empty text is before all. */
interface Span {
  readonly from: string
  readonly to: string | undefined
  readonly lower: Bound | undefined
  readonly upper: Bound | undefined
}

function spansOf(order: SortableScheme, intervals: readonly Interval[]): Span[] {
  return intervals.map(({ lower, upper }) => ({
    from: lower === undefined ? '' : placeOf(order, lower, lower.inclusive),
    to: upper === undefined ? undefined : placeOf(order, upper, !upper.inclusive),
    lower,
    upper,
  }))
}

/** Before a version lie an inclusive lower and an exclusive upper bound, behind it the other two. */
function placeOf(order: SortableScheme, bound: Bound, before: boolean): string {
  return before ? order.sortKey(bound.version) : order.keyBehind(bound.version, bound.andPosts === true)
}

function joined(spans: readonly Span[]): Span[] {
  const sorted = spans.filter((span) => !isInverted(span)).sort((a, b) => compareKeys(a.from, b.from))
  const result: Span[] = []
  for (const span of sorted) {
    const last = result.at(-1)
    if (last === undefined || (last.to !== undefined && last.to < span.from)) result.push(span)
    else if (endsBefore(last, span)) result[result.length - 1] = { ...last, to: span.to, upper: span.upper }
  }
  return result
}

function isInverted(span: Span): boolean {
  return span.to !== undefined && span.to <= span.from
}

function endsBefore(a: Span, b: Span): boolean {
  return a.to !== undefined && (b.to === undefined || a.to < b.to)
}

/** Both lists are joined; one pass over the two. */
function common(a: readonly Span[], b: readonly Span[]): Span[] {
  const result: Span[] = []
  let left = 0
  let right = 0
  for (;;) {
    const first = a[left]
    const second = b[right]
    if (first === undefined || second === undefined) return result
    const span = { ...laterStart(first, second), ...earlierEnd(first, second) }
    if (!isInverted(span)) result.push(span)
    if (endsBefore(first, second)) left += 1
    else right += 1
  }
}

function laterStart(a: Span, b: Span): Pick<Span, 'from' | 'lower'> {
  return a.from >= b.from ? { from: a.from, lower: a.lower } : { from: b.from, lower: b.lower }
}

function earlierEnd(a: Span, b: Span): Pick<Span, 'to' | 'upper'> {
  return endsBefore(b, a) ? { to: b.to, upper: b.upper } : { to: a.to, upper: a.upper }
}

/** The gaps between joined spans. The bound that ends one begins the next, with the other inclusion. */
function outside(spans: readonly Span[]): Span[] {
  const gaps: Span[] = []
  let from: Pick<Span, 'from' | 'lower'> | undefined = { from: '', lower: undefined }
  for (const span of spans) {
    if (from !== undefined && from.from < span.from) {
      gaps.push({ ...from, to: span.from, upper: span.lower && flipped(span.lower) })
    }
    from = span.to === undefined ? undefined : { from: span.to, lower: span.upper && flipped(span.upper) }
  }
  if (from !== undefined) gaps.push({ ...from, to: undefined, upper: undefined })
  return gaps
}

function flipped(bound: Bound): Bound {
  return { ...bound, inclusive: !bound.inclusive }
}

function difference(order: SortableScheme, a: readonly Interval[], b: readonly Interval[]): Span[] {
  return common(joined(spansOf(order, a)), outside(joined(spansOf(order, b))))
}

/** A span can be open and yet hold nothing: there is no version between `2.0` and `2.0.post0.dev0`. */
function holdsSome(order: SortableScheme, span: Span, versions: Versions): boolean {
  if (isInverted(span)) return false
  return span.to === undefined || order.firstKey(span.lower, versions) < span.to
}

function tidy(order: SortableScheme, spans: readonly Span[]): Interval[] {
  return spans.filter((span) => holdsSome(order, span, 'all')).map(intervalOf)
}

function intervalOf({ lower, upper }: Span): Interval {
  return { ...(lower && { lower }), ...(upper && { upper }) }
}
