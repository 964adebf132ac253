import { withoutLeadingZeros } from './characters.ts'
import { EVERYTHING, intersectAll, normalise } from './intervals.ts'
import type { ParsedRange } from './parsed-range.ts'
import type { Pep440Clause, Pep440Operator } from './pep440-clause.ts'
import { clauseIntervals, familyEnd, namesPrerelease } from './pep440-clause.ts'
import { pep440Includes, readClause } from './pep440-range.ts'
import type { Pep440Version } from './pep440-grammar.ts'
import { formatPep440 } from './pep440-version.ts'
import { pep440 } from './pep440.ts'
import { rangeError } from './range-error.ts'
import type { RangeToken } from './range-tokens.ts'
import { alternatives, rangeTokens } from './range-tokens.ts'
import type { Interval } from './scheme.ts'

/**
 * A constraint of poetry over PEP 440 versions: `^1.2`, `~1.2`, `1.*`, `*`, the operators of PEP 440 and `=`, a plain
 * version (that one exactly), with commas or white space for "and", `||` or `|` for "or".
 *
 * `includes` allows pre-releases only when the constraint names one, as poetry's choice of candidates does. `!=1.0` cuts
 * out `1.0` and its local versions as in PEP 440; poetry's own code also refuses `1.0.post1` there.
 */
export function poetryRange(text: string): ParsedRange {
  const groups = alternatives(text, true).map((piece) => group(text, rangeTokens(text, piece, true), piece.end))
  const intervals = normalise(
    pep440,
    groups.flatMap((terms) =>
      intersectAll(
        pep440,
        terms.map((term) => term.intervals),
      ),
    ),
  )
  const prereleases = groups.some((terms) => terms.some((term) => term.prereleases))
  return { text, syntax: 'poetry', intervals, prereleases, includes: pep440Includes(intervals, prereleases) }
}

interface Term {
  readonly intervals: readonly Interval[]
  readonly prereleases: boolean
}

function group(text: string, tokens: readonly RangeToken[], end: number): Term[] {
  if (tokens.length === 0) throw rangeError('a version or `*`', text, end)
  return tokens.map((token) => term(text, token))
}

const PEP440_OPERATORS: ReadonlyMap<string, Pep440Operator> = new Map([
  ['', '=='],
  ['=', '=='],
  ['==', '=='],
  ['!=', '!='],
  ['<=', '<='],
  ['>=', '>='],
  ['<', '<'],
  ['>', '>'],
])

function term(text: string, token: RangeToken): Term {
  if (token.operator === '' && isAny(token.version)) return { intervals: EVERYTHING, prereleases: false }
  const length = LEAPS.get(token.operator)
  if (length !== undefined) return leap(text, token, length)
  const operator = PEP440_OPERATORS.get(token.operator)
  if (operator === undefined)
    throw rangeError('one of `^`, `~`, `==`, `!=`, `~=`, `<=`, `>=`, `<`, `>`', text, token.at)
  const clause = clauseOf(text, token, operator)
  return { intervals: clauseIntervals(clause), prereleases: namesPrerelease(clause) }
}

/** `*`, `x`, `*.*`, `X.x`. */
function isAny(version: string): boolean {
  return version !== '' && version.split('.').every((part) => part === '*' || part === 'x' || part === 'X')
}

function clauseOf(text: string, token: RangeToken, operator: Pep440Operator): Pep440Clause {
  const clause = readClause(operator, withoutExtraStars(token.version))
  if (typeof clause === 'string') throw rangeError(clause, text, token.at + token.operator.length)
  return clause
}

/** `1.*.*` is `1.*`. */
function withoutExtraStars(version: string): string {
  let end = version.length
  while (version.endsWith('.*.*', end)) end -= 2
  return version.slice(0, end)
}

/** From a version on to the end of a family: of which one is told by how many numbers of the release stay. */
function leap(text: string, token: RangeToken, length: (version: Pep440Version) => number): Term {
  const { version, wildcard } = clauseOf(text, token, '>=')
  if (wildcard) throw rangeError('a version without `.*`', text, token.at + token.operator.length)
  const lower = { version: formatPep440(version), inclusive: true }
  const prereleases = namesPrerelease({ operator: '>=', version, wildcard })
  return { intervals: [{ lower, upper: familyEnd(version, length(version)) }], prereleases }
}

/** `^1.2.3` keeps the first number that is not zero, `~1.2.3` the first two, `~=1.2.3` all but the last (`~=1`: that one). */
const LEAPS: ReadonlyMap<string, (version: Pep440Version) => number> = new Map([
  ['^', caretLength],
  ['~', ({ release }) => Math.min(release.length, 2)],
  ['~=', ({ release }) => Math.max(release.length - 1, 1)],
])

/** How many numbers of the release stay: up to and with the first that is not zero, at most three, or all that are written. */
function caretLength({ release }: Pep440Version): number {
  const first = release.findIndex((number) => withoutLeadingZeros(number) !== '')
  const length = first === -1 ? release.length : first + 1
  return Math.min(length, release.length, 3)
}
