import type { Ecosystem } from '../../model/ecosystem.ts'
import type { Include, PackageMention } from '../../model/package-mention.ts'
import type { TextEdit } from './text-edit.ts'

/** One file that speaks of packages, as the planner needs it. */
export interface PlannedFile {
  readonly path: string
  /** The extractor that read it. */
  readonly extractor: string
  readonly mentions: readonly PackageMention[]
  readonly includes: readonly Include[]
  /** The lock file that pins what it asks for, when there is one. */
  readonly lock?: string
  /** Decoded; absent for what is never edited (lock files) and for what cannot be edited byte for byte. */
  readonly text?: string
  /** Where the lines of the text begin. */
  readonly lineStarts?: readonly number[]
  /** It is not there yet. */
  readonly isNew?: true
}

/** One requirement that gets another version. */
export interface PlannedEdit extends TextEdit {
  readonly path: string
  /** 1-based, in the file before. */
  readonly line: number
  /** What stands there; empty behind a bare name. */
  readonly before: string
  /** The version this edit brings; the higher one wins where two ask for the same bytes. */
  readonly target: string
}

/** A line to be written into a manifest. */
export interface Addition {
  readonly file: PlannedFile
  readonly style: 'json' | 'yaml' | 'toml' | 'toml-list'
  /** The keys down to the object, table or list. */
  readonly under: readonly string[]
  /** What it is about; in a list the item is the value alone. */
  readonly key: string
  readonly value: string
}

/** What is done about one package in one part of the tree. */
export interface FixStep {
  readonly ecosystem: Ecosystem
  readonly name: string
  /** Versions and ranges found, as written. */
  readonly from: readonly string[]
  readonly to: string
  /** `raise`: its own requirement. `constrain`: others bring it in, a constraint or an override is written. */
  readonly how: 'raise' | 'constrain'
  /** Leaves the major version (in SemVer below 1.0 the minor one). */
  readonly major: boolean
  /** Advisories that the version ends, and those that no known version ends. */
  readonly ends: readonly string[]
  readonly keeps: readonly string[]
  readonly edits: readonly PlannedEdit[]
  /** Constraints and overrides that are written. */
  readonly additions: readonly Addition[]
  /** One sentence each: lifted bounds, hashes, builds, why a constraint. */
  readonly notes: readonly string[]
  /** Files that ask for it already: their lock is older than they are. */
  readonly asking: readonly string[]
  /** Lock entries that the new requirement moves: the lock file and the versions in it. */
  readonly moves: readonly LockMove[]
}

/** `version` of the package in `lock` becomes the step's target when the lock is made anew. */
export interface LockMove {
  readonly lock: string
  readonly version: string
}

/** What no edit does: to be done by hand, or not to be done at all. */
export interface Suggestion {
  readonly ecosystem: Ecosystem
  readonly name: string
  readonly advisories: readonly string[]
  readonly text: string
  readonly path?: string
}

/** A command to run in a folder of the tree (empty: its root), never run by Assay. */
export interface LockCommand {
  readonly folder: string
  readonly command: string
  readonly why: string
}

/** What happens to one file. The edits do not overlap. */
export interface FileChange {
  readonly path: string
  readonly isNew?: true
  readonly edits: readonly TextEdit[]
}

/** Everything that is proposed. */
export interface FixPlan {
  readonly steps: readonly FixStep[]
  /** All edits, by file. Sorted by path. */
  readonly changes: readonly FileChange[]
  readonly suggestions: readonly Suggestion[]
  readonly commands: readonly LockCommand[]
}
