import { isDigitAt, isLetterAt } from './characters.ts'

/** The parts of a version by PEP 440. Numbers are digits as written, of any length. */
export interface Pep440Version {
  readonly epoch: string
  /** At least one number; trailing zeros as written. */
  readonly release: readonly string[]
  readonly pre: { readonly phase: 'a' | 'b' | 'rc'; readonly number: string } | undefined
  readonly post: string | undefined
  readonly dev: string | undefined
  /** Lower case segments of the local label. */
  readonly local: readonly string[] | undefined
}

/** How far a text follows the grammar of PEP 440, and what was found on the way. */
export interface Pep440Scan {
  readonly version: Pep440Version
  readonly end: number
  /** Where each part that was found ends; a version could end at each of them. */
  readonly ends: readonly number[]
}

/**
 * Reads as far as the grammar of PEP 440, appendix B, goes; undefined when it does not begin with a release. Every separator
 * of the grammar is optional, so taking the longest part is never wrong: one pass, no backtracking, linear on hostile input.
 */
export function scanPep440(text: string): Pep440Scan | undefined {
  const cursor: Cursor = { text: lowerAscii(text), at: 0 }
  const ends: number[] = []
  takeOne(cursor, 'v')
  const epoch = takeEpoch(cursor)
  const release = takeRelease(cursor)
  if (release.length === 0) return undefined
  ends.push(cursor.at)
  const pre = takeTagged(cursor, PRE_WORDS, ends)
  const post = takePost(cursor, ends)
  const dev = takeTagged(cursor, DEV_WORDS, ends)?.number
  const local = takeLocal(cursor, ends)
  const phase = pre === undefined ? undefined : { phase: PHASES[pre.word], number: pre.number }
  return { version: { epoch, release, pre: phase, post, dev, local }, end: cursor.at, ends }
}

interface Cursor {
  readonly text: string
  at: number
}

const PRE_WORDS = ['preview', 'alpha', 'beta', 'pre', 'rc', 'a', 'b', 'c'] as const
const POST_WORDS = ['post', 'rev', 'r'] as const
const DEV_WORDS = ['dev'] as const
const PHASES = { preview: 'rc', alpha: 'a', beta: 'b', pre: 'rc', rc: 'rc', a: 'a', b: 'b', c: 'rc' } as const

/** Lower case of A to Z only: the Kelvin sign is not a `k` (PEP 440 versions are ASCII). */
function lowerAscii(text: string): string {
  return text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

function takeEpoch(cursor: Cursor): string {
  const start = cursor.at
  const digits = takeDigits(cursor)
  if (digits !== '' && takeOne(cursor, '!')) return digits
  cursor.at = start
  return '0'
}

function takeRelease(cursor: Cursor): string[] {
  const numbers: string[] = []
  for (let digits = takeDigits(cursor); digits !== ''; digits = takeDigits(cursor)) {
    numbers.push(digits)
    if (cursor.text[cursor.at] !== '.' || !isDigitAt(cursor.text, cursor.at + 1)) break
    cursor.at += 1
  }
  return numbers
}

/** `-rc.1`, `b`, `.dev3`: separator, word, separator, number, where only the word must be there. */
function takeTagged<W extends string>(
  cursor: Cursor,
  words: readonly W[],
  ends: number[],
): { readonly word: W; readonly number: string } | undefined {
  const start = cursor.at
  takeSeparator(cursor)
  const word = words.find((word) => cursor.text.startsWith(word, cursor.at))
  if (word === undefined) {
    cursor.at = start
    return undefined
  }
  cursor.at += word.length
  ends.push(cursor.at)
  takeSeparator(cursor)
  const number = takeDigits(cursor)
  if (number !== '') ends.push(cursor.at)
  return { word, number: number === '' ? '0' : number }
}

/** `1.0-1` is the implicit spelling of `1.0.post1`. */
function takePost(cursor: Cursor, ends: number[]): string | undefined {
  if (cursor.text[cursor.at] === '-' && isDigitAt(cursor.text, cursor.at + 1)) {
    cursor.at += 1
    const digits = takeDigits(cursor)
    ends.push(cursor.at)
    return digits
  }
  return takeTagged(cursor, POST_WORDS, ends)?.number
}

function takeLocal(cursor: Cursor, ends: number[]): string[] | undefined {
  if (cursor.text[cursor.at] !== '+' || !isAlphanumeric(cursor.text, cursor.at + 1)) return undefined
  const segments: string[] = []
  do {
    const start = cursor.at + 1
    cursor.at = start
    while (isAlphanumeric(cursor.text, cursor.at)) cursor.at += 1
    segments.push(cursor.text.slice(start, cursor.at))
    ends.push(cursor.at)
  } while (isSeparator(cursor.text, cursor.at) && isAlphanumeric(cursor.text, cursor.at + 1))
  return segments
}

function takeDigits(cursor: Cursor): string {
  const start = cursor.at
  while (isDigitAt(cursor.text, cursor.at)) cursor.at += 1
  return cursor.text.slice(start, cursor.at)
}

function takeSeparator(cursor: Cursor): void {
  if (isSeparator(cursor.text, cursor.at)) cursor.at += 1
}

function takeOne(cursor: Cursor, character: string): boolean {
  if (cursor.text[cursor.at] !== character) return false
  cursor.at += 1
  return true
}

function isSeparator(text: string, at: number): boolean {
  const character = text[at]
  return character === '.' || character === '-' || character === '_'
}

function isAlphanumeric(text: string, at: number): boolean {
  return isDigitAt(text, at) || isLetterAt(text, at)
}
