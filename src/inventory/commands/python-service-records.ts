import { slicePart } from '../../formats/mapped-text.ts'
import { commandOfWords } from '../../formats/shell-invocation.ts'
import { literalWord } from '../../formats/shell-word.ts'
import type { ShellWord } from '../../formats/shell-syntax.ts'
import type { VersionClaim } from '../../model/package-mention.ts'
import type { CommandSite } from './command-site.ts'
import { recordCondaPackage } from './conda.ts'
import { includeFile } from './named-file.ts'
import { itemEnd, literalAt, type PythonLiterals, wordsAt } from './python-literals.ts'
import { type InstallSetting, recordPythonPackage } from './python-requirement.ts'
import { isOpening, isPunctuation, textOf } from './python-token-tests.ts'
import type { ScriptReader } from './script-reader.ts'

/** Where what a service installs is written down. */
export interface ServiceSite {
  readonly site: CommandSite
  readonly read: ScriptReader
  /** A command line: words that go before, and those of the code. */
  command(before: readonly string[], words: readonly ShellWord[]): void
  /** The parts of a word that match. */
  split(word: ShellWord, parts: RegExp): readonly ShellWord[]
}

/** The two functions of a ServiceSite. */
export function serviceSite(site: CommandSite, read: ScriptReader): ServiceSite {
  return {
    site,
    read,
    command: (before, words) => {
      const [first] = words
      if (first === undefined) return
      const named = before.map((text) => literalWord({ text, original: () => first.original(0) }))
      read.command(commandOfWords([...named, ...words], site.variable), site)
    },
    split: (word, parts) =>
      word.unknown.length > 0
        ? [word]
        : [...word.text.matchAll(parts)].map(({ 0: part, index }) => {
            const lead = part.length - part.trimStart().length
            return literalWord(slicePart(word, index + lead, index + lead + part.trim().length))
          }),
  }
}

/** PEP 508 requirements; `-r file` and `-c file` as a requirements file has them. */
export function recordRequirements({ site, command }: ServiceSite, words: readonly ShellWord[]): void {
  for (const word of words) {
    const option = /^(?:(-[rc])[\s=]*(?=[^\s=-])|(--requirement|--constraint)[\s=]+)/.exec(word.text)
    if (word.text === '' || word.text.startsWith('#')) continue
    if (option !== null)
      command(['pip', 'install', option[1] ?? option[2] ?? ''], [literalWord(slicePart(word, option[0].length))])
    else if (!word.text.startsWith('-')) recordPythonPackage(word, settingOf(site))
  }
}

/** Names of requirement files, relative to where the program starts. */
export function recordFiles({ site }: ServiceSite, words: readonly ShellWord[]): void {
  for (const word of words)
    includeFile(word, { role: 'requires', extractor: 'python/requirements' }, { variable: site.variable }, site)
}

/** Commands for a shell. */
export function recordScripts({ site, read }: ServiceSite, words: readonly ShellWord[]): void {
  for (const word of words) read.script(word, site)
}

/** Lines of a Dockerfile: what RUN has a shell run. */
export function recordInstructions(service: ServiceSite, words: readonly ShellWord[]): void {
  const runs = words.flatMap((word) => {
    const run = /^\s*RUN\s+(?:--\S+\s+)*/i.exec(word.text)
    return run === null ? [] : [literalWord(slicePart(word, run[0].length))]
  })
  recordScripts(service, runs)
}

/** MatchSpecs; which channels they come from stands elsewhere. */
export function recordConda({ site }: ServiceSite, words: readonly ShellWord[]): void {
  for (const word of words) recordCondaPackage(word, [], site)
}

/** `{"pandas": "1.4.2", "torch": ">=2"}` as Metaflow takes it; a bare version is exact. */
export function recordDictionary(code: PythonLiterals & ServiceSite, open: number, ecosystem: 'PyPI' | 'conda'): void {
  if (!isPunctuation(code.tokens[open], '{')) return
  for (let at = open + 1; at < (code.closing[open] ?? 0);) {
    const name = literalAt(code.tokens, at)
    if (name !== undefined && isPunctuation(code.tokens[name.next], ':')) {
      const [version] = wordsAt(code, name.next + 1)
      const known = version?.unknown.length === 0 ? version.text.trim() : undefined
      add(
        code,
        { ecosystem, name: name.value.text, version: claimOf(known, ecosystem) },
        version ?? literalWord(name.value),
      )
    }
    at = itemEnd(code, at) + 1
  }
}

/** `framework_version="2.1"` is any 2.1; `1.2-1` is the container's own first revision for 1.2. */
export function recordFramework(code: PythonLiterals & ServiceSite, name: string, index: number): void {
  const [written] = wordsAt(code, index)
  if (written === undefined) return
  const version = written.unknown.length > 0 ? undefined : /^(\d+(?:\.\d+){1,3})(?:-\d+)?$/.exec(written.text)?.[1]
  add(code, { ecosystem: 'PyPI', name, version: frameworkClaim(version) }, written)
}

function frameworkClaim(version: string | undefined): VersionClaim {
  if (version === undefined) return { kind: 'unstated' }
  return version.split('.').length > 2
    ? { kind: 'exact', version }
    : { kind: 'range', text: `==${version}.*`, syntax: 'pep440' }
}

/** `dbutils.library.installPyPI("tensorflow", version="1.14", extras="gpu")` of Databricks. */
export function recordDatabricksLibrary(code: PythonLiterals & ServiceSite, first: number): void {
  const [name] = wordsAt(code, first)
  if (name === undefined || isOpening(code.tokens[first])) return
  let version: ShellWord | undefined
  for (let at = first; at < code.tokens.length;) {
    const end = itemEnd(code, at)
    if (isPunctuation(code.tokens[at + 1], '=') && textOf(code.tokens[at]) === 'version')
      [version] = wordsAt(code, at + 2)
    if (!isPunctuation(code.tokens[end], ',')) break
    at = end + 1
  }
  if (version === undefined || name.unknown.length > 0) return void recordPythonPackage(name, settingOf(code.site))
  const known = version.unknown.length === 0 ? version.text : undefined
  add(code, { ecosystem: 'PyPI', name: name.text, version: claimOf(known, 'PyPI') }, version)
}

function claimOf(written: string | undefined, ecosystem: 'PyPI' | 'conda'): VersionClaim {
  if (written === undefined) return { kind: 'unstated' }
  if (written === '' || written === '*') return { kind: 'any' }
  if (/^\d[\w.+!-]*$/.test(written)) return { kind: 'exact', version: written }
  if (/^==\s*\d[\w.+!-]*$/.test(written)) return { kind: 'exact', version: written.slice(2).trim() }
  return { kind: 'range', text: written, syntax: ecosystem === 'PyPI' ? 'pep440' : 'conda' }
}

interface Installed {
  readonly ecosystem: 'PyPI' | 'conda'
  readonly name: string
  readonly version: VersionClaim
}

function add({ site }: ServiceSite, { ecosystem, name, version }: Installed, place: ShellWord): void {
  site.recorder.add({
    ecosystem,
    name,
    version,
    origin: { kind: 'registry' },
    role: 'installs',
    scope: site.scope,
    groups: site.groups,
    direct: 'yes',
    location: site.locate(place.original(0)),
    text: place.text === name ? name : `${name} ${place.text}`,
    integrity: [],
  })
}

function settingOf(site: CommandSite): InstallSetting {
  return { site, index: undefined, scope: site.scope, groups: site.groups }
}
