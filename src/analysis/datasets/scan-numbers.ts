import type { ColumnTally } from './column-tally.ts'
import type { Table } from './table.ts'

/** Numbers that are looked at in one piece of a column: a sample, because only the name of the column tells what they are. */
export const MOST_NUMBERS = 1000
/** Telephone and card numbers have seven digits at least. */
const LEAST = 1_000_000

export type NumberType = 'int32' | 'int64' | 'double'

/** Scans the first whole numbers of `bytes` as digits, together with the name of their column. */
export function scanNumbers(table: Table, column: ColumnTally, bytes: Uint8Array, type: NumberType): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const width = type === 'int32' ? 4 : 8
  for (let at = 0; at + width <= bytes.length && at < MOST_NUMBERS * width; at += width) {
    const digits = digitsAt(view, at, type)
    if (digits === undefined) continue
    const text = Buffer.from(digits, 'latin1')
    if (column.takes(column.filled++, text, 0, text.length)) scanDigits(table, column, text)
  }
}

function digitsAt(view: DataView, at: number, type: NumberType): string | undefined {
  if (type === 'int64') {
    const value = view.getBigInt64(at, true)
    return value >= BigInt(LEAST) ? value.toString() : undefined
  }
  // pandas makes doubles of whole numbers with a gap among them.
  const value = type === 'int32' ? view.getInt32(at, true) : view.getFloat64(at, true)
  return value >= LEAST && Number.isSafeInteger(value) ? String(value) : undefined
}

function scanDigits(table: Table, column: ColumnTally, digits: Uint8Array): void {
  const { label } = column
  if (label === undefined) return
  column.labelledValues++
  for (const scanner of table.heeding(label))
    for (const match of table.scanLabelled(scanner, digits, label)) {
      column.tells()
      column.tally(match.rule).add({ match, row: 0 }, { labelled: true })
    }
}
