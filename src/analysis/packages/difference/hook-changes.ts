import type { ReleaseChange } from '../../../model/package-assessment.ts'
import type { ArtefactFacts, FileFacts } from '../artefact-facts.ts'
import { bounded, change, fileLocation, locationOf, quoted } from './change.ts'
import { comparableArtefacts, type ComparedFiles } from './comparable-files.ts'
import type { ReleaseView } from './release-view.ts'

/** What runs with the installation, and did not before or was another command; and scripts of the installation with other bytes. */
export function hookChanges(before: ReleaseView, after: ReleaseView, files: ComparedFiles): readonly ReleaseChange[] {
  const both = comparableArtefacts(before, after)
  const known = new Map(hooksOf(both.before).map(({ name, command }) => [name, command]))
  const seen = new Set<string>()
  const hooks = hooksOf(both.after).flatMap(({ name, command, place }) => {
    const old = known.get(name)
    if (old === command || seen.has(name)) return []
    seen.add(name)
    const what = old === undefined ? 'is new' : `was ${quoted(old)}`
    const weight = old === undefined ? newHookWeight(command, known.size) : CHANGED_HOOK
    return [
      change('install-hook', name, `${quoted(name)} runs ${quoted(command)}; it ${what}`, weight, locationOf(place)),
    ]
  })
  return bounded([...hooks, ...scriptChanges(files)], 'changes of what runs with the installation')
}

/** Section 4 of the reference: Nx, Shai-Hulud and axios ran theirs by a hook that no release before had. Ordinary releases: 2 of 2,171. */
const NEW_HOOK = 0.7
const CHANGED_HOOK = 0.4
/** A package that begins to compile says so by this command, which starts nothing else of it. */
const NEW_COMPILATION = 0.35
/** One that had hooks already gets another. */
const ANOTHER_HOOK = 0.5
/** What binary packages do with every release. */
const CHANGED_SCRIPT = 0.1
const NEW_SCRIPT = 0.3

function newHookWeight(command: string, before: number): number {
  if (/^\s*(?:node-gyp(?:-build)?|node-pre-gyp|prebuild-install|cmake-js)\b[\w\s.=-]*$/.test(command))
    return NEW_COMPILATION
  return before === 0 ? NEW_HOOK : ANOTHER_HOOK
}

function hooksOf(artefacts: readonly ArtefactFacts[]): NonNullable<ArtefactFacts['manifest']>['hooks'] {
  return artefacts.flatMap(({ manifest }) => manifest?.hooks ?? [])
}

function scriptChanges({ before, after }: ComparedFiles): readonly ReleaseChange[] {
  const hadScripts = [...before.values()].some(isScript)
  return [...after].flatMap(([path, file]) => {
    const old = before.get(path)
    if (!isScript(file) || old?.sha256 === file.sha256) return []
    if (old !== undefined && isScript(old))
      return [
        change(
          'install-hook',
          file.path,
          `${quoted(file.path)}, which runs with the installation, has changed`,
          CHANGED_SCRIPT,
          fileLocation(file.path),
        ),
      ]
    const weight = hadScripts ? NEW_SCRIPT / 2 : NEW_SCRIPT
    const what = old === undefined ? 'is new' : 'did not run then'
    return [
      change(
        'install-hook',
        file.path,
        `${quoted(file.path)} runs with the installation and ${what}`,
        weight,
        fileLocation(file.path),
      ),
    ]
  })
}

function isScript({ role, kind }: FileFacts): boolean {
  return role === 'install' && kind !== 'manifest'
}
