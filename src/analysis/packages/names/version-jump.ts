import type { Ecosystem } from '../../../model/ecosystem.ts'
import { schemeOf } from '../../../versions/scheme-of.ts'

/** A release far above what came before, as whoever wants to win over a private index makes it. */
export interface VersionJump {
  /** The highest version before; undefined for a first release. */
  readonly from: string | undefined
  readonly to: string
  readonly because: string
}

/**
 * Does a version leap out of the row (`1.4.2` -> `99.9.0`, or a first release `100.0.0`)? `earlier` are the versions of the package
 * published before, in any order. A change to calendar versions (`1.0` -> `2024.1`, `23.1`) is none, nor is one major version after
 * another however high (a browser's 120). Linear.
 */
export function versionJump(
  earlier: readonly string[],
  version: string,
  ecosystem: Ecosystem,
): VersionJump | undefined {
  const scheme = schemeOf(ecosystem)
  const major = majorOf(version)
  if (major === undefined || isCalendar(version)) return undefined
  const from = earlier.reduce<string | undefined>(
    (highest, one) => (one !== version && (highest === undefined || scheme.compare(one, highest) > 0) ? one : highest),
    undefined,
  )
  const before = from === undefined ? 0 : (majorOf(from) ?? 0)
  if (from !== undefined && scheme.compare(from, version) >= 0) return undefined
  const least = from === undefined ? FIRST_MAJOR : HIGH_MAJOR
  if (!ALL_NINES.test(version) && (major < least || major - before < LEAP)) return undefined
  const because =
    from === undefined ? `begins with version ${cut(version)}` : `leaps from version ${cut(from)} to ${cut(version)}`
  return { from, to: version, because }
}

/** Attackers of private names use 9.9, 99.99, 69.0, 1000.0: what surely lies above whatever the owner has. Honest leaps end below. */
const HIGH_MAJOR = 9
const LEAP = 8
/** A new package of a family takes over its number (Angular's 19, Jest's 30). */
const FIRST_MAJOR = 50
/** Nobody counts up to `9.9.9` by accident, whatever came before. */
const ALL_NINES = /^9+(?:\.9+)+$/

/** The first number, after an epoch (PEP 440) or a `v`. Numbers of more than 15 digits count as that. */
function majorOf(version: string): number | undefined {
  const digits = /^(?:\d{1,9}!)?v?(\d+)/i.exec(version)?.[1]
  return digits === undefined ? undefined : Number(digits.slice(0, 15))
}

/** `2024.1`, `20240131`, `24.04`, `23.12.1`: a year of this or the last decades first, then a month where the year is short. */
function isCalendar(version: string): boolean {
  const [, first = '', second = ''] = /^v?(\d{2,8})(?:\.(\d{1,4}))?/.exec(version) ?? []
  if (first.length === 4 || first.length === 6 || first.length === 8) return /^(?:19[89]|20[0-4])/.test(first)
  const month = Number(second.slice(0, 2))
  return first.length === 2 && /^[0-3]/.test(first) && Number(first) >= 15 && second !== '' && month <= 12
}

function cut(version: string): string {
  return version.length > 40 ? `${version.slice(0, 40)}…` : version
}
