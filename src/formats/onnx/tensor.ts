import { excerpt } from '../../base/escape.ts'
import type { MessageRange, WireField } from '../protobuf/wire.ts'
import type { ExternalTensor } from './model.ts'
import { type OnnxReading, textOf } from './reading.ts'

/** Field numbers of TensorProto. */
const TENSOR = { dims: 1, type: 2, name: 8, raw: 9, external: 13, dataLocation: 14 }
/** float_data, int32_data, string_data, int64_data, double_data, uint64_data. */
const TYPED_DATA: ReadonlySet<number> = new Set([4, 5, 6, 7, 10, 11])
const EXTERNAL = 1n
const STRING_TYPE = 8

/** Bits per element by TensorProto.DataType (onnx.proto, IR version 13); strings have none. */
const BITS: readonly (number | undefined)[] =
  // 0 undefined, 1 float32 … 8 string, 9 bool, 10 float16 … 17 to 20 float8, 21 to 23 four bits, 24 float8e8m0, 25 and 26 two bits.
  [undefined, 32, 8, 8, 16, 16, 32, 64, undefined, 8, 16, 64, 32, 64, 64, 128, 16, 8, 8, 8, 8, 4, 4, 4, 8, 2, 2]

/** More than any runtime has; a tensor of NumPy has at most 64. */
const MOST_DIMENSIONS = 1024

/** Counts a tensor, compares its shape with its data, and keeps what it says of external data. */
export async function readTensor(reading: OnnxReading, message: MessageRange, inside: string): Promise<void> {
  const { wire } = reading
  const dims: bigint[] = []
  const entries: WireField[] = []
  const data = { raw: -1, typed: 0 }
  let type = 0
  let name = ''
  let active = false
  for (const field of await wire.fields(message)) {
    if (field.number === TENSOR.dims) dims.push(...(await wire.integers(field, MOST_DIMENSIONS)))
    else if (field.number === TENSOR.type) type = Number(field.value)
    else if (field.number === TENSOR.name) name = await textOf(wire, field)
    else if (field.number === TENSOR.dataLocation) active = field.value === EXTERNAL
    else if (field.wire !== 'bytes' && !TYPED_DATA.has(field.number)) continue
    else if (field.number === TENSOR.raw) data.raw = field.end - field.start
    else if (field.number === TENSOR.external) entries.push(field)
    else if (TYPED_DATA.has(field.number)) data.typed += Math.max(1, field.end - field.start)
  }
  const label = `${inside}/${excerpt(name, 80)}`
  reading.tensors.count++
  reading.tensors.inlineBytes += Math.max(0, data.raw) + data.typed
  const bytes = neededBytes(reading, dims, type, label, message.start)
  if (entries.length > 0 || active) {
    const external = await externalTensor(reading, entries, { tensor: name, inside, byte: message.start, active })
    reading.external.push(external)
    checkExternal(reading, external, bytes, label)
  }
  if (!active && bytes !== undefined) checkInline(reading, bytes, data, type, label, message.start)
}

/** What shape and type need; undefined where it cannot be said. */
function neededBytes(
  reading: OnnxReading,
  dims: readonly bigint[],
  type: number,
  label: string,
  byte: number,
): bigint | undefined {
  let elements = 1n
  for (const dim of dims.map((value) => BigInt.asIntN(64, value))) {
    if (dim < 0n) reading.log.add('negative-dimension', `tensor ${label} has a dimension of ${dim}`, byte)
    elements *= dim
    if (dim < 0n) return undefined
    if (elements >= 1n << 63n) {
      reading.log.add('shape-overflow', `the dimensions of tensor ${label} leave 63 bits`, byte)
      return undefined
    }
  }
  // For strings: one byte of framing at least.
  const bits = type === STRING_TYPE ? 8 : BITS[type]
  return bits === undefined ? undefined : (elements * BigInt(bits) + 7n) / 8n
}

function checkInline(
  reading: OnnxReading,
  bytes: bigint,
  data: { raw: number; typed: number },
  type: number,
  label: string,
  byte: number,
): void {
  if (data.raw >= 0 && data.typed === 0 && BigInt(data.raw) !== bytes && type !== STRING_TYPE) {
    reading.log.add('size-mismatch', `tensor ${label} needs ${bytes} bytes, its data has ${data.raw}`, byte)
  }
  // Packed numbers take a byte each at least, and a number at most sixteen bytes of a tensor.
  if (data.raw < 0 && bytes > BigInt(data.typed) * 16n) {
    reading.log.add('size-mismatch', `tensor ${label} needs ${bytes} bytes, its data has ${data.typed}`, byte)
  }
}

async function externalTensor(
  { wire, log }: OnnxReading,
  entries: readonly WireField[],
  tensor: Pick<ExternalTensor, 'tensor' | 'inside' | 'byte' | 'active'>,
): Promise<ExternalTensor> {
  const values = new Map<string, string>()
  for (const entry of entries.slice(0, MOST_ENTRIES)) {
    const texts = ['', '']
    for (const field of await wire.fields(entry)) {
      if (field.number <= 2 && field.wire === 'bytes') texts[field.number - 1] = await wire.text(field, 8192)
    }
    const [key = '', value = ''] = texts
    if (values.has(key))
      log.add('external-entry', `\`${excerpt(key, 40)}\` stands twice in the external data of one tensor`, entry.start)
    values.set(key, value)
  }
  if (entries.length > MOST_ENTRIES)
    log.add('external-entry', `${entries.length} entries of external data for one tensor`, tensor.byte)
  const { location, offset, length, ...others } = Object.fromEntries(values)
  return {
    ...tensor,
    ...(location === undefined ? {} : { location }),
    ...(offset === undefined ? {} : { offset }),
    ...(length === undefined ? {} : { length }),
    otherKeys: Object.keys(others).filter((key) => key !== 'checksum'),
  }
}

/** The specification has four keys. */
const MOST_ENTRIES = 16

function checkExternal(
  reading: OnnxReading,
  { offset, length, byte }: ExternalTensor,
  bytes: bigint | undefined,
  label: string,
): void {
  for (const [key, value] of [
    ['offset', offset],
    ['length', length],
  ] as const) {
    if (value === undefined || /^\d{1,18}$/.test(value)) continue
    reading.log.add(
      'external-entry',
      `${key} of tensor ${label} is \`${excerpt(value, 40)}\`, expected a whole number`,
      byte,
    )
  }
  if (length !== undefined && bytes !== undefined && /^\d{1,18}$/.test(length) && BigInt(length) !== bytes) {
    reading.log.add('size-mismatch', `tensor ${label} needs ${bytes} bytes, its external data has ${length}`, byte)
  }
}
