import { type MappedText, MappedTextBuilder } from './mapped-text.ts'

/** A piece of Python source, as far as finding calls with literal arguments needs it. */
export type PythonToken =
  | { readonly kind: 'name' | 'punctuation'; readonly text: string; readonly start: number }
  /** `text` has escapes undone; replacement fields of f-strings stand as `{name}`, or `{…}` when they are longer. */
  | { readonly kind: 'string'; readonly value: MappedText; readonly start: number }
  /** An IPython line: what stands behind `!`, `!!` or `%`, continuation lines joined. */
  | { readonly kind: 'magic'; readonly marker: '!' | '%'; readonly value: MappedText; readonly start: number }

/**
 * Splits Python source into tokens. Numbers, comments and white space are left out; a string that is not closed ends with its
 * line (or with the text, in triple quotes). With `ipython`, lines that begin with `!` or `%` outside of strings and brackets are
 * magic, also behind `name =` (IPython, `inputtransformer2`). Linear, takes any text.
 */
export function pythonTokens(text: string, dialect: 'python' | 'ipython'): readonly PythonToken[] {
  const cursor: Cursor = { text, at: 0, depth: 0, lineStart: true, tokens: [] }
  while (cursor.at < text.length) step(cursor, dialect)
  return cursor.tokens
}

interface Cursor {
  readonly text: string
  at: number
  /** Open brackets. */
  depth: number
  /** Has the logical line nothing but white space so far? */
  lineStart: boolean
  readonly tokens: PythonToken[]
}

function step(cursor: Cursor, dialect: 'python' | 'ipython'): void {
  const { text, at } = cursor
  const char = text.charAt(at)
  if (char === '\n' || char === '\r') {
    if (cursor.depth === 0) cursor.lineStart = true
    cursor.at++
  } else if (char === ' ' || char === '\t' || char === '\f') cursor.at++
  else if (char === '#') skipLine(cursor)
  else if (dialect === 'ipython' && isMagic(cursor, char)) readMagic(cursor)
  else readToken(cursor, char)
}

function isMagic({ lineStart, depth, tokens }: Cursor, char: string): boolean {
  if (depth > 0 || (char !== '!' && char !== '%' && char !== '?')) return false
  const last = tokens.at(-1)
  const isAssigned = last?.kind === 'punctuation' && last.text === '=' && char !== '?'
  return lineStart || isAssigned
}

function readToken(cursor: Cursor, char: string): void {
  const { text, at } = cursor
  cursor.lineStart = false
  if (char === '\\') {
    // A line that ends in a backslash goes on.
    cursor.at += text.startsWith('\r\n', at + 1) ? 3 : 2
    return
  }
  const name = nameLength(text, at)
  const quote = text.charAt(at + name)
  if ((quote === '"' || quote === "'") && name <= 2 && /^[rbufRBUF]*$/.test(text.slice(at, at + name))) {
    return readString(cursor, name)
  }
  if (name > 0) {
    cursor.tokens.push({ kind: 'name', text: text.slice(at, at + name), start: at })
    cursor.at += name
    return
  }
  if (char === '(' || char === '[' || char === '{') cursor.depth++
  if (char === ')' || char === ']' || char === '}') cursor.depth = Math.max(0, cursor.depth - 1)
  // `==` is no assignment.
  const length = text.startsWith('==', at) ? 2 : 1
  cursor.tokens.push({ kind: 'punctuation', text: text.slice(at, at + length), start: at })
  cursor.at += length
}

/** Letters, digits, `_` and everything beyond ASCII; numbers come out as names and mean nothing to the reader. */
function nameLength(text: string, offset: number): number {
  let end = offset
  while (end < text.length && isNameCharacter(text.charCodeAt(end))) end++
  return end - offset
}

function isNameCharacter(code: number): boolean {
  return (
    (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95 || code > 127
  )
}

function readString(cursor: Cursor, prefixLength: number): void {
  const { text, at: start } = cursor
  const prefix = text.slice(start, start + prefixLength).toLowerCase()
  const open = start + prefixLength
  const triple = text.startsWith(text.charAt(open).repeat(3), open)
  const quote = text.charAt(open).repeat(triple ? 3 : 1)
  const value = new MappedTextBuilder()
  cursor.at = open + quote.length
  while (cursor.at < text.length && !text.startsWith(quote, cursor.at)) {
    const char = text.charAt(cursor.at)
    if (char === '\n' && !triple) break
    if (char === '\\') readEscape(cursor, value, prefix.includes('r'))
    else if (char === '{' && prefix.includes('f')) readField(cursor, value, triple)
    else readPlain(cursor, value, quote.charAt(0))
  }
  if (text.startsWith(quote, cursor.at)) cursor.at += quote.length
  cursor.tokens.push({ kind: 'string', value: value.build(open + quote.length), start })
}

function readPlain(cursor: Cursor, value: MappedTextBuilder, quote: string): void {
  const { text, at } = cursor
  const special = `\\{\n${quote}`
  let end = at + 1
  while (end < text.length && !special.includes(text.charAt(end))) end++
  value.add(text.slice(at, end), at)
  cursor.at = end
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
])

/** The escapes that command lines use; any other stays as written, as Python does with those it does not know. */
function readEscape(cursor: Cursor, value: MappedTextBuilder, raw: boolean): void {
  const { text, at } = cursor
  const next = text.charAt(at + 1)
  const newline = text.startsWith('\r\n', at + 1) ? 2 : next === '\n' ? 1 : 0
  const meaning = raw ? undefined : ESCAPES.get(next)
  if (newline > 0 && !raw) cursor.at += 1 + newline
  else {
    if (meaning === undefined) value.add(text.slice(at, at + 2), at)
    else value.addFor(meaning, at, at + 2)
    cursor.at += 2
  }
}

/** `{{` is a brace; `{expression}` is only known at the run. */
function readField(cursor: Cursor, value: MappedTextBuilder, triple: boolean): void {
  const { text, at } = cursor
  if (text.charAt(at + 1) === '{') {
    value.addFor('{', at, at + 2)
    cursor.at += 2
    return
  }
  const end = fieldEnd(text, at, triple)
  value.addFor(shownField(text.slice(at, end)), at, end)
  cursor.at = end
}

/** The offset behind the brace that closes the one at `start`; the end of the line when there is none. */
export function fieldEnd(text: string, start: number, acrossLines = false): number {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const char = text.charAt(at)
    if (char === '{') depth++
    if (char === '}' && --depth === 0) return at + 1
    if (char === '\n' && !acrossLines) return at
  }
  return text.length
}

/** A field as one word: `{version}` as written, anything longer or with blanks as `{…}`. */
export function shownField(field: string): string {
  return /^\{[\w.]{1,60}\}$/.test(field) ? field : '{…}'
}

function skipLine(cursor: Cursor): void {
  const end = cursor.text.indexOf('\n', cursor.at)
  cursor.at = end < 0 ? cursor.text.length : end
}

/** To the end of the line; a line whose last ink is a backslash goes on in the next, joined by a space (`assemble_continued_line`). */
function readMagic(cursor: Cursor): void {
  const { text, at: start } = cursor
  const marker = text.charAt(start)
  const value = new MappedTextBuilder()
  let at = text.startsWith('!!', start) ? start + 2 : start + 1
  for (;;) {
    const newline = text.indexOf('\n', at)
    const lineEnd = newline < 0 ? text.length : newline
    const ink = inkEnd(text, at, lineEnd)
    const goesOn = ink > at && text.charAt(ink - 1) === '\\' && newline >= 0
    value.add(text.slice(at, goesOn ? ink - 1 : ink), at)
    at = lineEnd
    if (!goesOn) break
    value.addFor(' ', ink - 1, ink)
    at = lineEnd + 1
  }
  cursor.at = at
  // `?name` shows help.
  if (marker !== '?')
    cursor.tokens.push({ kind: 'magic', marker: marker === '!' ? '!' : '%', value: value.build(start), start })
}

function inkEnd(text: string, from: number, to: number): number {
  let end = to
  while (end > from && ' \t\r\f'.includes(text.charAt(end - 1))) end--
  return end
}
