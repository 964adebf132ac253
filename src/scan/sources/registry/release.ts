import type { Ecosystem } from '../../../model/ecosystem.ts'
import type { Purl } from '../../../model/purl.ts'

/** One version of a package as a registry describes it. */
export interface Release {
  readonly kind: 'release'
  readonly purl: Purl
  readonly ecosystem: Ecosystem
  readonly name: string
  readonly version: string
  readonly files: readonly ReleaseFile[]
  /** Names of files beside them of which the version cannot be told: they may belong to this release. */
  readonly unreadNames: readonly string[]
  /** RFC 3339; the earliest file on PyPI. Absent where the registry does not say (an index in HTML has no times). */
  readonly published?: string
  /** RFC 3339; when the first version of the package was. Absent where the registry does not say. */
  readonly firstPublished?: string
  /** Why it was taken back (PEP 592) or is not to be used any more (npm); may be empty. */
  readonly withdrawn?: string
  /** All versions that the registry lists, in no order. */
  readonly versions: readonly string[]
  /** `quarantined`, `archived`, `deprecated`: what the index says of the project (PEP 792). */
  readonly projectStatus?: string
  /** What npm says of the version; absent on PyPI. Foreign data of any shape. */
  readonly manifest?: Readonly<Record<string, unknown>>
  /** Registries whose answer this is, without credentials. */
  readonly registries: readonly string[]
}

/** A release, or what is missing, and where it was looked for. */
export type ReleaseAnswer = Release | MissingRelease

export interface MissingRelease {
  readonly kind: 'missing'
  readonly what: 'package' | 'version'
  readonly registries: readonly string[]
}

/** One file to be fetched. */
export interface ReleaseFile {
  readonly name: string
  readonly kind: 'wheel' | 'sdist' | 'egg' | 'installer' | 'tarball' | 'metadata'
  /** May hold a token in its query: not for messages. */
  readonly address: string
  /** The registry that names it. */
  readonly registry: string
  /** What the registry states; none when it states nothing. */
  readonly digests: readonly FileDigest[]
  /** In bytes, as stated. */
  readonly size?: number
  readonly published?: string
  /** A specifier, for example `>=3.9`. */
  readonly requiresPython?: string
  /** The reason; may be empty. */
  readonly yanked?: string
  /** The file's metadata on its own (PEP 658). */
  readonly metadata?: ReleaseFile
  /** Address of attestations (PEP 740). */
  readonly provenance?: string
}

export interface FileDigest {
  readonly algorithm: DigestAlgorithm
  /** In lower case. */
  readonly hex: string
}

/** Those a registry may state. The last two are broken: bytes that fit them are not proven to be the ones that were published. */
export type DigestAlgorithm = 'sha512' | 'sha384' | 'sha256' | 'sha224' | 'sha1' | 'md5'

/** Bounds of everything that is fetched. */
export interface RegistryBounds {
  /** An index page or a packument. */
  readonly documentBytes: number
  readonly artefactBytes: number
  /** Files of one project. */
  readonly files: number
}

/** Full packuments reach tens of megabytes; wheels of CUDA libraries 900 MB; the most released project has some 20,000 files. */
export const REGISTRY_BOUNDS: RegistryBounds = {
  documentBytes: 96 * 1024 ** 2,
  artefactBytes: 2 * 1024 ** 3,
  files: 200_000,
}
