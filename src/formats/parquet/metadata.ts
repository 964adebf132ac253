import type { ByteSource } from '../../base/bytes.ts'
import { FormatError, LimitError } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
import { bufferOf } from '../source-part.ts'
import { columnsOf, type ParquetColumn, readSchemaElement, type SchemaElement } from './schema.ts'
import { THRIFT, ThriftReader } from './thrift.ts'

/** Where the values of one column in one row group stand. */
export interface ColumnChunk {
  readonly codec: number
  /** Values with nulls, as the footer counts them. */
  readonly values: number
  /** The first byte of its first page, and how many bytes its pages take. */
  readonly offset: number
  readonly bytes: number
  /** The footer's count of nulls, when it gives one. */
  readonly nulls: number | undefined
  /** Encrypted with a key of its own. */
  readonly encrypted: boolean
  /** In another file: never followed. */
  readonly elsewhere: boolean
}

export interface RowGroup {
  readonly rows: number
  /** In the order of the columns of the schema. */
  readonly chunks: readonly ColumnChunk[]
}

/** What the footer of a Parquet file tells. */
export interface ParquetMetadata {
  readonly rows: number
  readonly columns: readonly ParquetColumn[]
  readonly rowGroups: readonly RowGroup[]
  readonly createdBy: string
  /** Free text of the writer: schemas of pandas and Spark, cards of Hugging Face. */
  readonly keyValues: readonly (readonly [string, Uint8Array])[]
  /** The whole footer is encrypted: nothing else is known. */
  readonly encrypted: boolean
}

const MAGIC_BYTES = 4
const TAIL_BYTES = 8
/** 500 columns in 1,000 row groups. */
const MOST_CHUNKS = 500_000
const ENCRYPTED: ParquetMetadata = {
  rows: 0,
  columns: [],
  rowGroups: [],
  createdBy: '',
  keyValues: [],
  encrypted: true,
}

/**
 * Reads the footer of a Parquet file (parquet.thrift, FileMetaData). Throws FORMAT_SHAPE where it is none or lies about its
 * size, LIMIT_SIZE above `limits.fileBytes`, LIMIT_ENTRIES for more column chunks than are read.
 */
export async function readParquetMetadata(source: ByteSource, limits: Limits): Promise<ParquetMetadata> {
  const tail = bufferOf(await source.slice(Math.max(0, source.size - TAIL_BYTES), TAIL_BYTES))
  const magic = tail.length < TAIL_BYTES ? '' : tail.toString('latin1', 4)
  if (magic === 'PARE') return ENCRYPTED
  if (magic !== 'PAR1')
    throw new FormatError('FORMAT_SHAPE', 'expected PAR1 at the end of the file, found other bytes', {
      byte: source.size,
    })
  const length = tail.readUInt32LE(0)
  const start = source.size - TAIL_BYTES - length
  if (start < MAGIC_BYTES)
    throw new FormatError('FORMAT_SHAPE', `expected a footer inside the file, found one of ${length} bytes`, {
      byte: source.size - 8,
    })
  if (length > limits.fileBytes)
    throw new LimitError('LIMIT_SIZE', `a footer of ${length} bytes, the limit is ${limits.fileBytes}`, { byte: start })
  return readFooter(new ThriftReader(await source.slice(start, length), 0, start), limits)
}

function readFooter(thrift: ThriftReader, limits: Limits): ParquetMetadata {
  const elements: SchemaElement[] = []
  const rowGroups: RowGroup[] = []
  const keyValues: (readonly [string, Uint8Array])[] = []
  const one = { rows: 0, createdBy: '' }
  const left = { chunks: MOST_CHUNKS }
  thrift.struct((id, type) => {
    if (id === 2 && type === THRIFT.list)
      thrift.list((item) => elements.push(readSchemaElement(structOf(thrift, item))))
    else if (id === 3 && type === THRIFT.i64) one.rows = thrift.int()
    else if (id === 4 && type === THRIFT.list)
      thrift.list((item) => rowGroups.push(readRowGroup(structOf(thrift, item), left)))
    else if (id === 5 && type === THRIFT.list)
      thrift.list((item) => keyValues.push(readKeyValue(structOf(thrift, item))))
    else if (id === 6 && type === THRIFT.binary) one.createdBy = thrift.text()
    else return false
    return true
  })
  const columns = columnsOf(elements, Math.min(limits.depth, MOST_SCHEMA_DEPTH))
  const odd = rowGroups.find(({ chunks }) => chunks.length !== columns.length)
  if (odd !== undefined)
    throw new FormatError(
      'FORMAT_SHAPE',
      `expected ${columns.length} columns in each row group, found ${odd.chunks.length}`,
    )
  return { ...one, columns, rowGroups, keyValues, encrypted: false }
}

/** Names of nested columns hold those above them: quadratic in the depth. */
const MOST_SCHEMA_DEPTH = 100

function structOf(thrift: ThriftReader, item: number): ThriftReader {
  if (item !== THRIFT.struct)
    throw new FormatError('FORMAT_SHAPE', `expected a list of structures, found items of type ${item}`)
  return thrift
}

function readRowGroup(thrift: ThriftReader, left: { chunks: number }): RowGroup {
  const chunks: ColumnChunk[] = []
  let rows = 0
  thrift.struct((id, type) => {
    if (id === 1 && type === THRIFT.list)
      thrift.list((item) => {
        if (--left.chunks < 0) throw new LimitError('LIMIT_ENTRIES', `more than ${MOST_CHUNKS} column chunks`)
        chunks.push(readChunk(structOf(thrift, item)))
      })
    else if (id === 3 && type === THRIFT.i64) rows = Math.max(0, thrift.int())
    else return false
    return true
  })
  return { rows, chunks }
}

function readChunk(thrift: ThriftReader): ColumnChunk {
  const chunk = { encrypted: false, elsewhere: false, stated: false }
  const meta = { codec: 0, values: 0, bytes: 0, data: 0, dictionary: 0, nulls: undefined as number | undefined }
  thrift.struct((id, type) => {
    if (id === 3 && type === THRIFT.struct) {
      chunk.stated = true
      readChunkMetadata(thrift, meta)
      return true
    }
    if (id === 1) chunk.elsewhere = true
    if (id === 8 || id === 9) chunk.encrypted = true
    return false
  })
  // Writers that have no dictionary leave a zero; parquet-mr before 1.10 points at the dictionary with the data offset.
  const offset = meta.dictionary > 0 ? Math.min(meta.dictionary, meta.data) : meta.data
  const { codec, values, bytes, nulls } = meta
  return {
    codec,
    values,
    bytes,
    nulls,
    offset,
    encrypted: chunk.encrypted || !chunk.stated,
    elsewhere: chunk.elsewhere,
  }
}

interface ChunkDraft {
  codec: number
  values: number
  bytes: number
  data: number
  dictionary: number
  nulls: number | undefined
}

function readChunkMetadata(thrift: ThriftReader, meta: ChunkDraft): void {
  thrift.struct((id, type) => {
    if (id === 4 && type === THRIFT.i32) meta.codec = thrift.int()
    else if (id === 12 && type === THRIFT.struct)
      thrift.struct((member, memberType) => {
        if (member !== 3 || memberType !== THRIFT.i64) return false
        meta.nulls = Math.max(0, thrift.int())
        return true
      })
    else if (type !== THRIFT.i64) return false
    else if (id === 5) meta.values = Math.max(0, thrift.int())
    else if (id === 7) meta.bytes = Math.max(0, thrift.int())
    else if (id === 9) meta.data = Math.max(0, thrift.int())
    else if (id === 11) meta.dictionary = Math.max(0, thrift.int())
    else return false
    return true
  })
}

function readKeyValue(thrift: ThriftReader): readonly [string, Uint8Array] {
  let key = ''
  let value: Uint8Array = new Uint8Array(0)
  thrift.struct((id, type) => {
    if (type !== THRIFT.binary) return false
    if (id === 1) key = thrift.text()
    else if (id === 2) value = thrift.binary()
    else return false
    return true
  })
  return [key, value]
}
