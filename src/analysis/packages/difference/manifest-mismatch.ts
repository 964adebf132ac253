import type { ReleaseChange } from '../../../model/package-assessment.ts'
import { packageName } from '../../../model/package-name.ts'
import type { StatedManifest } from '../../../model/registry-facts.ts'
import { schemeOf } from '../../../versions/scheme-of.ts'
import type { ArtefactFacts, PackageManifest } from '../artefact-facts.ts'
import { bounded, change, quoted } from './change.ts'
import type { ReleaseView } from './release-view.ts'

/**
 * Where the manifest in the archive is not the one that the registry shows ("manifest confusion"): whoever reviews or resolves by the registry's sees
 * other dependencies, scripts and commands than the ones that are installed. Needs no release before.
 */
export function manifestMismatch({ registry, artefacts }: ReleaseView): readonly ReleaseChange[] {
  const changes = (registry?.manifests ?? []).flatMap((stated) => {
    const artefact = artefacts.find(({ name }) => name === stated.artefact)
    return artefact?.manifest === undefined ? [] : mismatches(stated, artefact, artefact.manifest)
  })
  return bounded(changes, 'differences between manifests')
}

const DEPENDENCY = 0.8
const HOOK = 0.8
const COMMAND = 0.4
const IDENTITY = 0.7
/** The registry shows more than is there: an older form, seldom harm. */
const ONLY_STATED = 0.3

function mismatches(stated: StatedManifest, artefact: ArtefactFacts, found: PackageManifest): readonly ReleaseChange[] {
  return [
    ...identity(stated, found),
    ...dependencies(stated, found),
    ...hooks(stated, artefact, found),
    ...commands(stated, found),
  ]
}

function identity(stated: StatedManifest, { name, version, ecosystem }: PackageManifest): readonly ReleaseChange[] {
  const sameName = packageName(ecosystem, stated.name) === packageName(ecosystem, name)
  const sameVersion = stated.version === version || schemeOf(ecosystem).compare(stated.version, version) === 0
  if (sameName && sameVersion) return []
  const text = `the archive says it is ${quoted(name)} ${quoted(version)}, the registry says ${quoted(stated.name)} ${quoted(stated.version)}`
  return [change('manifest-mismatch', 'identity', text, IDENTITY)]
}

function dependencies(stated: StatedManifest, found: PackageManifest): readonly ReleaseChange[] {
  const key = ({ name, requirement }: { readonly name: string; readonly requirement: string }): string =>
    `${packageName(found.ecosystem, name)} ${canonical(requirement)}`
  // Registries of npm write optional dependencies into `dependencies` as well, archives often do not.
  const [shown, real] = [new Set(stated.dependencies.map(key)), new Set(found.dependencies.map(key))]
  const comparable = found.dependencies.filter(
    ({ kind }) => kind === 'runtime' || kind === 'optional' || kind === 'peer',
  )
  const hidden = comparable
    .filter((one) => !shown.has(key(one)))
    .map(({ name, requirement }) =>
      change(
        'manifest-mismatch',
        name,
        `the archive wants ${quoted(name)} (${quoted(requirement)}), which the registry does not show`,
        DEPENDENCY,
      ),
    )
  const shownOnly = stated.dependencies
    .filter((one) => !real.has(key(one)))
    .map(({ name, requirement }) =>
      change(
        'manifest-mismatch',
        name,
        `the registry shows ${quoted(name)} (${quoted(requirement)}), which the archive does not want`,
        ONLY_STATED,
      ),
    )
  return [...hidden, ...shownOnly]
}

/** Order of clauses and white space are no difference: `<3,>=1` is `>=1, <3`. */
function canonical(requirement: string): string {
  return requirement.length > LONGEST_REQUIREMENT
    ? requirement
    : requirement
        .replace(/[\s()"']+/g, '')
        .split(',')
        .sort()
        .join(',')
        .replace(/^\*$/, '')
}

const LONGEST_REQUIREMENT = 2_000

function hooks(
  { hooks: shown }: StatedManifest,
  { files }: ArtefactFacts,
  found: PackageManifest,
): readonly ReleaseChange[] {
  if (shown === undefined) return []
  const stated = new Map(shown.map(({ name, command }) => [name, command.trim()]))
  return found.hooks.flatMap(({ name, command }) => {
    // npm adds `node-gyp rebuild` where the file binding.gyp stands, and calls it `install`.
    const known =
      stated.get(name) ??
      (name === 'binding.gyp' && files.some(({ path }) => path === 'binding.gyp') ? command : undefined)
    if (known === command.trim()) return []
    const other = known === undefined ? 'no such script' : quoted(known)
    return [
      change(
        'manifest-mismatch',
        name,
        `the archive runs ${quoted(command)} with the installation (${quoted(name)}), the registry shows ${other}`,
        HOOK,
      ),
    ]
  })
}

function commands({ commands: shown }: StatedManifest, found: PackageManifest): readonly ReleaseChange[] {
  if (shown === undefined) return []
  const stated = new Map(shown.map(({ name, target }) => [name, pathOf(target)]))
  return found.commands.flatMap(({ name, target }) => {
    const known = stated.get(name)
    if (known === pathOf(target)) return []
    const other = known === undefined ? 'no such command' : quoted(known)
    return [
      change(
        'manifest-mismatch',
        name,
        `the archive starts ${quoted(target)} as ${quoted(name)}, the registry shows ${other}`,
        COMMAND,
      ),
    ]
  })
}

/** `./bin/x.js` -> `bin/x.js`. */
function pathOf(target: string): string {
  return target.replace(/^(?:\.?\/)+/, '')
}
