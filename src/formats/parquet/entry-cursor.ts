import type { HybridReader } from './hybrid.ts'
import type { PageBody, ParquetPage } from './column-chunk.ts'
import type { ParquetColumn } from './schema.ts'

/**
 * Goes through the levels of a page and tells in which row a value stands (Parquet "Nested encoding"): a repetition level of 0
 * begins a row, a definition level below the highest is a null. Runs are passed as runs. Lives as long as one page is read.
 */
export class EntryCursor {
  /** Rows begun so far, those of earlier pages included. */
  rows: number
  /** Values that are no nulls met so far. */
  values = 0
  readonly #repetition: HybridReader | undefined
  readonly #definition: HybridReader | undefined
  readonly #maxDefinition: number
  #left: number
  #sameRepetition = 0
  #sameDefinition = 0

  /** `rows` is what `rows` was behind the page before. */
  constructor(page: ParquetPage, body: PageBody, column: ParquetColumn, rows: number) {
    this.rows = rows
    this.#repetition = body.repetition()
    this.#definition = body.definition()
    this.#maxDefinition = column.maxDefinition
    this.#left = page.values
  }

  /** The row, counted from 0, of the value with this number; numbers must rise. Undefined behind the last one. */
  rowOf(value: number): number | undefined {
    while (this.values <= value) if (!this.#step(value + 1 - this.values)) return undefined
    return this.rows - 1
  }

  /** Passes all that is left. */
  finish(): void {
    while (this.#step(Number.POSITIVE_INFINITY));
  }

  /** Up to `most` values further, in one run of equal levels. */
  #step(most: number): boolean {
    if (this.#left <= 0) return false
    if (this.#sameRepetition === 0) this.#sameRepetition = this.#repetition?.take(this.#left) ?? this.#left
    if (this.#sameDefinition === 0) this.#sameDefinition = this.#definition?.take(this.#left) ?? this.#left
    const present = (this.#definition?.value ?? 0) === this.#maxDefinition
    const count = Math.min(this.#sameRepetition, this.#sameDefinition, present ? most : this.#left)
    // Levels that end before the values they belong to.
    if (count <= 0) return false
    this.#left -= count
    this.#sameRepetition -= count
    this.#sameDefinition -= count
    if ((this.#repetition?.value ?? 0) === 0) this.rows += count
    if (present) this.values += count
    return true
  }
}
