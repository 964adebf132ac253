/** A span of lines, 1-based, both ends included. */
export interface LineRange {
  readonly start: number
  readonly end: number
}

/**
 * Where something stands. `path` is relative to the scanned root with `/` between segments, for example
 * `services/rag/requirements.txt`. `lines` count in the physical file. Inside a notebook `cell` is the 1-based number of
 * the cell and `cellLine` the 1-based line within its source; the two come together.
 */
export interface Location {
  readonly path: string
  readonly lines?: LineRange
  /** 1-based, in UTF-16 code units, of the first character. */
  readonly column?: number
  readonly cell?: number
  readonly cellLine?: number
}

/** A location on one line. */
export function at(path: string, line: number, column?: number): Location {
  return { path, lines: { start: line, end: line }, ...(column === undefined ? {} : { column }) }
}
