import { parseInstalled } from '../../formats/requirements.ts'
import type { ShellWord } from '../../formats/shell-syntax.ts'
import type { Origin, Scope, VersionClaim } from '../../model/package-mention.ts'
import { excerpt } from '../python/extraction-builder.ts'
import { type Claims, claimsOfReference, claimsOfRequirement, registry } from '../python/requirement-claims.ts'
import type { CommandSite } from './command-site.ts'

/** What is said of all packages of one command. */
export interface InstallSetting {
  readonly site: CommandSite
  /** The one registry they come from, when the command tells. */
  readonly index: string | undefined
  readonly scope: Scope
  readonly groups: readonly string[]
}

/** Records one argument that is a PEP 508 requirement, an address or a path; true when it names a package. */
export function recordPythonPackage(word: ShellWord, setting: InstallSetting): boolean {
  const { limits } = setting.site.recorder
  const what = parseInstalled(word.text, limits)
  if (what.kind === 'problem') return recordProblem(word, what.problem, setting)
  if (what.kind === 'requirement') {
    const { name, nameOffset, marker } = what.requirement
    // `name @ $URL`: parsed, but where it leads only the run can tell.
    if (word.unknown.length > 0) partial(word, setting)
    const claims = claimsOfRequirement(what.requirement, limits, setting.index)
    const known = word.unknown.length > 0 ? { ...claims, version: { kind: 'unstated' } as const } : claims
    return record(word, name, nameOffset, known, setting, marker?.text)
  }
  const { reference, marker } = what
  const name = reference.egg ?? reference.file?.name
  if (word.unknown.length > 0) partial(word, setting)
  if (name === undefined) return word.unknown.length > 0 ? false : reportNameless(word, reference, setting)
  const place = placeInReference(word.text, reference, name)
  return record(word, name, place, claimsOfReference(reference), setting, marker?.text)
}

/** The version in the file name, else the name behind `egg=`, else wherever the name stands. */
export function placeInReference(
  text: string,
  { egg, file }: { readonly egg?: string; readonly file?: { readonly version: string } },
  name: string,
): number {
  const version = file === undefined ? -1 : text.indexOf(file.version)
  if (version >= 0) return version
  const fragment = egg === undefined ? -1 : text.indexOf(`egg=${egg}`)
  return fragment < 0 ? Math.max(0, text.indexOf(name)) : fragment + 'egg='.length
}

function recordProblem(
  word: ShellWord,
  problem: {
    readonly expected: string
    readonly offset: number
    readonly name?: { readonly text: string; readonly offset: number }
  },
  setting: InstallSetting,
): boolean {
  if (word.unknown.length > 0) partial(word, setting)
  else {
    const message = `expected ${problem.expected}, found ${excerpt(word.text.slice(problem.offset, problem.offset + 200))} in ${excerpt(word.text)}`
    setting.site.recorder.partial(message, setting.site.locate(word.original(problem.offset)))
  }
  if (problem.name === undefined) return false
  const claims: Claims = { version: { kind: 'unstated' }, origin: registry(setting.index) }
  return record(word, problem.name.text, problem.name.offset, claims, setting)
}

function partial(word: ShellWord, { site }: InstallSetting): void {
  const at = word.unknown[0]?.start ?? 0
  const message = `expected a package with its version, found ${excerpt(word.text)}, which only the run can tell`
  site.recorder.partial(message, site.locate(word.original(at)))
}

/** `.` and `-e ./lib` install the project's own code under a name that stands in another file. */
function reportNameless(
  word: ShellWord,
  reference: { readonly kind: 'git' | 'url' | 'local'; readonly location: string },
  { site }: InstallSetting,
): boolean {
  const location = site.locate(word.original(0))
  if (reference.kind === 'local') {
    site.recorder.note(`installs the local path ${excerpt(word.text)}, whose package name stands elsewhere`, location)
  } else {
    site.recorder.partial(
      `expected a package name, found only the address ${excerpt(word.text)}; write \`name @ address\``,
      location,
    )
  }
  return false
}

function record(
  word: ShellWord,
  name: string,
  nameOffset: number,
  claims: { readonly version: VersionClaim; readonly origin: Origin; readonly versionOffset?: number },
  { site, scope, groups }: InstallSetting,
  marker?: string,
): boolean {
  site.recorder.add({
    ecosystem: 'PyPI',
    name,
    version: claims.version,
    origin: claims.origin,
    role: 'installs',
    scope,
    groups,
    direct: 'yes',
    location: site.locate(word.original(claims.versionOffset ?? nameOffset)),
    text: word.text,
    ...(marker === undefined ? {} : { marker }),
    integrity: [],
  })
  return true
}
