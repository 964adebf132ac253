import { type MappedText, MappedTextBuilder, slicePart, through } from '../../formats/mapped-text.ts'
import { fieldEnd, shownField } from '../../formats/python-tokens.ts'
import { changedDirectory } from '../../formats/shell-directory.ts'
import { type CommandSite, nestedSite } from '../commands/command-site.ts'
import type { MagicReader } from '../commands/python-code.ts'
import { readNested, readPython } from '../commands/script.ts'
import type { Session } from './session.ts'

/**
 * Reads the magic lines of a cell: `!command`, `%pip`, `%uv`, `%conda`, `%mamba`, `%micromamba`, `%sx`, `%system`, and `%cd` and
 * `%env`, which later lines depend on.
 */
export function magicReader(session: Session): MagicReader {
  return (marker, line, site) => {
    if (marker === '!') return readNested(withFields(line), site)
    const { name, rest } = split(line)
    if (name === 'pip' || name === 'uv') return readNested(withFields(line), site)
    if (CONDAS.has(name)) return readNested(withoutQuotes(withFields(line)), site)
    if (name === 'sx' || name === 'system' || name === 'sc') return readNested(withFields(rest), site)
    if (name === 'cd') return changeDirectory(session, rest.text)
    if (name === 'env' || name === 'set_env') return setEnvironment(session, rest.text)
    if (TIMERS.has(name)) readTimed(rest, site, session)
  }
}

const CONDAS: ReadonlySet<string> = new Set(['conda', 'mamba', 'micromamba'])
const TIMERS: ReadonlySet<string> = new Set(['time', 'timeit', 'prun', 'memit'])

function split(line: MappedText): { readonly name: string; readonly rest: MappedText } {
  const name = /^\s*(\S*)\s*/.exec(line.text)
  return { name: name?.[1] ?? '', rest: slicePart(line, name?.[0].length ?? 0) }
}

/** `{version}` in a magic line is replaced by Python's value, which only the run can tell. `${x}` is the shell's, `{a,b}` too. */
function withFields(line: MappedText): MappedText {
  const { text } = line
  const result = new MappedTextBuilder()
  let at = 0
  for (let open = text.indexOf('{'); open >= 0; open = text.indexOf('{', at)) {
    const end = fieldEnd(text, open)
    const field = text.slice(open, end)
    const isShells = text.charAt(open - 1) === '$' || /^\{[\w.-]*,[\w.,-]*\}$/.test(field)
    result.add(text.slice(at, open), at)
    if (isShells) result.add(field, open)
    else result.addFor(shownField(field), open, end)
    at = end
  }
  result.add(text.slice(at), at)
  return through(result.build(), line)
}

/**
 * `%conda` splits its line like a shell and joins the words with spaces (IPython, `PackagingMagics._run_command`): quotes are
 * gone when the shell reads it, and `"numpy>=1.2"` is a redirection after all.
 */
function withoutQuotes(line: MappedText): MappedText {
  const { text } = line
  const result = new MappedTextBuilder()
  let quote = ''
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at)
    const opens = quote === '' && (char === '"' || char === "'")
    if (opens || char === quote) quote = opens ? char : ''
    else result.add(char, at)
  }
  return through(result.build(), line)
}

/** `%cd` stays for the cells below; `%cd -` and `%cd` without a path are only known at the run. */
function changeDirectory(session: Session, written: string): void {
  const path = written
    .replace(/^-q\s+/, '')
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
  session.directory = /[{}$]/.test(path) ? undefined : changedDirectory(session.directory, path)
}

/** `%env NAME=value` and `%env NAME value`. */
function setEnvironment(session: Session, written: string): void {
  const match = /^(\w+)(?:\s*=\s*|\s+)(.*)$/s.exec(written.trim().slice(0, 2000))
  const [, name, value] = match ?? []
  if (name === undefined || value === undefined) return
  session.environment.set(name, /[{}$]/.test(value) ? undefined : value)
}

/** `%time !pip install x` runs the rest of the line. */
function readTimed(rest: MappedText, site: CommandSite, session: Session): void {
  if (rest.text.startsWith('!')) return readNested(withFields(slicePart(rest, 1)), site)
  readPython(rest.text, nestedSite(site, rest, site.variable), magicReader(session))
}
