import type { ByteSource } from '../../../base/bytes.ts'
import { bufferOf } from '../../../formats/source-part.ts'

/** Raw bytes that stand between the opcodes of a pickle; the next opcode or pickle begins at `end`. */
export interface RawSpan {
  readonly dataStart: number
  /** At most the end of the source. */
  readonly end: number
  /** What a strict reader would refuse, in words: the span is then as far as it could be followed. */
  readonly problems: readonly string[]
}

/** What a pickle machine knows of a `joblib.numpy_pickle.NumpyArrayWrapper` when it meets the BUILD that fills it. */
export interface ArrayWrapper {
  readonly shape: readonly number[]
  /** Of one element: `npyType()` of formats/npy-type reads it off the type's code. */
  readonly itemBytes: number
  /** The attribute `numpy_array_alignment_bytes` is there and not None (joblib 1.2 and later). */
  readonly aligned: boolean
}

/**
 * The bytes of an array that joblib writes right behind the BUILD opcode of its wrapper (`at` is the byte behind that opcode):
 * with alignment one byte that counts the padding and as much padding, then the numbers. An array of objects has no such
 * bytes: there a whole pickle follows, up to its STOP. Wrappers of joblib before 0.10 (`NDArrayWrapper`, `ZNDArrayWrapper`)
 * name another file and have none either. Bytes of padding that are not ff are told: nothing honest writes them.
 */
export async function joblibArraySpan(source: ByteSource, at: number, wrapper: ArrayWrapper): Promise<RawSpan> {
  const count = product(wrapper.shape)
  const itemBytes = BigInt(Math.max(0, Math.trunc(wrapper.itemBytes)))
  if (count === undefined) return { dataStart: at, end: at, problems: ['joblib: a shape that is no tuple of lengths'] }
  if (!wrapper.aligned) return span(source, at, count * itemBytes, [])
  const [length] = await source.slice(at, 1)
  if (length === undefined) return { dataStart: at, end: at, problems: ['joblib: the padding is cut off'] }
  const padding = await source.slice(at + 1, length)
  const odd = padding.some((byte) => byte !== 0xff)
  return span(source, at + 1 + length, count * itemBytes, odd ? ['joblib: padding that holds other bytes than ff'] : [])
}

/**
 * One storage behind the fifth pickle of a legacy torch file (and in the `storages` of torch 0.1.1, behind each key): a count of
 * elements in eight bytes, then the elements. There is one for each key of the fifth pickle, in its order; the machine
 * knows `elementBytes` from the persistent ids (`FloatStorage` 4, `DoubleStorage` 8, `HalfStorage` 2 …).
 */
export async function torchStorageSpan(source: ByteSource, at: number, elementBytes: number): Promise<RawSpan> {
  const head = bufferOf(await source.slice(at, 8))
  if (head.length < 8)
    return { dataStart: at, end: Math.min(source.size, at + head.length), problems: ['torch: a storage is cut off'] }
  const count = head.readBigInt64LE(0)
  if (count < 0n) return { dataStart: at + 8, end: at + 8, problems: [`torch: a storage of ${count} elements`] }
  return span(source, at + 8, count * BigInt(Math.max(1, Math.trunc(elementBytes))), [])
}

function span(source: ByteSource, dataStart: number, bytes: bigint, problems: readonly string[]): RawSpan {
  const there = BigInt(Math.max(0, source.size - dataStart))
  if (bytes <= there) return { dataStart, end: dataStart + Number(bytes), problems }
  return { dataStart, end: source.size, problems: [...problems, `${bytes} bytes of an array, ${there} are there`] }
}

/** numpy arrays have at most 64 dimensions; more would only make the number long. */
const MOST_DIMENSIONS = 64

function product(shape: readonly number[]): bigint | undefined {
  if (shape.length > MOST_DIMENSIONS || !shape.every((length) => Number.isSafeInteger(length) && length >= 0))
    return undefined
  return shape.reduce((result, length) => result * BigInt(length), 1n)
}
