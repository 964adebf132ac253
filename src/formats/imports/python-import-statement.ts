import { BACKSLASH, isBlank, isLineEnd, isNameByte, lineEnd, NEWLINE, RETURN } from './source-bytes.ts'

/** What stands around the word `import`. */
export interface PythonStatement {
  /** Where it begins; the word `from` where there is one. */
  readonly start: number
  /** Behind all of it that was read. */
  readonly end: number
  /** Empty for relative imports, and for names only known at the run. */
  readonly modules: readonly string[]
  readonly names: readonly string[]
  /** It says itself that it goes on without. */
  readonly maySkip: boolean
}

/** Longest module name and longest way back to `from`; names nest below ten and have below hundred characters. */
const LONGEST = 600
const MOST_NAMES = 500

/**
 * Reads the statement or call to which the word `import` at `offset`, outside of strings and comments, belongs. Undefined when it
 * belongs to none: `x.imports`, `reimport`.
 */
export function readPythonStatement(source: Buffer, offset: number): PythonStatement | undefined {
  const behind = offset + 'import'.length
  if (isNameByte(source[offset - 1]) || isNameByte(source[behind])) return readCall(source, offset, behind)
  const start = statementStart(source, offset)
  const before = source
    .toString('utf8', start, offset)
    .replace(/\\\r?\n?/g, ' ')
    .trim()
  if (before === '') return readPlain(source, offset, behind)
  const from = /^from(?=[\s.])([.\s]*)([^.\s(]+(?:\s*\.\s*[^.\s(]+)*)?$/.exec(before)
  if (from === null) return undefined
  const { names, end } = readNames(source, behind)
  const relative = from[1]?.includes('.') === true
  const module = (from[2] ?? '').replace(/\s/g, '')
  const at = source.indexOf('from', start)
  return { start: at, end, modules: relative || !isDotted(module) ? [] : [module], names, maySkip: false }
}

/** Back to what ends the statement before: a line that does not go on, `;`, or the `:` of `if x:`. */
function statementStart(source: Uint8Array, offset: number): number {
  let at = offset
  const bound = Math.max(0, offset - LONGEST)
  for (; at > bound; at--) {
    const byte = source[at - 1]
    if (byte === SEMICOLON || byte === COLON) break
    if (isLineEnd(byte) && source[at - 2] !== BACKSLASH && !(byte === NEWLINE && endsInBackslash(source, at - 2))) break
  }
  return at === bound && bound > 0 ? offset : at
}

const SEMICOLON = 59
const COLON = 58
const COMMA = 44
const DOT = 46
const OPEN = 40
const CLOSE = 41
const HASH = 35

/** `\` in front of a Windows line end. */
function endsInBackslash(source: Uint8Array, at: number): boolean {
  return source[at] === RETURN && source[at - 1] === BACKSLASH
}

/** `import a.b as c, d` */
function readPlain(source: Buffer, start: number, behind: number): PythonStatement {
  const modules: string[] = []
  let at = behind
  for (;;) {
    const name = readDotted(source, skipBlank(source, at))
    if (name === undefined) break
    modules.push(name.text)
    at = afterAlias(source, name.end)
    if (source[at] !== COMMA || modules.length >= MOST_NAMES) break
    at++
  }
  return { start, end: at, modules, names: [], maySkip: false }
}

/** What stands behind `import` of `from a import …`: `b as c, d`, `*`, or a list in parentheses, over lines and with comments. */
function readNames(source: Buffer, behind: number): { readonly names: readonly string[]; readonly end: number } {
  const names: string[] = []
  let at = skipBlank(source, behind)
  const listed = source[at] === OPEN
  const skip = listed ? skipInk : skipBlank
  if (listed) at++
  while (names.length < MOST_NAMES) {
    at = skip(source, at)
    const name = readDotted(source, at)
    if (name === undefined) break
    names.push(name.text)
    at = skip(source, name.end)
    const alias = source[at] === 97 && source[at + 1] === 115 && !isNameByte(source[at + 2])
    if (alias) at = skip(source, readDotted(source, skip(source, at + 2))?.end ?? at + 2)
    if (source[at] !== COMMA) break
    at++
  }
  return { names, end: source[at] === CLOSE ? at + 1 : at }
}

/** `__import__("x")`, `importlib.import_module("x")`, `pytest.importorskip("x")`; also with a keyword in front of the name. */
function readCall(source: Buffer, offset: number, behind: number): PythonStatement | undefined {
  let first = offset
  while (isNameByte(source[first - 1]) && offset - first < 20) first--
  let last = behind
  while (isNameByte(source[last]) && last - behind < 20) last++
  const word = source.toString('latin1', first, last)
  if (!CALLS.test(word)) return undefined
  let at = skipBlank(source, last)
  if (source[at] !== OPEN) return undefined
  at = skipInk(source, at + 1)
  const argument = /^(?:(?:name|modname)\s{0,9}=\s{0,9})?[rRuU]?(["'])([^"'\\\n]{1,200})\1\s{0,99}[,)]/.exec(
    source.toString('utf8', at, at + 320),
  )
  const module = argument?.[2] ?? ''
  const modules = isDotted(module) ? [module] : []
  return { start: first, end: at, modules, names: [], maySkip: word === 'importorskip' }
}

const CALLS = /^(?:__import__|import_module|importorskip)$/

/** Names with dots, also with blanks around these. */
function readDotted(source: Buffer, start: number): { readonly text: string; readonly end: number } | undefined {
  let at = start
  let end = start
  while (at < source.length && at - start < LONGEST) {
    const from = at
    while (isNameByte(source[at])) at++
    if (at === from) break
    end = at
    at = skipBlank(source, at)
    if (source[at] !== DOT) break
    at = skipBlank(source, at + 1)
  }
  if (end === start) return undefined
  const text = source.toString('utf8', start, end)
  const module = /\s|\\/.test(text) ? text.replace(/[\s\\]/g, '') : text
  return isDotted(module) ? { text: module, end } : undefined
}

function afterAlias(source: Buffer, end: number): number {
  const at = skipBlank(source, end)
  if (source[at] !== 97 || source[at + 1] !== 115 || isNameByte(source[at + 2])) return at
  const alias = readDotted(source, skipBlank(source, at + 2))
  return skipBlank(source, alias?.end ?? at + 2)
}

/** Names begin with no digit. */
function isDotted(module: string): boolean {
  return /^[^\s.\d"'()][^\s."'()]*(?:\.[^\s.\d"'()][^\s."'()]*)*$/.test(module)
}

/** Blanks, and lines that a backslash joins. */
function skipBlank(source: Uint8Array, start: number): number {
  let at = start
  for (;;) {
    if (isBlank(source[at])) at++
    else if (source[at] === BACKSLASH && isLineEnd(source[at + 1])) at += source[at + 2] === NEWLINE ? 3 : 2
    else return at
  }
}

/** Inside of parentheses: blanks, lines and comments. */
function skipInk(source: Uint8Array, start: number): number {
  let at = start
  for (;;) {
    if (isBlank(source[at]) || isLineEnd(source[at]) || source[at] === BACKSLASH) at++
    else if (source[at] === HASH) at = lineEnd(source, at)
    else return at
  }
}
