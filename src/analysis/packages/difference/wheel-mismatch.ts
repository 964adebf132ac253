import type { ReleaseChange } from '../../../model/package-assessment.ts'
import type { ArtefactFacts, FileFacts } from '../artefact-facts.ts'
import { alignPaths } from './align-paths.ts'
import { bounded, change, fileLocation, quoted } from './change.ts'
import { isLive } from './comparable-files.ts'
import { contentMismatch, isConverted } from './content-mismatch.ts'
import { installedPath } from './installed-path.ts'
import { isGenerated } from './generated-file.ts'
import { isKnownStart } from './known-start-files.ts'
import type { ReleaseView } from './release-view.ts'

/**
 * Python in a wheel that is not the Python of the sdist of the same release: who reads the source distribution does not see what is installed.
 * What build tools write is left out. Of 384 releases that lie on a machine as wheel and sdist (2026-11-22) 4 have such a file, all of them truly, and 1 looks
 * converted.
 */
export function wheelMismatch({ artefacts }: ReleaseView): readonly ReleaseChange[] {
  const sdist = artefacts.find(({ kind }) => kind === 'sdist')
  if (sdist === undefined) return []
  const told = new Set<string>()
  const changes = artefacts.filter(({ kind }) => kind === 'wheel').flatMap((wheel) => mismatchOf(wheel, sdist))
  // Wheels of several platforms hold the same file.
  return bounded(
    changes.filter(({ subject }) => !told.has(subject) && told.add(subject)),
    'files that are not those of the source distribution',
  )
}

/** Builds make `__init__.py` for packages that have none. */
const EMPTY = 2
const OTHER_BYTES = 0.5
const LONE_FILE = 0.4
const LONE_START = 0.8
/** More lone files than this share of all are written by the build. */
const LONE_SHARE = 0.25
const CONVERTED = 0.1

function mismatchOf(wheel: ArtefactFacts, sdist: ArtefactFacts): readonly ReleaseChange[] {
  const files = wheel.files.filter((file) => isSource(file) && !isScript(file))
  const digests = new Map(sdist.files.map(({ path, sha256 }) => [path, sha256]))
  const find = alignPaths(
    files.map(({ path }) => installedPath(path)),
    digests.keys(),
  )
  const found = contentMismatch(files, (path) => digests.get(find(installedPath(path)) ?? ''))
  const starts = found.lone.filter(isStart).map((file) => lone(file, wheel, LONE_START))
  if (found.matched === 0) return starts
  return [
    ...starts,
    ...otherFiles(found, wheel),
    ...loneFiles(
      found.lone.filter((file) => !isStart(file)),
      files.length,
      sdist,
      wheel,
    ),
  ]
}

function isSource(file: FileFacts): boolean {
  return ((file.kind === 'python' && file.size > EMPTY) || isStart(file)) && isLive(file) && !isGenerated(file.path)
}

/** Builds write the first line of scripts anew (`#!python`), so no digest is that of the source distribution. */
function isScript({ path }: FileFacts): boolean {
  return /^[^/]{1,200}\.data\/scripts\//.test(path)
}

function isStart({ kind, role, sha256 }: FileFacts): boolean {
  return (kind === 'path-configuration' || role === 'start') && !isKnownStart(sha256)
}

function otherFiles(found: ReturnType<typeof contentMismatch>, wheel: ArtefactFacts): readonly ReleaseChange[] {
  if (isConverted(found)) {
    const text = `${found.other.length} of ${found.matched} files of ${quoted(wheel.name)} are not those of the source distribution, as if all had been converted`
    return [change('not-in-source', wheel.name, text, CONVERTED)]
  }
  return found.other.map(({ path }) =>
    change(
      'not-in-source',
      path,
      `${quoted(path)} of ${quoted(wheel.name)} has other bytes than the one of the source distribution`,
      OTHER_BYTES,
      fileLocation(path),
    ),
  )
}

function loneFiles(
  files: readonly FileFacts[],
  all: number,
  sdist: ArtefactFacts,
  wheel: ArtefactFacts,
): readonly ReleaseChange[] {
  // `_x.py` that SWIG wrote of `x.i`, a module made of a template.
  const stems = new Set(sdist.files.flatMap(({ path, kind }) => (kind === 'python' ? [] : [stemOf(path)])))
  const unmade = files.filter(({ path }) => !stems.has(stemOf(path)))
  if (unmade.length > Math.max(3, all * LONE_SHARE)) {
    const text = `${unmade.length} of ${all} files of ${quoted(wheel.name)} are not in the source distribution`
    return [change('not-in-source', wheel.name, text, CONVERTED)]
  }
  return unmade.map((file) => lone(file, wheel, LONE_FILE))
}

function lone({ path }: FileFacts, wheel: ArtefactFacts, weight: number): ReleaseChange {
  return change(
    'not-in-source',
    path,
    `${quoted(path)} of ${quoted(wheel.name)} is not in the source distribution`,
    weight,
    fileLocation(path),
  )
}

function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return name.slice(0, name.indexOf('.') < 0 ? name.length : name.indexOf('.'))
}
