import type { RegistryFacts } from '../../../model/registry-facts.ts'
import type { ArtefactFacts } from '../artefact-facts.ts'

/** All that is known of one release, for a comparison. */
export interface ReleaseView {
  /** All artefacts that were looked into, of every kind. */
  readonly artefacts: readonly ArtefactFacts[]
  /** Absent for what lies on disk and was never asked for. */
  readonly registry?: RegistryFacts
  /** The files of the source repository at the tag of this release, where a checkout is at hand. */
  readonly sourceTree?: readonly SourceFile[]
}

/** A file of the source repository. */
export interface SourceFile {
  /** Relative to the repository, `/` between segments. */
  readonly path: string
  /** Lower-case hexadecimal. */
  readonly sha256: string
}

/** How old a dependency was when the release took it up. */
export interface DependencyAge {
  /** When its first version was published, RFC 3339. */
  readonly first?: string
  /** When the newest version that the requirement takes was published, RFC 3339. */
  readonly taken?: string
}

/** Ages by the name of the dependency as it is written. */
export type DependencyAges = ReadonlyMap<string, DependencyAge>
