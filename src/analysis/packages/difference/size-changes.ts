import type { ReleaseChange } from '../../../model/package-assessment.ts'
import type { ArtefactFacts, FileFacts, FileKind } from '../artefact-facts.ts'
import { bounded, change, fileLocation, quoted } from './change.ts'
import { comparableArtefacts, type ComparedFiles, isLive } from './comparable-files.ts'
import type { ReleaseView } from './release-view.ts'

/**
 * Code that has become much larger than the code of the release before, and artefacts that have. lightning 2.6.2 brought 11 MB of JavaScript into
 * a wheel whose largest Python file has some 100 kB; the worm's bundle.js had 3.6 MB in packages of a few kilobytes.
 */
export function sizeChanges(before: ReleaseView, after: ReleaseView, files: ComparedFiles): readonly ReleaseChange[] {
  const code = bounded(codeChanges(files), 'files that are much larger')
  return [...code, ...archiveChanges(before, after)]
}

const CODE: ReadonlySet<FileKind> = new Set(['python', 'javascript', 'shell', 'powershell', 'batch'])
/**
 * Of 270 ordinary updates one has a file beyond these bounds. A new file was at most 2.4 times as large as the largest before (a table of a parser); files
 * that grew tenfold (a module that became one file, a chunk of a bundler) did so by 33 and 100 kB.
 */
const LEAST_GROWN = 256 * 1024
const TIMES_ITSELF = 4
/** A new file that dwarfs all code that was there. */
const TIMES_LARGEST = 3
const LARGE = 1024 * 1024

function codeChanges({ before, after }: ComparedFiles): readonly ReleaseChange[] {
  const largest = largestCode(before)
  return [...after].flatMap(([path, file]) => {
    if (!CODE.has(file.kind) || !isLive(file)) return []
    const old = before.get(path)
    const size = old?.size ?? 0
    const yardstick = old === undefined ? Math.max(largest, MODEST) * TIMES_LARGEST : size * TIMES_ITSELF
    if (file.size - size < LEAST_GROWN || file.size < yardstick) return []
    const was = old === undefined ? `is new; the largest code before had ${bytes(largest)}` : `had ${bytes(size)}`
    const weight = (file.size >= LARGE ? 0.35 : 0.2) + (old === undefined ? 0.15 : 0)
    return [
      change(
        'size',
        file.path,
        `${quoted(file.path)} has ${bytes(file.size)} and ${was}`,
        weight,
        fileLocation(file.path),
      ),
    ]
  })
}

/** Where there was hardly any code, this is taken for the largest of it. */
const MODEST = 64 * 1024

function largestCode(files: ReadonlyMap<string, FileFacts>): number {
  return [...files.values()].reduce((most, { kind, size }) => (CODE.has(kind) ? Math.max(most, size) : most), 0)
}

/** 8 of 270 ordinary updates more than double, 3 more than treble. */
const TIMES_ARCHIVE = 3
const LEAST_ARCHIVE = 128 * 1024

function archiveChanges(before: ReleaseView, after: ReleaseView): readonly ReleaseChange[] {
  const both = comparableArtefacts(before, after)
  return both.after.flatMap((artefact) => {
    const old = largestOf(both.before, artefact)
    if (old === 0 || artefact.size - old < LEAST_ARCHIVE || artefact.size < old * TIMES_ARCHIVE) return []
    const times = Math.floor(artefact.size / old)
    const weight = times >= 10 ? 0.3 : 0.15
    return [
      change(
        'size',
        artefact.name,
        `${quoted(artefact.name)} has ${bytes(artefact.size)}, ${times} times as much as before (${bytes(old)})`,
        weight,
      ),
    ]
  })
}

/** Wheels of other platforms have other sizes: the largest of the kind is the yardstick. */
function largestOf(artefacts: readonly ArtefactFacts[], { kind }: ArtefactFacts): number {
  return artefacts.reduce((most, one) => (one.kind === kind ? Math.max(most, one.size) : most), 0)
}

function bytes(size: number): string {
  if (size < 1024) return `${size} bytes`
  return size < LARGE ? `${Math.round(size / 1024)} kB` : `${(size / LARGE).toFixed(1)} MB`
}
