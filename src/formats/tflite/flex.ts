import { flexStrings } from '../flatbuffers/flexbuffer.ts'
import { wireReader } from '../protobuf/wire.ts'
import { stringsOf } from '../tensorflow/strings.ts'
import { memorySource } from '../zip-source.ts'
import type { TfliteFlexOperator } from './model.ts'
import type { TfliteReading, TfliteTensor } from './reading.ts'
import { STRING_TENSOR } from './tensor-types.ts'

/** `op` of NodeDef (node_def.proto). */
const OPERATOR_FIELD = 2
const LONGEST_TEXT = 1024
const MOST_TEXTS = 8
const MOST_INPUTS = 64

/** An operator whose custom code begins with `Flex`, with its options. */
export interface FlexPlace {
  readonly name: string
  readonly byte: number
  readonly inside: string
  readonly options: Uint8Array
  readonly tensors: readonly TfliteTensor[]
  readonly inputs: readonly number[]
}

/**
 * The delegate runs what the NodeDef in the options names, not what the custom code says (`OpNode::InitializeNodeDef` of the
 * TensorFlow Lite flex delegate): both are told.
 */
export async function readFlexOperator(reading: TfliteReading, place: FlexPlace): Promise<TfliteFlexOperator> {
  const { name, byte, inside, options } = place
  const constants = await constantTexts(reading, place)
  const node = flexStrings(options, 2)?.[1]
  if (node === undefined) return { name, inside, byte, constants, strings: [] }
  const wire = wireReader(memorySource(node), reading.limits)
  const field = (await wire.fields(wire.root)).findLast(
    ({ number, wire: kind }) => number === OPERATOR_FIELD && kind === 'bytes',
  )
  const { strings } = await stringsOf(wire, wire.root, [], new Map())
  return {
    name,
    ...(field === undefined ? {} : { operator: await wire.text(field, LONGEST_TEXT) }),
    inside,
    byte,
    constants,
    strings,
  }
}

async function constantTexts(
  { source, buffers }: TfliteReading,
  { tensors, inputs }: FlexPlace,
): Promise<readonly string[]> {
  const texts: string[] = []
  for (const index of inputs.slice(0, MOST_INPUTS)) {
    const tensor = tensors[index]
    const buffer = tensor?.type === STRING_TENSOR ? buffers[tensor.buffer] : undefined
    if (buffer === undefined || buffer.bytes < 8 || texts.length >= MOST_TEXTS) continue
    texts.push(...textsOf(await source.slice(buffer.at, Math.min(buffer.bytes, 64 * 1024))))
  }
  return texts
}

/** A count, one more offset than texts, then the texts (string_util.h of TensorFlow Lite). */
function textsOf(bytes: Uint8Array): readonly string[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const texts: string[] = []
  const count = buffer.length < 4 ? 0 : Math.min(buffer.readUInt32LE(0), MOST_TEXTS)
  for (let index = 0; index < count && 12 + index * 4 <= buffer.length; index++) {
    const start = buffer.readUInt32LE(4 + index * 4)
    const end = buffer.readUInt32LE(8 + index * 4)
    if (start <= end && end <= buffer.length)
      texts.push(buffer.toString('utf8', start, Math.min(end, start + LONGEST_TEXT)))
  }
  return texts
}
