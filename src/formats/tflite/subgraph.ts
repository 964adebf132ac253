import type { FlatTable } from '../flatbuffers/flatbuffer.ts'
import { verifyTable } from '../flatbuffers/verify.ts'
import { readFlexOperator } from './flex.ts'
import type { TfliteReading, TfliteTensor } from './reading.ts'
import { OPERATOR_SHAPE, SUBGRAPH_SHAPE, TENSOR_SHAPE } from './shapes.ts'
import { TENSOR_BITS } from './tensor-types.ts'

/** Slots of SubGraph, Tensor and Operator (schema.fbs). */
const SUBGRAPH = { tensors: 0, inputs: 1, outputs: 2, operators: 3 }
const TENSOR = { shape: 0, type: 1, buffer: 2, name: 3, sparsity: 6 }
const OPERATOR = {
  code: 0,
  inputs: 1,
  outputs: 2,
  optionsType: 3,
  options: 4,
  customOptions: 5,
  intermediates: 8,
  largeOffset: 9,
  largeSize: 10,
  options2Type: 11,
  options2: 12,
}

/** Numbers of operators and of the tables with their options (schema.fbs). */
const CONV_2D = 3
const CUSTOM = 32
/** Which slots of which options name subgraphs, as `type: [slots]`: Call, If, While, CallOnce. */
const CALLS: Readonly<Record<number, readonly number[]>> = { 16: [0], 92: [0, 1], 93: [0, 1], 103: [0] }
/** The same of the second union: reduce, scatter, reduce window, sort, while, composite. */
const CALLS_2: Readonly<Record<number, readonly number[]>> = { 6: [1], 7: [5], 13: [5], 14: [2], 15: [0, 1], 21: [1] }

const MOST_DIMENSIONS = 64
const MOST_INDEXES = 100_000
const MOST_FLEX = 2_000

/** Reads one subgraph: its tensors against their buffers, its operators against the tensors. */
export async function readSubgraph(
  reading: TfliteReading,
  subgraph: FlatTable | undefined,
  index: number,
): Promise<void> {
  const calls: number[] = []
  reading.calls.push(calls)
  const tensors: TfliteTensor[] = []
  if (subgraph !== undefined)
    for await (const tensor of reading.flat.tables(subgraph, SUBGRAPH.tensors))
      tensors.push(tensor === undefined ? { shape: [], type: -1, buffer: 0 } : await readTensor(reading, tensor))
  reading.tensors += tensors.length
  reading.tensorCounts.push(tensors.length)
  if (subgraph === undefined) return
  await verifyTable(reading.flat, subgraph, SUBGRAPH_SHAPE)
  await readIndexes(reading, subgraph, SUBGRAPH.inputs, tensors.length, false)
  await readIndexes(reading, subgraph, SUBGRAPH.outputs, tensors.length, false)
  let count = 0
  for await (const operator of reading.flat.tables(subgraph, SUBGRAPH.operators)) {
    if (operator !== undefined) await readOperator(reading, operator, tensors, calls, `subgraphs/${index}/${count}`)
    count++
  }
  reading.operators += count
}

async function readTensor(reading: TfliteReading, table: FlatTable): Promise<TfliteTensor> {
  const { flat, buffers, log } = reading
  const shape = await flat.integers(await flat.vector(table, TENSOR.shape, 4), MOST_DIMENSIONS)
  const tensor = {
    shape,
    type: flat.number(table, TENSOR.type, 'i8'),
    buffer: flat.number(table, TENSOR.buffer, 'u32'),
  }
  if (tensor.buffer !== 0 && tensor.buffer >= buffers.length)
    log.add('index', `a tensor names buffer ${tensor.buffer} where there are ${buffers.length}`, table.at)
  const bits = TENSOR_BITS[tensor.type]
  if (shape.some((dimension) => dimension < 0))
    log.add('negative-dimension', `the shape [${shape.slice(0, 8).join(', ')}]`, table.at)
  else if (bits !== undefined) checkSize(reading, table, tensor, bits)
  // Nobody asks for the name here, but interpreters print it: it has to end.
  await flat.text(table, TENSOR.name, 0)
  await verifyTable(flat, table, TENSOR_SHAPE)
  return tensor
}

function checkSize(
  { buffers, log }: TfliteReading,
  table: FlatTable,
  { shape, buffer }: TfliteTensor,
  bits: number,
): void {
  const elements = shape.reduce((product, dimension) => product * BigInt(dimension), 1n)
  const expected = (elements * BigInt(bits) + 7n) / 8n
  const shown = `[${shape.slice(0, 8).join(', ')}] of ${bits} bits`
  // An interpreter multiplies step by step: a zero behind the overflow does not undo it.
  const widest = shape.reduce((product, dimension) => product * BigInt(Math.max(1, dimension)), BigInt(bits)) / 8n
  if (widest >= 1n << 63n) {
    log.add('shape-overflow', `${shown} need 2^63 bytes or more`, table.at)
    return
  }
  const found = buffers[buffer]?.bytes ?? 0
  // Sparse tensors hold only what is not zero.
  if (buffer === 0 || found === 0 || (table.slots[TENSOR.sparsity] ?? 0) !== 0) return
  if (BigInt(found) !== expected)
    log.add('size-mismatch', `${shown} need ${expected} bytes, the buffer has ${found}`, table.at)
}

/** Indexes of tensors; -1 stands for an input that is left out. */
async function readIndexes(
  { flat, log }: TfliteReading,
  table: FlatTable,
  slot: number,
  count: number,
  optional: boolean,
): Promise<readonly number[]> {
  const vector = await flat.vector(table, slot, 4)
  const indexes = await flat.integers(vector, MOST_INDEXES)
  const wrong = indexes.find((index) => index >= count || index < (optional ? -1 : 0))
  if (wrong !== undefined) log.add('index', `tensor ${wrong} where there are ${count}`, vector?.at ?? table.at)
  return indexes
}

async function readOperator(
  reading: TfliteReading,
  operator: FlatTable,
  tensors: readonly TfliteTensor[],
  calls: number[],
  inside: string,
): Promise<void> {
  const { flat, codes, log } = reading
  await verifyTable(flat, operator, OPERATOR_SHAPE)
  const inputs = await readIndexes(reading, operator, OPERATOR.inputs, tensors.length, true)
  await readIndexes(reading, operator, OPERATOR.outputs, tensors.length, false)
  await readIndexes(reading, operator, OPERATOR.intermediates, tensors.length, true)
  const index = flat.number(operator, OPERATOR.code, 'u32')
  const code = codes[index]
  if (code === undefined) log.add('index', `operator code ${index} where there are ${codes.length}`, operator.at)
  if (code?.builtin === CONV_2D) checkFilter(reading, operator, tensors[inputs[1] ?? -1])
  if (code?.builtin === CUSTOM) await readCustom(reading, operator, code.custom ?? '', { tensors, inputs, inside })
  await readCalls(reading, operator, calls)
}

/** A filter without channels is divided by (CVE-2023-27579). */
function checkFilter({ log }: TfliteReading, operator: FlatTable, filter: TfliteTensor | undefined): void {
  if (filter?.shape.length === 4 && filter.shape[3] === 0)
    log.add('zero-channels', `a convolution filter of shape [${filter.shape.join(', ')}]`, operator.at)
}

async function readCalls(
  { flat, calls: known, log }: TfliteReading,
  operator: FlatTable,
  calls: number[],
): Promise<void> {
  const unions = [
    { slots: CALLS[flat.number(operator, OPERATOR.optionsType, 'u8')], at: OPERATOR.options },
    { slots: CALLS_2[flat.number(operator, OPERATOR.options2Type, 'u8')], at: OPERATOR.options2 },
  ]
  for (const { slots, at } of unions) {
    const options = slots === undefined ? undefined : await flat.table(operator, at)
    if (options !== undefined) for (const slot of slots ?? []) calls.push(flat.number(options, slot, 'i32'))
  }
  if (calls.some((target) => target < 0))
    log.add('index', `an operator of subgraph ${known.length - 1} calls a subgraph with a negative number`, operator.at)
}

async function readCustom(
  reading: TfliteReading,
  operator: FlatTable,
  name: string,
  place: { readonly tensors: readonly TfliteTensor[]; readonly inputs: readonly number[]; readonly inside: string },
): Promise<void> {
  const options = await customOptions(reading, operator)
  if (!name.startsWith('Flex')) {
    const known = reading.custom.get(name)
    const first = { name, count: 0, inside: place.inside, byte: operator.at }
    reading.custom.set(name, { ...(known ?? first), count: (known?.count ?? 0) + 1 })
  } else if (reading.flex.length < MOST_FLEX) {
    reading.flex.push(await readFlexOperator(reading, { name: name.slice(4), byte: operator.at, options, ...place }))
  } else reading.log.add('limit', `more than ${MOST_FLEX} operators of TensorFlow`, operator.at)
}

/** In the FlatBuffer, or behind it in files above 2 GB. A NodeDef has some kilobytes. */
const LONGEST_OPTIONS = 1024 * 1024

async function customOptions({ flat, source, log }: TfliteReading, operator: FlatTable): Promise<Uint8Array> {
  const offset = flat.long(operator, OPERATOR.largeOffset, 'u64')
  if (offset <= 1n) return flat.bytes(await flat.vector(operator, OPERATOR.customOptions, 1), LONGEST_OPTIONS)
  const size = flat.long(operator, OPERATOR.largeSize, 'u64')
  if (offset + size <= BigInt(source.size) && size <= BigInt(LONGEST_OPTIONS))
    return source.slice(Number(offset), Number(size))
  log.add('buffer-range', `options of ${size} bytes at byte ${offset} of a file of ${source.size}`, operator.at)
  return new Uint8Array()
}
