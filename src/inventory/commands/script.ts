import type { MappedText } from '../../formats/mapped-text.ts'
import { lexShell } from '../../formats/shell.ts'
import type { HereDocument, ShellCommand, ShellWord } from '../../formats/shell-syntax.ts'
import { excerpt } from '../python/extraction-builder.ts'
import { type CommandSite, nestedSite } from './command-site.ts'
import { readConda } from './conda.ts'
import { type Invocation, invocationOf } from '../../formats/shell-invocation.ts'
import { includeFile } from './named-file.ts'
import { readBun, readBunx, readNpm, readNpx, readPnpm, readPnpx, readYarn } from './npm.ts'
import { readPip } from './pip.ts'
import { readPdm, readPipenv, readPipx, readPoetry } from './project-tools.ts'
import { type MagicReader, readPythonCode } from './python-code.ts'
import type { ScriptReader } from './script-reader.ts'
import { interpreterOf, scriptOf } from '../../formats/shell-inline-script.ts'
import { readUv, readUvx } from './uv.ts'

type Tool = (invocation: Invocation, site: CommandSite) => readonly ShellWord[] | void

/** What installs, by program name. `uv run` gives back the command it runs. */
const TOOLS: ReadonlyMap<string, Tool> = new Map<string, Tool>([
  ['bun', readBun],
  ['bunx', readBunx],
  ['conda', readConda],
  ['mamba', readConda],
  ['micromamba', readConda],
  ['npm', readNpm],
  ['npx', readNpx],
  ['pdm', readPdm],
  ['pip', readPip],
  ['pipenv', readPipenv],
  ['pipx', readPipx],
  ['pnpm', readPnpm],
  ['pnpx', readPnpx],
  ['poetry', readPoetry],
  ['uv', readUv],
  ['uvx', readUvx],
  ['yarn', readYarn],
  ['yarnpkg', readYarn],
])

/** Deeper nesting of `sh -c "…"`, here-documents and Python calls in one another is written by nobody. */
const DEEPEST = 8

/** Reads scripts and commands that stand inside of something else. */
export const SCRIPT_READER: ScriptReader = {
  script: (text, site) => readNested(text, site),
  command: (command, site) => readCommand(command, undefined, site),
}

/** Records what the commands of a shell script install. Offsets of `site.locate` count in `text`. */
export function readScript(text: string, site: CommandSite): void {
  const { commands, issues } = lexShell(text, {
    limits: site.recorder.limits,
    variable: site.variable,
    escape: site.escape,
  })
  let before: ShellCommand | undefined
  for (const command of commands) {
    readCommand(command, before, site)
    before = command
  }
  // An open quote matters where it may hide an installation.
  if (!/\b(?:install|add|pip|conda|mamba)\b/.test(text)) return
  for (const issue of issues)
    site.recorder.partial(`expected a complete command, found ${issue.message}`, site.locate(issue.offset))
}

/** Records what a command without a shell installs: the items of `RUN ["pip", "install", "x"]`. */
export function readWords(command: ShellCommand, site: CommandSite): void {
  readCommand(command, undefined, site)
}

/** Records what Python code installs by command; see readPythonCode. */
export function readPython(code: string, site: CommandSite, magic?: MagicReader): void {
  if (!isTooDeep(site, 0)) readPythonCode(code, site, SCRIPT_READER, magic)
}

/** Records what text inside the text of the site installs; `text` maps to the latter. */
export function readNested(text: MappedText, site: CommandSite): void {
  if (isTooDeep(site, text.original(0))) return
  readScript(text.text, nestedSite(site, text, site.variable))
}

function readCommand(command: ShellCommand, before: ShellCommand | undefined, site: CommandSite): void {
  const invocation = invocationOf(command)
  if (invocation === undefined) return command.words.length === 0 ? readBodies(command, site) : undefined
  const tool = TOOLS.get(invocation.program)
  if (tool === undefined) return readInterpreter(invocation, command, site)
  const inner = tool(invocation, site)
  if (invocation.fromPipe) notePipe(invocation, before, site)
  noteRedirects(invocation, site)
  if (inner === undefined || inner.length === 0 || isTooDeep(site, command.words[0]?.original(0) ?? 0)) return
  readCommand({ ...command, assignments: [], words: inner }, undefined, { ...site, depth: site.depth + 1 })
}

/** `RUN <<EOF`: a here-document without a command is the script. */
function readBodies(command: ShellCommand, site: CommandSite): void {
  for (const document of command.hereDocuments) {
    const interpreter = interpreterOf(document.body.text)
    if (interpreter === 'shell') readDocument(document, command, site)
    else if (interpreter === 'python') readPythonIn(document.body, { ...site, variable: command.variable })
  }
}

function readInterpreter(invocation: Invocation, command: ShellCommand, site: CommandSite): void {
  const inside = { ...site, variable: invocation.variable }
  const script = scriptOf(invocation)
  if (script.kind === 'shell') return readNested(script.text, inside)
  if (script.kind === 'python') return readPythonIn(script.text, inside)
  if (script.kind === 'words')
    return readCommand({ ...command, words: script.words }, undefined, { ...site, depth: site.depth + 1 })
  if (script.kind === 'shell-document')
    for (const document of invocation.hereDocuments) readDocument(document, command, site)
  if (script.kind === 'python-document') for (const { body } of invocation.hereDocuments) readPythonIn(body, inside)
}

function readDocument({ body, expands }: HereDocument, command: ShellCommand, site: CommandSite): void {
  // With a quoted delimiter the script sees the environment only; shell variables that are not exported are unknown to it.
  readNested(body, expands ? { ...site, variable: command.variable } : site)
}

function readPythonIn(text: MappedText, site: CommandSite): void {
  if (!isTooDeep(site, text.original(0)))
    readPythonCode(text.text, nestedSite(site, text, site.variable), SCRIPT_READER)
}

function isTooDeep(site: CommandSite, offset: number): boolean {
  if (site.depth < DEEPEST) return false
  site.recorder.partial(`expected a command, found one nested deeper than ${DEEPEST} levels`, site.locate(offset))
  return true
}

/** `cat requirements.txt | xargs pip install`: the file names the packages; any other pipe is only known at the run. */
function notePipe(invocation: Invocation, before: ShellCommand | undefined, site: CommandSite): void {
  if (!invocation.words.some(({ text }) => text === 'install' || text === 'add')) return
  const file = before?.words[0]?.text === 'cat' ? before.words[1] : undefined
  if (file !== undefined && invocation.program === 'pip') {
    return includeFile(file, { role: 'requires', extractor: 'python/requirements' }, invocation, site)
  }
  const message = `expected packages behind ${excerpt(invocation.program)}, found a pipe, which only the run can tell`
  site.recorder.partial(message, site.locate(invocation.name.original(0)))
}

/** `pip install foo>1.0` writes a file called `1.0` and installs any foo. */
function noteRedirects({ redirects, words }: Invocation, site: CommandSite): void {
  if (!words.some(({ text }) => text === 'install' || text === 'add' || text === 'create')) return
  for (const { operator, target, attached, offset } of redirects) {
    const looksLikeBound =
      /^=?v?\d[\w.*+!,-]*$/.test(target.text.slice(0, 200)) && (attached || target.text.startsWith('='))
    if (!looksLikeBound || (operator !== '>' && operator !== '<')) continue
    const written = excerpt(`${operator}${target.text}`)
    const message = `expected a quoted requirement, found ${written}, which the shell reads as a redirection: the package is installed without this bound`
    site.recorder.partial(message, site.locate(offset))
  }
}
