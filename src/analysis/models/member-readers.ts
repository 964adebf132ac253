import type { ByteSource } from '../../base/bytes.ts'
import { LimitError } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
import { legacyGgml, readGguf } from '../../formats/gguf/gguf.ts'
import { readHdf5 } from '../../formats/hdf5/hdf5.ts'
import { readLightgbm } from '../../formats/lightgbm/lightgbm.ts'
import { readMsgpack } from '../../formats/msgpack/msgpack.ts'
import { readMxnetParams } from '../../formats/mxnet/params.ts'
import { readMxnetSymbol } from '../../formats/mxnet/symbol.ts'
import { readOnnx } from '../../formats/onnx/onnx.ts'
import { readRData } from '../../formats/rdata/rdata.ts'
import { readSafetensors } from '../../formats/safetensors/safetensors.ts'
import { readKerasMetadata, readTensorflow } from '../../formats/tensorflow/tensorflow.ts'
import type { TensorflowText } from '../../formats/tensorflow/model.ts'
import { partOf } from '../../formats/source-part.ts'
import { decodeText } from '../../formats/text.ts'
import { readTorch7 } from '../../formats/torch7/torch7.ts'
import { readLegacyXgboost } from '../../formats/xgboost/legacy.ts'
import { readXgboost } from '../../formats/xgboost/xgboost.ts'
import type { ContainerMember } from './containers/container-event.ts'
import type { Identification, ModelKind } from './containers/model-kind.ts'
import { judgeLegacyXgboost, judgeLightgbm, judgeXgboost } from './boosters/judge-boosters.ts'
import { judgeLegacyGgml } from './gguf/judge-legacy-ggml.ts'
import { judgePackageManifest } from './coreml/judge-package.ts'
import { judgeGgufAndTemplates } from './gguf/judge-gguf.ts'
import { GRAPH_READERS } from './graph-readers.ts'
import { judgeEmbeddedConfig, judgeKerasConfig } from './keras/judge-keras-config.ts'
import { judgeKerasHdf5 } from './keras/judge-keras-hdf5.ts'
import { judgeMsgpack } from './msgpack/judge-msgpack.ts'
import { judgeMxnetParams, judgeMxnetSymbol } from './mxnet/judge-mxnet.ts'
import { isNamedText, judgeNamedText } from './named-code/named-texts.ts'
import { notRead } from './not-read.ts'
import { judgeOnnx } from './onnx/judge-onnx.ts'
import type { ModelObservation } from './observation.ts'
import { judgePickle } from './pickle/judge-pickle.ts'
import { observePickle } from './pickle/observe-pickle.ts'
import { judgeRData } from './rdata/judge-rdata.ts'
import { judgeSafetensors } from './safetensors/judge-safetensors.ts'
import { judgeTorch7 } from './torch7/judge-torch7.ts'
import { judgeTemplate } from './templates/judge-template.ts'
import { judgeTokenizerConfig } from './templates/judge-tokenizer-config.ts'
import { isWatched, judgeTensorflow } from './tensorflow/judge-tensorflow.ts'

/** Reads one part as one kind. Throws FormatError when it is not of that kind, LimitError where a bound ends it. */
type MemberReader = (
  member: ContainerMember,
  as: Identification,
  around: Surroundings,
) => Promise<readonly ModelObservation[]>

/** What is known of the archive around a part. */
export interface Surroundings {
  readonly inTorchScript: boolean
  /** Is this the tar archive of torch 0.1.1, which torch before 2.6 loads without the protection of `weights_only`? */
  readonly inOldTorchTar: boolean
  /** Is it in an archive whose loader imports the Python in it? */
  readonly runsPython: boolean
  /** Looks at bytes that a pickle hands to a loader of archives; what is found is placed inside them. */
  readonly inspectLoaded: (source: ByteSource) => Promise<readonly ModelObservation[]>
  /** The bounds of the scan, as the operator set them. */
  readonly limits: Limits
}

/** By kind; containers are followed elsewhere, and kinds without a reader are only named. */
export const MEMBER_READERS: Readonly<Partial<Record<ModelKind, MemberReader>>> = {
  ...GRAPH_READERS,
  pickle: asPickle,
  'torch-legacy': asPickle,
  safetensors: async ({ source }, _as, { limits }) => judgeSafetensors(await readSafetensors(source, limits)),
  gguf: async ({ source }, _as, { limits }) => judgeGgufAndTemplates(await readGguf(source, limits), limits),
  hdf5: async ({ source }, _as, { limits }) => judgeKerasHdf5(await readHdf5(source, limits), limits),
  onnx: async ({ source }, _as, { limits }) => judgeOnnx(await readOnnx(source, limits)),
  'saved-model': asTensorflow,
  'tensorflow-graph': asTensorflow,
  'r-data': async ({ source }, _as, { limits }) => judgeRData(await readRData(source, limits)),
  msgpack: async ({ source }, _as, { limits }) => judgeMsgpack(await readMsgpack(source, limits)),
  torch7: async ({ source }, _as, { limits }) => judgeTorch7(await readTorch7(source, limits)),
  'mxnet-params': async ({ source }, _as, { limits }) => judgeMxnetParams(await readMxnetParams(source, limits)),
  'mxnet-symbol': asMxnetSymbol,
  ggml: async ({ source }) => judgeLegacyGgml(legacyGgml(await source.slice(0, 4))),
  rknn: async () => notRead('The RKNN model', 'The format of Rockchip is not public.'),
  cntk: async () => notRead('The CNTK model', 'The format was given up with CNTK and Assay does not read it.'),
  xgboost: async ({ source }, _as, { limits }) => judgeXgboost(await readXgboost(source, limits)),
  'xgboost-legacy': async ({ source }) => judgeLegacyXgboost(await readLegacyXgboost(source)),
  lightgbm: async ({ source }) => judgeLightgbm(await readLightgbm(source)),
}

async function asPickle(
  { source, reading }: ContainerMember,
  { certainty }: Identification,
  around: Surroundings,
): Promise<readonly ModelObservation[]> {
  const judgement = await judgePickle(source, { limits: around.limits })
  const isPlain = certainty === 'trial' && judgement.tier !== 'execution' && judgement.tier !== 'capability'
  // Text can happen to be opcodes: without the magic of a protocol only what does something counts.
  if (isPlain && judgement.payloads.length === 0) return []
  const found = isPlain ? [] : [...observePickle(judgement, { ...around, inNumpyObjects: reading === 'objects' })]
  for (const payload of judgement.payloads) {
    found.push(...(await around.inspectLoaded(partOf(payload.source, payload.start, payload.end - payload.start))))
  }
  return found
}

async function asMxnetSymbol(
  { source }: ContainerMember,
  _as: Identification,
  { limits }: Surroundings,
): Promise<readonly ModelObservation[]> {
  return judgeMxnetSymbol(readMxnetSymbol(await wholeText(source, limits), limits))
}

async function asTensorflow(
  { source }: ContainerMember,
  _as: Identification,
  { limits }: Surroundings,
): Promise<readonly ModelObservation[]> {
  const model = await readTensorflow(source, limits, isWatched)
  const configs = model.kerasConfigs.flatMap((text) => embedded(text, limits))
  return [...judgeTensorflow(model), ...configs]
}

function embedded({ text, byte, inside }: TensorflowText, limits: Limits): readonly ModelObservation[] {
  return judgeEmbeddedConfig(text, { byte, inside }, limits)
}

/** Tokenizer configurations of large vocabularies have some megabytes. */
async function wholeText(source: ByteSource, { fileBytes }: Limits): Promise<Uint8Array> {
  if (source.size > fileBytes) {
    throw new LimitError('LIMIT_SIZE', `a text of ${source.size} bytes, the limit is ${fileBytes}`)
  }
  return source.slice(0, source.size)
}

/**
 * By name, what loaders find by name: configurations of Keras, metadata of a SavedModel, chat templates. `name` is in lower case. Throws
 * LimitError for one that is larger than any text that is read.
 */
export async function readNamedMember(
  name: string,
  source: ByteSource,
  limits: Limits,
  inArchive = false,
): Promise<readonly ModelObservation[]> {
  const text = { name, inArchive }
  const found = isNamedText(text) ? judgeNamedText(text, await wholeText(source, limits), limits) : []
  return [...found, ...(await readOtherMember(name, source, limits))]
}

async function readOtherMember(name: string, source: ByteSource, limits: Limits): Promise<readonly ModelObservation[]> {
  if (name === 'keras_metadata.pb') {
    return (await readKerasMetadata(source, limits)).flatMap((text) => embedded(text, limits))
  }
  const reader = TEXT_READERS.find(([pattern]) => pattern.test(name))?.[1]
  return reader === undefined ? [] : reader(await wholeText(source, limits), limits)
}

type TextReader = (bytes: Uint8Array, limits: Limits) => readonly ModelObservation[]

const TEXT_READERS: readonly (readonly [RegExp, TextReader])[] = [
  [/^manifest\.json$/, judgePackageManifest],
  // Hugging Face repositories carry a config.json too; the one of Keras names classes.
  [
    /^config\.json$/,
    (bytes, limits) => (Buffer.from(bytes).includes('class_name') ? judgeKerasConfig(bytes, limits) : []),
  ],
  [
    /^(?:tokenizer_config|processor_config|chat_template)\.json$/,
    (bytes, limits) => judgeTokenizerConfig(bytes, limits),
  ],
  [
    /^chat_template[^/]*\.jinja2?$/,
    (bytes, limits) => judgeTemplate(decodeText(bytes), { inside: 'chat template' }, limits),
  ],
]
