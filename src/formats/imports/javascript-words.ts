import { BACKSLASH, byteTable, isBlank, isLineEnd, isNameByte, lineEnd } from './source-bytes.ts'

/** What is told of the words in code. */
export interface WordVisitor {
  /**
   * `import`, `export` or `require` begins at `offset`; `isTried` says whether it stands in a `try` block. Answers where to go on,
   * if not behind the word.
   */
  word(offset: number, isTried: () => boolean): number | undefined
  /** `/// <reference types="x" />` */
  directive(offset: number, specifier: string): void
}

/**
 * Steps through code and tells of the words outside of strings, templates, comments and regular expressions; stops behind the
 * last of them. Tolerant: a string ends with its line at the latest (apostrophes in the text of JSX), a template or a comment
 * that is not closed is none.
 */
export function forEachJavaScriptWord(source: Buffer, visitor: WordVisitor): void {
  const code: Code = { source, visitor, at: source[0] === HASH ? lineEnd(source, 0) : 0, ...nothingOpen() }
  const words = WORDS.map((word) => ({ word, next: source.indexOf(word, code.at) })).filter(({ next }) => next >= 0)
  while (words.length > 0) {
    const next = Math.min(...words.map((one) => one.next))
    stepTo(code, next)
    if (code.at === next) {
      const end = visitor.word(next, () => isTried(code))
      code.at = Math.max(end ?? 0, next + SHORTEST)
    }
    for (const one of words) if (one.next < code.at) one.next = source.indexOf(one.word, code.at)
    for (let i = words.length - 1; i >= 0; i--) if ((words[i]?.next ?? -1) < 0) words.splice(i, 1)
  }
}

const WORDS = ['import', 'export', 'require', '<reference'].map((word) => Buffer.from(word))
const SHORTEST = 6

interface Code {
  readonly source: Buffer
  readonly visitor: WordVisitor
  at: number
  /** Offsets of what is open, innermost last. */
  readonly braces: number[]
  readonly parentheses: number[]
  /** How many braces are open outside of each `${` that is being read. */
  readonly fields: number[]
  /** Of the `(` that the last `)` closed. */
  closed: number
  /** No backquote behind this offset opens a template: the last one was never closed. */
  noTemplates: boolean
  noComments: boolean
}

function nothingOpen(): Omit<Code, 'source' | 'visitor' | 'at'> {
  return { braces: [], parentheses: [], fields: [], closed: -1, noTemplates: false, noComments: false }
}

const HASH = 35
const QUOTE = 39
const DOUBLE_QUOTE = 34
const BACKQUOTE = 96
const SLASH = 47
const STAR = 42
const DOLLAR = 36
const OPEN_BRACE = 123
const CLOSE_BRACE = 125
const OPEN = 40
const CLOSE = 41
const LESS = 60
const GREATER = 62

const SPECIAL = byteTable((byte) => `"'\`/{}()`.includes(String.fromCharCode(byte)))

/** To `stop`, or behind the string or comment in which it stands. */
function stepTo(code: Code, stop: number): void {
  const { source } = code
  while (code.at < stop) {
    let at = code.at
    while (at < stop && SPECIAL[source[at] as number] === 0) at++
    code.at = at
    if (at < stop) step(code, source[at] as number)
  }
}

function step(code: Code, byte: number): void {
  const { source, at } = code
  switch (byte) {
    case QUOTE:
    case DOUBLE_QUOTE:
      code.at = stringEnd(source, at)
      return
    case BACKQUOTE:
      return readTemplate(code, at)
    case SLASH:
      return readSlash(code)
    case OPEN_BRACE:
      code.braces.push(at)
      break
    case CLOSE_BRACE:
      if (code.fields.at(-1) === code.braces.length) {
        code.fields.pop()
        return readTemplate(code, at)
      }
      code.braces.pop()
      break
    case OPEN:
      code.parentheses.push(at)
      break
    case CLOSE:
      code.closed = code.parentheses.pop() ?? -1
      break
    default:
  }
  code.at = at + 1
}

/** Behind the string, or at the end of its line. */
function stringEnd(source: Uint8Array, start: number): number {
  const quote = source[start]
  for (let at = start + 1; at < source.length; at++) {
    const byte = source[at]
    if (byte === quote) return at + 1
    if (isLineEnd(byte)) return at
    if (byte === BACKSLASH) at += source[at + 1] === 13 && source[at + 2] === 10 ? 2 : 1
  }
  return source.length
}

/** The text of a template from the backquote, or from the brace that ends a field, to the next field or its end. */
function readTemplate(code: Code, start: number): void {
  const { source } = code
  code.at = start + 1
  if (code.noTemplates) return
  for (let at = start + 1; at < source.length; at++) {
    const byte = source[at]
    if (byte === BACKSLASH) at++
    else if (byte === BACKQUOTE) {
      code.at = at + 1
      return
    } else if (byte === DOLLAR && source[at + 1] === OPEN_BRACE) {
      code.fields.push(code.braces.length)
      code.at = at + 2
      return
    }
  }
  code.noTemplates = true
}

function readSlash(code: Code): void {
  const { source, at, visitor } = code
  const next = source[at + 1]
  if (next === SLASH) {
    code.at = lineEnd(source, at)
    if (source[at + 2] === SLASH) readDirective(source.toString('latin1', at, Math.min(code.at, at + 400)), at, visitor)
    return
  }
  if (next === STAR) {
    const end = code.noComments ? -1 : source.indexOf('*/', at + 2)
    code.noComments ||= end < 0
    code.at = end < 0 ? at + 2 : end + 2
    return
  }
  code.at = opensPattern(code) ? patternEnd(source, at) : at + 1
}

function readDirective(comment: string, offset: number, visitor: WordVisitor): void {
  const found = /^\/\/\/\s{0,99}<reference\s[^>]{0,200}?\btypes\s{0,9}=\s{0,9}(["'])([^"'\s]{1,214})\1/.exec(comment)
  if (found !== null) visitor.directive(offset, found[2] ?? '')
}

/** Behind these a slash begins a pattern, though they look like names. */
const BEFORE_PATTERN = /(?:^|[^\w$.])(?:return|typeof|case|in|of|delete|void|instanceof|new|do|else|yield|await|throw)$/
const BEFORE_CONDITION = /(?:^|[^\w$.])(?:if|while|for|with)\s*$/

/** Is the slash here the first of a regular expression, and not a division or the end of a JSX tag? */
function opensPattern({ source, at, closed }: Code): boolean {
  let before = at - 1
  while (before >= 0 && (isBlank(source[before]) || isLineEnd(source[before]))) before--
  const byte = source[before]
  if (byte === undefined) return true
  if (byte === CLOSE) return BEFORE_CONDITION.test(textBefore(source, closed))
  if (byte === LESS || (byte === CLOSE_BRACE && source[at + 1] === GREATER)) return false
  if (byte === GREATER) return source[before - 1] === 61
  if (byte === 93 || byte === QUOTE || byte === DOUBLE_QUOTE || byte === BACKQUOTE) return false
  if (isNameByte(byte) || byte === DOLLAR) return BEFORE_PATTERN.test(textBefore(source, before + 1))
  // `i++ / 2`
  return !((byte === 43 || byte === 45) && source[before - 1] === byte)
}

function textBefore(source: Buffer, end: number): string {
  return source.toString('latin1', Math.max(0, end - 20), Math.max(0, end))
}

/** Behind the pattern; where none ends on this line, behind the slash. */
function patternEnd(source: Uint8Array, start: number): number {
  let inClass = false
  for (let at = start + 1; at < source.length; at++) {
    const byte = source[at]
    if (isLineEnd(byte)) break
    if (byte === BACKSLASH) at++
    else if (byte === 91) inClass = true
    else if (byte === 93) inClass = false
    else if (byte === SLASH && !inClass) return at + 1
  }
  return start + 1
}

/** Blocks that are looked at around a call; nobody nests deeper. */
const MOST_BLOCKS = 50

function isTried({ source, braces }: Code): boolean {
  const around = braces.slice(-MOST_BLOCKS)
  return around.some((brace) => /(?:^|[^\w$.])try\s*$/.test(textBefore(source, brace)))
}
