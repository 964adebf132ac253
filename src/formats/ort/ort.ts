import type { ByteSource } from '../../base/bytes.ts'
import { FormatError } from '../../base/errors.ts'
import { excerpt } from '../../base/escape.ts'
import type { Limits } from '../../base/limits.ts'
import { type AnomalyLog, anomalyLog } from '../anomaly.ts'
import { FlatReader, type FlatTable } from '../flatbuffers/flatbuffer.ts'
import { type OnnxBreach, type OnnxModel, type OnnxOperator, type OnnxString, STANDARD_DOMAINS } from '../onnx/model.ts'

/** Slots of InferenceSession, Model, OperatorSetId, StringStringEntry, Graph, Node, Attribute and Tensor (ort.fbs). */
const SESSION = { model: 1 }
const MODEL = { ir: 0, opsets: 1, producer: 2, producerVersion: 3, domain: 4, graph: 7, metadata: 9 }
const OPSET = { domain: 0, version: 1 }
const ENTRY = { key: 0, value: 1 }
const GRAPH = { initializers: 0, nodes: 2 }
const NODE = { name: 0, domain: 2, operator: 5, attributes: 10 }
const ATTRIBUTE = { name: 0, string: 5, tensor: 6, graph: 7, strings: 10, tensors: 11, graphs: 12 }
const TENSOR = { dims: 2, type: 3, raw: 4 }

/** Bytes of one element by ONNX data type; texts and packed types are absent. */
const ELEMENT_BYTES: Readonly<Record<number, number>> = {
  1: 4,
  2: 1,
  3: 1,
  4: 2,
  5: 2,
  6: 4,
  7: 8,
  9: 1,
  10: 2,
  11: 8,
  12: 4,
  13: 8,
  14: 8,
  15: 16,
  16: 2,
}

const LONGEST_NAME = 512
const LONGEST_STRING = 4096
const MOST_STRINGS = 10_000

/** What travels through one reading of a file. */
interface Reading {
  readonly flat: FlatReader
  readonly log: AnomalyLog<OnnxBreach>
  readonly operators: Map<string, OnnxOperator>
  readonly strings: OnnxString[]
  tensors: number
  inlineBytes: number
}

/**
 * Reads a model that ONNX Runtime saved in its own format (.ort): the same graph as in ONNX, so the same judge serves both.
 * Throws FormatError when the bytes are no session with a model.
 */
export async function readOrt(source: ByteSource, limits: Limits): Promise<OnnxModel> {
  const flat = new FlatReader(source, limits)
  const isOrt = Buffer.from(await source.slice(4, 4)).toString('latin1') === 'ORTM'
  const session = isOrt ? await flat.root() : undefined
  const model = session === undefined ? undefined : await flat.table(session, SESSION.model)
  if (model === undefined)
    throw new FormatError('FORMAT_SHAPE', 'expected a model of ONNX Runtime, found none behind its identifier', {
      byte: 0,
    })
  const log = anomalyLog<OnnxBreach>()
  const reading: Reading = { flat, log, operators: new Map(), strings: [], tensors: 0, inlineBytes: 0 }
  const graph = await flat.table(model, MODEL.graph)
  if (graph === undefined) log.add('no-graph', 'the model has no graph', model.at)
  else await readGraph(reading, graph, 'graph')
  return {
    irVersion: Number(flat.long(model, MODEL.ir, 'i64')),
    producer: (await flat.text(model, MODEL.producer, LONGEST_NAME)) ?? '',
    producerVersion: (await flat.text(model, MODEL.producerVersion, LONGEST_NAME)) ?? '',
    domain: (await flat.text(model, MODEL.domain, LONGEST_NAME)) ?? '',
    opsets: await opsetsOf(flat, model),
    metadata: await metadataOf(flat, model),
    operators: [...reading.operators.values()],
    functions: [],
    external: [],
    strings: reading.strings,
    tensors: { count: reading.tensors, inlineBytes: reading.inlineBytes },
    breaches: [...flat.breaches().map((breach) => ({ ...breach, kind: asOnnx(breach.kind) })), ...log.list()],
  }
}

function asOnnx(kind: 'broken' | 'misaligned' | 'limit'): OnnxBreach {
  return kind === 'limit' ? 'limit' : 'broken'
}

async function opsetsOf(flat: FlatReader, model: FlatTable): Promise<OnnxModel['opsets']> {
  const opsets = []
  for await (const opset of flat.tables(model, MODEL.opsets)) {
    if (opset === undefined || opsets.length >= 1_000) continue
    const domain = (await flat.text(opset, OPSET.domain, LONGEST_NAME)) ?? ''
    opsets.push({ domain, version: Number(flat.long(opset, OPSET.version, 'i64')) })
  }
  return opsets
}

async function metadataOf(flat: FlatReader, model: FlatTable): Promise<OnnxModel['metadata']> {
  const entries = []
  for await (const entry of flat.tables(model, MODEL.metadata)) {
    if (entry === undefined || entries.length >= 1_000) continue
    const key = (await flat.text(entry, ENTRY.key, LONGEST_NAME)) ?? ''
    entries.push({ key, value: (await flat.text(entry, ENTRY.value, LONGEST_STRING)) ?? '', byte: entry.at })
  }
  return entries
}

async function readGraph(reading: Reading, graph: FlatTable, inside: string): Promise<void> {
  const { flat } = reading
  for await (const tensor of flat.tables(graph, GRAPH.initializers))
    if (tensor !== undefined) await readTensor(reading, tensor)
  for await (const node of flat.tables(graph, GRAPH.nodes))
    if (node !== undefined) await readNode(reading, node, inside)
}

async function readNode(reading: Reading, node: FlatTable, parent: string): Promise<void> {
  const { flat, operators } = reading
  const name = (await flat.text(node, NODE.operator, LONGEST_NAME)) ?? ''
  const domain = (await flat.text(node, NODE.domain, LONGEST_NAME)) ?? ''
  const label = (await flat.text(node, NODE.name, LONGEST_NAME)) ?? ''
  const inside = `${parent}/${excerpt(label || name, 80)}`
  const key = `${domain}\u0000${name}`
  const known = operators.get(key) ?? { domain, name, count: 0, inside, byte: node.at }
  operators.set(key, { ...known, count: known.count + 1 })
  for await (const attribute of flat.tables(node, NODE.attributes)) {
    if (attribute === undefined) continue
    const graph = await flat.table(attribute, ATTRIBUTE.graph)
    if (graph !== undefined) await readGraph(reading, graph, inside)
    for await (const one of flat.tables(attribute, ATTRIBUTE.graphs))
      if (one !== undefined) await readGraph(reading, one, inside)
    const tensor = await flat.table(attribute, ATTRIBUTE.tensor)
    if (tensor !== undefined) await readTensor(reading, tensor)
    if (!STANDARD_DOMAINS.has(domain)) await keepStrings(reading, attribute, { domain, operator: name, inside })
  }
}

async function keepStrings(
  { flat, strings, log }: Reading,
  attribute: FlatTable,
  owner: Pick<OnnxString, 'domain' | 'operator' | 'inside'>,
): Promise<void> {
  const single = await flat.text(attribute, ATTRIBUTE.string, LONGEST_STRING)
  const values = [
    ...(single === undefined ? [] : [single]),
    ...(await flat.texts(attribute, ATTRIBUTE.strings, 1_000, LONGEST_STRING)),
  ]
  if (strings.length + values.length > MOST_STRINGS) {
    log.add('limit', `more than ${MOST_STRINGS} string attributes`, attribute.at)
    return
  }
  const name = (await flat.text(attribute, ATTRIBUTE.name, LONGEST_NAME)) ?? ''
  for (const value of values) strings.push({ ...owner, attribute: name, value, byte: attribute.at })
}

async function readTensor(reading: Reading, tensor: FlatTable): Promise<void> {
  const { flat, log } = reading
  reading.tensors++
  const dims = await flat.integers(await flat.vector(tensor, TENSOR.dims, 8), 64)
  const raw = await flat.vector(tensor, TENSOR.raw, 1)
  reading.inlineBytes += raw?.count ?? 0
  const width = ELEMENT_BYTES[flat.number(tensor, TENSOR.type, 'i32')]
  if (dims.some((dimension) => dimension < 0)) {
    log.add('negative-dimension', `the dimensions [${dims.slice(0, 8).join(', ')}]`, tensor.at)
    return
  }
  if (width === undefined || raw === undefined) return
  const expected = dims.reduce((product, dimension) => product * BigInt(dimension), BigInt(width))
  if (expected >= 1n << 63n) log.add('shape-overflow', `${expected} bytes`, tensor.at)
  else if (expected !== BigInt(raw.count))
    log.add('size-mismatch', `[${dims.slice(0, 8).join(', ')}] need ${expected} bytes, found ${raw.count}`, tensor.at)
}
