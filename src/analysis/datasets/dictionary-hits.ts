import type { ColumnTally, Sighted } from './column-tally.ts'
import type { ValueHit } from './look-at-values.ts'
import type { Table } from './table.ts'

/** A dictionary of telephone numbers is all hits; more are not kept by row. */
const MOST_HITS = 300_000

/** Which values of a dictionary were hit. Lives as long as the dictionary is in use. */
export class DictionaryHits {
  /** Every value was scanned with the label too: rows that refer to it are counted, not reckoned. */
  #whole = false
  #dropped = 0
  readonly #hits = new Map<number, ValueHit[]>()
  #kept = 0

  get size(): number {
    return this.#hits.size
  }

  /** `from` is added to the number of the value: dictionaries can be added to. */
  add(hit: ValueHit, from = 0): void {
    if (++this.#kept > MOST_HITS) {
      this.#dropped++
      return
    }
    const known = this.#hits.get(hit.index + from)
    if (known === undefined) this.#hits.set(hit.index + from, [hit])
    else known.push(hit)
  }

  at(index: number): readonly ValueHit[] | undefined {
    return this.#hits.get(index)
  }

  /** How its rows count: a value that was scanned with the label stands for all of its rows when every value was. */
  sighted({ how }: ValueHit, times = 1): Sighted {
    return this.#whole && how.labelled && how.known !== true ? { labelled: false, times } : { ...how, times }
  }

  /**
   * The dictionary has `values` values and stands for `rows` rows. Values scanned with the label count as many rows as refer to them:
   * `before` is how many the column had before the dictionary.
   */
  settle(column: ColumnTally, before: number, values: number, rows: number): void {
    const scanned = column.labelledValues - before
    this.#whole = scanned >= values
    column.labelledValues = before + (values === 0 ? 0 : Math.round((scanned / values) * rows))
  }

  tellDropped(table: Table, column: ColumnTally): void {
    if (this.#dropped === 0) return
    const text = `more matches in a dictionary than are kept: ${this.#dropped} were not counted by row`
    table.problem({ code: 'LIMIT_ENTRIES', level: 'note', text, column })
  }
}
