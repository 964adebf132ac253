/**
 * How a file uses what it imports: `optional` where it goes on without (`try`/`except ImportError`), `types` where only a
 * type checker reads it.
 */
export type ImportUse = 'needed' | 'optional' | 'types'

/** One module that source code imports by a name known before it runs. */
export interface ImportedModule {
  /** Python: the dotted name. JavaScript: the specifier as written. */
  readonly module: string
  /** Python: the names taken out of it, which may be modules themselves; empty elsewhere. */
  readonly names: readonly string[]
  /** 1-based, of the statement. */
  readonly line: number
  readonly use: ImportUse
}

/** Most imports that are read of one file: the longest generated index known has some 4,000. */
export const MOST_IMPORTS = 20_000
