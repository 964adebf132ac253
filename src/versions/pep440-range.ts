import { intersectAll, membership, point } from './intervals.ts'
import type { ParsedRange } from './parsed-range.ts'
import type { Pep440Clause, Pep440Operator } from './pep440-clause.ts'
import { clauseIntervals, namesPrerelease } from './pep440-clause.ts'
import type { Pep440Version } from './pep440-grammar.ts'
import { parsePep440 } from './pep440-version.ts'
import { pep440 } from './pep440.ts'
import { rangeError } from './range-error.ts'
import type { Interval } from './scheme.ts'

/**
 * A specifier set of PEP 440: clauses with commas between, perhaps in parentheses as in old metadata; nothing at all and
 * `*` (Pipfile) allow everything. Beyond the letter it understands what older installers took: local labels with ordered
 * comparisons (`>=2.1+cu118`) and `.*` behind them (`>=3.6.*`).
 *
 * `includes` allows pre-releases only when a clause names one. (An installer also takes them when there is no release at
 * all; that cannot be known from one version.) Legacy strings are allowed by `===` and by the empty set only.
 */
export function pep440Range(text: string): ParsedRange {
  const clauses = specifiers(text)
  const ordered = clauses.filter((clause) => clause.operator !== '===')
  const exactTexts = clauses.filter((clause) => clause.operator === '===').map((clause) => clause.text)
  const intervals = intersectAll(pep440, [...ordered.map(clauseIntervals), ...exactTexts.map(pointList)])
  const prereleases = ordered.some(namesPrerelease) || exactTexts.some((exact) => pep440.isPrerelease(exact))
  const allows = pep440Includes(intervals, prereleases)
  return {
    text,
    syntax: 'pep440',
    intervals,
    prereleases,
    includes(version) {
      if (!exactTexts.every((exact) => isSameText(exact, version))) return false
      if (!pep440.isValid(version)) return ordered.length === 0
      return allows(version)
    },
  }
}

/** Does a valid version lie in the intervals, and is it a release where only releases are allowed? */
export function pep440Includes(intervals: readonly Interval[], prereleases: boolean): (version: string) => boolean {
  const isMember = membership(pep440, intervals)
  return (version) => {
    if (!pep440.isValid(version) || (!prereleases && pep440.isPrerelease(version))) return false
    return isMember(pep440.sortKey(version))
  }
}

/** The version of a clause with its wildcard, or what was expected in its place. */
export function readClause(operator: Pep440Operator, text: string): Pep440Clause | string {
  const wildcard = text.endsWith('.*')
  const version = parsePep440(wildcard ? text.slice(0, -2) : text)
  if (version === undefined) return 'a PEP 440 version'
  if (wildcard && !isBare(version)) return 'a release without suffix before `.*`'
  if (operator === '~=' && version.release.length < 2) return 'at least two numbers behind `~=`'
  return { operator, version, wildcard }
}

interface TextClause {
  readonly operator: '==='
  readonly text: string
}

/** `===` first, so that it is not taken for `==`. */
const OPERATORS = ['===', '==', '!=', '~=', '<=', '>=', '<', '>'] as const

function specifiers(text: string): (Pep440Clause | TextClause)[] {
  const { start, end } = withoutParentheses(text)
  const inner = text.slice(start, end)
  if (inner.trim() === '*') return []
  const clauses: (Pep440Clause | TextClause)[] = []
  let at = start
  for (const part of inner.split(',')) {
    if (part.trim() !== '') clauses.push(specifier(text, at, part))
    at += part.length + 1
  }
  return clauses
}

function withoutParentheses(text: string): { readonly start: number; readonly end: number } {
  const start = text.length - text.trimStart().length
  const end = text.trimEnd().length
  if (text[start] !== '(') return { start: 0, end: text.length }
  if (text[end - 1] !== ')') throw rangeError('`)` at the end', text, end)
  return { start: start + 1, end: end - 1 }
}

function specifier(text: string, at: number, part: string): Pep440Clause | TextClause {
  const bare = part.trimStart()
  const start = at + part.length - bare.length
  const operator = OPERATORS.find((operator) => bare.startsWith(operator))
  if (operator === undefined) throw rangeError('one of `==`, `!=`, `~=`, `<=`, `>=`, `<`, `>`, `===`', text, start)
  const rest = bare.slice(operator.length)
  const version = rest.trim()
  const versionStart = start + operator.length + rest.length - rest.trimStart().length
  if (operator === '===') return arbitrary(text, versionStart, version)
  const clause = readClause(operator, version)
  if (typeof clause === 'string') throw rangeError(clause, text, versionStart)
  return clause
}

/** Any text without white space, semicolon and closing parenthesis. */
function arbitrary(text: string, at: number, version: string): TextClause {
  const end = version.search(/[\s;)]/)
  if (version === '' || end !== -1) throw rangeError('a version without white space', text, at + Math.max(end, 0))
  return { operator: '===', text: version }
}

function isBare(version: Pep440Version): boolean {
  return [version.pre, version.post, version.dev, version.local].every((part) => part === undefined)
}

function isSameText(a: string, b: string): boolean {
  return a.toLowerCase() === b.trim().toLowerCase()
}

function pointList(version: string): Interval[] {
  return [point(version)]
}
