import { isCoremlField } from './graph-kinds.ts'
import type { Identification } from './model-kind.ts'

interface Field {
  readonly number: number
  readonly wire: number
  /** Of the content, and how long it is stated to be. */
  readonly at: number
  readonly length: number
}

const MOST_FIELDS = 64

/**
 * Protocol buffers have no magic: the kinds whose top-level fields these bytes fit. ONNX ModelProto, TensorFlow SavedModel and
 * GraphDef share numbers, so more than one may fit.
 */
export function protobufKinds(head: Buffer, size: number): readonly Identification[] {
  // A first tag of two bytes and 256 or more is of a field above 31, which no kind has: pickles begin like that.
  const [first = 0, second = 0] = head
  if (first >= 0x80 && second >= 2 && second < 0x80) return []
  const fields = topFields(head, size)
  if (fields === undefined || fields.length === 0) return []
  const kinds = [
    ...(isOnnx(fields) ? ['onnx' as const] : []),
    ...(isSavedModel(head, fields) ? ['saved-model' as const] : []),
    ...(isGraph(head, fields) || isMetaGraph(head, fields) ? ['tensorflow-graph' as const] : []),
    ...(isCoreml(fields) ? ['coreml' as const] : []),
    ...(isPaddle(head, fields) ? ['paddle-program' as const] : []),
  ]
  return kinds.map((kind) => ({ kind, certainty: 'structure' }))
}

/** ir_version, producer, domain, model version, doc, graph, opset imports, metadata, training, functions (onnx.proto). */
const ONNX_WIRES: Readonly<Record<number, number>> = {
  1: 0,
  2: 2,
  3: 2,
  4: 2,
  5: 0,
  6: 2,
  7: 2,
  8: 2,
  14: 2,
  20: 2,
  25: 2,
  26: 2,
}

function isOnnx(fields: readonly Field[]): boolean {
  if (!fields.every(({ number, wire }) => ONNX_WIRES[number] === wire)) return false
  const has = (number: number): boolean => fields.some((field) => field.number === number)
  return has(7) || (has(1) && has(8)) || (has(25) && has(8))
}

/** saved_model_schema_version, then meta graphs, each of which begins with its MetaInfoDef. */
function isSavedModel(head: Buffer, fields: readonly Field[]): boolean {
  const graphs = fields.filter(({ number }) => number === 2)
  const known = fields.every(({ number, wire }) => (number === 1 && wire === 0) || (number === 2 && wire === 2))
  return known && graphs.some(({ at, length }) => length > 2 && MESSAGE_TAGS.has(head[at] ?? 0))
}

/** Tags of the messages in a MetaGraphDef: fields 1 to 7, each with a length. */
const MESSAGE_TAGS: ReadonlySet<number> = new Set([0x0a, 0x12, 0x1a, 0x22, 0x2a, 0x32, 0x3a])

/** Its MetaInfoDef, which begins with the operators it uses, each with a name; then a graph and more (meta_graph.proto). */
function isMetaGraph(head: Buffer, fields: readonly Field[]): boolean {
  const [info] = fields
  if (info?.number !== 1 || !fields.every(({ number, wire }) => number <= 7 && wire === 2)) return false
  const operators = fieldsBetween(head, info.at, info.at + info.length)?.[0]
  if (operators?.number !== 2 || operators.wire !== 2) return false
  const operator = fieldsBetween(head, operators.at, operators.at + operators.length)?.[0]
  if (operator?.number !== 1 || operator.wire !== 2) return false
  const name = fieldsBetween(head, operator.at, operator.at + operator.length)?.[0]
  return name?.number === 1 && name.wire === 2 && isWord(head, name)
}

/** Version of the specification, description, and a model of one kind (Model.proto of Core ML). */
function isCoreml(fields: readonly Field[]): boolean {
  if (!fields.every(({ number, wire }) => isCoremlField(number, wire))) return false
  return fields.some(({ number }) => number === 1) && fields.some(({ number }) => number >= 200)
}

/** Blocks, the first of which has number 0 and no parent (framework.proto of Paddle); then versions. */
function isPaddle(head: Buffer, fields: readonly Field[]): boolean {
  const block = fields[0]
  const known = fields.every(({ number, wire }) => wire === 2 && (number === 1 || number === 4 || number === 5))
  if (!known || block?.number !== 1) return false
  return head.toString('latin1', block.at, block.at + 4) === '\x08\x00\x10\xff'
}

/** Nodes, each with a name and an operation that are words; then versions and the function library. */
function isGraph(head: Buffer, fields: readonly Field[]): boolean {
  const node = fields[0]
  if (node === undefined || node.number !== 1 || node.wire !== 2) return false
  if (!fields.every(({ number, wire }) => number >= 1 && number <= 4 && wire === (number === 3 ? 0 : 2))) return false
  const [name, operation] = fieldsBetween(head, node.at, Math.min(head.length, node.at + node.length)) ?? []
  return name?.number === 1 && operation?.number === 2 && isWord(head, name) && isWord(head, operation)
}

function isWord(head: Buffer, { at, length }: Field): boolean {
  return length > 0 && length < 512 && /^[\w./:;-]+$/.test(head.toString('latin1', at, at + length))
}

function topFields(head: Buffer, size: number): readonly Field[] | undefined {
  return fieldsBetween(head, 0, size)
}

/** Fields as far as `head` goes; undefined when the bytes are no message of `end` bytes. */
function fieldsBetween(head: Buffer, start: number, end: number): readonly Field[] | undefined {
  const fields: Field[] = []
  let at = start
  while (at < Math.min(end, head.length) && fields.length < MOST_FIELDS) {
    const tag = varint(head, at)
    if (tag === undefined) return undefined
    const wire = tag.value % 8
    const number = Math.floor(tag.value / 8)
    const content = contentOf(head, tag.end, wire)
    // Cut by the head, not by the message.
    if (content === undefined) return tag.end + 10 > head.length && head.length < end ? fields : undefined
    if (number === 0 || content.at + content.length > end) return undefined
    fields.push({ number, wire, ...content })
    at = content.at + content.length
  }
  return fields
}

function contentOf(
  head: Buffer,
  at: number,
  wire: number,
): { readonly at: number; readonly length: number } | undefined {
  if (wire === 1) return { at, length: 8 }
  if (wire === 5) return { at, length: 4 }
  const number = varint(head, at)
  if (number === undefined || (wire !== 0 && wire !== 2)) return undefined
  return wire === 0 ? { at, length: number.end - at } : { at: number.end, length: number.value }
}

function varint(head: Buffer, start: number): { readonly value: number; readonly end: number } | undefined {
  let value = 0
  for (let index = 0; index < 10; index++) {
    const byte = head[start + index]
    if (byte === undefined) return undefined
    value += (byte & 0x7f) * 2 ** (7 * index)
    if (byte < 0x80) return { value, end: start + index + 1 }
  }
  return undefined
}
