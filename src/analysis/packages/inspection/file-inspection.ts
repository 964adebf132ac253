import type { Limits } from '../../../base/limits.ts'
import type { ArtefactFile } from '../contents/artefact-event.ts'
import type { FileFacts, FileKind, PackageNote } from '../artefact-facts.ts'
import type { CompiledModule } from '../binaries/source-difference.ts'
import type { Behaviour } from '../behaviour.ts'
import type { ModuleSummary } from '../flow/module-summary.ts'
import type { PackageFile } from '../package-file.ts'

/** Languages whose files are linked with each other. */
export type LinkedLanguage = 'python' | 'javascript'

/** A module that waits for the other files of its package. */
export interface WaitingModule {
  readonly language: LinkedLanguage
  readonly summary: ModuleSummary
}

/** A module that only carries data between others: it is read where linking can tell more. */
export interface Carrier {
  readonly language: LinkedLanguage
  readonly text: string
  readonly file: PackageFile
}

/** What one file gives. */
export interface FileInspection {
  /** Of files that are not linked. */
  readonly behaviours: readonly Behaviour[]
  readonly modules: readonly WaitingModule[]
  readonly carriers: readonly Carrier[]
  readonly notes: readonly PackageNote[]
  readonly looked: FileFacts['looked']
  /** Compiled Python, to be compared with its source. */
  readonly compiled?: CompiledModule
}

/** A file whose kind is known, with what is there to read it. */
export interface KnownFile {
  readonly file: ArtefactFile
  readonly kind: FileKind
  readonly limits: Limits
  /** The name under which the package may import itself; not known before its manifest is. */
  readonly ownName: string | undefined
  /** Names at the top of the package, under which its own modules of Python are imported. */
  readonly own: ReadonlySet<string>
}

/** Nothing to be said, and everything looked at. */
export const NOTHING_FOUND: FileInspection = { behaviours: [], modules: [], carriers: [], notes: [], looked: 'whole' }

/** Only what it does by itself. */
export function found(behaviours: readonly Behaviour[], looked: FileFacts['looked'] = 'whole'): FileInspection {
  return { ...NOTHING_FOUND, behaviours, looked }
}

/** Several inspections of one file as one: it was looked at as little as by the one that looked least. */
export function joined(...all: readonly FileInspection[]): FileInspection {
  const order = ['not', 'part', 'whole'] as const
  return {
    behaviours: all.flatMap(({ behaviours }) => behaviours),
    modules: all.flatMap(({ modules }) => modules),
    carriers: all.flatMap(({ carriers }) => carriers),
    notes: all.flatMap(({ notes }) => notes),
    looked: order.find((one) => all.some(({ looked }) => looked === one)) ?? 'whole',
  }
}
