import type { PsExpression, PsIssue, PsStatement } from './syntax.ts'

/** Most nodes of one script, in proportion to what a script of a megabyte has. */
const MOST_NODES = 2_000_000

/** The state of one reading. Parts of the grammar that need each other meet here. */
export interface Reading {
  readonly text: string
  at: number
  readonly issues: PsIssue[]
  readonly depth: number
  level: number
  nodes: number
  /** Statements up to the closing character, which is taken; to the end where it is empty. */
  readonly statements: (closer: string) => readonly PsStatement[]
}

/** Starts at the beginning of a text. */
export function startReading(
  text: string,
  depth: number,
  statements: (reading: Reading, closer: string) => readonly PsStatement[],
): Reading {
  const reading: Reading = {
    text,
    at: 0,
    issues: [],
    depth,
    level: 0,
    nodes: 0,
    statements: (closer) => statements(reading, closer),
  }
  return reading
}

/** Goes one level deeper for a part of the grammar; where that is too deep, or too much, reading stops with an issue. */
export function deeper<T>(reading: Reading, part: () => T, otherwise: T): T {
  if (reading.level >= reading.depth || !spendNode(reading)) {
    addIssue(
      reading,
      `nested deeper than ${reading.depth} levels or longer than ${MOST_NODES} nodes; the rest was not read`,
    )
    reading.at = reading.text.length
    return otherwise
  }
  reading.level++
  const result = part()
  reading.level--
  return result
}

/** Counts one node; false when none is left. */
export function spendNode(reading: Reading): boolean {
  return ++reading.nodes <= MOST_NODES
}

/** Notes what was not understood at this place; ten of them say enough. */
export function addIssue(reading: Reading, message: string): void {
  if (reading.issues.length < 10) reading.issues.push({ message, offset: reading.at })
}

/** What stands for an expression that was not read. */
export function nothing(offset: number): PsExpression {
  return { kind: 'nothing', offset }
}

/** Skips blanks, continued lines and comments in brackets; with `lines` also line ends and comments. */
export function skipBlanks(reading: Reading, lines = false): void {
  const { text } = reading
  while (reading.at < text.length) {
    const char = text.charAt(reading.at)
    if (char === ' ' || char === '\t' || char === '\u00a0' || char === '\f' || char === '\ufeff') reading.at++
    else if (char === '`' && /^(?:\r?\n|\r)/.test(text.slice(reading.at + 1, reading.at + 3)))
      reading.at += text.startsWith('\r\n', reading.at + 1) ? 3 : 2
    else if (char === '<' && text.charAt(reading.at + 1) === '#') skipTo(reading, '#>')
    else if (lines && (char === '\n' || char === '\r')) reading.at++
    else if (lines && char === '#') skipLine(reading)
    else return
  }
}

/** Skips to the end of the line. */
export function skipLine(reading: Reading): void {
  const end = reading.text.indexOf('\n', reading.at)
  reading.at = end < 0 ? reading.text.length : end
}

function skipTo(reading: Reading, mark: string): void {
  const end = reading.text.indexOf(mark, reading.at + 2)
  reading.at = end < 0 ? reading.text.length : end + mark.length
}

/** The character here, and the next ones. */
export function peek(reading: Reading, length = 1): string {
  return reading.text.slice(reading.at, reading.at + length)
}

/** Takes the text where it stands here. */
export function take(reading: Reading, text: string): boolean {
  if (!reading.text.startsWith(text, reading.at)) return false
  reading.at += text.length
  return true
}

/** The word of letters, digits and dashes here, without taking it; in lower case. */
export function wordHere({ text, at }: Reading): string {
  return /^[A-Za-z][\w-]{0,60}/.exec(text.slice(at, at + 62))?.[0].toLowerCase() ?? ''
}
