import { FormatError } from '../../base/errors.ts'
import type { FlatReader, FlatTable } from '../flatbuffers/flatbuffer.ts'
import type { ArrowField } from './schema.ts'
import type { ArrowMessage } from './messages.ts'

/** Where a buffer stands in the file; `bytes` as it is stored. */
export interface ArrowBuffer {
  readonly offset: number
  readonly bytes: number
}

export type ArrowCompression = 'none' | 'lz4' | 'zstd'

/** What leads from a value of a nested field to its row, from the outside in. */
export type RowStep =
  | { readonly kind: 'list'; readonly offsets: ArrowBuffer; readonly wide: boolean; readonly length: number }
  | { readonly kind: 'fixed list'; readonly count: number }
  /** Unions, run ends and list views: the row is not looked for. */
  | { readonly kind: 'unknown' }

/** A field that holds values, in one batch. */
export interface ArrowLeaf {
  readonly field: ArrowField
  /** For people: `messages[].content`. */
  readonly name: string
  readonly label: string
  /** Values, nulls among them. */
  readonly length: number
  readonly nulls: number
  readonly buffers: readonly ArrowBuffer[]
  readonly steps: readonly RowStep[]
}

export interface ArrowBatch {
  readonly rows: number
  readonly compression: ArrowCompression
  readonly leaves: readonly ArrowLeaf[]
}

const MOST_NODES = 200_000
const STRUCT_BYTES = 16

/**
 * Reads a record batch (Message.fbs): which buffer belongs to which field. Throws FORMAT_SHAPE where there are fewer nodes or buffers
 * than the schema asks for, or where one lies outside of the body.
 */
export async function readArrowBatch(
  message: ArrowMessage,
  batch: FlatTable,
  fields: readonly ArrowField[],
): Promise<ArrowBatch> {
  const { flat } = message
  const rows = Number(flat.long(batch, 0, 'i64'))
  const walk: BatchWalk = {
    message,
    nodes: await structs(flat, batch, 1),
    buffers: await structs(flat, batch, 2),
    variadic: (await structs(flat, batch, 4, 8)).map(([count]) => count),
    next: { node: 0, buffer: 0, variadic: 0 },
    leaves: [],
  }
  for (const field of fields) visit(walk, field, { name: '', label: '', steps: [] }, true)
  return { rows: Math.max(0, rows), compression: await compressionOf(flat, batch), leaves: walk.leaves }
}

/** A dictionary batch: its number, the batch in it, and whether it adds to what was there. */
export async function readDictionaryBatch(
  message: ArrowMessage,
): Promise<{ readonly id: bigint; readonly batch: FlatTable; readonly adds: boolean }> {
  const { flat, header } = message
  const batch = await flat.table(header, 1)
  if (batch === undefined)
    throw new FormatError('FORMAT_SHAPE', 'expected a dictionary, found none', { byte: header.at })
  return { id: flat.long(header, 0, 'i64'), batch, adds: flat.number(header, 2, 'u8') === 1 }
}

async function compressionOf(flat: FlatReader, batch: FlatTable): Promise<ArrowCompression> {
  const compression = await flat.table(batch, 3)
  if (compression === undefined) return 'none'
  const codec = flat.number(compression, 0, 'i8')
  if (codec !== 0 && codec !== 1)
    throw new FormatError('FORMAT_VERSION', `expected LZ4 or zstd, found codec ${codec}`, { byte: batch.at })
  return codec === 0 ? 'lz4' : 'zstd'
}

/** Pairs of numbers of 64 bits: FieldNode and Buffer; single ones for `width` 8. */
async function structs(
  flat: FlatReader,
  table: FlatTable,
  slot: number,
  width = STRUCT_BYTES,
): Promise<readonly (readonly [number, number])[]> {
  const vector = await flat.vector(table, slot, width)
  const bytes = await flat.bytes(vector, MOST_NODES * width)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const found: (readonly [number, number])[] = []
  for (let at = 0; at + width <= view.byteLength; at += width)
    found.push([
      Number(view.getBigInt64(at, true)),
      width === STRUCT_BYTES ? Number(view.getBigInt64(at + 8, true)) : 0,
    ])
  return found
}

interface BatchWalk {
  readonly message: ArrowMessage
  readonly nodes: readonly (readonly [number, number])[]
  readonly buffers: readonly (readonly [number, number])[]
  readonly variadic: readonly number[]
  readonly next: { node: number; buffer: number; variadic: number }
  readonly leaves: ArrowLeaf[]
}

interface Above {
  readonly name: string
  readonly label: string
  readonly steps: readonly RowStep[]
}

function visit(walk: BatchWalk, field: ArrowField, above: Above, named: boolean): void {
  const node = walk.nodes[walk.next.node++]
  if (node === undefined) throw short(walk, 'nodes')
  const [length, nulls] = [Math.max(0, node[0]), Math.max(0, node[1])]
  const name = named ? joined(above.name, field.name) : above.name
  const here = { name, label: named ? field.name : above.label, steps: above.steps }
  const { layout } = field
  if (field.dictionary !== undefined || isLeaf(layout.kind)) {
    const count = field.dictionary !== undefined ? 2 : bufferCount(walk, field)
    walk.leaves.push({ field, ...here, length, nulls, buffers: take(walk, count) })
    return
  }
  if (layout.kind === 'struct') {
    take(walk, 1)
    for (const child of field.children) visit(walk, child, here, true)
  } else if (layout.kind === 'list' || layout.kind === 'map') {
    const [, offsets] = take(walk, 2)
    const step: RowStep =
      offsets === undefined ? { kind: 'unknown' } : { kind: 'list', offsets, wide: layout.large, length }
    const inner = { ...here, name: `${name}${layout.kind === 'map' ? '{}' : '[]'}`, steps: [...above.steps, step] }
    for (const child of field.children) visit(walk, child, inner, false)
  } else if (layout.kind === 'fixed list') {
    take(walk, 1)
    const steps: readonly RowStep[] = [...above.steps, { kind: 'fixed list', count: Math.max(1, layout.count) }]
    for (const child of field.children) visit(walk, child, { ...here, name: `${name}[]`, steps }, false)
  } else {
    take(walk, layout.kind === 'list view' ? 3 : layout.kind === 'union' ? (layout.dense ? 2 : 1) : 0)
    const steps: readonly RowStep[] =
      layout.kind === 'union' && !layout.dense ? above.steps : [...above.steps, { kind: 'unknown' }]
    for (const child of field.children) visit(walk, child, { ...here, steps }, layout.kind === 'union')
  }
}

function joined(above: string, name: string): string {
  return above === '' ? name : `${above}.${name}`
}

function isLeaf(kind: ArrowField['layout']['kind']): boolean {
  return LEAVES.has(kind)
}

const LEAVES: ReadonlySet<string> = new Set(['null', 'fixed', 'strings', 'bytes', 'string views', 'byte views'])

function bufferCount(walk: BatchWalk, { layout }: ArrowField): number {
  if (layout.kind === 'null') return 0
  if (layout.kind === 'fixed') return 2
  if (layout.kind === 'strings' || layout.kind === 'bytes') return 3
  return 2 + Math.max(0, walk.variadic[walk.next.variadic++] ?? 0)
}

function take(walk: BatchWalk, count: number): readonly ArrowBuffer[] {
  const { message, next } = walk
  if (count > walk.buffers.length - next.buffer) throw short(walk, 'buffers')
  const taken: ArrowBuffer[] = []
  for (let index = 0; index < count; index++) {
    const [offset = 0, bytes = 0] = walk.buffers[next.buffer++] ?? []
    if (offset < 0 || bytes < 0 || offset + bytes > message.bytes)
      throw new FormatError('FORMAT_SHAPE', `expected a buffer inside the body, found ${bytes} bytes at ${offset}`, {
        byte: message.offset,
      })
    taken.push({ offset: message.offset + offset, bytes })
  }
  return taken
}

function short(walk: BatchWalk, what: string): FormatError {
  return new FormatError('FORMAT_SHAPE', `expected more ${what} in a record batch than there are`, {
    byte: walk.message.offset,
  })
}
