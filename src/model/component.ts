import type { Ecosystem } from './ecosystem.ts'
import type { Evidence } from './evidence.ts'
import type { ModelDossier } from './model.ts'
import type { Origin, Scope, Twin, VersionClaim } from './package-mention.ts'
import type { Purl } from './purl.ts'
import type { SourceProject } from './source-project.ts'

/** The identity of a component within one result: its package URL, with `#` and a reason behind it where two would collide. */
export type ComponentId = string

/** One thing the project depends on, put together from all files that speak of it. */
export interface Component {
  readonly id: ComponentId
  readonly purl: Purl
  readonly ecosystem: Ecosystem
  readonly name: string
  readonly version: VersionClaim
  readonly origin: Origin
  readonly scope: Scope
  /** Sorted; see PackageMention.groups. */
  readonly groups: readonly string[]
  readonly direct: 'yes' | 'no' | 'unknown'
  /** The shortest chain that brings it in, from a direct dependency to itself, as `name@version`. Empty when not known. */
  readonly path: readonly string[]
  /** Environment markers under which it is installed; empty when always or not said. Sorted. */
  readonly markers: readonly string[]
  readonly integrity: readonly string[]
  readonly twin?: Twin
  /** Sorted by place; the first is the one that fixed the version. */
  readonly evidence: readonly Evidence[]
}

/** `from` depends on `to`. */
export interface Relationship {
  readonly from: ComponentId
  readonly to: ComponentId
}

/** Everything the scan found the project to consist of. Sorted by component id. */
export interface Bom {
  readonly components: readonly Component[]
  readonly relationships: readonly Relationship[]
  /** Sorted by path. */
  readonly models: readonly ModelDossier[]
  /** What the project's own source imports, by ecosystem and folder; absent where there was no source to read. */
  readonly projects?: readonly SourceProject[]
  /** What files of an image name and nobody installed in it, sorted by path; absent where there is none. No components. */
  readonly notInstalled?: readonly NotInstalled[]
}

/** How many packages for developing or building a manifest or lock file of an image names that are not in the image. */
export interface NotInstalled {
  readonly path: string
  readonly count: number
}
