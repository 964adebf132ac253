import type { Advisory, Affected } from '../../model/advisory.ts'
import type { Ecosystem } from '../../model/ecosystem.ts'
import { packageName } from '../../model/package-name.ts'
import { compareKeys } from '../../versions/sort-key.ts'
import { affectedIntervals, type AffectedInterval } from './affected-intervals.ts'
import type { BoundReader, ComparableBound } from './comparable-bound.ts'
import type { VersionPosition } from './version-position.ts'

/** A package in its ecosystem; `name` normalised by packageName(). */
export interface PackageKey {
  readonly ecosystem: Ecosystem
  readonly name: string
}

/** All versions of one package that one record calls affected, ready for many questions. */
export interface AffectedSet {
  readonly advisory: Advisory
  /** Enumerated versions, as written, of all entries for the package. */
  readonly versions: readonly string[]
  /** Of all ranges of all entries for the package; in order within a range. */
  readonly intervals: readonly AffectedInterval[]
}

/**
 * Entries for another package, or another ecosystem, do not count; names are normalised on both sides (`jw.util` is
 * `jw-util` on PyPI). An entry without versions and ranges adds nothing: it is not a match for everything.
 */
export function affectedSet(advisory: Advisory, key: PackageKey, bounds: BoundReader): AffectedSet {
  const entries = advisory.affected.filter((entry) => speaksOf(entry, key))
  const [only] = entries
  return {
    advisory,
    versions: entries.length === 1 && only !== undefined ? only.versions : entries.flatMap((entry) => entry.versions),
    intervals: entries.flatMap((entry) => entry.ranges.flatMap((range) => affectedIntervals(range, bounds))),
  }
}

/** The bounds that end an interval as fixed and are versions, each once, in order. */
export function fixedVersions(set: AffectedSet): ComparableBound[] {
  const byKey = new Map<string, ComparableBound>()
  for (const { upper } of set.intervals) {
    if (upper?.end === 'fixed' && upper.standard && !byKey.has(upper.key)) byKey.set(upper.key, upper)
  }
  return [...byKey.values()].sort((a, b) => compareKeys(a.key, b.key))
}

/** Is the version affected: listed, or inside any range? */
export function isAffected(position: VersionPosition, set: AffectedSet): boolean {
  return set.intervals.some((piece) => isInside(position, piece)) || listedAs(position, set) !== undefined
}

/** Is the version inside this piece? */
export function isInside(position: VersionPosition, piece: AffectedInterval): boolean {
  return isAtOrAbove(position, piece) && isBelowEnd(position, piece)
}

/** The entry of the record's list that is this version, as written there. */
export function listedAs(position: VersionPosition, set: AffectedSet): string | undefined {
  return set.versions.find((listed) => position.isSame(listed))
}

function isAtOrAbove(position: VersionPosition, { lower }: AffectedInterval): boolean {
  return lower === undefined || position.compareTo(lower) >= 0
}

function isBelowEnd(position: VersionPosition, { upper }: AffectedInterval): boolean {
  if (upper === undefined) return true
  const order = position.compareTo(upper)
  return upper.end === 'last_affected' ? order <= 0 : order < 0
}

function speaksOf(entry: Affected, { ecosystem, name }: PackageKey): boolean {
  if (entry.ecosystem !== ecosystem) return false
  return entry.name === name || packageName(ecosystem, entry.name) === packageName(ecosystem, name)
}
