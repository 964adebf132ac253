/** What one of the two headers says about a member. */
export interface ZipView {
  /** A label, never a path to write to or open. */
  readonly name: string
  readonly flags: number
  readonly method: number
  readonly crc32: number
  readonly packedSize: number
  readonly size: number
  /** Another name in an Info-ZIP Unicode path field (0x7075), which some readers prefer. */
  readonly unicodeName: string | undefined
  /** Sizes came from a zip64 field. */
  readonly zip64: boolean
  /** The name is longer than Assay keeps; it is cut. */
  readonly nameCut?: true
}

/** One way to read a member. Two readings of the same member have the same `headerOffset`. */
export interface ZipReading extends ZipView {
  /** `both` where local header and directory agree on everything that decides what is read. */
  readonly reading: 'both' | 'central' | 'local'
  /** Which of several directories, 0 for the one most readers take; undefined for `local`. */
  readonly directory: number | undefined
  readonly headerOffset: number
  /** First packed byte. */
  readonly dataOffset: number
  /** A Unix symbolic link by its external attributes. */
  readonly symlink: boolean
  /** Unix type and rights, the upper half of the external attributes (0 where the writer left none); undefined without a directory entry. */
  readonly mode?: number
  /** Ends with a slash or has the DOS directory attribute. */
  readonly directoryMark: boolean
}

/** What the two headers, or the archive and its bytes, disagree about. */
export type ZipProblemCode =
  | 'name-mismatch'
  | 'unicode-name'
  | 'flags-mismatch'
  | 'method-mismatch'
  | 'size-mismatch'
  | 'crc-mismatch'
  | 'descriptor-mismatch'
  | 'encrypted'
  | 'method-unsupported'
  | 'zip64-lie'
  | 'local-only'
  | 'central-only'
  | 'duplicate-name'
  | 'overlap'
  | 'directory-with-data'
  | 'symlink'
  | 'path'
  | 'several-directories'
  | 'directory-lie'
  | 'no-directory'
  | 'several-volumes'
  | 'prefix'
  | 'suffix'
  | 'gap'
  | 'truncated'
  | 'not-walked'

export interface ZipProblem {
  readonly code: ZipProblemCode
  /** What was expected and what was found, in words; foreign text is cut. */
  readonly message: string
  readonly byte: number
  /** The member, where one is meant. */
  readonly name?: string
}

export interface ByteRange {
  readonly from: number
  readonly to: number
}

/** Everything a zip reader of any habit may see. */
export interface LenientZip {
  readonly readings: readonly ZipReading[]
  readonly problems: readonly ZipProblem[]
  /** From the first record to the end of the last end record with its comment. */
  readonly extent: ByteRange
  /** Bytes inside that belong to no record. */
  readonly gaps: readonly ByteRange[]
}

export interface LenientZipLimits {
  /** Most members over all readings. */
  readonly entries: number
  /** Most bytes that are searched for headers outside of known members. */
  readonly searchBytes: number
}

export const ENCRYPTED_FLAGS = (1 << 0) | (1 << 6) | (1 << 13)
export const DESCRIPTOR_FLAG = 1 << 3
export const UTF8_FLAG = 1 << 11
