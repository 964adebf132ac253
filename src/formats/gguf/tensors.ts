import { LimitError } from '../../base/errors.ts'
import { excerpt } from '../../base/escape.ts'
import type { Limits } from '../../base/limits.ts'
import type { AnomalyLog } from '../anomaly.ts'
import type { ByteCursor } from '../byte-cursor.ts'
import type { GgufBreach } from './breach.ts'
import type { GgufDialect } from './dialect.ts'
import { ggmlType } from './tensor-types.ts'

/** One tensor as the header states it. */
export interface GgufTensor {
  readonly name: string
  /** Name of the ggml type, or its number where it is not known. */
  readonly type: string
  readonly shape: readonly bigint[]
  /** From the start of the data. */
  readonly offset: bigint
  /** In bytes; absent where the type is not known or the shape leaves 63 bits. */
  readonly size?: bigint
  /** Of its entry in the header. */
  readonly byte: number
}

/** GGML_MAX_NAME, with the closing zero. */
const LONGEST_NAME = 63
/** GGML_MAX_DIMS. */
const MOST_DIMENSIONS = 4
/** ggml keeps dimensions in int64. */
const LARGEST = 2n ** 63n - 1n

/** Reads `count` tensor entries into `into`, so that what was read before an error stays. */
export async function readTensors(
  cursor: ByteCursor,
  dialect: GgufDialect,
  count: number,
  limits: Limits,
  into: GgufTensor[],
  log: AnomalyLog<GgufBreach>,
): Promise<void> {
  const names = new Set<string>()
  for (let index = 0; index < count; index++) {
    if (index >= limits.nodes)
      throw new LimitError('LIMIT_ENTRIES', `more than ${limits.nodes} tensors`, { byte: cursor.at })
    const tensor = await readTensor(cursor, dialect, log)
    if (names.has(tensor.name)) log.add('duplicate-tensor', `tensor ${label(tensor.name)} stands twice`, tensor.byte)
    names.add(tensor.name)
    into.push(tensor)
  }
}

async function readTensor(cursor: ByteCursor, dialect: GgufDialect, log: AnomalyLog<GgufBreach>): Promise<GgufTensor> {
  const byte = cursor.at
  const name = await readName(cursor, dialect, log)
  await cursor.need(4)
  const dimensions = cursor.u32()
  if (dimensions > MOST_DIMENSIONS)
    log.add('dimensions', `tensor ${label(name)} has ${dimensions} dimensions, ggml allows ${MOST_DIMENSIONS}`, byte)
  const shape: bigint[] = []
  const width = dialect.wide ? 8 : 4
  for (let index = 0; index < Math.min(dimensions, MOST_DIMENSIONS); index++) {
    await cursor.need(width)
    shape.push(dialect.wide ? cursor.u64() : BigInt(cursor.u32()))
  }
  cursor.skip(BigInt(width) * BigInt(dimensions - shape.length))
  await cursor.need(12)
  const number = cursor.u32()
  const offset = cursor.u64()
  const size = sizeOf(name, number, shape, byte, log)
  const tensor = { name, type: ggmlType(number)?.name ?? String(number), shape, offset, byte }
  return size === undefined ? tensor : { ...tensor, size }
}

async function readName(cursor: ByteCursor, dialect: GgufDialect, log: AnomalyLog<GgufBreach>): Promise<string> {
  await cursor.need(dialect.wide ? 8 : 4)
  const length = dialect.wide ? cursor.u64() : BigInt(cursor.u32())
  const kept = length > 1024n ? 1024 : Number(length)
  if (length > BigInt(cursor.left))
    log.add('lying-count', `a name of ${length} bytes, ${cursor.left} are left`, cursor.at)
  else if (length > LONGEST_NAME)
    log.add('tensor-name', `a name of ${length} bytes, ggml keeps ${LONGEST_NAME}`, cursor.at)
  await cursor.need(kept)
  const name = Buffer.from(cursor.bytes(kept)).toString('utf8')
  cursor.skip(length - BigInt(kept))
  return name
}

function sizeOf(
  name: string,
  number: number,
  shape: readonly bigint[],
  byte: number,
  log: AnomalyLog<GgufBreach>,
): bigint | undefined {
  const elements = shape.reduce((product, dimension) => product * dimension, 1n)
  const type = ggmlType(number)
  if (elements > LARGEST || shape.some((dimension) => dimension > LARGEST)) {
    log.add('shape-overflow', `the dimensions of tensor ${label(name)} leave 63 bits`, byte)
    return undefined
  }
  if (type === undefined) log.add('unknown-tensor-type', `tensor ${label(name)} has type ${number}`, byte)
  if (type?.bytes === undefined) return undefined
  if ((shape[0] ?? 1n) % type.block !== 0n) {
    log.add(
      'partial-block',
      `rows of tensor ${label(name)} have ${shape[0]} elements, ${type.name} packs ${type.block}`,
      byte,
    )
  }
  const size = ((elements + type.block - 1n) / type.block) * type.bytes
  if (size > LARGEST) log.add('shape-overflow', `tensor ${label(name)} needs more than 63 bits of bytes`, byte)
  return size > LARGEST ? undefined : size
}

function label(name: string): string {
  return `\`${excerpt(name, 80)}\``
}
