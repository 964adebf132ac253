import type { ImportUse } from './imported-module.ts'
import { isBlank, isLineEnd, isNameByte, lineEnd } from './source-bytes.ts'

/** One specifier in code. */
export interface JavaScriptReference {
  readonly kind: 'statement' | 'call'
  readonly specifier: string
  readonly use: ImportUse
  readonly end: number
}

/**
 * Reads what the word `import`, `export` or `require` at `offset` begins (ECMAScript 2026, 16.2; TypeScript's `import type`,
 * inline `type` and `import()` types). Undefined when it names no module, or one that is only known at the run.
 */
export function readReference(source: Buffer, offset: number): JavaScriptReference | undefined {
  const before = source[offset - 1]
  if (isNameByte(before) || before === DOLLAR || before === HASH) return undefined
  // A method of that name; but `...require("x")` spreads what it gives.
  if (before === DOT && source[offset - 2] !== DOT) return undefined
  const word = wordAt(source, offset)
  if (word === 'require') return readRequire(source, offset + word.length)
  if (word !== 'import' && word !== 'export') return undefined
  const at = skipInk(source, offset + word.length)
  if (word === 'import') {
    if (source[at] === OPEN) return readDynamic(source, offset, at + 1)
    const bare = readString(source, at)
    if (bare !== undefined) return { kind: 'statement', specifier: bare.text, use: 'needed', end: bare.end }
  }
  return readClause(source, at, word)
}

const DOLLAR = 36
const HASH = 35
const DOT = 46
const OPEN = 40
const CLOSE = 41
const COMMA = 44
const STAR = 42
const SLASH = 47
const OPEN_BRACE = 123
const CLOSE_BRACE = 125
const BACKQUOTE = 96

/** Specifiers are names, paths and addresses; data URLs are longer and name nothing. */
const LONGEST = 1000

/** `type`, `typeof` (Flow), `defer` and `source` stand in front of what is imported; each is a name, too. */
const MODIFIERS: ReadonlySet<string> = new Set(['type', 'typeof', 'defer', 'source'])

/** `[type] name, { a, type b as c } from "x"` and its shorter forms; for `export` without the name. */
function readClause(source: Buffer, start: number, word: 'import' | 'export'): JavaScriptReference | undefined {
  let at = start
  let types = false
  let first = wordAt(source, at)
  if (MODIFIERS.has(first)) {
    const behind = skipInk(source, at + first.length)
    const next = wordAt(source, behind)
    const isModifier =
      source[behind] === OPEN_BRACE ||
      source[behind] === STAR ||
      (next !== '' && (next !== 'from' || wordAt(source, skipInk(source, behind + next.length)) === 'from'))
    if (isModifier) {
      types = first.startsWith('type')
      at = behind
      first = next
    }
  }
  if (first !== '') {
    if (word === 'export') return undefined
    at = skipInk(source, at + first.length)
    if (source[at] === COMMA) at = skipInk(source, at + 1)
    else return ending(source, at, types)
  }
  if (source[at] === STAR) {
    at = skipInk(source, at + 1)
    if (wordAt(source, at) === 'as') at = skipName(source, skipInk(source, at + 2))
    return at < 0 ? undefined : ending(source, at, types)
  }
  if (source[at] !== OPEN_BRACE) return undefined
  const list = readList(source, at + 1)
  return list === undefined ? undefined : ending(source, list.end, types || (list.types && first === ''))
}

/** `from "x"` */
function ending(source: Buffer, start: number, types: boolean): JavaScriptReference | undefined {
  if (wordAt(source, start) !== 'from') return undefined
  const name = readString(source, skipInk(source, start + 'from'.length))
  if (name === undefined) return undefined
  return { kind: 'statement', specifier: name.text, use: types ? 'types' : 'needed', end: name.end }
}

/** `a, type b as c, "d" as e }`; `types` when all of them are. */
function readList(source: Buffer, start: number): { readonly end: number; readonly types: boolean } | undefined {
  let at = skipInk(source, start)
  let types = true
  let names = 0
  while (source[at] !== CLOSE_BRACE) {
    const isType = wordAt(source, at) === 'type' && startsName(source, skipInk(source, at + 'type'.length))
    if (isType) at = skipInk(source, at + 'type'.length)
    types &&= isType
    names++
    at = skipName(source, at)
    if (at >= 0 && wordAt(source, at) === 'as') at = skipName(source, skipInk(source, at + 2))
    if (at < 0) return undefined
    if (source[at] === COMMA) at = skipInk(source, at + 1)
    else if (source[at] !== CLOSE_BRACE) return undefined
  }
  return { end: skipInk(source, at + 1), types: types && names > 0 }
}

/** In `{ type as x }` it is a name. */
function startsName(source: Buffer, at: number): boolean {
  const word = wordAt(source, at)
  if (word !== 'as') return word !== '' || isQuote(source[at])
  const next = wordAt(source, skipInk(source, at + 2))
  return next === 'as' || next === ''
}

/** `("x")`; in types `import("x").Name`. */
function readDynamic(source: Buffer, offset: number, start: number): JavaScriptReference | undefined {
  const name = readArgument(source, start)
  if (name === undefined) return undefined
  const isType = /\btypeof\s{1,20}$/.test(source.toString('latin1', Math.max(0, offset - 30), offset))
  const behind = skipInk(source, name.end)
  const member = source[behind] === DOT ? wordAt(source, skipInk(source, behind + 1)) : ''
  const caught = member === 'catch'
  const typed = isType || (member !== '' && !/^(?:then|catch|finally)$/.test(member))
  return {
    kind: 'call',
    specifier: name.text,
    use: typed ? 'types' : caught ? 'optional' : 'needed',
    end: name.end,
  }
}

/** `("x")` and `.resolve("x")` */
function readRequire(source: Buffer, behind: number): JavaScriptReference | undefined {
  let at = skipInk(source, behind)
  if (source[at] === DOT && wordAt(source, skipInk(source, at + 1)) === 'resolve') {
    at = skipInk(source, skipInk(source, at + 1) + 'resolve'.length)
  }
  if (source[at] !== OPEN) return undefined
  const name = readArgument(source, at + 1)
  return name === undefined ? undefined : { kind: 'call', specifier: name.text, use: 'needed', end: name.end }
}

/** One literal, then `)` or more arguments. */
function readArgument(source: Buffer, start: number): { readonly text: string; readonly end: number } | undefined {
  const name = readString(source, skipInk(source, start))
  if (name === undefined) return undefined
  const at = skipInk(source, name.end)
  if (source[at] === CLOSE) return { text: name.text, end: at + 1 }
  return source[at] === COMMA ? { text: name.text, end: at } : undefined
}

function isQuote(byte: number | undefined): boolean {
  return byte === 34 || byte === 39
}

/** A string literal, or a template without fields, on one line; undefined for one with escapes: nobody writes specifiers so. */
function readString(source: Buffer, start: number): { readonly text: string; readonly end: number } | undefined {
  const quote = source[start]
  if (!isQuote(quote) && quote !== BACKQUOTE) return undefined
  const end = Math.min(source.length, start + LONGEST)
  let at = start + 1
  while (at < end && source[at] !== quote && !isLineEnd(source[at])) at++
  if (source[at] !== quote) return undefined
  const text = source.toString('utf8', start + 1, at)
  return text.includes('\\') || (quote === BACKQUOTE && text.includes('${')) ? undefined : { text, end: at + 1 }
}

/** The name or keyword that begins here; empty when none does. */
function wordAt(source: Buffer, start: number): string {
  let at = start
  while ((isNameByte(source[at]) || source[at] === DOLLAR) && at - start < LONGEST) at++
  return source.toString('latin1', start, at)
}

/** Behind the name or string that begins here and what separates it from the next; -1 when none begins. */
function skipName(source: Buffer, start: number): number {
  if (isQuote(source[start])) {
    const name = readString(source, start)
    return name === undefined ? -1 : skipInk(source, name.end)
  }
  const { length } = wordAt(source, start)
  return length === 0 ? -1 : skipInk(source, start + length)
}

/** Comments between the words of a statement; an end that is searched for to the end of the file each time costs its square. */
const LONGEST_COMMENT = 5000

/** Blanks, lines and comments. A non-breaking space and a byte order mark are rarer than a name of these bytes. */
function skipInk(source: Buffer, start: number): number {
  let at = start
  for (;;) {
    if (isBlank(source[at]) || isLineEnd(source[at])) at++
    else if (source[at] !== SLASH) return at
    else if (source[at + 1] === SLASH) at = lineEnd(source, at)
    else if (source[at + 1] === STAR) {
      const end = source.subarray(at + 2, at + 2 + LONGEST_COMMENT).indexOf('*/')
      if (end < 0) return at
      at += end + 4
    } else return at
  }
}
