import { FormatError, LimitError } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'

/** A piece of a template. `begin` and `end` are the ends of a tag: `{{`, `{%`, `}}`, `%}`. */
export interface Token {
  readonly kind: 'text' | 'begin' | 'end' | 'name' | 'string' | 'number' | 'operator'
  /** Strings without quotes and with their escapes resolved. */
  readonly text: string
  readonly offset: number
}

const OPERATOR = /\*\*|\/\/|==|!=|>=|<=|[-+*/%~[\](){}<>=.:|,;]/y
const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy
const NUMBER = /0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][-+]?\d+)?/y
const BLANK = /\s+/y
const RAW = /\{%[-+]?\s*raw\s*[-+]?%\}/y
const END_RAW = /\{%[-+]?\s*endraw\s*[-+]?%\}/g

/**
 * The tokens of a template, comments left out. One pass; white space control is not applied, because it only changes blanks.
 * Throws FORMAT_SYNTAX with the line for what does not end, LIMIT_ENTRIES for more than `limits.nodes` tokens.
 */
export function jinjaTokens(source: string, limits: Limits): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < source.length) {
    const start = nextTag(source, at)
    if (start > at) push(tokens, { kind: 'text', text: source.slice(at, start), offset: at }, source, limits)
    if (start >= source.length) break
    at = readTag(source, start, tokens, limits)
  }
  return tokens
}

/** Position as a line, the way editors and Jinja itself count. */
export function linePosition(source: string, offset: number): { line: number } {
  let line = 1
  for (let at = source.indexOf('\n'); at >= 0 && at < offset; at = source.indexOf('\n', at + 1)) line++
  return { line }
}

function nextTag(source: string, from: number): number {
  for (let at = source.indexOf('{', from); at >= 0; at = source.indexOf('{', at + 1)) {
    const next = source[at + 1]
    if (next === '{' || next === '%' || next === '#') return at
  }
  return source.length
}

/** Reads one tag or comment; the offset behind it. */
function readTag(source: string, start: number, tokens: Token[], limits: Limits): number {
  if (source[start + 1] === '#') return afterComment(source, start)
  RAW.lastIndex = start
  if (RAW.test(source)) return readRaw(source, RAW.lastIndex, tokens, limits)
  push(tokens, { kind: 'begin', text: source.slice(start, start + 2), offset: start }, source, limits)
  const closing = source[start + 1] === '{' ? '}}' : '%}'
  let at = start + 2
  if (source[at] === '-' || source[at] === '+') at++
  let open = 0
  for (;;) {
    BLANK.lastIndex = at
    if (BLANK.test(source)) at = BLANK.lastIndex
    if (at >= source.length) throw syntax(source, start, `expected ${closing}, found the end of the template`)
    const sign = source[at] === '-' || source[at] === '+' ? 1 : 0
    // Inside of brackets `}}` ends two of them, as in {{ {'a': {}} }}.
    if (open === 0 && source.startsWith(closing, at + sign)) {
      push(tokens, { kind: 'end', text: closing, offset: at }, source, limits)
      return at + sign + 2
    }
    const token = readToken(source, at)
    if (token.kind === 'operator')
      open = Math.max(0, open + ('([{'.includes(token.text) ? 1 : ')]}'.includes(token.text) ? -1 : 0))
    push(tokens, token, source, limits)
    at = token.end
  }
}

function afterComment(source: string, start: number): number {
  const end = source.indexOf('#}', start + 2)
  if (end < 0) throw syntax(source, start, 'expected #}, found the end of the template')
  return end + 2
}

function readRaw(source: string, start: number, tokens: Token[], limits: Limits): number {
  END_RAW.lastIndex = start
  const end = END_RAW.exec(source)
  if (end === null) throw syntax(source, start, 'expected {% endraw %}, found the end of the template')
  push(tokens, { kind: 'text', text: source.slice(start, end.index), offset: start }, source, limits)
  return END_RAW.lastIndex
}

function readToken(source: string, at: number): Token & { readonly end: number } {
  const first = source[at]
  if (first === '"' || first === "'") return readString(source, at)
  for (const [kind, pattern] of [
    ['name', NAME],
    ['number', NUMBER],
    ['operator', OPERATOR],
  ] as const) {
    pattern.lastIndex = at
    const found = pattern.exec(source)
    if (found !== null) return { kind, text: found[0], offset: at, end: at + found[0].length }
  }
  throw syntax(source, at, `unexpected ${JSON.stringify(source.slice(at, at + 1))}`)
}

function readString(source: string, start: number): Token & { readonly end: number } {
  const quote = source[start]
  for (let at = start + 1; at < source.length; at++) {
    if (source[at] === '\\') at++
    else if (source[at] === quote)
      return { kind: 'string', text: unescape(source.slice(start + 1, at)), offset: start, end: at + 1 }
  }
  throw syntax(source, start, 'expected the end of a string, found the end of the template')
}

const ESCAPE = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{1,3})|(\n)|([^]))/g
const LETTERS: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\u0007',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
}

/** Python's escapes: `\x5f\x5f` is how dunders are hidden from searches. */
function unescape(text: string): string {
  if (!text.includes('\\')) return text
  return text.replaceAll(
    ESCAPE,
    (all, x?: string, u?: string, long?: string, octal?: string, newline?: string, letter?: string) => {
      const hex = x ?? u ?? long
      if (hex !== undefined) return character(Number.parseInt(hex, 16), all)
      if (octal !== undefined) return character(Number.parseInt(octal, 8), all)
      return newline === undefined ? (LETTERS[letter ?? ''] ?? all) : ''
    },
  )
}

function character(code: number, otherwise: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : otherwise
}

function push(tokens: Token[], token: Token, source: string, limits: Limits): void {
  if (tokens.length >= limits.nodes) {
    throw new LimitError('LIMIT_ENTRIES', `Jinja: more than ${limits.nodes} tokens`, linePosition(source, token.offset))
  }
  tokens.push(token)
}

function syntax(source: string, offset: number, message: string): FormatError {
  return new FormatError('FORMAT_SYNTAX', `Jinja: ${message}`, linePosition(source, offset))
}
