import { type MappedText, MappedTextBuilder } from '../../formats/mapped-text.ts'
import { type PythonToken, pythonTokens } from '../../formats/python-tokens.ts'
import type { ShellWord } from '../../formats/shell-syntax.ts'
import { literalWord } from '../../formats/shell-word.ts'
import { commandOfWords } from '../../formats/shell-invocation.ts'
import type { CommandSite } from './command-site.ts'
import {
  addMapped,
  type Literal,
  listAt,
  literalAt,
  pythonLiterals,
  textsOf,
  wordsAt,
  wordsFrom,
} from './python-literals.ts'
import { recordPythonPackage } from './python-requirement.ts'
import { serviceSite } from './python-service-records.ts'
import { readServiceCall, readServiceEntry, type ServiceCode, speaksOfEnvironments } from './python-services.ts'
import { isName, isOpening, isPunctuation, textOf } from './python-token-tests.ts'
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
interface Code extends ServiceCode {
  readonly magic: MagicReader | undefined
}

/**
 * Finds what Python code installs: by command (`os.system("pip install x")`,
 * `subprocess.run([sys.executable, "-m", "pip", "install", "x"])`), by the functions of services that build an environment from
 * their arguments (see python-services.ts), and, where `magic` is given, by IPython lines. The code is not run: names stand for
 * the literals they are given, parameters for what their functions are called with; the rest is reported as far as the call is
 * an installation.
 */
export function readPythonCode(text: string, site: CommandSite, read: ScriptReader, magic?: MagicReader): void {
  const tokens = pythonTokens(text, magic === undefined ? 'python' : 'ipython')
  const code: Code = {
    ...pythonLiterals(tokens),
    ...serviceSite(site, read),
    hasEnvironments: speaksOfEnvironments(tokens),
    magic,
  }
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]
    if (token?.kind === 'magic') magic?.(token.marker, token.value, site)
    else if (token?.kind === 'string') readServiceEntry(code, i)
    else if (token?.kind === 'name' && isPunctuation(tokens[i + 1], '(')) readCall(code, i)
  }
}

function readCall(code: Code, index: number): void {
  const { tokens, site, read, magic } = code
  const name = textOf(tokens[index])
  if (isName(tokens[index - 1], 'def')) return
  const owner = isPunctuation(tokens[index - 1], '.') ? textOf(tokens[index - 2]) : ''
  const first = firstArgument(tokens, index + 2)
  // `session.run("pip", "install", "x")` of nox has its words side by side.
  if (owner === 'session' && tokens[first]?.kind === 'string') readServiceCall(code, index)
  else if (RUNNERS.has(name)) readRunner(code, name, first)
  else if (PIP_MAINS.has(name)) readPipMain(code, first)
  else if (name === 'install' && BROWSER_INSTALLERS.has(owner)) readBrowserInstall(code, first)
  else readServiceCall(code, index)
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
  if (name === 'create_subprocess_exec') return readWordList(code, wordsFrom(code, first))
  const start = isShlexSplit(code.tokens, first) ? first + 4 : first
  if (readCommandAt(code, start)) return
  const token = code.tokens[start]
  if (token?.kind !== 'name' || isPunctuation(code.tokens[start + 1], '(')) return
  for (const [value, ...added] of code.names.listsOf(token.text, start)) {
    if (value === undefined) continue
    if (isOpening(code.tokens[value]))
      readWordList(code, [...listAt(code, value), ...added.flatMap((more) => wordsAt(code, more))])
    else readCommandAt(code, value)
  }
}

/** A text for a shell or a list of words; true when there is one. */
function readCommandAt(code: Code, start: number): boolean {
  const text = literalAt(code.tokens, start)?.value
  if (text === undefined && !isOpening(code.tokens[start])) return false
  if (text === undefined) readWordList(code, listAt(code, start))
  else for (const one of textsOf(code, text, start)) code.read.script(one, code.site)
  return true
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
  const { site } = code
  const setting = { site, index: undefined, scope: site.scope, groups: site.groups }
  for (const word of wordsAt(code, first)) recordPythonPackage(word, setting)
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

function nextLiteral(tokens: readonly PythonToken[], before: Literal): Literal | undefined {
  return isPunctuation(tokens[before.next], ',') ? literalAt(tokens, before.next + 1) : undefined
}
