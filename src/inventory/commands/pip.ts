import { slicePart } from '../../formats/mapped-text.ts'
import type { HereDocument, ShellWord } from '../../formats/shell-syntax.ts'
import { literalWord } from '../../formats/shell-word.ts'
import { PIP_OPTIONS } from '../../formats/pip-options.ts'
import { firstOperand, has, type ParsedArguments, parseArguments, valuesOf } from '../../formats/shell-arguments.ts'
import type { Invocation } from '../../formats/shell-invocation.ts'
import type { CommandSite } from './command-site.ts'
import { includeFile } from './named-file.ts'
import { type InstallSetting, recordPythonPackage } from './python-requirement.ts'
import { reportUnknownOptions } from './unknown-option.ts'

const INSTALLING: ReadonlySet<string> = new Set(['install', 'wheel', 'download'])

/** `pip install|wheel|download …`. */
export function readPip(invocation: Invocation, site: CommandSite): void {
  const place = firstOperand(invocation.words, PIP_OPTIONS)
  if (!INSTALLING.has(invocation.words[place]?.text ?? '')) return
  const words = [...invocation.words.slice(0, place), ...invocation.words.slice(place + 1)]
  const parsed = parseArguments(words, PIP_OPTIONS)
  reportUnknownOptions(parsed, site)
  const setting = { site, index: indexOf(parsed, invocation, 'PIP'), scope: site.scope, groups: site.groups }
  readPipArguments(parsed, invocation, setting)
}

/** The operands, `-e`, `-r` and `-c` of pip and uv pip. */
export function readPipArguments(parsed: ParsedArguments, invocation: Invocation, setting: InstallSetting): void {
  const { site } = setting
  for (const word of [...parsed.operands, ...valuesOf(parsed, '--editable')]) recordPythonPackage(word, setting)
  for (const word of valuesOf(parsed, '--requirement')) readRequirementFile(word, invocation, setting)
  for (const word of valuesOf(parsed, '--constraint', '--overrides', '--build-constraint')) {
    includeRequirements(word, 'constrains', invocation, site)
  }
}

/** `-r file`: a file of the tree, or the here-document on standard input. */
export function readRequirementFile(word: ShellWord, invocation: Invocation, setting: InstallSetting): void {
  const [document] = invocation.hereDocuments
  if ((word.text === '-' || word.text === '/dev/stdin') && document !== undefined) {
    return readRequirementLines(document, invocation, setting)
  }
  includeRequirements(word, 'requires', invocation, setting.site)
}

/**
 * The one index all packages come from. With another index or `--find-links` beside it pip takes the highest version of any, so
 * the command does not tell and neither do we.
 */
export function indexOf(parsed: ParsedArguments, { variable }: Invocation, prefix: 'PIP' | 'UV'): string | undefined {
  const others = ['--extra-index-url', '--find-links', '--no-index', '--index']
  if (has(parsed, ...others) || variable(`${prefix}_EXTRA_INDEX_URL`) !== undefined) return undefined
  const given = valuesOf(parsed, '--index-url', '--default-index').at(-1)
  if (given !== undefined) return given.unknown.length === 0 ? given.text : undefined
  return variable(`${prefix}_INDEX_URL`) ?? variable(`${prefix}_DEFAULT_INDEX`)
}

/** Project files (`uv pip install -r pyproject.toml`) are read under their own names; all others are requirements files. */
function includeRequirements(
  word: ShellWord,
  role: 'requires' | 'constrains',
  invocation: Invocation,
  site: CommandSite,
): void {
  if (/\.(?:toml|py|cfg)$/.test(word.text)) return
  includeFile(word, { role, extractor: 'python/requirements' }, invocation, site)
}

function readRequirementLines({ body }: HereDocument, invocation: Invocation, setting: InstallSetting): void {
  for (const match of body.text.matchAll(/[^\n]+/g)) {
    const written = match[0].replace(/(?:^|\s)#.*$/, '')
    const lead = written.length - written.trimStart().length
    const word = literalWord(slicePart(body, match.index + lead, match.index + written.trimEnd().length))
    if (word.text === '') continue
    const option = /^(?:-r|-c|-e|--requirement|--constraint|--editable)[\s=]+/.exec(word.text)
    if (option === null && !word.text.startsWith('-')) recordPythonPackage(word, setting)
    if (option === null) continue
    const value = literalWord(slicePart(word, option[0].length))
    if (option[0].includes('e ') || option[0].startsWith('--e')) recordPythonPackage(value, setting)
    else includeRequirements(value, /^--?c/.test(option[0]) ? 'constrains' : 'requires', invocation, setting.site)
  }
}
