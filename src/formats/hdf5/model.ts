import type { Anomaly } from '../anomaly.ts'

/** What an HDF5 file breaks of its specification, or what was not read. */
export type Hdf5Breach = 'broken' | 'outside-file' | 'limit' | 'not-inspected' | 'user-block' | 'unknown-message'

/** An HDF5 file without the data of its datasets. */
export interface Hdf5 {
  readonly superblock: number
  /** Groups, datasets and named types that were read. */
  readonly objects: number
  /** Attributes that hold text. */
  readonly attributes: readonly Hdf5Attribute[]
  readonly links: readonly Hdf5Link[]
  readonly datasets: readonly Hdf5Dataset[]
  readonly breaches: readonly Anomaly<Hdf5Breach>[]
}

export interface Hdf5Attribute {
  /** Of the object it belongs to, `/` for the root. */
  readonly path: string
  readonly name: string
  /** Elements of an array of strings are joined by NUL. */
  readonly text: string
  /** Of the first byte of the text. */
  readonly byte: number
}

/** A link that is followed by name when it is opened: inside the file, or in another one. */
export interface Hdf5Link {
  readonly kind: 'soft' | 'external' | 'user-defined'
  readonly path: string
  /** File of an external link; empty for the others. */
  readonly file: string
  readonly target: string
  readonly byte: number
}

export interface Hdf5Dataset {
  readonly path: string
  readonly shape: readonly bigint[]
  /** Bytes of one element; 0 where it is not known. */
  readonly elementBytes: number
  readonly layout: 'compact' | 'contiguous' | 'chunked' | 'virtual' | 'unknown'
  /** Other files that hold the data: external storage, sources of a virtual dataset. */
  readonly files: readonly string[]
  /** Filters outside the library (registered numbers from 256 on), which are loaded as plug-ins. */
  readonly plugins: readonly number[]
  readonly byte: number
}
