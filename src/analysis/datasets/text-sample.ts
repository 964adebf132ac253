import type { RuleDoc } from '../../model/rule.ts'
import type { FieldSink, ValueType } from '../../formats/text-walker.ts'
import type { ColumnTally } from './column-tally.ts'
import type { TextTable } from './text-table.ts'
import { SpreadSample } from './spread-sample.ts'
import type { Table } from './table.ts'

/** Rows that are taken apart for the names, types and labelled values of their columns: the first so many, then ever fewer. */
const DENSE_ROWS = 1000
/** A longer value is text that its label tells nothing of. */
const LONGEST_LABELLED = 4096
const MOST_FIELDS = 200_000
const MOST_ROWS = 100_000

interface Field {
  readonly column: number | string
  readonly from: number
  readonly to: number
  readonly type: ValueType
}

interface SampledRow {
  readonly row: number
  readonly line: number
  readonly fields: readonly Field[]
}

/** Takes some rows apart and scans their values together with the names of their columns. Lives as long as one file. */
export class TextSample implements FieldSink {
  readonly #text: TextTable
  readonly #table: Table
  #chosen = new SpreadSample(DENSE_ROWS)
  #last = -1
  #taken = 0
  readonly #known = new Set<string>()
  readonly #ids = new Map<ColumnTally, number>()
  #rows: SampledRow[] = []
  #fields: Field[] = []
  #current = -1
  #line = 0

  constructor(text: TextTable, table: Table) {
    this.#text = text
    this.#table = table
  }

  begin(row: number): boolean {
    // JSON that is written by column counts its rows anew for each.
    if (row < this.#last) this.#chosen = new SpreadSample(DENSE_ROWS)
    this.#last = row
    this.#fields = []
    this.#current = this.#taken < MOST_ROWS && this.#chosen.takes(row) ? row : -1
    if (this.#current >= 0) this.#taken++
    this.#line = this.#text.walker.line
    return this.#current >= 0
  }

  field(column: number | string, from: number, to: number, type: ValueType): void {
    if (this.#current >= 0 && this.#fields.length < MOST_FIELDS) this.#fields.push({ column, from, to, type })
  }

  end(row: number, counts: boolean): void {
    if (this.#current === row && counts) {
      this.#table.sampledRows++
      this.#rows.push({ row, line: this.#line, fields: this.#fields })
    }
    this.#current = -1
  }

  has(row: number): boolean {
    return this.#current === row
  }

  /** The rule has matched there without the label: the same match with it is no other. */
  known(row: number, column: ColumnTally, rule: RuleDoc): void {
    this.#known.add(this.#key(row, column, rule))
  }

  /** The row at hand is cut: places in it are no longer true. */
  moved(): void {
    this.#current = -1
  }

  /** Scans what was taken since the last time; it stands in `bytes`. */
  look(bytes: Uint8Array): void {
    for (const row of this.#rows) for (const field of row.fields) this.#lookAt(bytes, row, field)
    this.#rows = []
    this.#known.clear()
  }

  #lookAt(bytes: Uint8Array, { row, line }: SampledRow, { column, from, to, type }: Field): void {
    const tally = this.#text.columnOf(column, row)
    if (from < 0 || tally.kind === 'beside') return
    const value = this.#text.valueOf(bytes, from, to)
    tally.met(this.#text.typeOf(value, type))
    if (value.length === 0 || type === 'null' || type === 'boolean') return
    const { label } = tally
    if (!tally.takes(row, value, 0, value.length) || label === undefined) return
    tally.labelledValues++
    const shown = value.length > LONGEST_LABELLED ? value.subarray(0, LONGEST_LABELLED) : value
    for (const scanner of this.#table.heeding(label)) {
      for (const match of this.#table.scanLabelled(scanner, shown, label)) {
        const known = this.#known.has(this.#key(row, tally, match.rule))
        if (!known) tally.tells()
        tally.tally(match.rule).add({ match, row: this.#text.rowNumber(row), line }, { labelled: true, known })
      }
    }
  }

  #key(row: number, column: ColumnTally, rule: RuleDoc): string {
    const id = this.#ids.get(column) ?? this.#ids.size
    this.#ids.set(column, id)
    return `${row} ${id} ${rule.id}`
  }
}
