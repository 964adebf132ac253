import type { ArtefactFacts } from '../../analysis/packages/artefact-facts.ts'
import type { YaraSettings } from '../../analysis/packages/yara/yara-matcher.ts'
import type { Limits } from '../../base/limits.ts'
import type { Ecosystem } from '../../model/ecosystem.ts'

/** One archive or folder to be looked through; plain data, for a worker. */
export interface ArtefactTask {
  /** What it is called, without where it lies. */
  readonly name: string
  /** Absolute. */
  readonly path: string
  readonly kind: 'archive' | 'folder'
  /** Of an archive, where it is known already. */
  readonly sha256?: string
  /** That it is installed from, where that is known: a package of npm may hold a PKG-INFO. */
  readonly ecosystem?: Ecosystem
  readonly limits: Limits
  /** Files that ended a worker before: named in the facts, not looked at again. */
  readonly leaveOut: readonly LeftOut[]
}

/** What a worker is started with. */
export interface ArtefactWorkerData {
  /** Rules of the operator's own. */
  readonly yara?: YaraSettings
}

/** A file in an artefact that a worker was ended in, and why. */
export interface LeftOut {
  readonly path: string
  readonly code: 'limit-time' | 'limit-memory'
  readonly message: string
}

/** What a worker says: how far it has come, and what came of it. */
export type ArtefactAnswer =
  | { readonly kind: 'at'; readonly path: string }
  | { readonly kind: 'done'; readonly facts: ArtefactFacts }
  /** The archive or folder itself could not be read, or the operator's rules were not understood. */
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }
  | { readonly kind: 'bug'; readonly stack: string }
