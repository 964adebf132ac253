import type { AllowAnswer } from '../../analysis/packages/allowed/allowed-artefact.ts'
import type { SourceFile } from '../../analysis/packages/difference/release-view.ts'
import type { ModulePackages } from '../../analysis/packages/names/import-name.ts'
import type { NameIndex } from '../../analysis/packages/names/name-index.ts'
import type { IsPrivate } from '../../analysis/packages/names/private-name.ts'
import type { Clock } from '../../base/clock.ts'
import type { Limits } from '../../base/limits.ts'
import type { AdvisoryLookup } from '../../model/advisory.ts'
import type { Ecosystem } from '../../model/ecosystem.ts'
import type { Registry } from '../../scan/sources/registry/open-registry.ts'
import type { FactsMemory } from '../cache/facts-memory.ts'
import type { ArtefactPool } from './artefact-pool.ts'
import type { ArtefactChoice, Machine } from './choose-artefacts.ts'

/** Everything that assessing packages needs; complete, with no defaults hidden below the doors. */
export interface PackageServices {
  readonly pool: Pick<ArtefactPool, 'inspect'>
  /** Absent: nothing is fetched, and what lies on disk is compared with nothing. */
  readonly registry?: Registry
  /** Absent: nothing is remembered. */
  readonly memory?: FactsMemory
  readonly advisories: AdvisoryLookup
  readonly names: PopularNames
  /** Packages of PyPI by the module they bring: a name that is a module of another one is asked for by mistake. */
  readonly modules: ModulePackages
  /** Names that the organisation keeps for itself. */
  readonly isPrivate?: IsPrivate
  /** The files of the source repository at the tag of the release, where a checkout is at hand. */
  readonly sourceTree?: readonly SourceFile[]
  /** What two people have said of these bytes. */
  readonly allowed: (sha256: string) => AllowAnswer
  /** Compare with the release before. */
  readonly compare: boolean
  readonly choice: ArtefactChoice
  readonly machine: Machine
  readonly limits: Limits
  readonly clock: Clock
  /** The version of Assay. */
  readonly version: string
  /** What is being done, for progress. */
  readonly onStep: (text: string) => void
}

/** The names that others may be meant for, by ecosystem. */
export type PopularNames = Readonly<Record<'PyPI' | 'npm', NameIndex>>

/** An archive or folder on disk. */
export interface LocalArtefact {
  /** What it is called, without where it lies. */
  readonly name: string
  /** Absolute. */
  readonly path: string
  readonly kind: 'archive' | 'folder'
}

/** Has the package an ecosystem that registries are asked for? */
export function isRegistered(ecosystem: Ecosystem): ecosystem is 'PyPI' | 'npm' {
  return ecosystem === 'PyPI' || ecosystem === 'npm'
}
