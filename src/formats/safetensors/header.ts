import { excerpt } from '../../base/escape.ts'
import type { AnomalyLog } from '../anomaly.ts'
import { items, string, type TreeEntry, type TreeObject, type TreeValue } from '../tree.ts'
import type { SafetensorsBreach } from './breach.ts'
import { bitsOf, elementCount } from './tensor-types.ts'

/** One tensor as the header states it; only those whose fields could be read. */
export interface SafetensorsTensor {
  readonly name: string
  readonly dtype: string
  readonly shape: readonly bigint[]
  /** Relative to the start of the data. */
  readonly begin: bigint
  readonly end: bigint
  /** Of its key in the header, from the start of the file. */
  readonly byte: number
}

interface Header {
  readonly metadata: { readonly key: string; readonly value: string; readonly byte: number }[]
  readonly tensors: SafetensorsTensor[]
}

/** Tensors and metadata of the header object; what cannot be read is logged with its place. */
export function headerReading(
  root: TreeObject,
  byteOf: (offset: number) => number,
  log: AnomalyLog<SafetensorsBreach>,
): Header {
  const reading: Header = { metadata: [], tensors: [] }
  reportDuplicates(root, 'header', byteOf, log)
  for (const entry of root.entries) {
    if (entry.key === '__metadata__') readMetadata(entry, byteOf, log, reading)
    else readTensor(entry, byteOf, log, reading)
  }
  return reading
}

/** Readers differ on which of two equal keys counts: a scanner and a loader may see different tensors. */
function reportDuplicates(
  object: TreeObject,
  where: string,
  byteOf: (offset: number) => number,
  log: AnomalyLog<SafetensorsBreach>,
): void {
  const seen = new Set<string>()
  for (const { key, keyOffset } of object.entries) {
    if (seen.has(key)) log.add('duplicate-key', `${label(key)} stands twice in ${where}`, byteOf(keyOffset))
    seen.add(key)
  }
}

function readMetadata(
  entry: TreeEntry,
  byteOf: (offset: number) => number,
  log: AnomalyLog<SafetensorsBreach>,
  reading: Header,
): void {
  if (entry.value.kind !== 'object') {
    log.add('metadata-type', '`__metadata__` is not an object', byteOf(entry.keyOffset))
    return
  }
  reportDuplicates(entry.value, '`__metadata__`', byteOf, log)
  for (const { key, keyOffset, value } of entry.value.entries) {
    const text = string(value)
    const byte = byteOf(keyOffset)
    if (text === undefined) log.add('metadata-type', `metadata ${label(key)} is not a string`, byte)
    else reading.metadata.push({ key, value: text, byte })
  }
}

function readTensor(
  entry: TreeEntry,
  byteOf: (offset: number) => number,
  log: AnomalyLog<SafetensorsBreach>,
  reading: Header,
): void {
  const byte = byteOf(entry.keyOffset)
  const name = label(entry.key)
  if (entry.value.kind !== 'object') {
    log.add('malformed-tensor', `tensor ${name} is not an object`, byte)
    return
  }
  reportDuplicates(entry.value, `tensor ${name}`, byteOf, log)
  const fields = new Map(entry.value.entries.map(({ key, value }) => [key, value]))
  for (const key of fields.keys()) {
    if (!TENSOR_FIELDS.has(key)) log.add('unknown-field', `tensor ${name} has a field ${label(key)}`, byte)
  }
  const dtype = string(fields.get('dtype'))
  const shape = naturals(fields.get('shape'))
  const offsets = naturals(fields.get('data_offsets'))
  const [begin, end] = offsets ?? []
  if (dtype === undefined || shape === undefined || begin === undefined || end === undefined || offsets?.length !== 2) {
    log.add('malformed-tensor', `tensor ${name} needs dtype, shape and two data_offsets`, byte)
    return
  }
  checkSize(name, dtype, shape, end - begin, byte, log)
  reading.tensors.push({ name: entry.key, dtype, shape, begin, end, byte })
}

const TENSOR_FIELDS = new Set(['dtype', 'shape', 'data_offsets'])

function checkSize(
  name: string,
  dtype: string,
  shape: readonly bigint[],
  length: bigint,
  byte: number,
  log: AnomalyLog<SafetensorsBreach>,
): void {
  const bits = bitsOf(dtype)
  const elements = elementCount(shape)
  if (bits === undefined) log.add('unknown-dtype', `tensor ${name} has dtype ${label(dtype)}`, byte)
  if (elements === undefined)
    log.add('shape-overflow', `the dimensions of tensor ${name} multiply to more than 64 bits`, byte)
  if (bits === undefined || elements === undefined) return
  if (elements * bits !== length * 8n) {
    log.add('size-mismatch', `tensor ${name} needs ${(elements * bits) / 8n} bytes, its offsets hold ${length}`, byte)
  }
}

/** An array of whole numbers of at most 64 bits, exact: 2^53 + 1 is another number than JSON.parse gives. */
function naturals(value: TreeValue | undefined): readonly bigint[] | undefined {
  if (value?.kind !== 'array') return undefined
  const numbers = items(value).map(natural)
  return numbers.every((number) => number !== undefined) ? numbers : undefined
}

function natural(value: TreeValue): bigint | undefined {
  if (value.kind !== 'scalar' || typeof value.value !== 'number' || !/^\d{1,20}$/.test(value.source)) return undefined
  const number = BigInt(value.source)
  return number < 2n ** 64n ? number : undefined
}

function label(text: string): string {
  return `\`${excerpt(text, 80)}\``
}
