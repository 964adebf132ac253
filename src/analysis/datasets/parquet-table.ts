import type { ByteSource } from '../../base/bytes.ts'
import { excerpt } from '../../base/escape.ts'
import { ENCODING, walkByteValues } from '../../formats/parquet/byte-values.ts'
import { type PageBody, type ParquetPage, pagesOf } from '../../formats/parquet/column-chunk.ts'
import { EntryCursor } from '../../formats/parquet/entry-cursor.ts'
import { HybridReader } from '../../formats/parquet/hybrid.ts'
import { type ColumnChunk, type ParquetMetadata, readParquetMetadata } from '../../formats/parquet/metadata.ts'
import type { ParquetColumn } from '../../formats/parquet/schema.ts'
import type { ColumnTally } from './column-tally.ts'
import { DictionaryHits } from './dictionary-hits.ts'
import { BinaryTest, type ValueHit, ValueLook, valueRoom, type ValueRoom } from './look-at-values.ts'
import { scanNumbers } from './scan-numbers.ts'
import type { Table } from './table.ts'
import type { TableLook } from './table-look.ts'
import { BINARY_VALUES, NO_TEXT } from './without-text.ts'

/** Looks at a Parquet file, row group by row group and column by column; only columns that can hold text are read. */
export async function lookAtParquet(source: ByteSource, table: Table): Promise<TableLook> {
  const metadata = await readParquetMetadata(source, table.limits)
  if (metadata.encrypted) {
    table.problem({
      code: 'FORMAT_PARTIAL',
      level: 'warning',
      text: 'the file is encrypted (PARE): nothing in it can be read',
      incomplete: true,
    })
    return { format: 'Parquet, encrypted', rows: { count: 0, exact: false } }
  }
  for (const [key, value] of metadata.keyValues) table.lookBeside(`metadata ${key}`, value)
  const room = valueRoom()
  const looks = metadata.columns.map((column, index) => new ColumnLook(source, table, column, index, room))
  const why = await lookAtRowGroups(metadata, looks, table)
  tellNulls(metadata, looks)
  const format = metadata.createdBy === '' ? 'Parquet' : `Parquet by ${excerpt(metadata.createdBy, 60)}`
  const rows = { count: metadata.rows, exact: true }
  return { format, rows, parts: metadata.rowGroups.length, ...(why === undefined ? {} : { why }) }
}

async function lookAtRowGroups(
  { rowGroups }: ParquetMetadata,
  looks: readonly ColumnLook[],
  table: Table,
): Promise<string | undefined> {
  let before = 0
  for (const [number, { rows, chunks }] of rowGroups.entries()) {
    for (const [index, chunk] of chunks.entries()) {
      const why = table.budget.spent()
      if (why !== undefined) return `${why} in row group ${number + 1} of ${rowGroups.length}`
      await looks[index]?.lookAt(chunk, { number: number + 1, before, rows })
    }
    before += rows
  }
  return undefined
}

function tellNulls({ rowGroups }: ParquetMetadata, looks: readonly ColumnLook[]): void {
  for (const [index, look] of looks.entries()) {
    const nulls = rowGroups.map(({ chunks }) => chunks[index]?.nulls)
    if (nulls.every((count) => count !== undefined)) look.tally.nulls = nulls.reduce((sum, count) => sum + count, 0)
  }
}

interface GroupPlace {
  /** Counted from 1. */
  readonly number: number
  /** Rows of the groups before. */
  readonly before: number
  readonly rows: number
}

const OTHER_TYPES: ReadonlySet<string> = new Set(['decimal', 'float16', 'interval', 'uuid', 'geometry', 'geography'])

/** One column through all row groups. Lives as long as the inspection of its file. */
class ColumnLook {
  readonly tally: ColumnTally
  readonly #source: ByteSource
  readonly #table: Table
  readonly #column: ParquetColumn
  readonly #room: ValueRoom

  constructor(source: ByteSource, table: Table, column: ParquetColumn, index: number, room: ValueRoom) {
    this.#source = source
    this.#table = table
    this.#column = column
    this.#room = room
    this.tally = table.column(`${index}`, () => ({ name: column.name, label: column.label }))
    this.tally.type = column.type
    if (!this.#mayBeText() && !this.#isNumber()) this.tally.skipped = NO_TEXT
  }

  async lookAt(chunk: ColumnChunk, group: GroupPlace): Promise<void> {
    if (chunk.encrypted || chunk.elsewhere) return this.#cannot(chunk)
    try {
      if (this.#mayBeText())
        await new ChunkLook(this.#source, this.#table, this.#column, this.tally, this.#room).look(chunk, group)
      else if (this.#isNumber()) await this.#lookAtNumbers(chunk, group)
    } catch (error) {
      this.#table.failed(error, this.tally, `row group ${group.number}`)
    }
  }

  #mayBeText(): boolean {
    const { physical, type, width } = this.#column
    if (OTHER_TYPES.has(type)) return false
    return physical === 'byte array' || (physical === 'fixed bytes' && width > 0)
  }

  /** Numbers can be telephone or card numbers; only where the name says so, or the first values do. */
  #isNumber(): boolean {
    const { physical, type } = this.#column
    return (physical === 'int64' || physical === 'double' || physical === 'int32') && NUMERIC.has(type)
  }

  #cannot({ encrypted }: ColumnChunk): void {
    const text = encrypted ? 'it is encrypted' : 'its values are in another file'
    this.tally.skipped = text
    this.#table.problem({
      code: 'FORMAT_PARTIAL',
      level: 'warning',
      text: `not looked at: ${text}`,
      column: this.tally,
      incomplete: true,
    })
  }

  async #lookAtNumbers(chunk: ColumnChunk, group: GroupPlace): Promise<void> {
    const { physical } = this.#column
    this.tally.rows += group.rows
    if (physical !== 'int32' && physical !== 'int64' && physical !== 'double') return
    for await (const page of pagesOf(this.#source, chunk, this.#column)) {
      this.#table.budget.bytes += page.packed
      const body = await page.open()
      // The first page of a row group, which is the dictionary where there is one, is sample enough.
      if (isPlain(page)) scanNumbers(this.#table, this.tally, body.bytes.subarray(body.from), physical)
      return
    }
  }
}

function isPlain({ kind, encoding }: ParquetPage): boolean {
  return encoding === ENCODING.plain || (kind === 'dictionary' && encoding === ENCODING.plainDictionary)
}

const NUMERIC: ReadonlySet<string> = new Set(['int32', 'int64', 'double', 'integer'])

/** One column in one row group. */
class ChunkLook {
  readonly #source: ByteSource
  readonly #table: Table
  readonly #column: ParquetColumn
  readonly #tally: ColumnTally
  readonly #room: ValueRoom
  readonly #binary = new BinaryTest()
  #dictionary: DictionaryHits | undefined

  constructor(source: ByteSource, table: Table, column: ParquetColumn, tally: ColumnTally, room: ValueRoom) {
    this.#source = source
    this.#table = table
    this.#column = column
    this.#tally = tally
    this.#room = room
  }

  async look(chunk: ColumnChunk, group: GroupPlace): Promise<void> {
    const nested = this.#column.maxRepetition > 0
    let rows = 0
    for await (const page of pagesOf(this.#source, chunk, this.#column)) {
      if (this.#table.budget.spent() !== undefined) break
      this.#table.budget.bytes += page.packed
      rows = await this.#attempt(page, chunk, group, rows)
      if (this.#tally.skipped !== undefined) break
    }
    this.#tally.rows += nested || this.#tally.skipped !== undefined ? group.rows : Math.min(rows, group.rows)
  }

  /** A page that is damaged costs no other one. Gives the rows of the group begun behind it. */
  async #attempt(page: ParquetPage, chunk: ColumnChunk, group: GroupPlace, rows: number): Promise<number> {
    try {
      if (page.kind === 'data') return await this.#lookAtPage(page, group.before, rows)
      await this.#lookAtDictionary(page, chunk)
      return rows
    } catch (error) {
      this.#table.failed(error, this.#tally, `a page of row group ${group.number}`)
      return rows + (page.kind === 'data' ? (page.rows ?? page.values) : 0)
    }
  }

  async #lookAtDictionary(page: ParquetPage, chunk: ColumnChunk): Promise<void> {
    const hits = new DictionaryHits()
    const body = await page.open()
    const scanned = this.#tally.labelledValues
    const look = new ValueLook(this.#table, this.#tally, this.#room, (hit) => hits.add(hit))
    this.#walk(look, ENCODING.plain, page, body)
    this.#dictionary = hits
    hits.settle(this.#tally, scanned, look.index, chunk.values)
    hits.tellDropped(this.#table, this.#tally)
  }

  /** Rows of the group begun behind the page. */
  async #lookAtPage(page: ParquetPage, before: number, rows: number): Promise<number> {
    const coded = page.encoding === ENCODING.dictionary || page.encoding === ENCODING.plainDictionary
    const idle = coded && (this.#dictionary === undefined || this.#dictionary.size === 0)
    if (idle && (this.#column.maxRepetition === 0 || page.rows !== undefined)) return rows + (page.rows ?? page.values)
    const body = await page.open()
    const cursor = new EntryCursor(page, body, this.#column, rows)
    if (coded) this.#lookAtIndexes(page, body, cursor, before)
    else {
      const tell = (hit: ValueHit): void => {
        const row = cursor.rowOf(hit.index)
        this.#tally
          .tally(hit.match.rule)
          .add({ match: hit.match, row: row === undefined ? 0 : before + row + 1 }, hit.how)
      }
      this.#walk(new ValueLook(this.#table, this.#tally, this.#room, tell), page.encoding, page, body)
    }
    cursor.finish()
    return cursor.rows
  }

  #walk(look: ValueLook, encoding: number, page: ParquetPage, body: PageBody): void {
    const width = this.#column.physical === 'fixed bytes' ? this.#column.width : 0
    const stated = this.#column.type !== 'byte array' && this.#column.type !== 'fixed bytes'
    walkByteValues(encoding, body.bytes, body.from, page.values, width, (bytes, from, to) => {
      if (!stated && this.#binary.isBinary(bytes, from, to)) this.#tally.skipped = BINARY_VALUES
      if (this.#tally.skipped === undefined) look.add(bytes, from, to)
    })
    if (this.#tally.skipped === undefined) look.flush()
  }

  /** Which rows have a value of the dictionary that was hit. */
  #lookAtIndexes(page: ParquetPage, body: PageBody, cursor: EntryCursor, before: number): void {
    const width = body.bytes[body.from] ?? 0
    if (width > 32 || this.#dictionary === undefined) return
    const indexes = new HybridReader(body.bytes, body.from + 1, body.bytes.length, width)
    // Equal values in a row are rows in a row where there are neither nulls nor lists.
    const alone = this.#column.maxRepetition === 0 && this.#column.maxDefinition === 0
    for (let value = 0; value < page.values;) {
      const count = indexes.take(page.values - value)
      if (count === 0) break
      const hits = this.#dictionary.at(indexes.value)
      if (hits !== undefined && !this.#countRun(hits, value, count, alone ? count : 1, cursor, before)) return
      value += count
    }
  }

  /** Values from `from` on that are equal, `step` of them in rows that follow each other. False behind the last row. */
  #countRun(
    hits: readonly ValueHit[],
    from: number,
    count: number,
    step: number,
    cursor: EntryCursor,
    before: number,
  ): boolean {
    for (let at = 0; at < count; at += step) {
      const row = cursor.rowOf(from + at)
      if (row === undefined) return false
      for (const hit of hits) {
        const how = this.#dictionary?.sighted(hit, step) ?? hit.how
        this.#tally.tally(hit.match.rule).add({ match: hit.match, row: before + row + 1 }, how)
      }
    }
    return true
  }
}
