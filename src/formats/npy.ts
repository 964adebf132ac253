import type { ByteSource } from '../base/bytes.ts'
import { FormatError } from '../base/errors.ts'
import { type Literal, parseLiteral } from './npy-literal.ts'
import { npyType } from './npy-type.ts'
import { bufferOf } from './source-part.ts'

/** The header of a .npy file. */
export interface NpyHeader {
  /** `1.0`, `2.0` or `3.0`. */
  readonly version: string
  readonly fortranOrder: boolean
  readonly shape: readonly number[]
  /** Of one element; undefined where the type is not understood. */
  readonly itemBytes: number | undefined
  /** The data is a pickle. */
  readonly hasObjects: boolean
  /** First byte behind the header. */
  readonly dataOffset: number
  /** What the shape and the type ask for, exactly; undefined for objects and unknown types. */
  readonly dataBytes: bigint | undefined
  /** What numpy would refuse or what a loader would run into, in words. */
  readonly problems: readonly string[]
}

export const NPY_MAGIC: readonly number[] = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]

/** numpy refuses headers above 10,000 bytes since 1.24 (max_header_size), because `ast.literal_eval` is not safe for long text. */
const NUMPY_HEADER_BYTES = 10_000
const MOST_HEADER_BYTES = 4 * 1024 * 1024
/** numpy arrays have at most 64 dimensions (32 before 2.0). */
const MOST_DIMENSIONS = 64

/**
 * Reads the header at `start` (numpy/lib/format: versions 1 to 3). A shape that asks for more bytes than follow is a problem,
 * not an error: `numpy.load` would allocate it. Throws FORMAT_SHAPE, FORMAT_SYNTAX and FORMAT_VERSION.
 */
export async function npyHeader(source: ByteSource, start = 0): Promise<NpyHeader> {
  const head = bufferOf(await source.slice(start, 12))
  const magic = NPY_MAGIC.every((byte, index) => head[index] === byte)
  if (!magic || head.length < 10) throw shape('expected the NPY magic and a version, found other bytes', start)
  const major = head[6] ?? 0
  if (major < 1 || major > 3) {
    throw new FormatError('FORMAT_VERSION', `NPY: version ${major}.${head[7] ?? 0}, expected 1 to 3`, {
      byte: start + 6,
    })
  }
  const lengthBytes = major === 1 ? 2 : 4
  if (head.length < 8 + lengthBytes) throw shape('the header length is cut off', start)
  const length = head.readUIntLE(8, lengthBytes)
  const textStart = start + 8 + lengthBytes
  if (length > Math.min(MOST_HEADER_BYTES, source.size - textStart)) {
    throw shape(`a header of ${length} bytes, ${source.size - textStart} follow`, textStart)
  }
  const text = bufferOf(await source.slice(textStart, length)).toString(major === 3 ? 'utf8' : 'latin1')
  const fields = parseLiteral(text)
  if (!isDictionary(fields)) throw shape('the header is no dictionary', textStart)
  return header(fields, `${major}.${head[7] ?? 0}`, textStart + length, source.size, length)
}

function isDictionary(value: Literal): value is ReadonlyMap<string, Literal> {
  return value instanceof Map
}

function header(
  fields: ReadonlyMap<string, Literal>,
  version: string,
  dataOffset: number,
  end: number,
  length: number,
): NpyHeader {
  const type = npyType(fields.get('descr'))
  const stated = fields.get('shape')
  const lengths = Array.isArray(stated) ? stated.filter((part): part is number => typeof part === 'number') : []
  const dataBytes = neededBytes(lengths, type.hasObjects ? undefined : type.itemBytes)
  const problems = [
    ...fieldProblems(fields, length),
    ...shapeProblems(stated, lengths),
    ...(type.itemBytes === undefined ? ['a data type that is not understood'] : []),
    ...sizeProblems(dataBytes, BigInt(end - dataOffset)),
  ]
  return {
    version,
    fortranOrder: fields.get('fortran_order') === true,
    shape: lengths,
    itemBytes: type.itemBytes,
    hasObjects: type.hasObjects,
    dataOffset,
    dataBytes,
    problems,
  }
}

const KEYS = ['descr', 'fortran_order', 'shape'] as const

function fieldProblems(fields: ReadonlyMap<string, Literal>, length: number): readonly string[] {
  const problems = KEYS.filter((key) => !fields.has(key)).map((key) => `the header lacks ${key}`)
  if (fields.size > KEYS.length) problems.push('the header has fields that no writer writes')
  if (length > NUMPY_HEADER_BYTES)
    problems.push(`a header of ${length} bytes; numpy refuses more than ${NUMPY_HEADER_BYTES}`)
  return problems
}

function shapeProblems(stated: Literal | undefined, lengths: readonly number[]): readonly string[] {
  const wrong = !Array.isArray(stated) || lengths.length !== stated.length || lengths.some((part) => part < 0)
  if (wrong) return ['a shape that is no tuple of lengths']
  return lengths.length > MOST_DIMENSIONS ? [`a shape of ${lengths.length} dimensions`] : []
}

function sizeProblems(needed: bigint | undefined, there: bigint): readonly string[] {
  if (needed === undefined || needed === there) return []
  if (needed > there) return [`the shape asks for ${needed} bytes, ${there} are there`]
  return [`${there - needed} bytes behind the array`]
}

/** In whole numbers of any size: a product of lengths that wraps around 2^64 is an attack on readers in C. */
function neededBytes(lengths: readonly number[], itemBytes: number | undefined): bigint | undefined {
  if (itemBytes === undefined || !Number.isSafeInteger(itemBytes)) return undefined
  if (lengths.length > MOST_DIMENSIONS || !lengths.every((part) => part >= 0 && Number.isFinite(part))) return undefined
  return lengths.reduce((product, part) => product * BigInt(part), BigInt(itemBytes))
}

function shape(message: string, byte: number): FormatError {
  return new FormatError('FORMAT_SHAPE', `NPY: ${message}`, { byte })
}
