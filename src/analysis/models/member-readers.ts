import type { ByteSource } from '../../base/bytes.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { readGguf } from '../../formats/gguf/gguf.ts'
import { readHdf5 } from '../../formats/hdf5/hdf5.ts'
import { readOnnx } from '../../formats/onnx/onnx.ts'
import { readSafetensors } from '../../formats/safetensors/safetensors.ts'
import { readKerasMetadata, readTensorflow } from '../../formats/tensorflow/tensorflow.ts'
import type { TensorflowText } from '../../formats/tensorflow/model.ts'
import { decodeText } from '../../formats/text.ts'
import type { ContainerMember } from './containers/container-event.ts'
import type { Identification, ModelKind } from './containers/model-kind.ts'
import { judgeGgufAndTemplates } from './gguf/judge-gguf.ts'
import { judgeEmbeddedConfig, judgeKerasConfig } from './keras/judge-keras-config.ts'
import { judgeKerasHdf5 } from './keras/judge-keras-hdf5.ts'
import { judgeOnnx } from './onnx/judge-onnx.ts'
import type { ModelObservation } from './observation.ts'
import { judgePickle } from './pickle/judge-pickle.ts'
import { observePickle } from './pickle/observe-pickle.ts'
import { judgeSafetensors } from './safetensors/judge-safetensors.ts'
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
}

/** By kind; containers are followed elsewhere, and kinds without a reader are only named. */
export const MEMBER_READERS: Readonly<Partial<Record<ModelKind, MemberReader>>> = {
  pickle: asPickle,
  'torch-legacy': asPickle,
  safetensors: async ({ source }) => judgeSafetensors(await readSafetensors(source, DEFAULT_LIMITS)),
  gguf: async ({ source }) => judgeGgufAndTemplates(await readGguf(source, DEFAULT_LIMITS), DEFAULT_LIMITS),
  hdf5: async ({ source }) => judgeKerasHdf5(await readHdf5(source, DEFAULT_LIMITS), DEFAULT_LIMITS),
  onnx: async ({ source }) => judgeOnnx(await readOnnx(source, DEFAULT_LIMITS)),
  'saved-model': asTensorflow,
  'tensorflow-graph': asTensorflow,
}

async function asPickle(
  { source }: ContainerMember,
  { certainty }: Identification,
  around: Surroundings,
): Promise<readonly ModelObservation[]> {
  const judgement = await judgePickle(source, { limits: DEFAULT_LIMITS })
  const isPlain = certainty === 'trial' && judgement.tier !== 'execution' && judgement.tier !== 'capability'
  // Text can happen to be opcodes: without the magic of a protocol only what does something counts.
  return isPlain ? [] : observePickle(judgement, around)
}

async function asTensorflow({ source }: ContainerMember): Promise<readonly ModelObservation[]> {
  const model = await readTensorflow(source, DEFAULT_LIMITS, isWatched)
  const configs = model.kerasConfigs.flatMap((text) => embedded(text))
  return [...judgeTensorflow(model), ...configs]
}

function embedded({ text, byte, inside }: TensorflowText): readonly ModelObservation[] {
  return judgeEmbeddedConfig(text, { byte, inside }, DEFAULT_LIMITS)
}

/** Largest text that is judged for its name; tokenizer configurations of large vocabularies have some megabytes. */
const TEXT_BYTES = DEFAULT_LIMITS.fileBytes

/** By name, what loaders find by name: configurations of Keras, metadata of a SavedModel, chat templates. `name` is in lower case. */
export async function readNamedMember(name: string, source: ByteSource): Promise<readonly ModelObservation[]> {
  if (name === 'keras_metadata.pb') return (await readKerasMetadata(source, DEFAULT_LIMITS)).flatMap(embedded)
  const reader = TEXT_READERS.find(([pattern]) => pattern.test(name))?.[1]
  if (reader === undefined || source.size > TEXT_BYTES) return []
  return reader(await source.slice(0, source.size))
}

const TEXT_READERS: readonly (readonly [RegExp, (bytes: Uint8Array) => readonly ModelObservation[]])[] = [
  // Hugging Face repositories carry a config.json too; the one of Keras names classes.
  [
    /^config\.json$/,
    (bytes) => (Buffer.from(bytes).includes('class_name') ? judgeKerasConfig(bytes, DEFAULT_LIMITS) : []),
  ],
  [
    /^(?:tokenizer_config|processor_config|chat_template)\.json$/,
    (bytes) => judgeTokenizerConfig(bytes, DEFAULT_LIMITS),
  ],
  [
    /^chat_template[^/]*\.jinja2?$/,
    (bytes) => judgeTemplate(decodeText(bytes), { inside: 'chat template' }, DEFAULT_LIMITS),
  ],
]
