import type { ByteSource } from '../../base/bytes.ts'
import { FormatError } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
import type { Anomaly } from '../anomaly.ts'
import { type MessageRange, type WireBreach, type WireField, wireReader } from '../protobuf/wire.ts'
import { readGraph, type GraphReading } from './graph.ts'
import type { TensorflowKind, TensorflowModel, TensorflowText } from './model.ts'

/** Field numbers of saved_model.proto, meta_graph.proto, saved_object_graph.proto and Keras' saved_metadata.proto. */
const SAVED_MODEL = { metaGraphs: 2 }
const META_GRAPH = { graph: 2, assets: 6, objects: 7 }
const ASSET = { filename: 2 }
const OBJECT_GRAPH = { nodes: 1 }
const OBJECT = { userObject: 4 }
const USER_OBJECT = { identifier: 1, metadata: 3 }
const KERAS_METADATA = { nodes: 1 }
const KERAS_NODE = { path: 3, identifier: 4, metadata: 5 }

/** A Keras configuration of one layer or model; the largest public ones have a few megabytes. */
const LONGEST_CONFIG = 16 * 1024 * 1024

const KINDS: readonly TensorflowKind[] = ['saved-model', 'meta-graph', 'graph']

/**
 * Reads the operators of a TensorFlow model, graph and function library alike: TF2 keeps everything in functions. The three
 * kinds of file do not say which they are, so each is tried and every one that yields operators is kept. Nodes of operators
 * for which `watch` is true come back with the strings that reach them. Throws FormatError when no reading has an operator.
 */
export async function readTensorflow(
  source: ByteSource,
  limits: Limits,
  watch: (operator: string) => boolean,
): Promise<TensorflowModel> {
  const readings = []
  for (const kind of KINDS) readings.push({ kind, ...(await readAs(kind, source, limits, watch)) })
  const plausible = readings.filter(
    ({ reading }) => reading.nodeCount > 0 && reading.implausible <= reading.nodeCount / 2,
  )
  if (plausible.length === 0) {
    throw new FormatError(
      'FORMAT_SHAPE',
      'expected a TensorFlow graph, found no operator in any reading of the bytes',
      { byte: 0 },
    )
  }
  return {
    kinds: plausible.map(({ kind }) => kind),
    operators: plausible.flatMap(({ reading }) => [...reading.operators.values()]),
    nodes: plausible.flatMap(({ reading }) => reading.nodes),
    functions: plausible.reduce((sum, { reading }) => sum + reading.functions, 0),
    assets: plausible.flatMap(({ assets }) => assets),
    kerasConfigs: plausible.flatMap(({ configs }) => configs),
    breaches: plausible.flatMap(({ reading }) => [...reading.wire.breaches(), ...droppedNodes(reading.dropped)]),
  }
}

function droppedNodes(count: number): readonly Anomaly<WireBreach>[] {
  if (count === 0) return []
  return [{ kind: 'limit', count, places: [{ message: `${count} nodes of watched operators were only counted` }] }]
}

/** The configurations of `keras_metadata.pb`, which Keras 2 writes beside a SavedModel. Throws FormatError when there is none. */
export async function readKerasMetadata(source: ByteSource, limits: Limits): Promise<readonly TensorflowText[]> {
  const wire = wireReader(source, limits)
  const configs: TensorflowText[] = []
  for (const node of await wire.fields(wire.root)) {
    if (node.number !== KERAS_METADATA.nodes || node.wire !== 'bytes') continue
    const fields = (await wire.fields(node)).filter((field) => field.wire === 'bytes')
    const path = fields.findLast(({ number }) => number === KERAS_NODE.path)
    const metadata = fields.findLast(({ number }) => number === KERAS_NODE.metadata)
    if (metadata === undefined || metadata.start === metadata.end) continue
    const inside = path === undefined ? '' : await wire.text(path, 1024)
    configs.push({ inside, text: await wire.text(metadata, LONGEST_CONFIG), byte: metadata.start })
  }
  if (configs.length === 0)
    throw new FormatError('FORMAT_SHAPE', 'expected Keras metadata, found no configuration', { byte: 0 })
  return configs
}

interface Reading {
  readonly reading: GraphReading
  readonly assets: TensorflowText[]
  readonly configs: TensorflowText[]
}

async function readAs(
  kind: TensorflowKind,
  source: ByteSource,
  limits: Limits,
  watch: (operator: string) => boolean,
): Promise<Reading> {
  const wire = wireReader(source, limits)
  const graph: GraphReading = {
    wire,
    watch,
    operators: new Map(),
    nodes: [],
    functions: 0,
    nodeCount: 0,
    implausible: 0,
    dropped: 0,
  }
  const reading: Reading = { reading: graph, assets: [], configs: [] }
  if (kind === 'graph') await readGraph(graph, wire.root)
  else if (kind === 'meta-graph') await readMetaGraph(reading, wire.root)
  else {
    for (const field of await wire.fields(wire.root)) {
      if (field.number === SAVED_MODEL.metaGraphs && field.wire === 'bytes') await readMetaGraph(reading, field)
    }
  }
  return reading
}

async function readMetaGraph(reading: Reading, message: MessageRange): Promise<void> {
  const { wire } = reading.reading
  for (const field of await wire.fields(message)) {
    if (field.wire !== 'bytes') continue
    if (field.number === META_GRAPH.graph) await readGraph(reading.reading, field)
    if (field.number === META_GRAPH.assets) await readAsset(reading, field)
    if (field.number === META_GRAPH.objects) await readObjects(reading, field)
  }
}

async function readAsset(reading: Reading, message: MessageRange): Promise<void> {
  const { wire } = reading.reading
  for (const field of await wire.fields(message)) {
    if (field.number !== ASSET.filename || field.wire !== 'bytes') continue
    reading.assets.push({ inside: 'asset_file_def', text: await wire.text(field, 4096), byte: field.start })
  }
}

async function readObjects(reading: Reading, message: MessageRange): Promise<void> {
  const { wire } = reading.reading
  const nodes = (await wire.fields(message)).filter(
    ({ number, wire: kind }) => number === OBJECT_GRAPH.nodes && kind === 'bytes',
  )
  for (const [index, node] of nodes.entries()) {
    for (const field of await wire.fields(node)) {
      if (field.number === OBJECT.userObject && field.wire === 'bytes') await readUserObject(reading, field, index)
    }
  }
}

async function readUserObject(reading: Reading, message: WireField, index: number): Promise<void> {
  const { wire } = reading.reading
  const fields = (await wire.fields(message)).filter((field) => field.wire === 'bytes')
  const metadata = fields.findLast(({ number }) => number === USER_OBJECT.metadata)
  if (metadata === undefined || metadata.start === metadata.end) return
  const text = await wire.text(metadata, LONGEST_CONFIG)
  if (text.trimStart().startsWith('{'))
    reading.configs.push({ inside: `object_graph/${index}`, text, byte: metadata.start })
}
