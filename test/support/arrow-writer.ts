import { type FlatFields, flatBuffer } from './flatbuffer-writer.ts'

/** A column of texts. */
export interface ArrowColumn {
  readonly name: string
  readonly values: readonly (string | null)[]
}

const SCHEMA = 1
const RECORD_BATCH = 3
const UTF8 = 5

/** A stream of the Arrow IPC format with one record batch for each list of columns; the first gives the schema. */
export function writeArrowStream(...batches: readonly (readonly ArrowColumn[])[]): Buffer {
  const fields = (batches[0] ?? []).map(({ name }): FlatFields => ({ 0: name, 2: { u8: UTF8 }, 3: { table: {} } }))
  const messages = batches.map((columns) => {
    const { buffers, body } = bodyOf(columns)
    const rows = BigInt(columns[0]?.values.length ?? 0)
    const nodes = columns.map(({ values }) => [rows, BigInt(values.filter((value) => value === null).length)])
    return message(RECORD_BATCH, { 0: { u64: rows }, 1: { structs: nodes }, 2: { structs: buffers } }, body)
  })
  const end = Buffer.from([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0])
  return Buffer.concat([message(SCHEMA, { 1: { tables: fields } }, Buffer.alloc(0)), ...messages, end])
}

function message(kind: number, header: FlatFields, body: Buffer): Buffer {
  const table = flatBuffer({ 1: { u8: kind }, 2: { table: header }, 3: { u64: BigInt(body.length) } })
  const padded = Buffer.concat([table, Buffer.alloc((8 - (table.length % 8)) % 8)])
  const head = Buffer.alloc(8, 0xff)
  head.writeUInt32LE(padded.length, 4)
  return Buffer.concat([head, padded, body])
}

/** Validity is left out, as it may be: nulls are empty here. */
function bodyOf(columns: readonly ArrowColumn[]): { readonly buffers: bigint[][]; readonly body: Buffer } {
  const buffers: bigint[][] = []
  const parts: Buffer[] = []
  let at = 0
  const add = (bytes: Buffer): void => {
    buffers.push([BigInt(at), BigInt(bytes.length)])
    const padded = Buffer.concat([bytes, Buffer.alloc((8 - (bytes.length % 8)) % 8)])
    parts.push(padded)
    at += padded.length
  }
  for (const { values } of columns) {
    const texts = values.map((value) => Buffer.from(value ?? ''))
    const offsets = Buffer.alloc((texts.length + 1) * 4)
    let end = 0
    for (const [index, text] of texts.entries()) offsets.writeInt32LE((end += text.length), (index + 1) * 4)
    add(Buffer.alloc(0))
    add(offsets)
    add(Buffer.concat(texts))
  }
  return { buffers, body: Buffer.concat(parts) }
}
