import type { ByteSource, Format } from '../base/bytes.ts'

/** One file of the tree, opened once. */
export interface ScannedFile {
  /** Relative to the scanned root, `/` between segments. */
  readonly path: string
  /** In bytes. */
  readonly size: number
  readonly source: ByteSource
  /**
   * The file as syntax. Each format is parsed once per file however many plug-ins ask.
   * Throws FormatError or LimitError as the format does.
   */
  read<T>(format: Format<T>): Promise<T>
}
