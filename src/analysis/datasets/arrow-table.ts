import type { ByteSource } from '../../base/bytes.ts'
import { FormatError } from '../../base/errors.ts'
import { BufferReader } from '../../formats/arrow/buffer-reader.ts'
import { type ArrowMessage, arrowMessages, arrowStart } from '../../formats/arrow/messages.ts'
import {
  type ArrowBatch,
  type ArrowCompression,
  type ArrowLeaf,
  readArrowBatch,
  readDictionaryBatch,
} from '../../formats/arrow/record-batch.ts'
import { RowFinder } from '../../formats/arrow/row-finder.ts'
import { type ArrowField, type ArrowSchema, readArrowSchema } from '../../formats/arrow/schema.ts'
import { type ArrowVisitor, walkArrowValues } from '../../formats/arrow/values.ts'
import type { ColumnTally } from './column-tally.ts'
import { DictionaryHits } from './dictionary-hits.ts'
import { BinaryTest, type ValueHit, ValueLook, valueRoom, type ValueRoom } from './look-at-values.ts'
import { MOST_NUMBERS, scanNumbers } from './scan-numbers.ts'
import type { Table } from './table.ts'
import type { TableLook } from './table-look.ts'
import { BINARY_VALUES, NO_TEXT } from './without-text.ts'

/** Looks at an Arrow file or stream (Feather of version 2, `datasets` of Hugging Face), batch by batch. */
export async function lookAtArrow(source: ByteSource, table: Table): Promise<TableLook> {
  const start = arrowStart(await source.slice(0, 16))
  const look = new ArrowLook(source, table)
  let why: string | undefined
  try {
    for await (const message of arrowMessages(source, table.limits)) {
      why = table.budget.spent()
      if (why !== undefined) break
      await look.lookAt(message)
    }
  } catch (error) {
    table.failed(error)
  }
  const format = start?.kind === 'stream' ? 'Arrow stream' : 'Arrow file'
  const { rows, batches } = look
  return {
    format,
    rows: { count: rows, exact: why === undefined && !table.incomplete },
    parts: batches,
    ...(why === undefined ? {} : { why: `${why} behind record batch ${batches}` }),
  }
}

/** One file. Lives as long as its inspection. */
class ArrowLook {
  rows = 0
  batches = 0
  readonly #source: ByteSource
  readonly #table: Table
  readonly #room: ValueRoom = valueRoom()
  readonly #dictionaries = new Map<bigint, { readonly hits: DictionaryHits; values: number }>()
  #schema: ArrowSchema | undefined

  constructor(source: ByteSource, table: Table) {
    this.#source = source
    this.#table = table
  }

  async lookAt(message: ArrowMessage): Promise<void> {
    this.#table.budget.bytes += message.bytes
    if (message.kind === 'schema') return this.#lookAtSchema(message)
    if (this.#schema === undefined || message.kind === 'other') return
    if (message.kind === 'dictionary') return this.#lookAtDictionary(message, this.#schema)
    const batch = await readArrowBatch(message, message.header, this.#schema.fields)
    for (const [index, leaf] of batch.leaves.entries()) {
      if (this.#table.budget.spent() !== undefined) return
      await this.#lookAtLeaf(leaf, index, batch)
    }
    this.rows += batch.rows
    this.batches++
  }

  async #lookAtSchema(message: ArrowMessage): Promise<void> {
    this.#schema = await readArrowSchema(message, this.#table.limits)
    if (this.#schema.bigEndian)
      throw new FormatError('FORMAT_VERSION', 'expected numbers in little-endian order, found the other one', {
        byte: message.offset,
      })
    for (const [key, value] of this.#schema.keyValues) this.#table.lookBeside(`metadata ${key}`, value)
  }

  async #lookAtDictionary(message: ArrowMessage, schema: ArrowSchema): Promise<void> {
    const { id, batch: table, adds } = await readDictionaryBatch(message)
    const field = fieldOf(schema.fields, id, '')
    if (field === undefined) return
    const { leaves, compression } = await readArrowBatch(message, table, [withoutDictionary(field.field)])
    const known = this.#dictionaries.get(id)
    const entry = known !== undefined && adds ? known : { hits: new DictionaryHits(), values: 0 }
    this.#dictionaries.set(id, entry)
    for (const leaf of leaves) {
      const column = this.#columnOf(leaf, `dictionary ${id}`, field.name)
      const scanned = column.labelledValues
      const look = new ValueLook(this.#table, column, this.#room, (hit) => entry.hits.add(hit, entry.values))
      await this.#walk(leaf, compression, column, look, async () => undefined)
      entry.hits.settle(column, scanned, look.index, look.index)
      entry.hits.tellDropped(this.#table, column)
      entry.values += leaf.length
    }
  }

  async #lookAtLeaf(leaf: ArrowLeaf, index: number, { rows, compression }: ArrowBatch): Promise<void> {
    const { dictionary } = leaf.field
    const column = this.#columnOf(
      leaf,
      dictionary === undefined ? String(index) : `dictionary ${dictionary.id}`,
      leaf.name,
    )
    try {
      if (isInteger(leaf.field)) await this.#lookAtNumbers(leaf, column, compression)
      else if (dictionary === undefined) await this.#lookAtValues(leaf, column, compression)
      else await this.#lookAtIndexes(leaf, column, compression, dictionary)
    } catch (error) {
      this.#table.failed(error, column, `record batch ${this.batches + 1}`)
    }
    column.rows += rows
    column.nulls = (column.nulls ?? 0) + leaf.nulls
  }

  /** A dictionary that several columns use is one column here. */
  #columnOf(leaf: ArrowLeaf, key: string, name: string): ColumnTally {
    const label = leaf.label === '' ? name.slice(name.lastIndexOf('.') + 1).replaceAll('[]', '') : leaf.label
    const column = this.#table.column(key, () => ({ name, ...(label === '' ? {} : { label }) }))
    column.type ??= leaf.field.type
    if (!mayBeText(leaf.field) && !isInteger(leaf.field)) column.skipped = NO_TEXT
    return column
  }

  async #lookAtValues(leaf: ArrowLeaf, column: ColumnTally, compression: ArrowCompression): Promise<void> {
    if (column.skipped !== undefined) return
    const before = this.rows
    const finder = leaf.steps.length === 0 ? undefined : await RowFinder.open(this.#source, leaf, compression)
    let waiting: ValueHit[] = []
    const count = (hit: ValueHit, row: number | undefined): void =>
      column.tally(hit.match.rule).add({ match: hit.match, row: row === undefined ? 0 : before + row + 1 }, hit.how)
    const look = new ValueLook(this.#table, column, this.#room, (hit) => {
      if (finder === undefined) count(hit, hit.index)
      else waiting.push(hit)
    })
    await this.#walk(leaf, compression, column, look, async () => {
      for (const hit of waiting) count(hit, await finder?.rowOf(hit.index))
      waiting = []
    })
  }

  /** Telephone and card numbers; the first of each batch are sample enough. */
  async #lookAtNumbers(leaf: ArrowLeaf, column: ColumnTally, compression: ArrowCompression): Promise<void> {
    const [, data] = leaf.buffers
    const { layout } = leaf.field
    if (data === undefined || layout.kind !== 'fixed') return
    const reader = await BufferReader.open(this.#source, data, compression)
    const bytes = await reader.read((Math.min(leaf.length, MOST_NUMBERS) * layout.width) / 8)
    scanNumbers(this.#table, column, bytes, layout.width === 64 ? 'int64' : 'int32')
  }

  async #walk(
    leaf: ArrowLeaf,
    compression: ArrowCompression,
    column: ColumnTally,
    look: ValueLook,
    settle: () => Promise<void>,
  ): Promise<void> {
    const binary = new BinaryTest()
    const stated = leaf.field.type === 'string'
    const visitor: ArrowVisitor = {
      value: (bytes, from, to) => {
        if (!stated && binary.isBinary(bytes, from, to)) column.skipped = BINARY_VALUES
        look.add(bytes, from, to)
      },
      tooLong: (bytes) => {
        look.skip()
        this.#table.problem({
          code: 'LIMIT_SIZE',
          level: 'warning',
          text: `a value of ${bytes} bytes was not looked at`,
          column,
          incomplete: true,
        })
      },
      goOn: async () => {
        await settle()
        return column.skipped === undefined && this.#table.budget.spent() === undefined
      },
    }
    await walkArrowValues(this.#source, leaf, compression, visitor)
    look.flush()
    await settle()
  }

  async #lookAtIndexes(
    leaf: ArrowLeaf,
    column: ColumnTally,
    compression: ArrowCompression,
    { id, width }: NonNullable<ArrowField['dictionary']>,
  ): Promise<void> {
    const hits = this.#dictionaries.get(id)?.hits
    const [valids, indexes] = leaf.buffers
    if (hits === undefined || hits.size === 0 || indexes === undefined) return
    if (width !== 8 && width !== 16 && width !== 32 && width !== 64)
      throw new FormatError('FORMAT_SHAPE', `expected indexes of 8 to 64 bits, found ${width}`)
    const before = this.rows
    const finder = leaf.steps.length === 0 ? undefined : await RowFinder.open(this.#source, leaf, compression)
    const reader = await BufferReader.open(this.#source, indexes, compression)
    const valid =
      leaf.nulls === 0 || valids === undefined || valids.bytes === 0
        ? undefined
        : await BufferReader.open(this.#source, valids, compression)
    const bytes = width / 8
    for (let done = 0; done < leaf.length;) {
      const bits = await valid?.read(INDEXES_AT_ONCE / 8)
      const piece = await reader.read(Math.min(INDEXES_AT_ONCE, leaf.length - done) * bytes)
      if (piece.length < bytes || this.#table.budget.spent() !== undefined) return
      const view = new DataView(piece.buffer, piece.byteOffset, piece.byteLength)
      for (let at = 0, bit = 0; at + bytes <= piece.length; at += bytes, bit++, done++) {
        const found = hits.at(indexAt(view, at, width))
        // Nulls have an index all the same, mostly 0.
        if (found === undefined || (bits !== undefined && ((bits[bit >> 3] ?? 0) & (1 << (bit & 7))) === 0)) continue
        const row = finder === undefined ? done : await finder.rowOf(done)
        for (const hit of found)
          column
            .tally(hit.match.rule)
            .add({ match: hit.match, row: row === undefined ? 0 : before + row + 1 }, hits.sighted(hit))
      }
    }
  }
}

const INDEXES_AT_ONCE = 64 * 1024

function indexAt(view: DataView, at: number, width: number): number {
  if (width === 8) return view.getUint8(at)
  if (width === 16) return view.getUint16(at, true)
  return width === 64 ? Number(view.getBigUint64(at, true)) : view.getUint32(at, true)
}

function mayBeText({ layout, dictionary }: ArrowField): boolean {
  if (dictionary !== undefined) return TEXT.has(layout.kind)
  return TEXT.has(layout.kind) || (layout.kind === 'fixed' && layout.meaning === 'bytes')
}

function isInteger({ layout, dictionary }: ArrowField): boolean {
  if (dictionary !== undefined || layout.kind !== 'fixed' || layout.meaning !== 'integer') return false
  return layout.width === 32 || layout.width === 64
}

const TEXT: ReadonlySet<string> = new Set(['strings', 'bytes', 'string views', 'byte views'])

function withoutDictionary({ name, type, layout, children }: ArrowField): ArrowField {
  return { name, type, layout, children }
}

/** The first field that uses the dictionary, wherever it stands. */
function fieldOf(
  fields: readonly ArrowField[],
  id: bigint,
  above: string,
): { readonly field: ArrowField; readonly name: string } | undefined {
  for (const field of fields) {
    // The item of a list has a name of its own that tells nothing.
    const name = above === '' ? field.name : above.endsWith('[]') ? above : `${above}.${field.name}`
    if (field.dictionary?.id === id) return { field, name }
    const inner = fieldOf(field.children, id, isList(field) ? `${name}[]` : name)
    if (inner !== undefined) return inner
  }
  return undefined
}

function isList({ layout }: ArrowField): boolean {
  return layout.kind === 'list' || layout.kind === 'fixed list' || layout.kind === 'list view'
}
