import { gzipSync, zstdCompressSync } from 'node:zlib'

/** A column of texts, optional when it holds a null. */
export interface ParquetTexts {
  readonly name: string
  readonly values: readonly (string | null)[]
  /** Without a stated type the bytes could be anything. */
  readonly untyped?: boolean
}

export interface ParquetOptions {
  readonly codec?: 'none' | 'gzip' | 'zstd' | 'snappy'
  readonly dictionary?: boolean
  readonly keyValues?: Readonly<Record<string, string>>
  /** What the page headers say in place of the length of their page. */
  readonly liedLength?: number
}

const CODECS = { none: 0, snappy: 1, gzip: 2, zstd: 6 } as const
const BYTE_ARRAY = 6
const ENCODING = { plain: 0, rle: 3, dictionary: 8 } as const

/** A Parquet file of one row group with pages of version 1. */
export function writeParquet(columns: readonly ParquetTexts[], options: ParquetOptions = {}): Buffer {
  const parts: Buffer[] = [Buffer.from('PAR1')]
  let at = 4
  const chunks = columns.map((column) => {
    const { bytes, dictionaryBytes } = chunkOf(column, options)
    const offset = at
    parts.push(bytes)
    at += bytes.length
    return { column, offset, bytes: bytes.length, dictionaryBytes }
  })
  const rows = columns[0]?.values.length ?? 0
  const schema = [
    struct([4, text('schema')], [5, i32(columns.length)]),
    ...columns.map(({ name, values, untyped }) =>
      struct(
        [1, i32(BYTE_ARRAY)],
        [3, i32(values.includes(null) ? 1 : 0)],
        [4, text(name)],
        ...(untyped === true ? [] : [field(6, i32(0))]),
      ),
    ),
  ]
  const group = struct(
    [
      1,
      list(
        chunks.map(({ column, offset, bytes, dictionaryBytes }) =>
          chunkMeta(column, offset, bytes, dictionaryBytes, options),
        ),
      ),
    ],
    [2, i64(at)],
    [3, i64(rows)],
  )
  const keyValues = Object.entries(options.keyValues ?? {}).map(([key, value]) =>
    struct([1, text(key)], [2, text(value)]),
  )
  const footer = struct(
    [1, i32(1)],
    [2, list(schema)],
    [3, i64(rows)],
    [4, list([group])],
    [5, list(keyValues)],
    [6, text('own')],
  ).bytes
  const length = Buffer.alloc(4)
  length.writeUInt32LE(footer.length)
  return Buffer.concat([...parts, footer, length, Buffer.from('PAR1')])
}

function chunkMeta(
  { name, values }: ParquetTexts,
  offset: number,
  bytes: number,
  dictionaryBytes: number,
  { codec = 'none' }: ParquetOptions,
): Value {
  const meta = struct(
    [1, i32(BYTE_ARRAY)],
    [3, list([text(name)])],
    [4, i32(CODECS[codec])],
    [5, i64(values.length)],
    [6, i64(bytes)],
    [7, i64(bytes)],
    [9, i64(offset + dictionaryBytes)],
    ...(dictionaryBytes === 0 ? [] : [field(11, i64(offset))]),
  )
  return struct([2, i64(offset)], [3, meta])
}

function chunkOf(
  { values }: ParquetTexts,
  options: ParquetOptions,
): { readonly bytes: Buffer; readonly dictionaryBytes: number } {
  const present = values.filter((value) => value !== null)
  const levels = values.includes(null)
    ? withLength(
        packed(
          values.map((value) => (value === null ? 0 : 1)),
          1,
        ),
      )
    : Buffer.alloc(0)
  if (options.dictionary !== true) {
    const body = Buffer.concat([levels, ...present.map((value) => withLength(Buffer.from(value)))])
    return { bytes: page(0, body, values.length, ENCODING.plain, options), dictionaryBytes: 0 }
  }
  const different = [...new Set(present)]
  const dictionary = page(
    2,
    Buffer.concat(different.map((value) => withLength(Buffer.from(value)))),
    different.length,
    ENCODING.plain,
    options,
  )
  const indexes = Buffer.concat([
    Buffer.from([8]),
    packed(
      present.map((value) => different.indexOf(value)),
      8,
    ),
  ])
  const data = page(0, Buffer.concat([levels, indexes]), values.length, ENCODING.dictionary, options)
  return { bytes: Buffer.concat([dictionary, data]), dictionaryBytes: dictionary.length }
}

function page(
  kind: 0 | 2,
  body: Buffer,
  count: number,
  encoding: number,
  { codec = 'none', liedLength }: ParquetOptions,
): Buffer {
  const stored = compress(body, codec)
  const members: Field[] = [field(1, i32(count)), field(2, i32(encoding))]
  if (kind === 0) members.push(field(3, i32(ENCODING.rle)), field(4, i32(ENCODING.rle)))
  const header = struct(
    [1, i32(kind)],
    [2, i32(liedLength ?? body.length)],
    [3, i32(stored.length)],
    [kind === 0 ? 5 : 7, struct(...members)],
  )
  return Buffer.concat([header.bytes, stored])
}

function compress(body: Buffer, codec: keyof typeof CODECS): Buffer {
  if (codec === 'gzip') return gzipSync(body)
  if (codec === 'zstd') return zstdCompressSync(body)
  if (codec === 'none') return body
  // Snappy may be all literals.
  const parts: Buffer[] = [varint(body.length)]
  for (let at = 0; at < body.length; at += 60) {
    const literal = body.subarray(at, at + 60)
    parts.push(Buffer.from([(literal.length - 1) << 2]), literal)
  }
  return Buffer.concat(parts)
}

/** Packed bits of the hybrid encoding; `width` is 1 or 8. */
function packed(values: readonly number[], width: 1 | 8): Buffer {
  const groups = Math.ceil(values.length / 8)
  const bytes = Buffer.alloc(groups * width)
  for (const [index, value] of values.entries()) {
    if (width === 8) bytes[index] = value
    else bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (value << (index & 7))
  }
  return Buffer.concat([varint(groups * 2 + 1), bytes])
}

function withLength(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(bytes.length)
  return Buffer.concat([length, bytes])
}

/** A value of the compact protocol of Thrift with its type. */
interface Value {
  readonly type: number
  readonly bytes: Buffer
}
type Field = readonly [number, Value]

function field(id: number, value: Value): Field {
  return [id, value]
}

function struct(...fields: readonly Field[]): Value {
  let last = 0
  const parts = fields.map(([id, { type, bytes }]) => {
    const head = ((id - last) << 4) | type
    last = id
    return Buffer.concat([Buffer.from([head]), bytes])
  })
  return { type: 12, bytes: Buffer.concat([...parts, Buffer.from([0])]) }
}

function list(items: readonly Value[]): Value {
  const head = Buffer.concat([Buffer.from([0xf0 | (items[0]?.type ?? 12)]), varint(items.length)])
  return { type: 9, bytes: Buffer.concat([head, ...items.map(({ bytes }) => bytes)]) }
}

function i32(value: number): Value {
  return { type: 5, bytes: varint(value * 2) }
}

function i64(value: number): Value {
  return { type: 6, bytes: varint(value * 2) }
}

function text(value: string): Value {
  const bytes = Buffer.from(value)
  return { type: 8, bytes: Buffer.concat([varint(bytes.length), bytes]) }
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128)
  return Buffer.from([...bytes, rest])
}
