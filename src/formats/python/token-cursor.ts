import type { Limits } from '../../base/limits.ts'
import { TOKEN } from './lexer.ts'
import type { Tokens } from './tokens.ts'

/** Reads tokens one after the other. */
export interface TokenCursor {
  readonly text: string
  readonly tokens: Tokens
  readonly limits: Limits
  index: number
  kind: number
  /** Of the current token: names after NFKC (PEP 3131: `𝐞𝐱𝐞𝐜` is `exec`), operators as written, else empty. */
  word: string
  start: number
  /** Of the token before. */
  previousEnd: number
  /** Entries into functions that call themselves, and brackets among them. */
  depth: number
  brackets: number
  nodes: number
}

/** A statement that cannot be read; caught where statements are, never outside. */
export class Unreadable extends Error {
  readonly at: number
  readonly reason: 'syntax' | 'limit'

  constructor(message: string, at: number, reason: 'syntax' | 'limit' = 'syntax') {
    super(message)
    this.at = at
    this.reason = reason
  }
}

/** A cursor on the first token. */
export function tokenCursor(text: string, tokens: Tokens, limits: Limits): TokenCursor {
  const cursor: TokenCursor = {
    text,
    tokens,
    limits,
    index: -1,
    kind: 0,
    word: '',
    start: 0,
    previousEnd: 0,
    depth: 0,
    brackets: 0,
    nodes: 0,
  }
  seek(cursor, 0)
  return cursor
}

/** Goes to token `index`. */
export function seek(cursor: TokenCursor, index: number): void {
  const { tokens, text } = cursor
  cursor.previousEnd = tokens.ends[index - 1] ?? 0
  cursor.index = index
  cursor.kind = tokens.kinds[index] ?? TOKEN.end
  cursor.start = tokens.starts[index] ?? text.length
  cursor.word = cursor.kind === TOKEN.name || cursor.kind === TOKEN.operator ? wordAt(cursor, index) : ''
}

/** Goes to the next token. */
export function next(cursor: TokenCursor): void {
  if (cursor.index < cursor.tokens.count - 1) seek(cursor, cursor.index + 1)
}

/** The word of another token, in the same spelling as `word`. */
export function wordAt({ tokens, text }: TokenCursor, index: number): string {
  const start = tokens.starts[index] ?? 0
  const end = tokens.ends[index] ?? 0
  const word = text.slice(start, end)
  return tokens.kinds[index] === TOKEN.name && !isAscii(text, start, end) ? word.normalize('NFKC') : word
}

function isAscii(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (text.charCodeAt(at) > 127) return false
  return true
}

/** Is the current token this keyword or operator? */
export function isAt(cursor: TokenCursor, word: string): boolean {
  return cursor.word === word
}

/** Is the current token of this kind? */
export function isKind(cursor: TokenCursor, kind: number): boolean {
  return cursor.kind === kind
}

/** Goes on if the current token is this keyword or operator. */
export function accept(cursor: TokenCursor, word: string): boolean {
  if (cursor.word !== word) return false
  next(cursor)
  return true
}

/** The same; throws Unreadable when it is not. */
export function expect(cursor: TokenCursor, word: string): void {
  if (!accept(cursor, word)) throw new Unreadable(`expected \`${word}\`, found ${found(cursor)}`, cursor.start)
}

/** An identifier. Throws Unreadable when there is none. */
export function identifier(cursor: TokenCursor): string {
  const { kind, word } = cursor
  if (kind !== TOKEN.name || KEYWORDS.has(word))
    throw new Unreadable(`expected a name, found ${found(cursor)}`, cursor.start)
  next(cursor)
  return word
}

/** The current token in words. */
export function found({ kind, word, tokens, index, text, start }: TokenCursor): string {
  if (word !== '') return `\`${word.slice(0, 40)}\``
  if (kind === TOKEN.bad) return `\`${text.slice(start, Math.min(tokens.ends[index] ?? start, start + 40))}\``
  return KIND_NAMES[kind] ?? 'a literal'
}

const KIND_NAMES = ['the end', 'the end of the line', 'an indent', 'a dedent']

/** Runs a reader one level deeper. Throws Unreadable beyond four times the limit of nesting: no such program compiles. */
export function deeper<T>(cursor: TokenCursor, read: (cursor: TokenCursor) => T): T {
  cursor.depth++
  if (cursor.depth > cursor.limits.depth * 4) throw tooDeep(cursor)
  const result = read(cursor)
  cursor.depth--
  return result
}

/** The same inside brackets, of which CPython allows 200 in one another (MAXLEVEL). */
export function inBrackets<T>(cursor: TokenCursor, read: (cursor: TokenCursor) => T): T {
  cursor.brackets++
  if (cursor.brackets > cursor.limits.depth) throw tooDeep(cursor)
  const result = deeper(cursor, read)
  cursor.brackets--
  return result
}

function tooDeep(cursor: TokenCursor): Unreadable {
  return new Unreadable(`nested more than ${cursor.limits.depth} levels deep`, cursor.start, 'limit')
}

/** Counts a node. Throws Unreadable beyond the limit. */
export function countNode(cursor: TokenCursor): void {
  if (++cursor.nodes > cursor.limits.nodes)
    throw new Unreadable(`more than ${cursor.limits.nodes} nodes`, cursor.start, 'limit')
}

/** Words that are never names in Python 3. */
export const KEYWORDS: ReadonlySet<string> = new Set(
  `False None True and as assert break class continue def del elif else except finally for from global if import in is lambda
   not or pass raise return try while with yield`.split(/\s+/),
)
