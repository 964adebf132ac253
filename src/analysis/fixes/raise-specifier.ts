import { isExpected } from '../../base/errors.ts'
import type { RangeSyntax } from '../../model/package-mention.ts'
import { holds } from '../../versions/intervals.ts'
import { parseRange } from '../../versions/parse-range.ts'
import type { ParsedRange } from '../../versions/parsed-range.ts'
import { schemeOfSyntax } from '../../versions/scheme-of.ts'
import { raiseTerm } from './raise-term.ts'
import { nextFamily, versionNumbers } from './version-numbers.ts'

/** A specifier that begins at the version wanted. */
export interface Raised {
  readonly text: string
  /** Upper bounds that were in the way and are moved up, as written before. */
  readonly lifted: readonly string[]
}

/**
 * Rewrites a range so that it lets `target` in and nothing below it, and changes nothing else: operators, order, space and
 * exclusions stay. Upper bounds that keep the target out are moved up and named. Of alternatives (`^1 || ^2`) those below the
 * target go. Undefined when the text is not understood or the outcome would not hold the target.
 */
export function raiseSpecifier(text: string, syntax: RangeSyntax, target: string): Raised | undefined {
  try {
    const raised = raiseAlternatives(text, syntax, target)
    return raised !== undefined && lets(raised.text, syntax, target) ? raised : undefined
  } catch (error) {
    if (!isExpected(error)) throw error
    return undefined
  }
}

/** Does the range hold the version, pre-releases among them? False when it is not understood. */
export function lets(text: string, syntax: RangeSyntax, version: string): boolean {
  const range = understood(text, syntax)
  return range !== undefined && holds(schemeOfSyntax(syntax), range.intervals, version)
}

/** The range, unless its text is not understood. */
export function understood(text: string, syntax: RangeSyntax): ParsedRange | undefined {
  try {
    return parseRange(text, syntax)
  } catch (error) {
    if (!isExpected(error)) throw error
    return undefined
  }
}

const SEPARATORS: Readonly<Record<RangeSyntax, RegExp | undefined>> = {
  pep440: undefined,
  poetry: /\|\|?/,
  semver: /\|\|/,
  conda: /\|/,
}

function raiseAlternatives(text: string, syntax: RangeSyntax, target: string): Raised | undefined {
  const separator = SEPARATORS[syntax]
  const found = separator === undefined ? null : separator.exec(text)
  if (separator === undefined || found === null) return raiseTerms(text, syntax, target)
  const pieces = text.split(separator).map((piece) => piece.trim())
  const own = pieces.findIndex((piece) => reaches(piece, syntax, target))
  const at = own === -1 ? pieces.length - 1 : own
  const first = raiseTerms(pieces[at] ?? '', syntax, target)
  if (first === undefined) return undefined
  const between = / /.test(text) ? ` ${found[0]} ` : found[0]
  return { ...first, text: [first.text, ...pieces.slice(at + 1)].join(between) }
}

/** Does the alternative hold the target, or begin above it? */
function reaches(piece: string, syntax: RangeSyntax, target: string): boolean {
  const last = parseRange(piece, syntax).intervals.at(-1)
  if (last === undefined) return false
  const { upper } = last
  return upper === undefined || schemeOfSyntax(syntax).compare(upper.version, target) > 0 || lets(piece, syntax, target)
}

/** The operators of all languages, longest first; a version ends where the next term or bracket begins. */
const TERM = /(===|==|~=|!=|<=|>=|~>|\^|~|<|>|=)?(\s*)((?:[0-9A-Za-z.*+_-]|!(?!=))+)/g

/** Longer ones were written by nobody. */
const LONGEST = 300

function raiseTerms(text: string, syntax: RangeSyntax, target: string): Raised | undefined {
  if (text.length > LONGEST || text.includes('(')) return undefined
  const hyphen = syntax === 'semver' ? raiseHyphen(text, target) : undefined
  if (hyphen !== undefined) return hyphen
  const lifted: string[] = []
  const pieces: string[] = []
  let bounded = false
  let end = 0
  for (const match of text.matchAll(TERM)) {
    const [whole, operator = '', space = '', version = ''] = match
    const raised = raiseTerm({ operator, space: operator === '' ? '' : space, version }, syntax, target)
    if (raised === undefined) return undefined
    pieces.push(text.slice(end, match.index), operator === '' ? space : '', raised.text)
    bounded ||= raised.bounds
    if (raised.lifted !== undefined) lifted.push(raised.lifted)
    end = match.index + whole.length
  }
  if (/[^\s,]/.test(text.replace(TERM, ''))) return undefined
  const rest = [...pieces, text.slice(end)].join('')
  return { text: bounded ? rest : withFloor(rest, syntax, target), lifted }
}

/** In front, where people write it. */
function withFloor(text: string, syntax: RangeSyntax, target: string): string {
  if (text.trim() === '') return `>=${target}`
  return `>=${target}${syntax === 'semver' ? ' ' : ','}${text.trimStart()}`
}

/** `1.2.3 - 2.0.0`. */
function raiseHyphen(text: string, target: string): Raised | undefined {
  const ends = /^(\S+)(\s+-\s+)(\S+)$/.exec(text.trim())
  if (ends === null) return undefined
  const raised = `${target}${ends[2] ?? ' - '}${ends[3] ?? ''}`
  if (lets(raised, 'semver', target)) return { text: raised, lifted: [] }
  const numbers = versionNumbers(target)
  if (numbers === undefined) return undefined
  return { text: `>=${target} <${nextFamily(numbers, 1)}.0.0`, lifted: [`<=${ends[3] ?? ''}`] }
}
