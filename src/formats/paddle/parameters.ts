import type { ByteSource } from '../../base/bytes.ts'
import { FormatError } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
import { type AnomalyLog, anomalyLog } from '../anomaly.ts'
import { ByteCursor } from '../byte-cursor.ts'
import { wireReader } from '../protobuf/wire.ts'
import { memorySource } from '../zip-source.ts'
import type { PaddleParameters, PaddleParametersBreach } from './model.ts'

/** Fields of TensorDesc (framework.proto). */
const TENSOR = { type: 1, dims: 2 }
const LONGEST_DESCRIPTION = 4096
const DEEPEST_LOD = 16

/** Bytes of one element by number of the type (VarType of framework.proto). */
const ELEMENT_BYTES: Readonly<Record<number, number>> = {
  0: 1,
  1: 2,
  2: 4,
  3: 8,
  4: 2,
  5: 4,
  6: 8,
  20: 1,
  21: 1,
  22: 2,
  23: 8,
  24: 16,
  32: 1,
  33: 1,
}

/**
 * Reads the headers of the tensors in a .pdiparams file, the weights stay where they are (SerializeToStream of Paddle's
 * DenseTensor): version, levels of detail, version, description, data. Throws FormatError when not even one tensor is there.
 */
export async function readPaddleParameters(source: ByteSource, limits: Limits): Promise<PaddleParameters> {
  const log = anomalyLog<PaddleParametersBreach>()
  const cursor = new ByteCursor(source)
  let tensors = 0
  try {
    while (cursor.left > 0 && tensors < limits.nodes) {
      await readTensor(cursor, limits, log)
      tensors++
    }
  } catch (error) {
    if (!(error instanceof FormatError) || tensors === 0) throw error
    log.add('broken', error.message, cursor.at)
  }
  return { tensors, breaches: log.list() }
}

async function readTensor(cursor: ByteCursor, limits: Limits, log: AnomalyLog<PaddleParametersBreach>): Promise<void> {
  const start = cursor.at
  await cursor.need(12)
  if (cursor.u32() !== 0) throw wrong('version 0 of a tensor', start)
  const levels = cursor.u64()
  if (levels > BigInt(DEEPEST_LOD)) throw wrong(`at most ${DEEPEST_LOD} levels of detail`, start)
  for (let level = 0n; level < levels; level++) {
    await cursor.need(8)
    cursor.skip(cursor.u64())
  }
  await cursor.need(8)
  if (cursor.u32() !== 0) throw wrong('version 0 of the data', cursor.at - 4)
  const length = cursor.i32()
  if (length < 2 || length > LONGEST_DESCRIPTION) throw wrong('a description of a tensor', cursor.at - 4)
  await cursor.need(length)
  const size = await sizeOf(cursor.bytes(length), limits)
  if (size === undefined) throw wrong('a type and dimensions', cursor.at)
  if (size < 0n) log.add('negative-dimension', 'a tensor with a negative dimension', start)
  if (size >= 1n << 63n) log.add('shape-overflow', `a tensor of ${size} bytes`, start)
  if (size < 0n || size >= 1n << 63n) throw wrong('a size that fits', start)
  cursor.skip(size)
}

/** Bytes of the data; -1 when a dimension is negative. */
async function sizeOf(description: Uint8Array, limits: Limits): Promise<bigint | undefined> {
  const wire = wireReader(memorySource(description), limits)
  const fields = await wire.fields(wire.root)
  const type = fields.findLast(({ number }) => number === TENSOR.type)?.value
  const width = type === undefined ? undefined : ELEMENT_BYTES[Number(type)]
  if (width === undefined) return undefined
  let size = BigInt(width)
  for (const field of fields.filter(({ number }) => number === TENSOR.dims)) {
    for (const raw of await wire.integers(field, 64)) {
      const dimension = BigInt.asIntN(64, raw)
      if (dimension < 0n) return -1n
      size *= dimension
    }
  }
  return size
}

function wrong(expected: string, byte: number): FormatError {
  return new FormatError('FORMAT_SHAPE', `expected ${expected}`, { byte })
}
