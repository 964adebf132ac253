import type { ByteSource } from '../../base/bytes.ts'
import { FormatError, LimitError } from '../../base/errors.ts'
import { excerpt } from '../../base/escape.ts'
import type { Limits } from '../../base/limits.ts'
import { type Anomaly, type AnomalyLog, anomalyLog } from '../anomaly.ts'
import { ByteCursor } from '../byte-cursor.ts'

/** A list of arrays as `mx.nd.save` writes it. */
export interface MxnetParams {
  readonly arrays: number
  readonly breaches: readonly Anomaly<MxnetParamsBreach>[]
}

export type MxnetParamsBreach =
  | 'truncated'
  | 'lying-count'
  | 'unknown-type'
  | 'dimensions'
  | 'shape-overflow'
  | 'outside-file'
  | 'names'
  | 'limit'
  | 'trailing-data'

const LIST_MAGIC = 0x112n
/** Versions 1 to 3 of an array; anything else is the number of dimensions of an array before versions (src/ndarray/ndarray.cc). */
const [V1, V2, V3] = [0xf993fac8, 0xf993fac9, 0xf993faca]

/** Bytes of one number, by mshadow's type flag. */
const TYPE_BYTES: readonly number[] = [4, 8, 2, 1, 4, 1, 8, 1, 2, 2, 4, 8, 2]
/** More than any operator takes. */
const MOST_DIMENSIONS = 64

/** Do these first bytes begin a list of arrays: its number, a reserved zero, a count that the size can hold? */
export function isMxnetParams(head: Buffer, size: number): boolean {
  if (head.length < 24 || head.readBigUInt64LE(0) !== LIST_MAGIC || head.readBigUInt64LE(8) !== 0n) return false
  return head.readBigUInt64LE(16) <= BigInt(size)
}

/**
 * Reads the headers of all arrays and their names. Shapes are multiplied in BigInt and compared with the bytes that are there.
 * Throws FormatError when it is no such list; a list that breaks off keeps what was read and says so.
 */
export async function readMxnetParams(source: ByteSource, limits: Limits): Promise<MxnetParams> {
  const cursor = new ByteCursor(source)
  await cursor.need(24)
  if (cursor.u64() !== LIST_MAGIC)
    throw new FormatError('FORMAT_SHAPE', 'MXNet: expected a list of arrays', { byte: 0 })
  cursor.skip(8)
  const log = anomalyLog<MxnetParamsBreach>()
  let arrays = 0
  try {
    const count = await readCount(cursor, 4, log, limits)
    for (; arrays < count; arrays++) await readArray(cursor, log)
    await readNames(cursor, count, log, limits)
    if (cursor.left > 0) log.add('trailing-data', `${cursor.left} bytes behind the names`, cursor.at)
  } catch (error) {
    if (!(error instanceof FormatError || error instanceof LimitError)) throw error
    const byte = error.position !== undefined && 'byte' in error.position ? error.position.byte : cursor.at
    // What is partial has been logged where it was found.
    if (error.code !== 'FORMAT_PARTIAL')
      log.add(error instanceof LimitError ? 'limit' : 'truncated', error.message, byte)
  }
  return { arrays, breaches: log.list() }
}

async function readCount(
  cursor: ByteCursor,
  smallest: number,
  log: AnomalyLog<MxnetParamsBreach>,
  limits: Limits,
): Promise<number> {
  if (!cursor.has(8)) await cursor.need(8)
  const byte = cursor.at
  const count = cursor.u64()
  if (count * BigInt(smallest) > BigInt(cursor.left)) {
    log.add('lying-count', `${count} entries stated, ${cursor.left} bytes are left`, byte)
    throw new FormatError('FORMAT_PARTIAL', `MXNet: ${count} entries stated`, { byte })
  }
  if (count > BigInt(limits.nodes)) throw new LimitError('LIMIT_ENTRIES', `${count} entries in one file`, { byte })
  return Number(count)
}

async function readArray(cursor: ByteCursor, log: AnomalyLog<MxnetParamsBreach>): Promise<void> {
  const byte = cursor.at
  await cursor.need(4)
  const magic = cursor.u32()
  const stored = magic === V2 || magic === V3 ? await readStorageType(cursor, log) : 0
  const dense = stored === 0 ? undefined : await readShape(cursor, undefined, log)
  const shape = await readShape(cursor, magic === V1 || magic === V2 || magic === V3 ? undefined : magic, log)
  // An array that was never filled; with the shapes of numpy no dimensions mean one number.
  if (shape === undefined || (shape.length === 0 && magic !== V3)) return
  await cursor.need(12)
  cursor.skip(8)
  const type = cursor.i32()
  const aux: (readonly [type: number, shape: readonly bigint[]])[] = []
  for (let index = 0; index < stored; index++) {
    await cursor.need(4)
    aux.push([cursor.i32(), (await readShape(cursor, undefined, log)) ?? []])
  }
  skipData(cursor, type, dense ?? shape, byte, log)
  for (const [auxType, auxShape] of aux) skipData(cursor, auxType, auxShape, byte, log)
}

/** How many arrays of indexes go with it: none, one for sparse rows, two for compressed rows. */
async function readStorageType(cursor: ByteCursor, log: AnomalyLog<MxnetParamsBreach>): Promise<number> {
  await cursor.need(4)
  const type = cursor.i32()
  if (type >= -1 && type <= 2) return Math.max(0, type)
  log.add('unknown-type', `an array of the storage type ${type}`, cursor.at - 4)
  throw new FormatError('FORMAT_PARTIAL', `MXNet: an array of the storage type ${type}`, { byte: cursor.at - 4 })
}

/** Dimensions of eight bytes each, or of four before versions. Undefined where the shape is not known. */
async function readShape(
  cursor: ByteCursor,
  before: number | undefined,
  log: AnomalyLog<MxnetParamsBreach>,
): Promise<readonly bigint[] | undefined> {
  if (before === undefined) await cursor.need(4)
  const byte = cursor.at
  const dimensions = before ?? cursor.i32()
  if (dimensions === -1) return undefined
  if (dimensions < 0 || dimensions > MOST_DIMENSIONS) {
    log.add('dimensions', `an array of ${dimensions} dimensions`, byte)
    throw new FormatError('FORMAT_PARTIAL', `MXNet: an array of ${dimensions} dimensions`, { byte })
  }
  const width = before === undefined ? 8 : 4
  await cursor.need(dimensions * width)
  return Array.from({ length: dimensions }, () => (width === 8 ? cursor.u64() : BigInt(cursor.u32())))
}

function skipData(
  cursor: ByteCursor,
  type: number,
  shape: readonly bigint[],
  byte: number,
  log: AnomalyLog<MxnetParamsBreach>,
): void {
  const width = TYPE_BYTES[type]
  if (width === undefined) {
    log.add('unknown-type', `an array of the type ${type}`, byte)
    throw new FormatError('FORMAT_PARTIAL', `MXNet: an array of the type ${type}`, { byte })
  }
  const bytes = shape.reduce((product, size) => product * size, BigInt(width))
  if (bytes <= BigInt(cursor.left)) return cursor.skip(bytes)
  log.add(
    bytes >= 1n << 63n ? 'shape-overflow' : 'outside-file',
    `an array of (${shape.slice(0, 8).join(', ')}) takes ${bytes} bytes, ${cursor.left} are left`,
    byte,
  )
  throw new FormatError('FORMAT_PARTIAL', 'MXNet: an array larger than the file', { byte })
}

const LONGEST_NAME = 4096

async function readNames(
  cursor: ByteCursor,
  arrays: number,
  log: AnomalyLog<MxnetParamsBreach>,
  limits: Limits,
): Promise<void> {
  const byte = cursor.at
  const count = await readCount(cursor, 8, log, limits)
  if (count !== 0 && count !== arrays) log.add('names', `${count} names for ${arrays} arrays`, byte)
  const seen = new Set<string>()
  for (let index = 0; index < count; index++) {
    const at = cursor.at
    const length = await readCount(cursor, 1, log, limits)
    if (length > LONGEST_NAME) {
      log.add('names', `a name of ${length} bytes`, at)
      cursor.skip(length)
      continue
    }
    await cursor.need(length)
    const name = Buffer.from(cursor.bytes(length)).toString('utf8')
    if (seen.has(name)) log.add('names', `the name ${excerpt(name, 60)} stands twice`, at)
    seen.add(name)
  }
}
