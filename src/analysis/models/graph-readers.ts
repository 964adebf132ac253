import { LimitError } from '../../base/errors.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { readCatboost } from '../../formats/catboost/catboost.ts'
import { readCoreml } from '../../formats/coreml/coreml.ts'
import { readExecutorch } from '../../formats/executorch/executorch.ts'
import { readOpenvino } from '../../formats/openvino/openvino.ts'
import { readOrt } from '../../formats/ort/ort.ts'
import { readPaddleParameters } from '../../formats/paddle/parameters.ts'
import { readPir } from '../../formats/paddle/pir.ts'
import { readPaddleProgram } from '../../formats/paddle/program.ts'
import { readPmml } from '../../formats/pmml/pmml.ts'
import { readTensorflowText } from '../../formats/tensorflow/text.ts'
import { readTensorrt, tensorrtStart } from '../../formats/tensorrt/tensorrt.ts'
import { readTflite } from '../../formats/tflite/tflite.ts'
import { judgeCatboost } from './catboost/judge-catboost.ts'
import type { ContainerMember } from './containers/container-event.ts'
import { HEAD_BYTES } from './containers/identify.ts'
import type { ModelKind } from './containers/model-kind.ts'
import { judgeCoreml } from './coreml/judge-coreml.ts'
import { judgeExecutorch } from './executorch/judge-executorch.ts'
import { judgeEmbeddedConfig } from './keras/judge-keras-config.ts'
import type { ModelObservation } from './observation.ts'
import { judgeOnnx } from './onnx/judge-onnx.ts'
import { judgeOpenvino } from './openvino/judge-openvino.ts'
import { isWatchedByPaddle, judgePaddleParameters, judgePaddleProgram } from './paddle/judge-paddle.ts'
import { judgePmml } from './pmml/judge-pmml.ts'
import { isWatched, judgeTensorflow } from './tensorflow/judge-tensorflow.ts'
import { judgeTensorrt } from './tensorrt/judge-tensorrt.ts'
import { judgeTflite } from './tflite/judge-tflite.ts'

type GraphReader = (member: Pick<ContainerMember, 'source'>) => Promise<readonly ModelObservation[]>

/** Readers of graphs beside those of Keras, TensorFlow and ONNX, by kind. They throw as every reader of a part does. */
export const GRAPH_READERS: Readonly<Partial<Record<ModelKind, GraphReader>>> = {
  catboost: async ({ source }) => judgeCatboost(await readCatboost(source, DEFAULT_LIMITS)),
  coreml: async ({ source }) => judgeCoreml(await readCoreml(source, DEFAULT_LIMITS)),
  executorch: async ({ source }) => judgeExecutorch(await readExecutorch(source, DEFAULT_LIMITS)),
  openvino: async ({ source }) => judgeOpenvino(await readOpenvino(source, DEFAULT_LIMITS)),
  ort: async ({ source }) => judgeOnnx(await readOrt(source, DEFAULT_LIMITS)),
  'paddle-parameters': async ({ source }) => judgePaddleParameters(await readPaddleParameters(source, DEFAULT_LIMITS)),
  'paddle-pir': asPir,
  'paddle-program': async ({ source }) =>
    judgePaddleProgram(await readPaddleProgram(source, DEFAULT_LIMITS, isWatchedByPaddle)),
  pmml: async ({ source }) => judgePmml(await readPmml(source, DEFAULT_LIMITS)),
  'tensorflow-text': asTensorflowText,
  tensorrt: async ({ source }) => {
    const start = tensorrtStart(Buffer.from(await source.slice(0, HEAD_BYTES)))
    return start === undefined ? [] : judgeTensorrt(await readTensorrt(source, start))
  },
  tflite: async ({ source }) => judgeTflite(await readTflite(source, DEFAULT_LIMITS)),
}

async function asPir({ source }: Pick<ContainerMember, 'source'>): Promise<readonly ModelObservation[]> {
  if (source.size > DEFAULT_LIMITS.fileBytes)
    throw new LimitError('LIMIT_SIZE', `a program of ${source.size} bytes in JSON`)
  return judgePaddleProgram(readPir(await source.slice(0, source.size), DEFAULT_LIMITS, isWatchedByPaddle))
}

async function asTensorflowText({ source }: Pick<ContainerMember, 'source'>): Promise<readonly ModelObservation[]> {
  const model = await readTensorflowText(source, DEFAULT_LIMITS, isWatched)
  const configs = model.kerasConfigs.flatMap(({ text, byte, inside }) =>
    judgeEmbeddedConfig(text, { byte, inside }, DEFAULT_LIMITS),
  )
  return [...judgeTensorflow(model), ...configs]
}
