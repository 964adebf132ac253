import { FormatError, LimitError } from '../../base/errors.ts'
import { excerpt } from '../../base/escape.ts'
import type { Limits } from '../../base/limits.ts'
import type { AnomalyLog } from '../anomaly.ts'
import type { ByteCursor } from '../byte-cursor.ts'
import type { GgufBreach } from './breach.ts'
import type { GgufDialect } from './dialect.ts'

/** One key and its value. */
export interface GgufMetadata {
  readonly key: string
  readonly type: GgufValueType
  /** Strings are cut at a megabyte; of arrays only the size is kept. */
  readonly value: string | number | bigint | boolean | GgufArray
  /** Of the key. */
  readonly byte: number
  /** Of the first byte of the value, behind a string's length. */
  readonly valueByte: number
}

export interface GgufArray {
  readonly of: GgufValueType
  readonly length: number
}

export type GgufValueType = (typeof VALUE_TYPES)[number]

const VALUE_TYPES = [
  'u8',
  'i8',
  'u16',
  'i16',
  'u32',
  'i32',
  'f32',
  'bool',
  'string',
  'array',
  'u64',
  'i64',
  'f64',
] as const

const WIDTHS: Readonly<Record<GgufValueType, number>> = {
  u8: 1,
  i8: 1,
  bool: 1,
  u16: 2,
  i16: 2,
  u32: 4,
  i32: 4,
  f32: 4,
  u64: 8,
  i64: 8,
  f64: 8,
  string: 0,
  array: 0,
}

/** Real chat templates have up to about 30 kB. */
const LONGEST_STRING = 1024 * 1024

/** Keys are at most 65,535 bytes (specification). */
const LONGEST_KEY = 65_535

/** What travels through the reading of one header. */
interface Reading {
  readonly cursor: ByteCursor
  readonly dialect: GgufDialect
  readonly limits: Limits
  readonly log: AnomalyLog<GgufBreach>
  /** Values read, array elements included, against `limits.nodes`. */
  nodes: number
  /** Bytes of strings kept, against `limits.fileBytes`: the file may have gigabytes of them. */
  kept: number
}

/** Reads `count` entries into `into`, so that what was read before an error stays. */
export async function readMetadata(
  cursor: ByteCursor,
  dialect: GgufDialect,
  count: number,
  limits: Limits,
  into: GgufMetadata[],
  log: AnomalyLog<GgufBreach>,
): Promise<void> {
  const reading: Reading = { cursor, dialect, limits, log, nodes: 0, kept: 0 }
  const seen = new Set<string>()
  for (let index = 0; index < count; index++) {
    const entry = await readEntry(reading)
    if (seen.has(entry.key)) log.add('duplicate-key', `\`${excerpt(entry.key, 80)}\` stands twice`, entry.byte)
    seen.add(entry.key)
    into.push(entry)
  }
}

async function readEntry(reading: Reading): Promise<GgufMetadata> {
  const { cursor, log } = reading
  const byte = cursor.at
  const key = await readString(reading, LONGEST_KEY)
  if (!/^[a-z0-9_.-]+$/i.test(key.text) || key.cut) log.add('key-form', `key \`${excerpt(key.text, 80)}\``, byte)
  await cursor.need(4)
  const type = valueType(reading, cursor.u32(), cursor.at - 4)
  if (type === 'array') {
    const value = await readArray(reading, 1)
    return { key: key.text, type, value, byte, valueByte: cursor.at }
  }
  if (type !== 'string') {
    const valueByte = cursor.at
    return { key: key.text, type, value: await readNumber(reading, type), byte, valueByte }
  }
  const { text, cut, start } = await readString(reading, LONGEST_STRING)
  if (cut && key.text.startsWith('tokenizer.chat_template')) {
    log.add(
      'long-template',
      `\`${excerpt(key.text, 80)}\` is longer than ${LONGEST_STRING} bytes; the rest was not inspected`,
      start,
    )
  }
  return { key: key.text, type, value: text, byte, valueByte: start }
}

function valueType(reading: Reading, number: number, byte: number): GgufValueType {
  if (++reading.nodes > reading.limits.nodes) {
    throw new LimitError('LIMIT_ENTRIES', `more than ${reading.limits.nodes} metadata values`, { byte })
  }
  const type = VALUE_TYPES[number]
  if (type === undefined) {
    // Its length is not known, so nothing behind it can be read.
    throw new FormatError('FORMAT_VERSION', `expected a value type from 0 to 12, found ${number}`, { byte })
  }
  return type
}

async function readString(reading: Reading, most: number): Promise<{ text: string; cut: boolean; start: number }> {
  const { cursor, limits, log } = reading
  const length = await readLength(reading)
  const start = cursor.at
  if (length > BigInt(cursor.left)) {
    log.add('lying-count', `a string of ${length} bytes, ${cursor.left} are left`, start)
    throw new FormatError('FORMAT_SHAPE', `expected a string of ${length} bytes, found ${cursor.left}`, { byte: start })
  }
  const kept = Math.min(Number(length), most, limits.fileBytes - reading.kept)
  reading.kept += kept
  if (!cursor.has(kept)) await cursor.need(kept)
  const bytes = cursor.bytes(kept)
  cursor.skip(Number(length) - kept)
  const text = Buffer.from(bytes).toString('utf8')
  if (text.includes('\ufffd') && kept === Number(length)) log.add('not-utf8', 'a string may not be UTF-8', start)
  return { text, cut: kept < Number(length), start }
}

async function readLength({ cursor, dialect }: Reading): Promise<bigint> {
  const width = dialect.wide ? 8 : 4
  if (!cursor.has(width)) await cursor.need(width)
  return dialect.wide ? cursor.u64() : BigInt(cursor.u32())
}

async function readNumber(
  { cursor }: Reading,
  type: Exclude<GgufValueType, 'string' | 'array'>,
): Promise<number | bigint | boolean> {
  await cursor.need(WIDTHS[type])
  const bytes = cursor.bytes(WIDTHS[type])
  const view = new DataView(bytes.buffer)
  const little = cursor.littleEndian
  switch (type) {
    case 'u8':
      return view.getUint8(0)
    case 'i8':
      return view.getInt8(0)
    case 'u16':
      return view.getUint16(0, little)
    case 'i16':
      return view.getInt16(0, little)
    case 'u32':
      return view.getUint32(0, little)
    case 'i32':
      return view.getInt32(0, little)
    case 'f32':
      return view.getFloat32(0, little)
    case 'u64':
      return view.getBigUint64(0, little)
    case 'i64':
      return view.getBigInt64(0, little)
    case 'f64':
      return view.getFloat64(0, little)
    case 'bool':
      return view.getUint8(0) !== 0
  }
}

/** Passes over an array: one step for numbers, one per element for strings and arrays. */
async function readArray(reading: Reading, depth: number): Promise<GgufArray> {
  const { cursor, limits, log } = reading
  if (depth > limits.depth)
    throw new LimitError('LIMIT_DEPTH', `arrays nested deeper than ${limits.depth} levels`, { byte: cursor.at })
  await cursor.need(4)
  const of = valueType(reading, cursor.u32(), cursor.at - 4)
  const length = await readLength(reading)
  const smallest = BigInt(WIDTHS[of] || (reading.dialect.wide ? 8 : 4))
  if (length * smallest > BigInt(cursor.left)) {
    log.add('lying-count', `an array of ${length} ${of}, ${cursor.left} bytes are left`, cursor.at)
    throw new FormatError('FORMAT_SHAPE', `expected ${length} array elements, found ${cursor.left} bytes`, {
      byte: cursor.at,
    })
  }
  if (of === 'array') for (let index = 0n; index < length; index++) await readArray(reading, depth + 1)
  else if (of === 'string') await skipStrings(reading, length)
  else cursor.skip(length * smallest)
  return { of, length: Number(length) }
}

/** Vocabularies have 150,000 strings and more: nothing is decoded, nothing waits inside the window. */
async function skipStrings(reading: Reading, length: bigint): Promise<void> {
  const { cursor, dialect, limits, log } = reading
  reading.nodes += Number(length)
  if (reading.nodes > limits.nodes)
    throw new LimitError('LIMIT_ENTRIES', `more than ${limits.nodes} metadata values`, { byte: cursor.at })
  const width = dialect.wide ? 8 : 4
  for (let index = 0; index < Number(length); index++) {
    if (!cursor.has(width)) await cursor.need(width)
    const bytes = dialect.wide ? cursor.u64() : BigInt(cursor.u32())
    if (bytes > BigInt(cursor.left))
      log.add('lying-count', `a string of ${bytes} bytes, ${cursor.left} are left`, cursor.at)
    cursor.skip(bytes)
  }
}
