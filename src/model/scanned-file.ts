import type { ByteSource, Format } from '../base/bytes.ts'
import type { Limits } from '../base/limits.ts'

/** How a file is reached: through a symbolic link, and under how many names (hard links). */
export interface FileLinks {
  readonly symbolic: boolean
  readonly names: number
}

/** One file of the tree, opened once. */
export interface ScannedFile {
  /** Relative to the scanned root, `/` between segments. */
  readonly path: string
  /** In bytes. */
  readonly size: number
  readonly source: ByteSource
  readonly links: FileLinks
  /** The bounds of this scan, for readers of parts. */
  readonly limits: Limits
  /**
   * The file as syntax. Each format is parsed once per file however many plug-ins ask.
   * Throws FormatError or LimitError as the format does.
   */
  read<T>(format: Format<T>): Promise<T>
  /**
   * Work on this file that several rules share, done once: the first call under a key does it, the others get its outcome.
   * For what reads parts of a large file; text formats go through read().
   */
  once<T>(key: string, work: () => Promise<T>): Promise<T>
}
