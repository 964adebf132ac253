import { excerpt } from '../../base/escape.ts'
import type { AnomalyLog } from '../anomaly.ts'
import type { ByteCursor } from '../byte-cursor.ts'
import type { MsgpackBreach } from './breach.ts'

/** Bytes of one number, by the names numpy and ml_dtypes give them. */
const ITEM_BYTES: ReadonlyMap<string, number> = new Map([
  ...'bool int8 uint8 int4 uint4 int2 uint2 float8_e3m4 float8_e4m3 float8_e4m3b11fnuz float8_e4m3fn float8_e4m3fnuz float8_e5m2 float8_e5m2fnuz float8_e8m0fnu float4_e2m1fn float6_e2m3fn float6_e3m2fn V1'
    .split(' ')
    .map((name) => [name, 1] as const),
  ...'int16 uint16 float16 bfloat16 V2'.split(' ').map((name) => [name, 2] as const),
  ...'int32 uint32 float32 V4'.split(' ').map((name) => [name, 4] as const),
  ...'int64 uint64 float64 complex64'.split(' ').map((name) => [name, 8] as const),
  ['complex128', 16],
  ['float128', 16],
])

const MOST_DIMENSIONS = 64
/** What numpy can address. */
const MOST_BYTES = 1n << 63n

/**
 * An array of Flax: a list of its shape, the name of its type and its bytes. Their product is compared in BigInt with the bytes
 * that are there. `end` is that of the extension. Says what is wrong and moves nowhere in particular.
 */
export async function checkArray(
  cursor: ByteCursor,
  end: number,
  byte: number,
  log: AnomalyLog<MsgpackBreach>,
): Promise<void> {
  const shape = (await take(cursor, end)) === 0x93 ? await readShape(cursor, end) : undefined
  const type = shape === undefined ? undefined : await readShortText(cursor, end)
  const data = type === undefined ? undefined : await readBinary(cursor, end)
  if (shape === undefined || type === undefined || data === undefined) {
    return log.add('array-form', 'expected shape, type and bytes of an array', byte)
  }
  if (data.at + data.length !== end)
    log.add('array-form', `${end - data.at} bytes follow the type, the data has ${data.length}`, byte)
  const itemBytes = ITEM_BYTES.get(type)
  const bytes = shape.reduce((product, size) => product * size, 1n) * BigInt(itemBytes ?? 1)
  if (bytes >= MOST_BYTES) return log.add('shape-overflow', `the shape ${shapeText(shape)} overflows 63 bits`, byte)
  if (itemBytes === undefined) return log.add('array-type', `an array of the type ${excerpt(type, 40)}`, byte)
  if (bytes !== BigInt(data.length))
    log.add('array-size', `${shapeText(shape)} of ${type} takes ${bytes} bytes, the data has ${data.length}`, byte)
}

function shapeText(shape: readonly bigint[]): string {
  return `(${shape.slice(0, 8).join(', ')}${shape.length > 8 ? ', …' : ''})`
}

/** A complex number of Python: a list of two floats. */
export async function checkComplex(
  cursor: ByteCursor,
  end: number,
  byte: number,
  log: AnomalyLog<MsgpackBreach>,
): Promise<void> {
  if ((await take(cursor, end)) !== 0x92) log.add('array-form', 'expected the two parts of a complex number', byte)
}

/** The next byte, undefined at the end of the extension. */
async function take(cursor: ByteCursor, end: number): Promise<number | undefined> {
  if (cursor.at >= end) return undefined
  if (!cursor.has(1)) await cursor.need(1)
  return cursor.u8()
}

async function readShape(cursor: ByteCursor, end: number): Promise<readonly bigint[] | undefined> {
  const marker = (await take(cursor, end)) ?? 0
  const count =
    marker >= 0x90 && marker <= 0x9f ? marker & 0x0f : marker === 0xdc ? await unsigned(cursor, end, 2) : undefined
  if (count === undefined || count > MOST_DIMENSIONS) return undefined
  const shape: bigint[] = []
  for (let index = 0; index < count; index++) {
    const size = await readSize(cursor, end)
    if (size === undefined) return undefined
    shape.push(size)
  }
  return shape
}

async function readSize(cursor: ByteCursor, end: number): Promise<bigint | undefined> {
  const marker = (await take(cursor, end)) ?? 0xff
  if (marker < 0x80) return BigInt(marker)
  if (marker === 0xcf) return end - cursor.at < 8 ? undefined : wide(cursor)
  const bytes = { 0xcc: 1, 0xcd: 2, 0xce: 4 }[marker]
  const value = bytes === undefined ? undefined : await unsigned(cursor, end, bytes)
  return value === undefined ? undefined : BigInt(value)
}

async function wide(cursor: ByteCursor): Promise<bigint> {
  if (!cursor.has(8)) await cursor.need(8)
  return cursor.u64()
}

async function readShortText(cursor: ByteCursor, end: number): Promise<string | undefined> {
  const marker = (await take(cursor, end)) ?? 0
  const length =
    marker >= 0xa0 && marker <= 0xbf ? marker & 0x1f : marker === 0xd9 ? await unsigned(cursor, end, 1) : undefined
  if (length === undefined || length > end - cursor.at) return undefined
  if (!cursor.has(length)) await cursor.need(length)
  return Buffer.from(cursor.bytes(length)).toString('latin1')
}

async function readBinary(
  cursor: ByteCursor,
  end: number,
): Promise<{ readonly at: number; readonly length: number } | undefined> {
  const bytes = { 0xc4: 1, 0xc5: 2, 0xc6: 4 }[(await take(cursor, end)) ?? 0]
  const length = bytes === undefined ? undefined : await unsigned(cursor, end, bytes)
  return length === undefined ? undefined : { at: cursor.at, length }
}

async function unsigned(cursor: ByteCursor, end: number, bytes: number): Promise<number | undefined> {
  if (end - cursor.at < bytes) return undefined
  if (!cursor.has(bytes)) await cursor.need(bytes)
  return bytes === 1 ? cursor.u8() : bytes === 2 ? cursor.u16() : cursor.u32()
}
