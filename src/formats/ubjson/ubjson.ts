import type { ByteSource } from '../../base/bytes.ts'
import { FormatError } from '../../base/errors.ts'
import { excerpt } from '../../base/escape.ts'
import type { Limits } from '../../base/limits.ts'
import { type Anomaly, type AnomalyLog, anomalyLog } from '../anomaly.ts'
import { ByteCursor } from '../byte-cursor.ts'
import { withinBudget } from '../tree.ts'

/** A value of a UBJSON document with the byte it begins at. Arrays of numbers stay in the file: only their place is kept. */
export type UbjsonValue =
  | { readonly kind: 'object'; readonly byte: number; readonly entries: readonly UbjsonEntry[] }
  | { readonly kind: 'array'; readonly byte: number; readonly items: readonly UbjsonValue[] }
  | { readonly kind: 'numbers'; readonly byte: number; readonly type: NumberType; readonly count: number }
  | { readonly kind: 'text'; readonly byte: number; readonly text: string }
  | { readonly kind: 'scalar'; readonly byte: number; readonly value: number | boolean | null }

export interface UbjsonEntry {
  readonly key: string
  readonly byte: number
  readonly value: UbjsonValue
}

/** Markers of numbers: int8, uint8, int16, int32, int64, float32, float64. */
export type NumberType = 'i' | 'U' | 'I' | 'l' | 'L' | 'd' | 'D'

export const NUMBER_BYTES: Readonly<Record<NumberType, number>> = { i: 1, U: 1, I: 2, l: 4, L: 8, d: 4, D: 8 }

/** What a document breaks of the specification, or what no writer makes. */
export type UbjsonBreach = 'empty-count' | 'duplicate-key' | 'trailing-data' | 'long-text'

export interface Ubjson {
  readonly root: UbjsonValue
  /** The first byte behind the document. */
  readonly end: number
  readonly breaches: readonly Anomaly<UbjsonBreach>[]
}

/**
 * Reads a UBJSON document, draft 12, as XGBoost writes it: big-endian, containers with optional type and count. Counts are
 * compared with the bytes that are left before anything is read, and containers of values without bytes (`[$Z#l…`) are
 * refused, so that no few bytes stand for many values. Throws FormatError with the byte, or LimitError.
 */
export async function readUbjson(source: ByteSource, limits: Limits): Promise<Ubjson> {
  const cursor = new ByteCursor(source)
  cursor.littleEndian = false
  const reading: Reading = { cursor, limits, nodes: 0, log: anomalyLog<UbjsonBreach>() }
  const root = await readValue(reading, await readMarker(reading), 0)
  if (cursor.left > 0) reading.log.add('trailing-data', `${cursor.left} bytes behind the document`, cursor.at)
  return { root, end: cursor.at, breaches: reading.log.list() }
}

interface Reading {
  readonly cursor: ByteCursor
  readonly limits: Limits
  readonly log: AnomalyLog<UbjsonBreach>
  nodes: number
}

async function readValue(reading: Reading, marker: string, depth: number): Promise<UbjsonValue> {
  const { cursor, limits } = reading
  const byte = cursor.at
  withinBudget(++reading.nodes, depth, limits, () => ({ byte }))
  if (isNumber(marker)) return { kind: 'scalar', byte, value: await readNumber(cursor, marker) }
  switch (marker) {
    case '{':
      return readObject(reading, byte, depth)
    case '[':
      return readArray(reading, byte, depth)
    case 'S':
    case 'H':
      return { kind: 'text', byte, text: await readText(reading) }
    case 'C':
      return { kind: 'text', byte, text: await readBytes(reading, 1) }
    case 'T':
    case 'F':
      return { kind: 'scalar', byte, value: marker === 'T' }
    case 'Z':
      return { kind: 'scalar', byte, value: null }
    default:
      throw unexpected(marker, byte - 1)
  }
}

/** What may stand behind the opening of a container: `$type#count`, `#count`, or nothing. */
interface Shape {
  readonly type: string | undefined
  readonly count: number | undefined
}

async function readShape(reading: Reading): Promise<Shape> {
  const { cursor } = reading
  const byte = cursor.at
  const type = (await peek(cursor)) === '$' ? await typeMarker(cursor) : undefined
  if ((await peek(cursor)) !== '#') {
    if (type !== undefined) throw new FormatError('FORMAT_SHAPE', 'UBJSON: a type without a count', { byte })
    return { type, count: undefined }
  }
  cursor.skip(1)
  const count = await readLength(cursor)
  const smallest = type === undefined ? 1 : isNumber(type) ? NUMBER_BYTES[type] : WITHOUT_BYTES.has(type) ? 0 : 1
  if (smallest === 0 && count > 0) {
    // A count of 2^62 of nothing: whoever loops over it never ends.
    reading.log.add('empty-count', `${count} values of the type ${type}, which takes no bytes`, byte)
    throw new FormatError('FORMAT_SHAPE', `UBJSON: ${count} values without bytes`, { byte })
  }
  if (BigInt(count) * BigInt(smallest) > BigInt(cursor.left)) {
    throw new FormatError('FORMAT_SHAPE', `UBJSON: ${count} values stated, ${cursor.left} bytes are left`, { byte })
  }
  return { type, count }
}

const WITHOUT_BYTES: ReadonlySet<string> = new Set(['Z', 'T', 'F', 'N'])

async function typeMarker(cursor: ByteCursor): Promise<string> {
  await cursor.need(2)
  cursor.skip(1)
  return String.fromCharCode(cursor.u8())
}

async function readArray(reading: Reading, byte: number, depth: number): Promise<UbjsonValue> {
  const { cursor } = reading
  const { type, count } = await readShape(reading)
  if (type !== undefined && count !== undefined && isNumber(type)) {
    const start = cursor.at
    cursor.skip(count * NUMBER_BYTES[type])
    return { kind: 'numbers', byte: start, type, count }
  }
  const items: UbjsonValue[] = []
  for (;;) {
    if (count !== undefined && items.length >= count) break
    const marker = type ?? (await readMarker(reading))
    if (count === undefined && marker === ']') break
    items.push(await readValue(reading, marker, depth + 1))
  }
  return { kind: 'array', byte, items }
}

async function readObject(reading: Reading, byte: number, depth: number): Promise<UbjsonValue> {
  const { cursor, log } = reading
  const { type, count } = await readShape(reading)
  const entries: UbjsonEntry[] = []
  const seen = new Set<string>()
  for (;;) {
    if (count === undefined ? (await peek(cursor)) === '}' : entries.length >= count) break
    const at = cursor.at
    const key = await readText(reading)
    if (seen.has(key)) log.add('duplicate-key', `the key ${excerpt(key, 60)} stands twice`, at)
    seen.add(key)
    entries.push({ key, byte: at, value: await readValue(reading, type ?? (await readMarker(reading)), depth + 1) })
  }
  if (count === undefined) cursor.skip(1)
  return { kind: 'object', byte, entries }
}

/** The next marker; `N` is a gap without meaning. */
async function readMarker({ cursor }: Reading): Promise<string> {
  for (;;) {
    if (!cursor.has(1)) await cursor.need(1)
    const marker = String.fromCharCode(cursor.u8())
    if (marker !== 'N') return marker
  }
}

async function peek(cursor: ByteCursor): Promise<string> {
  if (!cursor.has(1)) await cursor.need(1)
  return String.fromCharCode(cursor.ahead()[0] ?? 0)
}

/** Longer texts are cut: names and attributes are what matters. */
const KEPT_BYTES = 1024 * 1024

async function readText(reading: Reading): Promise<string> {
  const { cursor, log } = reading
  const byte = cursor.at
  const length = await readLength(cursor)
  if (length > cursor.left)
    throw new FormatError('FORMAT_SHAPE', `UBJSON: a text of ${length} bytes, ${cursor.left} are left`, { byte })
  const text = await readBytes(reading, Math.min(length, KEPT_BYTES))
  if (length <= KEPT_BYTES) return text
  log.add('long-text', `a text of ${length} bytes was read up to ${KEPT_BYTES}`, byte)
  cursor.skip(length - KEPT_BYTES)
  return text
}

async function readBytes({ cursor }: Reading, length: number): Promise<string> {
  if (!cursor.has(length)) await cursor.need(length)
  return Buffer.from(cursor.bytes(length)).toString('utf8')
}

async function readLength(cursor: ByteCursor): Promise<number> {
  const byte = cursor.at
  if (!cursor.has(1)) await cursor.need(1)
  const marker = String.fromCharCode(cursor.u8())
  if (!isNumber(marker) || marker === 'd' || marker === 'D') throw unexpected(marker, byte)
  const length = await readNumber(cursor, marker)
  if (length < 0 || !Number.isSafeInteger(length))
    throw new FormatError('FORMAT_SHAPE', `UBJSON: expected a length, found ${length}`, { byte })
  return length
}

function isNumber(marker: string): marker is NumberType {
  return Object.hasOwn(NUMBER_BYTES, marker)
}

async function readNumber(cursor: ByteCursor, type: NumberType): Promise<number> {
  const length = NUMBER_BYTES[type]
  if (!cursor.has(length)) await cursor.need(length)
  const bytes = cursor.bytes(length)
  return numberAt(new DataView(bytes.buffer, bytes.byteOffset, length), 0, type)
}

/** A big-endian number of this type. 64-bit integers beyond 2^53 lose their last digits, not their size. */
export function numberAt(view: DataView, at: number, type: NumberType): number {
  switch (type) {
    case 'i':
      return view.getInt8(at)
    case 'U':
      return view.getUint8(at)
    case 'I':
      return view.getInt16(at)
    case 'l':
      return view.getInt32(at)
    case 'L':
      return Number(view.getBigInt64(at))
    case 'd':
      return view.getFloat32(at)
    case 'D':
      return view.getFloat64(at)
  }
}

function unexpected(marker: string, byte: number): FormatError {
  return new FormatError('FORMAT_SYNTAX', `UBJSON: no value begins with ${JSON.stringify(marker)}`, { byte })
}
