import { CsvWalker, fieldValue } from '../../formats/csv/csv-walker.ts'
import type { CsvDialect } from '../../formats/csv/dialect.ts'
import { type Sniffed, sniffCsv } from '../../formats/csv/sniff.ts'
import { UnescapeRoom } from '../../formats/unescaped.ts'
import type { ColumnTally } from './column-tally.ts'
import { delimiterOf } from './dataset-kind.ts'
import { lookAtText } from './look-at-text.ts'
import type { Table } from './table.ts'
import type { TableLook, TextStream } from './table-look.ts'

/** Looks at separated values: every value through the text, some rows taken apart. */
export async function lookAtCsv(stream: TextStream, table: Table): Promise<TableLook> {
  const sniffed = sniffCsv(stream.head, delimiterOf(stream.path), stream.headIsAll)
  const { dialect, header } = sniffed
  const walker = new CsvWalker(dialect)
  const room = new UnescapeRoom()
  const first = header ? 1 : 0
  const columns = columnsOf(table, sniffed)
  const why = await lookAtText(
    {
      pieces: stream.pieces,
      walker,
      offset: stream.offset,
      most: stream.most,
      unescape: (text) => room.quotes(text, dialect.quote),
      valueOf: (text, from, to) => fieldValue(text, from, to, dialect),
      typeOf: (value) => typeOfText(value),
      columnOf: (column, row) => (row < first ? besideOf(table) : columns(Number(column))),
      rowNumber: (row) => row - first + 1,
    },
    table,
  )
  const rows = Math.max(0, walker.rows - first)
  for (const column of table.columns()) if (column.kind === 'column') column.rows = rows
  if (sniffed.regular < REGULAR && sniffed.columns > 1)
    table.problem({
      code: 'FORMAT_PARTIAL',
      level: 'note',
      text: `records of different lengths: ${Math.round(sniffed.regular * 100)} of 100 have ${sniffed.columns} fields`,
    })
  return {
    format: formatName(dialect),
    rows: { count: rows, exact: why === undefined },
    ...(why === undefined ? {} : { why }),
  }
}

/** Below it the records of the head are so uneven that it may be no table at all. */
const REGULAR = 0.8

function columnsOf(table: Table, { names, columns }: Sniffed): (column: number) => ColumnTally {
  const known: ColumnTally[] = []
  const columnAt = (column: number): ColumnTally =>
    (known[column] ??= table.column(String(column), () => describe(names[column], column)))
  // Columns stand in their order even when a later one is hit first.
  for (let column = 0; column < Math.min(Math.max(names.length, columns), MOST_NAMED); column++) columnAt(column)
  return columnAt
}

const MOST_NAMED = 2000

function describe(name: string | undefined, column: number): { readonly name: string; readonly label?: string } {
  const label = name?.trim() ?? ''
  return label === '' ? { name: `column ${column + 1}` } : { name: label, label }
}

function besideOf(table: Table): ColumnTally {
  return table.column('beside header', () => ({ name: 'header', kind: 'beside' }))
}

/** What a field looks like: types of separated values are a matter of opinion. */
function typeOfText(value: Uint8Array): string {
  if (value.length === 0) return 'null'
  if (value.length > 40) return 'string'
  const text = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1').trim()
  if (/^[-+]?\d+$/.test(text)) return 'integer'
  if (/^[-+]?(?:\d+\.\d*|\.?\d+)(?:[eE][-+]?\d+)?$/.test(text)) return 'number'
  if (/^(?:true|false)$/i.test(text)) return 'boolean'
  if (/^(?:nan|null|none|na|n\/a)$/i.test(text)) return 'null'
  return /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d|$)/.test(text) ? 'date' : 'string'
}

function formatName({ delimiter }: CsvDialect): string {
  const name = DELIMITER_NAMES[delimiter]
  return name === undefined ? 'separated values' : `CSV with ${name}`
}

const DELIMITER_NAMES: Readonly<Record<number, string>> = {
  0x2c: 'commas',
  9: 'tabs',
  0x3b: 'semicolons',
  0x7c: 'bars',
  1: 'control characters (^A)',
  0x5e: 'carets',
  0x7e: 'tildes',
}
