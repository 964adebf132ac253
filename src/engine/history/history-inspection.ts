import type { Diagnostic } from '../../model/diagnostic.ts'
import type { Limits } from '../../base/limits.ts'
import type { Authorship } from '../../scan/sources/git-history/commits.ts'
import type { Gap } from '../../scan/sources/git-history/gap.ts'
import type { ObjectKind } from '../../scan/sources/git-history/object-index.ts'
import type { CacheSettings } from '../cache/cache-settings.ts'
import type { BlobOutcome } from './blob-outcome.ts'

/** Which part of a history is looked at. */
export type HistoryScope =
  /** Everything that a ref, a working tree or a stash reaches; `unreachable`: and all other objects that are still there. */
  | { readonly kind: 'all'; readonly unreachable: boolean }
  /** What the commits of `revision..HEAD` brought. */
  | { readonly kind: 'since'; readonly revision: string }

/** A history to be looked at; complete. */
export interface HistoryRequest {
  /** A folder of a working tree, or a bare repository. */
  readonly folder: string
  /** Of the process; see openRepository. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly scope: HistoryScope
  /** Look at the messages of commits and tags too. */
  readonly messages: boolean
  readonly limits: Limits
  readonly workers: number
  /** A program that calls serveBlobs. */
  readonly program: URL
  /** For its inspector: plain data. */
  readonly settings: unknown
  /** Absent: nothing is kept. `code` (codeDigest) names what looks, `rules` how it is asked: other names, and nothing remembered fits. */
  readonly memory?: { readonly cache: CacheSettings; readonly code: string; readonly rules: string }
  readonly signal: AbortSignal
  readonly onProgress: (done: HistoryProgress) => void
}

/** How far it is, in objects. */
export interface HistoryProgress {
  readonly looked: number
  readonly of: number
}

/** Everything that was found and what was not looked at. Plain data without values. */
export interface HistoryInspection {
  /** Objects in which something was seen, by path, then by id. */
  readonly objects: readonly HistoricObject[]
  readonly gaps: readonly Gap[]
  readonly counts: HistoryCounts
}

/** `blobs` and `messages` are those of the scope; of them `looked` in this run and `remembered` from earlier ones. */
export interface HistoryCounts {
  readonly refs: number
  readonly blobs: number
  readonly messages: number
  readonly looked: number
  readonly remembered: number
  /** Of what was looked at. */
  readonly bytes: number
}

/** An object in which something was seen. */
export interface HistoricObject {
  readonly id: string
  readonly kind: ObjectKind
  /** Under which it was looked at; empty for messages and for what no tree names. */
  readonly path: string
  readonly outcome: BlobOutcome
  readonly origin: Origin
}

/** Where an object comes from and where it still is. */
export interface Origin {
  /**
   * `head`: in the tree that is checked out. `history`: only in earlier commits of it. `elsewhere`: only on other branches, tags, stashes. `unreachable`: nothing leads to it any more.
   */
  readonly standing: 'head' | 'history' | 'elsewhere' | 'unreachable'
  /** In HEAD where it stands there, else those it ever had, oldest first; a bounded list. */
  readonly paths: readonly string[]
  readonly morePaths: boolean
  /** The commit that brought it; for a message the commit or tag itself. Undefined where no commit does, or it could not be found out. */
  readonly first: Authorship | undefined
  /** The latest commit that brought it, when it is another one. */
  readonly last: Authorship | undefined
  /** The commit that took it away, when it is gone. */
  readonly ended: Authorship | undefined
  /** Where it is `elsewhere`: refs that lead to it; a bounded list. */
  readonly refs: readonly string[]
  /** The history ends at the first commit (a shallow clone): an earlier one may have brought it. */
  readonly cutOff: boolean
}

/** All diagnostics of an inspection, for the report. */
export function diagnosticsOf({ objects }: HistoryInspection): readonly Diagnostic[] {
  return objects.flatMap(({ outcome }) => outcome.diagnostics)
}
