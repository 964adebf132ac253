import type { Ecosystem } from './ecosystem.ts'

/**
 * What a registry says of one release, besides the bytes: plain data, made by scan/sources/registry and judged by analysis/packages.
 * A field that the registry does not tell is absent: that is not the same as `no`.
 */
export interface RegistryFacts {
  readonly ecosystem: Ecosystem
  readonly name: string
  readonly version: string
  /** RFC 3339. */
  readonly published?: string
  /** All versions that the registry lists, in no order. */
  readonly versions: readonly string[]
  /** The account that published it. PyPI does not tell. */
  readonly publisher?: string
  /** Accounts that may publish, as the registry listed them with this release. PyPI does not tell. */
  readonly maintainers?: readonly string[]
  /** `trusted-publisher`: by a workflow that the registry knows (OIDC); `token`: by whoever holds a token or a password. */
  readonly publishing?: 'trusted-publisher' | 'token'
  readonly files: readonly RegistryFile[]
  /** What the registry says stands in the manifests of the files; clients resolve by this before they have the bytes. */
  readonly manifests: readonly StatedManifest[]
}

/** A file of a release, by the registry's word. */
export interface RegistryFile {
  readonly name: string
  /** It has attestations of where it was built (npm provenance, PEP 740). */
  readonly provenance: boolean
  /** RFC 3339. */
  readonly published?: string
}

/** The manifest of one file by the registry's word. Fields that its form does not have are absent. */
export interface StatedManifest {
  /** The name of the file it is stated for. */
  readonly artefact: string
  readonly name: string
  readonly version: string
  readonly dependencies: readonly StatedDependency[]
  /** What runs with the installation. */
  readonly hooks?: readonly { readonly name: string; readonly command: string }[]
  readonly commands?: readonly { readonly name: string; readonly target: string }[]
}

export interface StatedDependency {
  readonly name: string
  /** As written; empty for any version. */
  readonly requirement: string
  readonly kind: 'runtime' | 'optional' | 'peer'
}
