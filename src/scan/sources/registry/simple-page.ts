import type { FileDigest } from './release.ts'

/** A project's page of the simple repository API, in either form. */
export interface SimplePage {
  readonly files: readonly SimpleFile[]
  /** PEP 700; absent in HTML. */
  readonly versions?: readonly string[]
  /** PEP 792. */
  readonly status?: string
}

export interface SimpleFile {
  readonly name: string
  /** Absolute, without fragment. */
  readonly address: string
  readonly digests: readonly FileDigest[]
  readonly size?: number
  readonly published?: string
  readonly requiresPython?: string
  readonly yanked?: string
  /** PEP 658 and 714: the file has its metadata beside it, with these digests. */
  readonly metadata?: readonly FileDigest[]
  readonly provenance?: string
}
