import { type MappedText, MappedTextBuilder } from '../../formats/mapped-text.ts'
import { type PythonToken, pythonTokens } from '../../formats/python-tokens.ts'
import type { ShellWord } from '../../formats/shell-syntax.ts'
import { literalWord } from '../../formats/shell-word.ts'
import { commandOfWords } from '../../formats/shell-invocation.ts'
import type { CommandSite } from './command-site.ts'
import { recordPythonPackage } from './python-requirement.ts'
import type { ScriptReader } from './script-reader.ts'

/** Takes a line of IPython magic, for example `pip install x` behind `%`. */
export type MagicReader = (marker: '!' | '%', line: MappedText, site: CommandSite) => void

/** Functions whose first argument is a command, as text or as a list: `os`, `subprocess`, `asyncio`, IPython's shell. */
const RUNNERS: ReadonlySet<string> = new Set(
  (
    'system popen run call check_call check_output getoutput getstatusoutput Popen create_subprocess_shell ' +
    'create_subprocess_exec system_raw system_piped'
  ).split(' '),
)
const SHELL_CELLS: ReadonlySet<string> = new Set(['bash', 'sh', 'system', 'sx', '!'])
/** pip called as a function: `pip.main(['install', 'x'])`. */
const PIP_MAINS: ReadonlySet<string> = new Set(['main', 'pipmain', 'pip_main', '_main'])
/** Pyodide and JupyterLite. */
const BROWSER_INSTALLERS: ReadonlySet<string> = new Set(['micropip', 'piplite'])

/** Python code being read. */
interface Code {
  readonly tokens: readonly PythonToken[]
  /** By token: where the bracket it opens is closed, so that nested calls are not read again for each level around them. */
  readonly closing: readonly number[]
  readonly site: CommandSite
  readonly read: ScriptReader
  readonly magic: MagicReader | undefined
}

/**
 * Finds what Python code installs by command: calls such as `os.system("pip install x")` and
 * `subprocess.run([sys.executable, "-m", "pip", "install", "x"])` with literal arguments, and, where `magic` is given, IPython
 * lines. The code is not run; arguments that are not literal are reported as far as the rest of the call is an installation.
 */
export function readPythonCode(text: string, site: CommandSite, read: ScriptReader, magic?: MagicReader): void {
  const tokens = pythonTokens(text, magic === undefined ? 'python' : 'ipython')
  const code: Code = { tokens, closing: closingBrackets(tokens), site, read, magic }
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]
    if (token?.kind === 'magic') magic?.(token.marker, token.value, site)
    else if (token?.kind === 'name' && isPunctuation(tokens[i + 1], '(')) readCall(code, i)
  }
}

function closingBrackets(tokens: readonly PythonToken[]): readonly number[] {
  const closing: number[] = Array.from({ length: tokens.length }, () => tokens.length)
  const open: number[] = []
  for (const [index, token] of tokens.entries()) {
    if (isOpening(token)) open.push(index)
    const start = isClosing(token) ? open.pop() : undefined
    if (start !== undefined) closing[start] = index
  }
  return closing
}

function readCall(code: Code, index: number): void {
  const { tokens, site, read, magic } = code
  const name = textOf(tokens[index])
  const owner = isPunctuation(tokens[index - 1], '.') ? textOf(tokens[index - 2]) : ''
  const first = firstArgument(tokens, index + 2)
  if (RUNNERS.has(name)) return readRunner(code, name, first)
  if (PIP_MAINS.has(name)) return readPipMain(code, first)
  if (name === 'install' && BROWSER_INSTALLERS.has(owner)) return readBrowserInstall(code, first)
  const literal = literalAt(tokens, first)
  if (literal === undefined) return
  if (name === 'magic') magic?.('%', literal.value, site)
  if (name === 'run_line_magic') readLineMagic(code, literal)
  if (name === 'run_cell_magic' && SHELL_CELLS.has(literal.value.text)) {
    const line = nextLiteral(tokens, literal)
    const body = line === undefined ? undefined : nextLiteral(tokens, line)
    if (body !== undefined) read.script(body.value, site)
  }
}

/** `run(args=…)` names its first argument. */
function firstArgument(tokens: readonly PythonToken[], index: number): number {
  const isNamed = isName(tokens[index], 'args') || isName(tokens[index], 'cmd') || isName(tokens[index], 'command')
  return isNamed && isPunctuation(tokens[index + 1], '=') ? index + 2 : index
}

function readRunner(code: Code, name: string, first: number): void {
  const { tokens, site, read } = code
  if (name === 'create_subprocess_exec') return readWordList(code, wordsFrom(code, first))
  const start = isShlexSplit(tokens, first) ? first + 4 : first
  const text = literalAt(tokens, start)?.value
  if (text !== undefined) return read.script(text, site)
  if (isOpening(tokens[start])) readWordList(code, listAt(code, start))
}

/** shlex.split("…") around the text changes nothing here. */
function isShlexSplit(tokens: readonly PythonToken[], index: number): boolean {
  return isName(tokens[index], 'shlex') && isName(tokens[index + 2], 'split') && isPunctuation(tokens[index + 3], '(')
}

function readWordList({ site, read }: Code, words: readonly ShellWord[]): void {
  if (words.length > 0) read.command(commandOfWords(words, site.variable), site)
}

function readPipMain(code: Code, first: number): void {
  const [install, ...rest] = isOpening(code.tokens[first]) ? listAt(code, first) : []
  if (install?.text !== 'install') return
  const pip = new MappedTextBuilder()
  pip.addFor('pip', install.original(0), install.original(0))
  readWordList(code, [literalWord(pip.build()), install, ...rest])
}

function readBrowserInstall(code: Code, first: number): void {
  const { tokens, site } = code
  const single = literalAt(tokens, first)?.value
  const list = isOpening(tokens[first]) ? listAt(code, first) : []
  const setting = { site, index: undefined, scope: site.scope, groups: site.groups }
  for (const word of single === undefined ? list : [literalWord(single)]) recordPythonPackage(word, setting)
}

function readLineMagic({ tokens, site, magic }: Code, name: Literal): void {
  const line = nextLiteral(tokens, name)
  if (line === undefined) return
  const joined = new MappedTextBuilder()
  addMapped(joined, name.value)
  joined.addFor(' ', line.value.original(0), line.value.original(0))
  addMapped(joined, line.value)
  magic?.('%', joined.build(), site)
}

/** The string that an argument begins with; `next` is the token behind it. */
interface Literal {
  readonly value: MappedText
  readonly next: number
}

function nextLiteral(tokens: readonly PythonToken[], before: Literal): Literal | undefined {
  return isPunctuation(tokens[before.next], ',') ? literalAt(tokens, before.next + 1) : undefined
}

/** Neighbouring strings are joined, and those with `+` between them. */
function literalAt(tokens: readonly PythonToken[], index: number): Literal | undefined {
  const first = tokens[index]
  if (first?.kind !== 'string') return undefined
  const value = new MappedTextBuilder()
  let next = index
  for (let part: PythonToken | undefined = first; part?.kind === 'string'; part = tokens[next]) {
    addMapped(value, part.value)
    next++
    if (isPunctuation(tokens[next], '+') && tokens[next + 1]?.kind === 'string') next++
  }
  // `"pip install " + name`: what is added is only known at the run.
  const plus = tokens[next]
  if (isPunctuation(plus, '+')) value.addFor('{…}', plus?.start ?? 0, (plus?.start ?? 0) + 1)
  return { value: value.build(first.value.original(0)), next }
}

function addMapped(into: MappedTextBuilder, { text, original }: MappedText): void {
  let start = 0
  for (let i = 1; i <= text.length; i++) {
    if (i < text.length && original(i) === original(i - 1) + 1) continue
    into.add(text.slice(start, i), original(start))
    start = i
  }
}

/** The items of a list or tuple; with `+ packages` behind it there are more, only known at the run. */
function listAt(code: Code, index: number): readonly ShellWord[] {
  const words = wordsFrom(code, index + 1)
  const behind = code.tokens[(code.closing[index] ?? 0) + 1]
  return isPunctuation(behind, '+') ? [...words, unknownWord(behind?.start ?? 0, '{…}')] : words
}

/** Items up to the closing bracket; one that is no literal is an unknown word, a keyword argument is none. */
function wordsFrom(code: Code, index: number): readonly ShellWord[] {
  const { tokens } = code
  const words: ShellWord[] = []
  for (let at = index; at < tokens.length;) {
    const end = itemEnd(code, at)
    const word = wordOf(tokens, at, end)
    if (word !== undefined) words.push(word)
    if (!isPunctuation(tokens[end], ',')) break
    at = end + 1
  }
  return words
}

/** The token that ends an item: `,` or the closing bracket of the list. */
function itemEnd({ tokens, closing }: Code, start: number): number {
  let at = start
  while (at < tokens.length && !isClosing(tokens[at]) && !isPunctuation(tokens[at], ',')) {
    at = isOpening(tokens[at]) ? (closing[at] ?? at) + 1 : at + 1
  }
  return at
}

function wordOf(tokens: readonly PythonToken[], start: number, end: number): ShellWord | undefined {
  const first = tokens[start]
  if (first === undefined || start >= end || isPunctuation(tokens[start + 1], '=')) return undefined
  const literal = literalAt(tokens, start)
  if (literal !== undefined && literal.next >= end) return literalWord(literal.value)
  const shown = tokens
    .slice(start, Math.min(end, start + 6))
    .map(textOf)
    .join('')
  return unknownWord(first.start, `{${shown.slice(0, 60)}}`)
}

function unknownWord(start: number, shown: string): ShellWord {
  const text = new MappedTextBuilder()
  text.addFor(shown, start, start)
  return literalWord(text.build(start), false)
}

function isPunctuation(token: PythonToken | undefined, text: string): boolean {
  return token?.kind === 'punctuation' && token.text === text
}

function isOpening(token: PythonToken | undefined): boolean {
  return token?.kind === 'punctuation' && (token.text === '(' || token.text === '[' || token.text === '{')
}

function isClosing(token: PythonToken | undefined): boolean {
  return token?.kind === 'punctuation' && (token.text === ')' || token.text === ']' || token.text === '}')
}

function isName(token: PythonToken | undefined, text: string): boolean {
  return token?.kind === 'name' && token.text === text
}

function textOf(token: PythonToken | undefined): string {
  if (token === undefined || token.kind === 'magic') return ''
  return token.kind === 'string' ? JSON.stringify(token.value.text.slice(0, 60)) : token.text
}
