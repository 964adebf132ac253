import { incremented, isDigits, withoutLeadingZeros } from './characters.ts'
import type { Bound } from './scheme.ts'
import type { SemverVersion } from './semver-version.ts'
import { isSemver, parseSemver, semverNumber } from './semver-version.ts'
import { BEHIND, compareKeys, END, numberKey, textKey } from './sort-key.ts'
import type { SortableScheme, Versions } from './sortable-scheme.ts'

/**
 * The order of versions on npm: SemVer 2.0.0, item 11, over everything that begins with a number. Missing numbers count as
 * zero, a fourth and further ones are compared like the first three, build metadata is ignored, numbers are exact beyond
 * 2^53. Anything else comes below, ordered as text.
 */
export const semver: SortableScheme = {
  id: 'semver',
  isValid: isSemver,
  compare: (a, b) => (a === b ? 0 : compareKeys(sortKey(a), sortKey(b))),
  publicPart,
  hasLocalPart: (version) => parseSemver(version)?.build !== undefined,
  isPrerelease: (version) => (parseSemver(version)?.prerelease.length ?? 0) > 0,
  isPostRelease: () => false,
  sortKey,
  keyBehind: (version) => sortKey(version) + BEHIND,
  firstKey,
}

function sortKey(version: string): string {
  const parsed = parseSemver(version)
  return parsed === undefined ? `0${textKey(version.trim())}` : semverKey(parsed)
}

function semverKey(version: SemverVersion): string {
  return `1${numbersKey(version.numbers)}${END}${prereleaseKey(version.prerelease)}`
}

/** Trailing zeros do not count: `1.2` is `1.2.0`. */
function numbersKey(numbers: readonly string[]): string {
  let length = numbers.length
  while (length > 0 && withoutLeadingZeros(numbers[length - 1] ?? '') === '') length -= 1
  let key = ''
  for (let index = 0; index < length; index += 1) key += numberKey(numbers[index] ?? '')
  return key
}

/** Numbers come before words, the shorter of two like beginnings before the longer, all before the release. */
function prereleaseKey(identifiers: readonly string[]): string {
  if (identifiers.length === 0) return '1'
  return `0${identifiers.map((part) => (isDigits(part) ? `1${numberKey(part)}` : `2${textKey(part)}`)).join('')}0`
}

/** `1.2.3+build.5` -> `1.2.3`. */
function publicPart(version: string): string {
  return parseSemver(version)?.build === undefined ? version : version.slice(0, version.indexOf('+')).trim()
}

function firstKey(lower: Bound | undefined, versions: Versions): string {
  if (lower === undefined) return sortKey(versions === 'all' ? '0.0.0-0' : '0.0.0')
  const parsed = parseSemver(lower.version)
  if (parsed === undefined) return lower.inclusive ? sortKey(lower.version) : sortKey(lower.version) + BEHIND
  const first = lower.inclusive ? parsed : afterVersion(parsed)
  return semverKey(versions === 'releases' ? { ...first, prerelease: [] } : first)
}

/** The first version behind `1.2.3-rc` is `1.2.3-rc.0`, the first behind `1.2.3` is `1.2.4-0`. */
function afterVersion(version: SemverVersion): SemverVersion {
  if (version.prerelease.length > 0) return { ...version, prerelease: [...version.prerelease, '0'] }
  const patch = incremented(semverNumber(version, 2))
  return { ...version, numbers: [semverNumber(version, 0), semverNumber(version, 1), patch], prerelease: ['0'] }
}
