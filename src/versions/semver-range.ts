import { intersectAll, membership, normalise } from './intervals.ts'
import type { ParsedRange } from './parsed-range.ts'
import { rangeError } from './range-error.ts'
import type { Alternative, RangeToken } from './range-tokens.ts'
import { alternatives, rangeTokens } from './range-tokens.ts'
import type { Interval } from './scheme.ts'
import type { Comparator } from './semver-comparators.ts'
import { comparatorInterval, comparators, hyphenComparators, SEMVER_OPERATORS } from './semver-comparators.ts'
import type { PartialVersion } from './semver-partial.ts'
import { parsePartial } from './semver-partial.ts'
import { parseSemver, semverNumber } from './semver-version.ts'
import { semver } from './semver.ts'

/**
 * A range as npm reads it: comparators with white space between, `||` for "or", `^`, `~`, `1.x`, `1.2 - 2.3`. Nothing at
 * all and `*` allow everything. A tag (`latest`) is no range: it throws.
 *
 * `includes` follows node-semver without `includePrerelease`: a pre-release is allowed only where a comparator of the same
 * alternative names a pre-release of the same three numbers. The intervals say the order only, so they also span
 * pre-releases that `includes` refuses; upper ends of `^`, `~` and x-ranges leave out those of the next release (`2.0.0-0`).
 */
export function semverRange(text: string): ParsedRange {
  const sets = withoutEclipsed(alternatives(text, false).map((piece) => comparatorSet(text, piece)))
  return {
    text,
    syntax: 'semver',
    intervals: normalise(
      semver,
      sets.flatMap((set) => set.intervals),
    ),
    prereleases: sets.some((set) => set.prereleases),
    includes(version) {
      const key = semver.sortKey(version)
      const prerelease = semver.isPrerelease(version) ? releaseName(version) : undefined
      return sets.some((set) => (prerelease === undefined || set.named.has(prerelease)) && set.isMember(key))
    },
  }
}

interface ComparatorSet {
  readonly intervals: readonly Interval[]
  /** Has it no comparator, as `*` has none? */
  readonly isUnlimited: boolean
  readonly isMember: (key: string) => boolean
  /** The releases of which a pre-release is named, as `1.2.3`. */
  readonly named: ReadonlySet<string>
  /** Is a pre-release written in it? The ends that `^` and the like are given (`2.0.0-0`) are not. */
  readonly prereleases: boolean
}

function comparatorSet(text: string, piece: Alternative): ComparatorSet {
  const tokens = rangeTokens(text, piece, false).filter((token) => token.operator !== '' || token.version !== '')
  const terms = isHyphenRange(tokens) ? hyphen(text, tokens) : tokens.map((token) => simple(text, token))
  const all = terms.flatMap((term) => term.comparators)
  const intervals = intersectAll(
    semver,
    all.map((comparator) => [comparatorInterval(comparator)]),
  )
  const named = all.filter(({ version }) => version.prerelease.length > 0).map(({ version }) => nameOf(version.numbers))
  return {
    intervals,
    isUnlimited: all.length === 0,
    isMember: membership(semver, intervals),
    named: new Set(named),
    prereleases: terms.some((term) => term.prereleases),
  }
}

/** An alternative that allows everything stands alone, as in node-semver: `* || 1.0.0-rc.1` allows no pre-release. */
function withoutEclipsed(sets: readonly ComparatorSet[]): readonly ComparatorSet[] {
  const everything = sets.find((set) => set.isUnlimited)
  return everything === undefined ? sets : [everything]
}

interface Term {
  readonly comparators: readonly Comparator[]
  readonly prereleases: boolean
}

function isHyphenRange(tokens: readonly RangeToken[]): boolean {
  return tokens.length === 3 && tokens[1]?.version === '-' && tokens[1].operator === ''
}

function hyphen(text: string, tokens: readonly RangeToken[]): Term[] {
  const [from, , to] = tokens
  if (from === undefined || to === undefined) return []
  const ends = [versionOf(text, from), versionOf(text, to)] as const
  return [{ comparators: hyphenComparators(...ends), prereleases: ends.some(isUnstable) }]
}

function simple(text: string, token: RangeToken): Term {
  const operator = SEMVER_OPERATORS.get(token.operator)
  if (operator === undefined) throw rangeError('one of `^`, `~`, `<`, `<=`, `>`, `>=`, `=`', text, token.at)
  const version = versionOf(text, token)
  return { comparators: comparators(operator, version), prereleases: isUnstable(version) }
}

function versionOf(text: string, token: RangeToken): PartialVersion {
  const version = parsePartial(token.version)
  if (version === undefined) throw rangeError('a version as in SemVer', text, token.at + token.operator.length)
  return version
}

function isUnstable(version: PartialVersion): boolean {
  return version.prerelease.length > 0
}

function releaseName(version: string): string | undefined {
  const parsed = parseSemver(version)
  return parsed && nameOf([0, 1, 2].map((index) => semverNumber(parsed, index)))
}

function nameOf(numbers: readonly string[]): string {
  return [0, 1, 2].map((index) => semverNumber({ numbers, prerelease: [], build: undefined }, index)).join('.')
}
