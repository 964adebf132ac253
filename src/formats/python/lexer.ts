/** Kinds of tokens, as numbers because a large file has millions of them. */
export const TOKEN = {
  end: 0,
  newline: 1,
  indent: 2,
  dedent: 3,
  name: 4,
  number: 5,
  string: 6,
  operator: 7,
  /** `f"` up to and including the quote; what follows are texts and fields up to `templateEnd`. */
  templateStart: 8,
  templateText: 9,
  templateEnd: 10,
  /** Something no version of Python reads: an unclosed string, a stray `$`, a bracket that is never closed. */
  bad: 11,
} as const

/** Growing columns of tokens. */
export interface Columns {
  count: number
  kinds: Uint8Array<ArrayBuffer>
  starts: Int32Array<ArrayBuffer>
  ends: Int32Array<ArrayBuffer>
}

/** An f-string that is open, or a replacement field of it. */
export type Frame =
  | { readonly type: 'string'; readonly quote: string; readonly raw: boolean; readonly depth: number }
  | { readonly type: 'field'; readonly depth: number; spec: boolean; readonly quote: string; readonly raw: boolean }

/** Where splitting stands. */
export interface Lexer {
  readonly text: string
  at: number
  lineStart: boolean
  /** Open brackets. */
  depth: number
  readonly indents: number[]
  readonly frames: Frame[]
  readonly out: Columns
  readonly most: number
}

/** No tokens yet. */
export function columns(): Columns {
  return { count: 0, kinds: new Uint8Array(1024), starts: new Int32Array(1024), ends: new Int32Array(1024) }
}

/** Adds a token. */
export function push(lexer: Lexer, kind: number, start: number, end: number): void {
  const { out } = lexer
  if (out.count === out.kinds.length) grow(out)
  out.kinds[out.count] = kind
  out.starts[out.count] = start
  out.ends[out.count] = end
  out.count++
}

function grow(out: Columns): void {
  const size = out.count * 2
  const { kinds, starts, ends } = out
  out.kinds = new Uint8Array(size)
  out.kinds.set(kinds)
  out.starts = new Int32Array(size)
  out.starts.set(starts)
  out.ends = new Int32Array(size)
  out.ends.set(ends)
}

/** Between brackets or in an f-string, where line ends mean nothing. */
export function isInside(lexer: Lexer): boolean {
  return lexer.depth > 0 || lexer.frames.length > 0
}

/** The next line end, or the end of the text. */
export function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}

/** Adds an operator of that length at the current place and goes behind it. */
export function operatorToken(lexer: Lexer, length: number): void {
  push(lexer, TOKEN.operator, lexer.at, lexer.at + length)
  lexer.at += length
}
