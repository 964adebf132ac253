import type { Advisory } from '../../model/advisory.ts'
import { intersect, isCovered, isEmpty, membership, overlaps, point } from '../../versions/intervals.ts'
import type { Interval } from '../../versions/scheme.ts'
import type { SortableScheme, Versions } from '../../versions/sortable-scheme.ts'
import { versionCache, type VersionCache } from '../../versions/version-cache.ts'
import { fixedVersions, type AffectedSet } from './affected-set.ts'
import { comparableIntervals } from './comparable-intervals.ts'

/** What a requirement allows: its intervals, and its own word on a single version. */
export interface Allowed {
  readonly intervals: readonly Interval[]
  /** May an installer choose a pre-release? Where it may not, one that is affected does not count. */
  readonly prereleases: boolean
  includes(version: string): boolean
}

/** One record that some allowed version falls under. */
export interface Admitted {
  readonly advisory: Advisory
  readonly set: AffectedSet
  /** Its ranges, and the listed versions that are allowed. */
  readonly affected: readonly Interval[]
}

/** The records that some version of the allowed range still falls under, by a range or by a listed version. */
export function admittedSets(allowed: Allowed, sets: readonly AffectedSet[], scheme: SortableScheme): Admitted[] {
  const cache = versionCache(scheme)
  const isListedAllowed = listedFilter(allowed, cache)
  const versions = versionsMeant(allowed)
  return sets.flatMap((set) => {
    const ranges = comparableIntervals(set)
    const listed = [...new Set(set.versions)].filter(isListedAllowed)
    if (listed.length === 0 && !overlaps(scheme, allowed.intervals, ranges, versions)) return []
    const isInRanges = membership(scheme, ranges)
    const outside = listed.filter((version) => !isInRanges(cache.key(version)))
    return [{ advisory: set.advisory, set, affected: [...ranges, ...outside.map(point)] }]
  })
}

/** Is every version that the range allows under at least one of the records? */
export function admitsOnly(allowed: Allowed, admitted: readonly Admitted[], scheme: SortableScheme): boolean {
  return isCovered(scheme, allowed.intervals, allAffected(admitted), versionsMeant(allowed))
}

/**
 * The smallest known lower bound under which the range admits none of them: where the last affected piece of it ends.
 * Undefined when that piece has no end, when it ends where the range itself does, or when it ends behind a last affected
 * version and no record names a fixed one above.
 */
export function floorOf(
  allowed: Allowed,
  admitted: readonly Admitted[],
  sets: readonly AffectedSet[],
  scheme: SortableScheme,
): string | undefined {
  const end = intersect(scheme, allowed.intervals, allAffected(admitted)).at(-1)?.upper
  if (end === undefined) return undefined
  const place = end.inclusive ? scheme.keyBehind(end.version, end.andPosts === true) : scheme.sortKey(end.version)
  const candidates = sets
    .flatMap(fixedVersions)
    .filter(({ key }) => key >= place)
    .sort((a, b) => (a.key < b.key ? -1 : 1))
  return candidates.find(({ version }) => leavesSome(allowed, version, scheme))?.version
}

function versionsMeant({ prereleases }: Allowed): Versions {
  return prereleases ? 'all' : 'releases'
}

/** One prepared question for all lists: the records of a package name the same versions again and again. */
function listedFilter({ intervals, includes }: Allowed, cache: VersionCache): (version: string) => boolean {
  const { scheme } = cache
  const isMember = membership(scheme, intervals)
  const answers = new Map<string, boolean>()
  return (version) => {
    const known = answers.get(version)
    if (known !== undefined) return known
    const answer = scheme.isValid(version) && isMember(cache.key(version)) && includes(version)
    answers.set(version, answer)
    return answer
  }
}

function allAffected(admitted: readonly Admitted[]): Interval[] {
  return admitted.flatMap(({ affected }) => affected)
}

function leavesSome({ intervals }: Allowed, version: string, scheme: SortableScheme): boolean {
  return !isEmpty(scheme, intersect(scheme, intervals, [{ lower: { version, inclusive: true } }]), 'releases')
}
