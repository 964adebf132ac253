import type { ByteSource } from '../../base/bytes.ts'
import { FormatError } from '../../base/errors.ts'
import { excerpt } from '../../base/escape.ts'
import type { Limits } from '../../base/limits.ts'
import { type MessageRange, type WireField, wireReader } from '../protobuf/wire.ts'
import type { CoremlModel } from './model.ts'
import { readNetwork } from './network.ts'
import { readProgram } from './program.ts'
import { children, type CoremlReading, MOST_NAMES, textAt } from './reading.ts'

/** Fields of Model, its kinds by number (Model.proto of Core ML specification 10). */
const MODEL = { specification: 1, description: 2 }
const DESCRIPTION = { metadata: 100 }
const METADATA = { own: 100 }
const ENTRY = { key: 1, value: 2 }
const PIPELINE = { models: 1, names: 2 }
const CUSTOM_MODEL = { className: 10 }
const LINKED_MODEL = { file: 1 }
const LINKED_FILE = { name: 1, searchPath: 2 }
const STRING_PARAMETER = { value: 1 }
const SERIALIZED = { identifier: 1 }

/** Kinds of models by field number. */
export const COREML_KINDS: Readonly<Record<number, string>> = {
  200: 'pipelineClassifier',
  201: 'pipelineRegressor',
  202: 'pipeline',
  300: 'glmRegressor',
  301: 'supportVectorRegressor',
  302: 'treeEnsembleRegressor',
  303: 'neuralNetworkRegressor',
  304: 'bayesianProbitRegressor',
  400: 'glmClassifier',
  401: 'supportVectorClassifier',
  402: 'treeEnsembleClassifier',
  403: 'neuralNetworkClassifier',
  404: 'kNearestNeighborsClassifier',
  500: 'neuralNetwork',
  501: 'itemSimilarityRecommender',
  502: 'mlProgram',
  555: 'customModel',
  556: 'linkedModel',
  560: 'classConfidenceThresholding',
  600: 'oneHotEncoder',
  601: 'imputer',
  602: 'featureVectorizer',
  603: 'dictVectorizer',
  604: 'scaler',
  606: 'categoricalMapping',
  607: 'normalizer',
  609: 'arrayFeatureExtractor',
  610: 'nonMaximumSuppression',
  900: 'identity',
  2000: 'textClassifier',
  2001: 'wordTagger',
  2002: 'visionFeaturePrint',
  2003: 'soundAnalysisPreprocessing',
  2004: 'gazetteer',
  2005: 'wordEmbedding',
  2006: 'audioFeaturePrint',
  3000: 'serializedModel',
}

/** Reads what a Core ML model needs from outside of itself. Throws FormatError when the bytes are no model of a known kind. */
export async function readCoreml(source: ByteSource, limits: Limits): Promise<CoremlModel> {
  const reading: CoremlReading = {
    wire: wireReader(source, limits),
    kinds: new Set(),
    classes: [],
    linked: [],
    blobs: new Map(),
    opaque: [],
    texts: [],
  }
  await readModel(reading, reading.wire.root, 'model')
  if (reading.kinds.size === 0)
    throw new FormatError('FORMAT_SHAPE', 'expected a Core ML model, found no kind of model', { byte: 0 })
  const version = (await reading.wire.fields(reading.wire.root)).findLast(
    ({ number }) => number === MODEL.specification,
  )
  return {
    specification: Number(version?.value ?? 0n),
    kinds: [...reading.kinds],
    classes: reading.classes,
    linked: reading.linked,
    blobs: [...reading.blobs.values()],
    opaque: reading.opaque,
    texts: reading.texts,
    breaches: reading.wire.breaches(),
  }
}

async function readModel(reading: CoremlReading, model: MessageRange, inside: string): Promise<void> {
  for (const field of await reading.wire.fields(model)) {
    if (field.wire !== 'bytes') continue
    if (field.number === MODEL.description) await readDescription(reading, field, inside)
    const kind = COREML_KINDS[field.number]
    if (kind === undefined) continue
    reading.kinds.add(kind)
    await readKind(reading, field, kind, `${inside}/${kind}`)
  }
}

async function readKind(reading: CoremlReading, field: WireField, kind: string, inside: string): Promise<void> {
  if (kind.startsWith('neuralNetwork')) return readNetwork(reading, field, inside)
  if (kind === 'mlProgram') return readProgram(reading, field, inside)
  if (kind === 'pipeline') return readPipeline(reading, field, inside)
  if (kind.startsWith('pipeline')) {
    for (const pipeline of await children(reading, field, 1)) await readPipeline(reading, pipeline, inside)
  }
  if (kind === 'customModel') {
    const name = await textAt(reading, field, CUSTOM_MODEL.className)
    if (reading.classes.length < MOST_NAMES) reading.classes.push({ name, inside, byte: field.start })
  }
  if (kind === 'linkedModel') await readLinked(reading, field, inside)
  if (kind === 'serializedModel') {
    const name = await textAt(reading, field, SERIALIZED.identifier)
    reading.opaque.push({ name, inside, byte: field.start })
  }
}

async function readPipeline(reading: CoremlReading, pipeline: MessageRange, inside: string): Promise<void> {
  const names = await children(reading, pipeline, PIPELINE.names)
  for (const [index, model] of (await children(reading, pipeline, PIPELINE.models)).entries()) {
    const name = names[index]
    const label = name === undefined ? String(index) : excerpt(await reading.wire.text(name, 80), 80)
    await readModel(reading, model, `${inside}/${label}`)
  }
}

async function readLinked(reading: CoremlReading, linked: MessageRange, inside: string): Promise<void> {
  for (const file of await children(reading, linked, LINKED_MODEL.file)) {
    for (const number of [LINKED_FILE.name, LINKED_FILE.searchPath]) {
      for (const parameter of await children(reading, file, number)) {
        const name = await textAt(reading, parameter, STRING_PARAMETER.value)
        if (name !== '' && reading.linked.length < MOST_NAMES)
          reading.linked.push({ name, inside, byte: parameter.start })
      }
    }
  }
}

async function readDescription(reading: CoremlReading, description: MessageRange, inside: string): Promise<void> {
  for (const metadata of await children(reading, description, DESCRIPTION.metadata)) {
    for (const field of await reading.wire.fields(metadata)) {
      if (field.wire !== 'bytes' || reading.texts.length >= MOST_NAMES) continue
      const isEntry = field.number === METADATA.own
      const name = isEntry
        ? `${await textAt(reading, field, ENTRY.key)}\n${await textAt(reading, field, ENTRY.value)}`
        : await reading.wire.text(field, 4096)
      reading.texts.push({ name, inside: `${inside}/metadata`, byte: field.start })
    }
  }
}
