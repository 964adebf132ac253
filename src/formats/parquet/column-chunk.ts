import type { ByteSource } from '../../base/bytes.ts'
import { FormatError } from '../../base/errors.ts'
import { readAhead } from '../zip-source.ts'
import { unpackPage } from './codecs.ts'
import { bitsFor, HybridReader } from './hybrid.ts'
import type { ColumnChunk } from './metadata.ts'
import { type PageHeader, readPageHeader } from './page-header.ts'
import type { ParquetColumn } from './schema.ts'

/** One page, its body unpacked only when it is asked for. */
export interface ParquetPage {
  readonly kind: 'data' | 'dictionary'
  readonly encoding: number
  /** With nulls. */
  readonly values: number
  /** Rows that begin in it, where the header tells (version 2). */
  readonly rows: number | undefined
  /** Of the header's end, in the file. */
  readonly offset: number
  readonly packed: number
  /** Throws what unpackPage() throws, FORMAT_SHAPE for levels that do not fit. */
  open(): Promise<PageBody>
}

/** An unpacked page. */
export interface PageBody {
  readonly bytes: Uint8Array
  /** Where the values begin. */
  readonly from: number
  /** Levels, anew for each caller; undefined where the column has none. */
  repetition(): HybridReader | undefined
  definition(): HybridReader | undefined
}

/** Pages follow each other; headers are small. */
const WINDOW_BYTES = 256 * 1024
/** parquet-mr before 1.2.9 leaves the header of the dictionary page out of the size of the chunk. */
const PADDING_BYTES = 100
const RLE = 3

/**
 * The pages of one column in one row group, in order, until all values the footer counts have been met. Throws FORMAT_SHAPE where
 * a header cannot be read. Never reads outside the chunk; each page takes one byte at least.
 */
export async function* pagesOf(
  source: ByteSource,
  chunk: ColumnChunk,
  column: ParquetColumn,
): AsyncGenerator<ParquetPage, void, void> {
  const end = Math.min(source.size, chunk.offset + chunk.bytes + PADDING_BYTES)
  const near = readAhead(source, WINDOW_BYTES)
  let seen = 0
  for (let at = chunk.offset; seen < chunk.values && at < end;) {
    const header = await readPageHeader(near, at, end)
    at = header.offset + header.packed
    if (header.kind === 'other') continue
    if (header.kind !== 'dictionary') seen += header.values
    yield pageOf(near, header, chunk.codec, column)
  }
  if (seen < chunk.values)
    throw new FormatError('FORMAT_SHAPE', `expected ${chunk.values} values, found ${seen}`, { byte: end })
}

function pageOf(source: ByteSource, header: PageHeader, codec: number, column: ParquetColumn): ParquetPage {
  const { values, encoding, offset, packed, v2 } = header
  return {
    kind: header.kind === 'dictionary' ? 'dictionary' : 'data',
    encoding,
    values,
    rows: v2?.rows,
    offset,
    packed,
    async open() {
      const bytes = await source.slice(offset, packed)
      if (bytes.length < packed)
        throw new FormatError('FORMAT_SHAPE', `expected a page of ${packed} bytes, found ${bytes.length}`, {
          byte: offset,
        })
      if (header.kind === 'dictionary') return plainBody(await unpackPage(codec, bytes, header.unpacked))
      return v2 === undefined ? bodyOf(bytes, header, codec, column) : bodyOfV2(bytes, header, codec, column, v2)
    },
  }
}

function plainBody(bytes: Uint8Array): PageBody {
  return { bytes, from: 0, repetition: () => undefined, definition: () => undefined }
}

/** Version 1: levels with their length in front, then the values, all compressed together. */
async function bodyOf(packed: Uint8Array, header: PageHeader, codec: number, column: ParquetColumn): Promise<PageBody> {
  const bytes = await unpackPage(codec, packed, header.unpacked)
  const repetition = levelsAt(bytes, 0, column.maxRepetition, header.levels.repetition)
  const definition = levelsAt(bytes, repetition?.to ?? 0, column.maxDefinition, header.levels.definition)
  const reader = (levels: Levels | undefined, most: number): HybridReader | undefined =>
    levels === undefined ? undefined : new HybridReader(bytes, levels.from, levels.to, bitsFor(most))
  return {
    bytes,
    from: definition?.to ?? repetition?.to ?? 0,
    repetition: () => reader(repetition, column.maxRepetition),
    definition: () => reader(definition, column.maxDefinition),
  }
}

interface Levels {
  readonly from: number
  readonly to: number
}

function levelsAt(bytes: Uint8Array, at: number, most: number, encoding: number): Levels | undefined {
  if (most === 0) return undefined
  if (encoding !== RLE)
    throw new FormatError('FORMAT_VERSION', `expected levels as run lengths, found encoding ${encoding}`)
  const length =
    (bytes[at] ?? 0) + (bytes[at + 1] ?? 0) * 0x100 + (bytes[at + 2] ?? 0) * 0x10000 + (bytes[at + 3] ?? 0) * 0x1000000
  if (at + 4 + length > bytes.length)
    throw new FormatError('FORMAT_SHAPE', `expected levels inside the page, found ${length} bytes of them`)
  return { from: at + 4, to: at + 4 + length }
}

/** Version 2: levels in front of the compressed part, with their lengths in the header. */
async function bodyOfV2(
  packed: Uint8Array,
  header: PageHeader,
  codec: number,
  column: ParquetColumn,
  v2: NonNullable<PageHeader['v2']>,
): Promise<PageBody> {
  const levels = v2.repetitionBytes + v2.definitionBytes
  const values = packed.subarray(levels)
  const bytes = v2.compressed ? await unpackPage(codec, values, header.unpacked - levels) : values
  const reader = (from: number, to: number, most: number): HybridReader | undefined =>
    most === 0 ? undefined : new HybridReader(packed, from, to, bitsFor(most))
  return {
    bytes,
    from: 0,
    repetition: () => reader(0, v2.repetitionBytes, column.maxRepetition),
    definition: () => reader(v2.repetitionBytes, levels, column.maxDefinition),
  }
}
