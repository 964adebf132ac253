import type { ReleaseChange } from '../../../model/package-assessment.ts'
import type { ArtefactFacts, FileFacts, FileKind } from '../artefact-facts.ts'
import { alignPaths } from './align-paths.ts'
import { bounded, change, fileLocation, quoted } from './change.ts'
import { isLive } from './comparable-files.ts'
import { type ContentMismatch, contentMismatch, isConverted } from './content-mismatch.ts'
import { installedPath } from './installed-path.ts'
import { isBuildFolder, isBundle, isGenerated } from './generated-file.ts'
import { isKnownStart } from './known-start-files.ts'
import type { ReleaseView, SourceFile } from './release-view.ts'
import { sourceStems, type SourceStems } from './source-stems.ts'

/**
 * Code that is not in the repository at the tag of the release, where a checkout is at hand: ultralytics 8.3.41, litellm 1.82.7 and lightning 2.6.2 were
 * clean there. What a build makes of a source is expected; what stands where nobody builds is not. With the sdist in place of the repository 4 of 384
 * wheels have a change of 0.3 or more (2026-11-22), all of them true; tarballs of npm were not measured.
 */
export function sourceMismatch({ artefacts, sourceTree }: ReleaseView): readonly ReleaseChange[] {
  if (sourceTree === undefined || sourceTree.length === 0) return []
  const source: Source = {
    digests: new Map(sourceTree.map(({ path, sha256 }) => [path, sha256])),
    stems: sourceStems(sourceTree),
  }
  const told = new Set<string>()
  const changes = artefacts.flatMap((artefact) => mismatchOf(artefact, source))
  return bounded(
    changes.filter(({ subject }) => !told.has(subject) && told.add(subject)),
    'files that are not in the source',
  )
}

interface Source {
  readonly digests: ReadonlyMap<SourceFile['path'], string>
  readonly stems: SourceStems
}

const CODE: ReadonlySet<FileKind> = new Set([
  'python',
  'javascript',
  'shell',
  'powershell',
  'batch',
  'path-configuration',
  'bytecode',
])
const OTHER_BYTES = 0.5
const LONE_START = 0.9
const LONE_INSTALL = 0.7
const LONE_CODE = 0.4
const UNKNOWN_BUILT = 0.08
const STUB = 0.1
const CONVERTED = 0.05

function mismatchOf(artefact: ArtefactFacts, { digests, stems }: Source): readonly ReleaseChange[] {
  const files = artefact.files.filter(isChecked)
  const find = alignPaths(
    files.map(({ path }) => installedPath(path)),
    digests.keys(),
  )
  const found = contentMismatch(files, (path) => digests.get(find(installedPath(path)) ?? ''))
  const lone = found.lone.filter(({ path }) => !stems.makes(path))
  // Only what lies in a folder for it is taken for the output of a build of which the source has another name.
  const built = lone.filter((file) => !isStart(file) && (isBuildFolder(file.path) || isBundle(file.path)))
  const strange = lone.filter((file) => !built.includes(file))
  return [
    ...otherFiles(found, artefact),
    ...strange.map((file) => loneFile(file, artefact)),
    ...builtFiles(built, artefact),
  ]
}

/** Builds make empty `__init__.py` for packages that have none, and write the first line of scripts anew. */
function isChecked(file: FileFacts): boolean {
  const isCode = CODE.has(file.kind) && isLive(file) && file.size > 2
  return (
    isCode && !isGenerated(file.path) && !isKnownStart(file.sha256) && !/^[^/]{1,200}\.data\/scripts\//.test(file.path)
  )
}

function otherFiles(found: ContentMismatch, artefact: ArtefactFacts): readonly ReleaseChange[] {
  if (isConverted(found)) {
    const text = `${found.other.length} of ${found.matched} files of ${quoted(artefact.name)} have other bytes than in the source, as if all had been converted`
    return [change('not-in-source', artefact.name, text, CONVERTED)]
  }
  return found.other.map((file) =>
    change(
      'not-in-source',
      file.path,
      `${quoted(file.path)} of ${quoted(artefact.name)} has other bytes than in the source`,
      OTHER_BYTES,
      fileLocation(file.path),
    ),
  )
}

function loneFile(file: FileFacts, artefact: ArtefactFacts): ReleaseChange {
  const weight = isStart(file) ? LONE_START : isStub(file) ? STUB : file.role === 'install' ? LONE_INSTALL : LONE_CODE
  return change(
    'not-in-source',
    file.path,
    `${quoted(file.path)} of ${quoted(artefact.name)} is not in the source, and nothing there makes it`,
    weight,
    fileLocation(file.path),
  )
}

/** maturin and its like write the `__init__.py` of a package that is one native module. What a longer one does is told by its behaviours. */
function isStub({ path, size }: FileFacts): boolean {
  return size < 512 && /(?:^|\/)__init__\.py$/.test(path)
}

function builtFiles(files: readonly FileFacts[], artefact: ArtefactFacts): readonly ReleaseChange[] {
  const [first] = files
  if (first === undefined) return []
  const text = `${files.length} files of ${quoted(artefact.name)} lie where builds write and have no source of their name, for example ${quoted(first.path)}`
  return [change('not-in-source', `built files of ${artefact.name}`, text, UNKNOWN_BUILT)]
}

function isStart({ kind, role, sha256 }: FileFacts): boolean {
  return (kind === 'path-configuration' || role === 'start') && !isKnownStart(sha256)
}
