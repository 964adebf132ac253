import { JsonWalker } from '../../formats/json-stream/json-walker.ts'
import { LineWalker } from '../../formats/json-stream/line-walker.ts'
import { UnescapeRoom } from '../../formats/unescaped.ts'
import type { ValueType } from '../../formats/text-walker.ts'
import type { ColumnTally } from './column-tally.ts'
import { lookAtText } from './look-at-text.ts'
import type { Table } from './table.ts'
import type { TableLook, TextStream } from './table-look.ts'

/** Deeper levels are counted, not named. */
const NAMED_DEPTH = 64
const QUOTE = 0x22

/** Looks at JSON: lines of documents, a list of records, or columns. */
export async function lookAtJson(stream: TextStream, kind: 'json' | 'json-lines', table: Table): Promise<TableLook> {
  const depth = Math.min(table.limits.depth, NAMED_DEPTH)
  const walker =
    kind === 'json-lines'
      ? new LineWalker(depth)
      : new JsonWalker(isRowOfDocuments(stream) ? 'documents' : 'items', depth)
  const room = new UnescapeRoom()
  const ofValues = new UnescapeRoom()
  const columns = new Map<string, ColumnTally>()
  const why = await lookAtText(
    {
      pieces: stream.pieces,
      walker,
      offset: stream.offset,
      most: stream.most,
      unescape: (text) => room.json(text),
      valueOf: (text, from, to) =>
        text[from] === QUOTE ? ofValues.json(text.subarray(from + 1, to - 1)).bytes : text.subarray(from, to),
      typeOf: typeOfJson,
      columnOf: (column) => columnOf(table, columns, String(column)),
      rowNumber: (row) => row + 1,
    },
    table,
  )
  // A document without a list is one record.
  const rows = Math.max(walker.rows, stream.head.length > 0 ? 1 : 0)
  for (const column of table.columns()) column.rows = column.kind === 'column' ? rows : 0
  tellProblems(walker, table)
  const format = kind === 'json' ? 'JSON' : 'JSON Lines'
  return { format, rows: { count: rows, exact: why === undefined }, ...(why === undefined ? {} : { why }) }
}

/** Documents that go over several lines, one behind the other, under the name of JSON Lines. */
function isRowOfDocuments({ head, path }: TextStream): boolean {
  return (
    /\.(?:jsonl|ndjson|jsonlines)$/i.test(path) && /^\s*\{/.test(Buffer.from(head.subarray(0, 200)).toString('latin1'))
  )
}

function columnOf(table: Table, columns: Map<string, ColumnTally>, path: string): ColumnTally {
  const known = columns.get(path)
  if (known !== undefined) return known
  const made = table.column(path, () => ({ name: path === '' ? '(items)' : path, ...labelOf(path) }))
  if (columns.size < MOST_REMEMBERED) columns.set(path, made)
  return made
}

const MOST_REMEMBERED = 4000

/** `content` of `messages[].content`. */
function labelOf(path: string): { readonly label?: string } {
  const label = path.slice(path.lastIndexOf('.') + 1).replaceAll('[]', '')
  return label === '' || label.endsWith('{}') || path.startsWith('(') ? {} : { label }
}

function typeOfJson(value: Uint8Array, type: ValueType): string {
  if (type === 'text') return 'string'
  if (type !== 'number') return type
  return value.some((byte) => byte === 0x2e || byte === 0x65 || byte === 0x45) ? 'number' : 'integer'
}

function tellProblems(walker: LineWalker | JsonWalker, table: Table): void {
  if (walker.broken > 0)
    table.problem({
      code: 'FORMAT_PARTIAL',
      level: 'warning',
      text: `expected JSON, found ${walker.broken} places that are none: they were scanned as text`,
    })
  if (walker.tooDeep)
    table.problem({
      code: 'LIMIT_DEPTH',
      level: 'note',
      text: `values nested deeper than ${NAMED_DEPTH} levels: they were scanned, not named`,
    })
}
