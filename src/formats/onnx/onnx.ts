import type { ByteSource } from '../../base/bytes.ts'
import { FormatError } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
import { anomalyLog } from '../anomaly.ts'
import { type MessageRange, wireReader } from '../protobuf/wire.ts'
import { readFunction, readGraph } from './graph.ts'
import type { OnnxBreach, OnnxModel, OnnxOpset, OnnxText } from './model.ts'
import { type OnnxReading, textOf } from './reading.ts'

/** Field numbers of ModelProto (onnx.proto, IR version 13). */
const MODEL = {
  irVersion: 1,
  producer: 2,
  producerVersion: 3,
  domain: 4,
  graph: 7,
  opset: 8,
  metadata: 14,
  training: 20,
  functions: 25,
}
const TRAINING = { initialization: 1, algorithm: 2 }
const OPSET = { domain: 1, version: 2 }
const ENTRY = { key: 1, value: 2 }

/** Free text of the model's metadata that is kept per entry. */
const LONGEST_TEXT = 64 * 1024

/**
 * Reads an ONNX model: operators of the graph, its subgraphs, functions and training graphs, external data, metadata. Weights
 * are passed over, so a 2 GB file costs what its nodes cost. Throws FormatError when the bytes are no ModelProto (no IR
 * version and no graph); what breaks off or lies later keeps what was read and is a breach.
 */
export async function readOnnx(source: ByteSource, limits: Limits): Promise<OnnxModel> {
  const wire = wireReader(source, limits)
  const reading: OnnxReading = {
    wire,
    limits,
    log: anomalyLog<OnnxBreach>(),
    operators: new Map(),
    functions: [],
    external: [],
    strings: [],
    tensors: { count: 0, inlineBytes: 0 },
  }
  const header = {
    irVersion: 0,
    producer: '',
    producerVersion: '',
    domain: '',
    opsets: [] as OnnxOpset[],
    metadata: [] as OnnxText[],
  }
  let graphs = 0
  for (const field of await wire.fields(wire.root)) {
    if (field.wire === 'varint') {
      if (field.number === MODEL.irVersion) header.irVersion = Number(field.value)
      continue
    }
    if (field.wire !== 'bytes') continue
    switch (field.number) {
      case MODEL.producer:
        header.producer = await wire.text(field, 256)
        break
      case MODEL.producerVersion:
        header.producerVersion = await wire.text(field, 256)
        break
      case MODEL.domain:
        header.domain = await wire.text(field, 256)
        break
      case MODEL.opset:
        header.opsets.push(await readOpset(reading, field))
        break
      case MODEL.metadata:
        header.metadata.push({ ...(await readEntry(reading, field)), byte: field.start })
        break
      case MODEL.graph:
        graphs++
        await readGraph(reading, field, 'graph')
        break
      case MODEL.functions:
        await readFunction(reading, field)
        break
      case MODEL.training:
        await readTraining(reading, field)
        break
    }
  }
  if (graphs === 0 && (header.irVersion === 0 || header.opsets.length === 0)) {
    throw new FormatError('FORMAT_SHAPE', 'expected an ONNX model, found no graph and no IR version', { byte: 0 })
  }
  if (graphs !== 1) reading.log.add('no-graph', `expected one graph, found ${graphs}`, 0)
  const { functions, external, strings, tensors, log } = reading
  return {
    ...header,
    operators: [...reading.operators.values()],
    functions,
    external,
    strings,
    tensors,
    breaches: [...wire.breaches(), ...log.list()],
  }
}

async function readOpset({ wire }: OnnxReading, message: MessageRange): Promise<OnnxOpset> {
  const opset = { domain: '', version: 0 }
  for (const field of await wire.fields(message)) {
    if (field.number === OPSET.domain) opset.domain = await textOf(wire, field)
    if (field.number === OPSET.version) opset.version = Number(BigInt.asIntN(64, field.value))
  }
  return opset
}

/** A StringStringEntryProto. */
async function readEntry({ wire }: OnnxReading, message: MessageRange): Promise<{ key: string; value: string }> {
  const entry = { key: '', value: '' }
  for (const field of await wire.fields(message)) {
    if (field.number === ENTRY.key) entry.key = await textOf(wire, field)
    if (field.number === ENTRY.value && field.wire === 'bytes') entry.value = await wire.text(field, LONGEST_TEXT)
  }
  return entry
}

async function readTraining(reading: OnnxReading, message: MessageRange): Promise<void> {
  for (const field of await reading.wire.fields(message)) {
    const name =
      field.number === TRAINING.initialization
        ? 'initialization'
        : field.number === TRAINING.algorithm
          ? 'algorithm'
          : undefined
    if (name !== undefined && field.wire === 'bytes') await readGraph(reading, field, `training/${name}`)
  }
}
