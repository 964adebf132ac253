import type { Ecosystem } from '../../../model/ecosystem.ts'

/** The head as it stands in the file. */
export interface SnapshotHead {
  readonly ecosystem: Ecosystem
  readonly date: string
  readonly source: string
  readonly names: number
  readonly namesLength: number
  readonly filter?: FilterHead
  readonly sha256: string
  /** keyId() of the signing key. */
  readonly key?: string
}

/** The figures of an existence filter. */
export interface FilterHead {
  readonly items: number
  readonly bits: number
  readonly hashes: number
}

export const SNAPSHOT_MAGIC = 'ASSAYNAM'
export const SNAPSHOT_VERSION = 1
export const SIGNATURE_LENGTH = 64
/** Magic, version and length of the head. */
export const PREAMBLE_LENGTH = 16

/** Bounds of the reader. PyPI has 0.7 million names, npm 3.5 million; a popularity list has some ten thousand. */
export const SNAPSHOT_BOUNDS = {
  headBytes: 16 * 1024,
  names: 1_000_000,
  characters: 64 * 1024 * 1024,
  filterBytes: 256 * 1024 * 1024,
} as const
