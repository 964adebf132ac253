import type { Extraction } from '../model/package-mention.ts'
import type { ScannedFile } from '../model/scanned-file.ts'
import type { FileMentions } from './file-mentions.ts'

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
  /** Paths among these that it does not read, so that nobody opens them for it. */
  ignores?(path: string): boolean
  /** Extractors whose files, in the same folder or one above, pin what this one's files ask for: pyproject -> uv.lock. */
  readonly lockedBy?: readonly string[]
  /** The one file that pins what this file asks for, where its name says so: `requirements.in` -> `requirements.txt`. */
  lockFile?(path: string): string | undefined
  extract(file: ScannedFile): Promise<Extraction>
  /**
   * Folders whose installed packages this file lists: `node_modules` for `node_modules/.package-lock.json`. Manifests below
   * them say what packages asked for when they were published, and are no requirements of the project.
   */
  installedBelow?(path: string): readonly string[]
  /**
   * Puts together what several files say of one thing: of an installed package `METADATA` says the version and
   * `direct_url.json` where it came from. Gets all files of this extractor sorted by path, answers what stands for them. Runs
   * before requirements are paired with locks.
   */
  join?(files: readonly FileMentions[]): readonly FileMentions[]
}
