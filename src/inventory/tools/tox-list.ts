import { slicePart } from '../../formats/mapped-text.ts'
import { literalWord } from '../../formats/shell-word.ts'
import type { ShellWord } from '../../formats/shell-syntax.ts'
import type { CommandSite } from '../commands/command-site.ts'
import { recordRequirements, serviceSite } from '../commands/python-service-records.ts'
import { readNested, SCRIPT_READER } from '../commands/script.ts'

/**
 * Records one line of `deps`: a requirement, `-r file` or `-c file`, behind conditions on the environment
 * (`py312,!windows: pytest`), with the folders of tox put in (tox 4, "Substitutions for values in sections").
 */
export function readDependencyLine(line: ShellWord, site: CommandSite): void {
  const condition = /^(?:!?[\w.{}-]{1,80},?\s{0,9}){1,20}:\s+/.exec(line.text.slice(0, 2000))?.[0] ?? ''
  const word = withFolders(literalWord(slicePart(line, condition.length)))
  // `{[testenv]deps}` and `{env:X}` stand for what another section or the machine says.
  if (/^\{\[[^\]]{0,100}\]\w{0,100}\}$/.test(word.text) || word.text === '') return
  recordRequirements(serviceSite(site, SCRIPT_READER), [word])
}

/** A command of tox, which no shell reads; `{posargs}` and its like are left as words. */
export function readToolCommand(line: ShellWord, site: CommandSite): void {
  readNested(withFolders(literalWord(slicePart(line, /^[-!]?\s{0,9}/.exec(line.text)?.[0].length ?? 0))), site)
}

const FOLDER = /\{(?:toxinidir|tox_root)\}[/\\]?/g

/** Files are named from the folder of the configuration. */
function withFolders(word: ShellWord): ShellWord {
  const { text } = word
  const [first] = text.matchAll(FOLDER)
  if (first === undefined) return word
  const start = first.index
  const end = start + first[0].length
  return literalWord({
    text: text.slice(0, start) + text.slice(end),
    original: (index) => word.original(index < start ? index : index + end - start),
  })
}
