import { LimitError } from '../base/errors.ts'
import type { CondaMatch } from './conda-match.ts'
import { condaTerm } from './conda-term.ts'
import { conda } from './conda.ts'
import { EVERYTHING, intersectAll, normalise } from './intervals.ts'
import type { ParsedRange } from './parsed-range.ts'
import { rangeError } from './range-error.ts'

/**
 * The version part of a conda match spec: `=1.23` and `1.23.*` (what begins with it), `==1.23` and `1.23` (that one),
 * `>=1,<2|>3`, `!=`, `~=`, stars, parentheses; nothing at all and `*` allow everything. Regular expressions (`^1\.2$`) are
 * refused with FORMAT_SYNTAX: a pattern from data is not run. Throws LimitError beyond 50 open parentheses.
 *
 * Where stars stand inside (`1.*.3`), or a word at the end of a prefix, the intervals are wider than what is allowed;
 * `includes` is exact.
 */
export function condaRange(text: string): ParsedRange {
  const match = text.trim() === '' ? ANYTHING : wholeSpec(text)
  return {
    text,
    syntax: 'conda',
    intervals: normalise(conda, match.intervals),
    prereleases: true,
    includes: (version) => conda.isValid(version) && match.matches(version),
  }
}

const ANYTHING: CondaMatch = { intervals: EVERYTHING, matches: () => true }

/** Specs nest one or two deep; more is an attack on the stack. */
const DEEPEST = 50

interface Cursor {
  readonly text: string
  at: number
}

function wholeSpec(text: string): CondaMatch {
  const cursor: Cursor = { text, at: 0 }
  const match = either(cursor, 0)
  if (cursor.at < text.length) throw rangeError('`,`, `|` or the end', text, cursor.at)
  return match
}

/** `|` binds less than `,`. */
function either(cursor: Cursor, depth: number): CondaMatch {
  const choices = separated(cursor, '|', () => every(cursor, depth))
  const [only] = choices
  if (choices.length === 1 && only !== undefined) return only
  return {
    intervals: normalise(
      conda,
      choices.flatMap((choice) => choice.intervals),
    ),
    matches: (version) => choices.some((choice) => choice.matches(version)),
  }
}

function every(cursor: Cursor, depth: number): CondaMatch {
  const terms = separated(cursor, ',', () => operand(cursor, depth))
  const [only] = terms
  if (terms.length === 1 && only !== undefined) return only
  return {
    intervals: intersectAll(
      conda,
      terms.map((term) => term.intervals),
    ),
    matches: (version) => terms.every((term) => term.matches(version)),
  }
}

function separated<T>(cursor: Cursor, separator: string, read: () => T): T[] {
  const list = [read()]
  while (cursor.text[cursor.at] === separator) {
    cursor.at += 1
    list.push(read())
  }
  return list
}

function operand(cursor: Cursor, depth: number): CondaMatch {
  skipSpace(cursor)
  if (cursor.text[cursor.at] !== '(') return term(cursor)
  if (depth >= DEEPEST) throw new LimitError('LIMIT_DEPTH', `version spec nested deeper than ${DEEPEST} parentheses`)
  cursor.at += 1
  const inner = either(cursor, depth + 1)
  if (cursor.text[cursor.at] !== ')') throw rangeError('`)`', cursor.text, cursor.at)
  cursor.at += 1
  skipSpace(cursor)
  return inner
}

function term(cursor: Cursor): CondaMatch {
  const start = cursor.at
  while (cursor.at < cursor.text.length && !'|,()'.includes(cursor.text.charAt(cursor.at))) cursor.at += 1
  const match = condaTerm(cursor.text.slice(start, cursor.at).trimEnd())
  if (typeof match === 'string') throw rangeError(match, cursor.text, start)
  return match
}

function skipSpace(cursor: Cursor): void {
  while (cursor.at < cursor.text.length && cursor.text.charAt(cursor.at).trim() === '') cursor.at += 1
}
