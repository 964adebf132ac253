import { LimitError } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
import type { FlatReader, FlatTable } from '../flatbuffers/flatbuffer.ts'
import type { ArrowMessage } from './messages.ts'

/** How the buffers of a field lie ("Arrow Columnar Format", Buffer listing for each layout). */
export type ArrowLayout =
  | { readonly kind: 'null' | 'struct' | 'run ends' }
  /** `width` in bits. */
  | { readonly kind: 'fixed'; readonly width: number; readonly meaning: 'integer' | 'bytes' | 'other' }
  | { readonly kind: 'strings' | 'bytes'; readonly large: boolean }
  | { readonly kind: 'string views' | 'byte views' }
  | { readonly kind: 'list' | 'map'; readonly large: boolean }
  | { readonly kind: 'list view'; readonly large: boolean }
  | { readonly kind: 'fixed list'; readonly count: number }
  | { readonly kind: 'union'; readonly dense: boolean }

export interface ArrowField {
  readonly name: string
  readonly type: string
  readonly layout: ArrowLayout
  readonly children: readonly ArrowField[]
  /** Its values stand in the dictionary of this number; the column holds indexes of so many bits. */
  readonly dictionary?: { readonly id: bigint; readonly width: number }
}

export interface ArrowSchema {
  readonly fields: readonly ArrowField[]
  readonly keyValues: readonly (readonly [string, Uint8Array])[]
  /** The numbers are the wrong way round for every reader of today. */
  readonly bigEndian: boolean
}

const MOST_FIELDS = 100_000
const LONGEST_TEXT = 16 * 1024 * 1024
const LONGEST_NAME = 1000

/** Reads the schema message (Schema.fbs). Throws LIMIT_DEPTH and LIMIT_ENTRIES for trees that no writer makes. */
export async function readArrowSchema({ flat, header }: ArrowMessage, limits: Limits): Promise<ArrowSchema> {
  const left = { fields: Math.min(limits.nodes, MOST_FIELDS) }
  const fields: ArrowField[] = []
  for await (const table of flat.tables(header, 1))
    if (table !== undefined) fields.push(await readField(flat, table, 1, limits, left))
  const keyValues: (readonly [string, Uint8Array])[] = []
  for await (const pair of flat.tables(header, 2)) {
    if (pair === undefined) continue
    const value = await flat.bytes(await flat.vector(pair, 1, 1), LONGEST_TEXT)
    keyValues.push([(await flat.text(pair, 0, LONGEST_NAME)) ?? '', value])
  }
  return { fields, keyValues, bigEndian: flat.number(header, 0, 'u16') === 1 }
}

async function readField(
  flat: FlatReader,
  table: FlatTable,
  depth: number,
  limits: Limits,
  left: { fields: number },
): Promise<ArrowField> {
  if (depth > limits.depth) throw new LimitError('LIMIT_DEPTH', `fields nested deeper than ${limits.depth} levels`)
  if (--left.fields < 0) throw new LimitError('LIMIT_ENTRIES', `more than ${MOST_FIELDS} fields`)
  const children: ArrowField[] = []
  for await (const child of flat.tables(table, 5))
    if (child !== undefined) children.push(await readField(flat, child, depth + 1, limits, left))
  const encoding = await flat.table(table, 4)
  const number = flat.number(table, 2, 'u8')
  return {
    name: (await flat.text(table, 0, LONGEST_NAME)) ?? '',
    type: TYPE_NAMES[number] ?? `type ${number}`,
    layout: layoutOf(flat, number, await flat.table(table, 3)),
    children,
    ...(encoding === undefined ? {} : { dictionary: await dictionaryOf(flat, encoding) }),
  }
}

async function dictionaryOf(
  flat: FlatReader,
  encoding: FlatTable,
): Promise<{ readonly id: bigint; readonly width: number }> {
  const index = await flat.table(encoding, 1)
  // Without a type the indexes are of 32 bits.
  return { id: flat.long(encoding, 0, 'i64'), width: index === undefined ? 32 : flat.number(index, 0, 'i32') }
}

const TYPE_NAMES: readonly string[] = [
  'none',
  'null',
  'integer',
  'float',
  'binary',
  'string',
  'boolean',
  'decimal',
  'date',
  'time',
  'timestamp',
  'interval',
  'list',
  'struct',
  'union',
  'fixed bytes',
  'fixed list',
  'map',
  'duration',
  'binary',
  'string',
  'list',
  'run ends',
  'binary',
  'string',
  'list',
  'list',
]

/** By the number of the type in the union (Schema.fbs, Type). */
function layoutOf(flat: FlatReader, number: number, type: FlatTable | undefined): ArrowLayout {
  const field = (slot: number, fallback: number): number =>
    type === undefined ? fallback : flat.number(type, slot, 'i32', fallback)
  const unit = (): number => (type === undefined ? 0 : flat.number(type, 0, 'u16'))
  if (number === 1) return { kind: 'null' }
  if (number === 2) return { kind: 'fixed', width: field(0, 0), meaning: 'integer' }
  if (number === 4 || number === 19) return { kind: 'bytes', large: number === 19 }
  if (number === 5 || number === 20) return { kind: 'strings', large: number === 20 }
  if (number === 12 || number === 21) return { kind: 'list', large: number === 21 }
  if (number === 13) return { kind: 'struct' }
  if (number === 14) return { kind: 'union', dense: unit() === 1 }
  if (number === 15) return { kind: 'fixed', width: field(0, 0) * 8, meaning: 'bytes' }
  if (number === 16) return { kind: 'fixed list', count: field(0, 0) }
  if (number === 17) return { kind: 'map', large: false }
  if (number === 22) return { kind: 'run ends' }
  if (number === 23 || number === 24) return { kind: number === 24 ? 'string views' : 'byte views' }
  if (number === 25 || number === 26) return { kind: 'list view', large: number === 26 }
  return { kind: 'fixed', width: 0, meaning: 'other' }
}
