import type { Advisory, AdvisoryLookup } from '../../model/advisory.ts'
import type { AdvisorySummary } from '../../model/finding.ts'
import { compareKeys } from '../../versions/sort-key.ts'
import { isPopularName } from '../packages/known/popular-name.ts'
import { saneMalware } from '../packages/known/malware-claim.ts'
import { groupByAlias, type AdvisoryGroup } from './advisory-groups.ts'
import { affectedSet, isAffected, type AffectedSet, type PackageKey } from './affected-set.ts'
import { boundReaders, type ComparableBound } from './comparable-bound.ts'
import { match, type Match } from './match.ts'
import { mayCount } from './rebuild-vendors.ts'
import { summarise, type SummarySources } from './summarise.ts'
import { boundPosition, versionPosition, type VersionPosition } from './version-position.ts'

/** A vulnerability that this version has. */
export interface AssessedGroup {
  readonly group: AdvisoryGroup<Match>
  readonly summary: AdvisorySummary
  /** The smallest version that ends it. */
  readonly fix?: string
}

/** All that the advisories say of one version of one package. */
export interface VersionAssessment {
  readonly groups: readonly AssessedGroup[]
  /** The smallest known version above that no record of the package calls affected: it ends all groups at once. */
  readonly safeVersion?: string
}

/** Matches one exact version against all records of its package that `counts` lets through. Withdrawn records never count. */
export type VersionAssessor = (
  key: PackageKey,
  version: string,
  counts: (advisory: Advisory) => boolean,
) => VersionAssessment

/** For one run of a rule: bounds are read once for all packages. */
export function versionAssessor(known: AdvisoryLookup): VersionAssessor {
  const readers = boundReaders()
  return (key, version, counts) => {
    const ofPackage = known.find(key.ecosystem, key.name)
    if (ofPackage.length === 0) return NOTHING
    const bounds = readers(key.ecosystem)
    const sets = ofPackage
      .filter((advisory) => counts(advisory) && mayCount(advisory, version))
      .map((advisory) =>
        affectedSet(
          saneMalware(advisory, () => isPopularName(key)),
          key,
          bounds,
        ),
      )
    return assess(versionPosition(version, bounds.scheme), sets, { known, ofPackage })
  }
}

const NOTHING: VersionAssessment = { groups: [] }

function assess(position: VersionPosition, sets: readonly AffectedSet[], sources: SummarySources): VersionAssessment {
  const matches = sets.flatMap((set) => match(position, set) ?? []).filter((found) => isCurrent(found, sources.known))
  if (matches.length === 0) return NOTHING
  const safeVersion = safeVersionAbove(position, sets)
  return {
    groups: groupByAlias(matches).map((group) => assessGroup(group, position, sources)),
    ...(safeVersion === undefined ? {} : { safeVersion }),
  }
}

/** The database leaves withdrawn records out; a lookup that does not is corrected here. */
function isCurrent({ advisory }: Match, known: AdvisoryLookup): boolean {
  return known.withdrawn(advisory.id) === undefined
}

function assessGroup(group: AdvisoryGroup<Match>, position: VersionPosition, sources: SummarySources): AssessedGroup {
  const fixed = fixedForAll(group, position)
  const fix = firstInstallable(fixed, position)
  const summary = summarise(group, versionsOf(fixed), sources)
  return { group, summary, ...(fix === undefined ? {} : { fix }) }
}

/** What one record calls fixed and another of the same group still calls affected does not end the vulnerability. */
function fixedForAll({ members }: AdvisoryGroup<Match>, { scheme }: VersionPosition): readonly ComparableBound[] {
  const [only, ...others] = members
  if (only !== undefined && others.length === 0) return only.fixed
  const sets = members.map(({ set }) => set)
  return inOrder(members.flatMap(({ fixed }) => fixed)).filter((bound) => isFree(boundPosition(bound, scheme), sets))
}

/** Each version once. */
function inOrder(bounds: readonly ComparableBound[]): ComparableBound[] {
  const byKey = new Map(bounds.map((bound) => [bound.key, bound]))
  return [...byKey.values()].sort((a, b) => compareKeys(a.key, b.key))
}

function isFree(position: VersionPosition, sets: readonly AffectedSet[]): boolean {
  return !sets.some((set) => isAffected(position, set))
}

/** Nobody on a release wants a pre-release, unless nothing else ends it. */
function firstInstallable(
  bounds: readonly ComparableBound[],
  { version, scheme }: VersionPosition,
): string | undefined {
  const versions = versionsOf(bounds)
  if (scheme.isPrerelease(version)) return versions[0]
  return versions.find((candidate) => !scheme.isPrerelease(candidate)) ?? versions[0]
}

function versionsOf(bounds: readonly ComparableBound[]): string[] {
  return bounds.map(({ version }) => version)
}

/**
 * Tries the fixes of all records in order. The record that spoke against the last candidate is asked first for the next:
 * hundreds of records (tensorflow has over 400) then cost little more than one look each.
 */
function safeVersionAbove(position: VersionPosition, sets: readonly AffectedSet[]): string | undefined {
  const { scheme } = position
  const above = sets
    .flatMap((set) => set.intervals)
    .flatMap(({ upper }) => (upper?.end === 'fixed' && upper.standard && position.compareTo(upper) < 0 ? [upper] : []))
  const order = [...sets]
  const safe = inOrder(above).filter((bound) => {
    const candidate = boundPosition(bound, scheme)
    const against = order.findIndex((set) => isAffected(candidate, set))
    if (against > 0) order.unshift(...order.splice(against, 1))
    return against === -1
  })
  return firstInstallable(safe, position)
}
