import type { Extraction } from '../model/package-mention.ts'
import type { ScannedFile } from '../model/scanned-file.ts'

/** How to know a file by its first bytes where its name says too little: `deps.txt` that pip-compile wrote. */
export interface ContentSignature {
  /** Candidates; each costs opening the file, so no glob that fits everything. */
  readonly files: readonly string[]
  /** `head` is the first 4 KiB, decoded leniently. Linear in it. */
  recognises(head: string): boolean
}

/** Reads the packages out of one kind of file. Throws FormatError and LimitError; what it can only partly read it reports. */
export interface Extractor {
  /** `room/format`, for example `python/uv-lock`. */
  readonly id: `${string}/${string}`
  /** What it reads, one line for the documentation. */
  readonly title: string
  /** Globs over the path relative to the root, for example `**\/uv.lock`. */
  readonly files: readonly string[]
  readonly content?: ContentSignature
  /** Extractors whose files, in the same folder or one above, pin what this one's files ask for: pyproject -> uv.lock. */
  readonly lockedBy?: readonly string[]
  /** The one file that pins what this file asks for, where its name says so: `requirements.in` -> `requirements.txt`. */
  lockFile?(path: string): string | undefined
  extract(file: ScannedFile): Promise<Extraction>
}
