import { isDigits, withoutEnd } from './characters.ts'
import { prefixInterval, startsWith } from './conda-prefix.ts'
import type { CondaVersion } from './conda-version.ts'
import { parseConda } from './conda-version.ts'
import { conda } from './conda.ts'
import { complement, EVERYTHING, intersect, membership } from './intervals.ts'
import type { CondaMatch } from './conda-match.ts'
import type { Interval } from './scheme.ts'

/**
 * One term of a version spec (`>=1.2`, `1.2.*`, `=1.2`, `1.2`), or, where it is none, what was expected. White space
 * between an operator and its version is taken, as the solvers do.
 */
export function condaTerm(text: string): CondaMatch | string {
  if (text === '*') return { intervals: EVERYTHING, matches: () => true }
  const operator = OPERATORS.find((operator) => text.startsWith(operator)) ?? ''
  const version = text.slice(operator.length).trim()
  if (version === '') return 'a version'
  if (version.startsWith('^') || version.endsWith('$')) return 'a version (regular expressions are not read)'
  return operator === '' ? bare(version) : related(operator, version)
}

type Operator = (typeof OPERATORS)[number]

const OPERATORS = ['==', '!=', '~=', '<=', '>=', '=', '<', '>'] as const

function bare(version: string): CondaMatch | string {
  const stem = withoutStars(version)
  if (stem.includes('*')) return pattern(version)
  if (stem !== version) return family(stem)
  return related('==', version)
}

/** A `.*` behind a version with an operator: `=` and `!=` mean the family, the others pass over it. */
function related(operator: Operator, text: string): CondaMatch | string {
  const starred = text.endsWith('.*') || (operator === '=' && text.endsWith('*'))
  const version = starred ? withoutStars(text) : text
  if (operator === '=') return family(version)
  if (operator === '!=' && starred) return outsideFamily(version)
  if (operator === '~=' && starred) return 'a version without `.*` behind `~='
  if (parseConda(version) === undefined) return 'a conda version'
  return operator === '~=' ? compatible(version) : ordered(operator, version)
}

/** `1.2.*` and `1.2*` -> `1.2`. */
function withoutStars(text: string): string {
  const stem = withoutEnd(text, (character) => character === '*')
  return stem.endsWith('.') ? stem.slice(0, -1) : stem
}

function ordered(operator: Exclude<Operator, '=' | '~='>, version: string): CondaMatch {
  const intervals = orderedIntervals(operator, version)
  const isMember = membership(conda, intervals)
  return { intervals, matches: (candidate) => isMember(conda.sortKey(candidate)) }
}

function orderedIntervals(operator: Exclude<Operator, '=' | '~='>, version: string): Interval[] {
  switch (operator) {
    case '==':
      return [{ lower: { version, inclusive: true }, upper: { version, inclusive: true } }]
    case '!=':
      return [{ upper: { version, inclusive: false } }, { lower: { version, inclusive: false } }]
    case '<':
    case '<=':
      return [{ upper: { version, inclusive: operator === '<=' } }]
    case '>':
    case '>=':
      return [{ lower: { version, inclusive: operator === '>=' } }]
  }
}

function family(prefix: string): CondaMatch | string {
  const parsed = parseConda(prefix)
  if (parsed === undefined) return 'a conda version'
  return { intervals: [prefixInterval(prefix).interval], matches: (version) => isOfFamily(version, parsed) }
}

function outsideFamily(prefix: string): CondaMatch | string {
  const inside = family(prefix)
  if (typeof inside === 'string') return inside
  const intervals = prefixInterval(prefix).exact ? complement(conda, inside.intervals) : EVERYTHING
  return { intervals, matches: (version) => !inside.matches(version) }
}

/** `~=1.4.2`: at least that, and of the family `1.4`. */
function compatible(version: string): CondaMatch | string {
  const dot = version.lastIndexOf('.')
  const inside = dot === -1 ? 'at least two numbers behind `~=`' : family(version.slice(0, dot))
  if (typeof inside === 'string') return inside
  const atLeast = ordered('>=', version)
  return {
    intervals: intersect(conda, atLeast.intervals, inside.intervals),
    matches: (candidate) => atLeast.matches(candidate) && inside.matches(candidate),
  }
}

function isOfFamily(version: string, prefix: CondaVersion): boolean {
  const parsed = parseConda(version)
  return parsed !== undefined && startsWith(parsed, prefix)
}

/** Stars inside stand for any text; the pieces between them are looked for from left to right, without a RegExp. */
function pattern(text: string): CondaMatch | string {
  if (/[^*.+!_0-9a-zA-Z-]/.test(text)) return 'a conda version'
  const pieces = text.toLowerCase().split('*')
  const intervals = [prefixInterval(wholeNumbers(pieces[0] ?? '')).interval]
  return { intervals, matches: (version) => matchesPieces(version.trim().toLowerCase(), pieces) }
}

/** The last number before a star may go on behind it: `1.2*0` matches `1.2.0` and `1.20`. */
function wholeNumbers(beginning: string): string {
  return withoutEnd(withoutEnd(beginning, isDigits), (character) => !isDigits(character))
}

function matchesPieces(version: string, pieces: readonly string[]): boolean {
  const [first = '', ...rest] = pieces
  const last = rest.pop() ?? ''
  if (version.length < first.length + last.length || !version.startsWith(first) || !version.endsWith(last)) return false
  const end = version.length - last.length
  let at = first.length
  for (const piece of rest) {
    const found = version.indexOf(piece, at)
    if (found === -1 || found + piece.length > end) return false
    at = found + piece.length
  }
  return true
}
