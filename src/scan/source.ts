import type { ByteSource } from '../base/bytes.ts'

/** What stands in a folder. A `file` may be reached through a link whose target lies inside the root. */
export interface TreeItem {
  /** The last segment of its path. */
  readonly name: string
  readonly kind: 'file' | 'directory' | 'link' | 'other'
}

/** Bytes that must be given back. */
export interface OpenedFile extends ByteSource {
  close(): Promise<void>
}

/** What a file is before it is opened. `unreadable` says why in the words of the catalogue. */
export type FileState =
  | { readonly kind: 'file'; readonly size: number }
  | { readonly kind: 'unreadable'; readonly reason: string }

/** Where a tree of files comes from. Paths are relative to its root with `/`; the root itself is the empty path. */
export interface TreeSource {
  /** Its items, sorted by name. Throws ExternalError EXTERNAL_DISK when the folder cannot be read. */
  list(folder: string): Promise<readonly TreeItem[]>
  /** Follows a link as far as it stays inside the root and ends at a regular file. */
  state(path: string): Promise<FileState>
  /** Opens a regular file. Throws ExternalError when it is gone, LimitError LIMIT_SIZE only when all() is asked for too much. */
  open(path: string): Promise<OpenedFile>
}
