import type { ByteSource } from '../base/bytes.ts'
import type { SkipKind } from '../model/coverage.ts'
import type { FileLinks } from '../model/scanned-file.ts'

/** What stands in a folder. A `file` may be reached through a link whose target lies inside the root. */
export interface TreeItem {
  /** The last segment of its path. */
  readonly name: string
  readonly kind: 'file' | 'directory' | 'link' | 'other'
}

/** Bytes that must be given back. */
export interface OpenedFile extends ByteSource {
  readonly links: FileLinks
  /** What the open file is now: another one after a write, even one that kept size and time. Absent where the source cannot tell. */
  stamp?(): FileStamp
  close(): Promise<void>
}

/** Two equal ones mean: the same bytes, if the file was at rest when the first was taken. */
export interface FileStamp {
  /** Device, inode, size, names, times of change in nanoseconds; compared as a whole. */
  readonly text: string
  /** The later of the times of content and inode, in milliseconds since 1970. */
  readonly changed: number
}

/** Bytes within a file that the process holds open: plain data, good in all threads until the tree is closed. */
export interface FilePlace {
  readonly descriptor: number
  readonly offset: number
  readonly size: number
  readonly links: FileLinks
  /** The text of its stamp: it names the bytes, whatever becomes of the file they were read from. */
  readonly stamp: string
}

/** What a file is before it is opened. `unreadable` says why, in a word and in a sentence. */
export type FileState =
  | { readonly kind: 'file'; readonly size: number }
  | { readonly kind: 'unreadable'; readonly skip: SkipKind; readonly reason: string }

/** Where a tree of files comes from. Paths are relative to its root with `/`; the root itself is the empty path. */
export interface TreeSource {
  /** Its items, sorted by name. Throws ExternalError EXTERNAL_DISK when the folder cannot be read. */
  list(folder: string): Promise<readonly TreeItem[]>
  /** Follows a link as far as it stays inside the root and ends at a regular file. */
  state(path: string): Promise<FileState>
  /**
   * Opens a regular file. Throws ExternalError when it is gone, LimitError LIMIT_SIZE only when all() is asked for too much.
   * `place` is what place() of the same tree said, perhaps in another thread.
   */
  open(path: string, place?: FilePlace): Promise<OpenedFile>
  /** Where the bytes of a regular file stand, for a worker that does not know the tree. Absent where a path is enough. */
  place?(path: string): FilePlace | undefined
  /**
   * The first bytes of a regular file, at once: for small files the promises of open() cost more than the reading. Undefined
   * where it cannot be read; open() says why.
   */
  glance?(path: string, into: Uint8Array): Glanced | undefined
  /**
   * What a regular file is, at once and without opening it; undefined where it is none. `walked`: the walk has just met it, so
   * no folder above it is a link; otherwise that is found out, and a file behind a link has no stamp.
   */
  stamp?(path: string, walked: boolean): FileStamp | undefined
  /** What the regular file is that a path leads to through links, as long as it lies inside the root; undefined where it leads to none. */
  targetStamp?(path: string): FileStamp | undefined
}

/** How large a file is and how much of it was put into the buffer. */
export interface Glanced {
  readonly size: number
  readonly read: number
  readonly links: FileLinks
}
