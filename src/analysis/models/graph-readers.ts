import { LimitError } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
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
import type { Identification, ModelKind } from './containers/model-kind.ts'
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

type GraphReader = (
  member: Pick<ContainerMember, 'source'>,
  as: Identification,
  around: { readonly limits: Limits },
) => Promise<readonly ModelObservation[]>

/** Readers of graphs beside those of Keras, TensorFlow and ONNX, by kind. They throw as every reader of a part does. */
export const GRAPH_READERS: Readonly<Partial<Record<ModelKind, GraphReader>>> = {
  catboost: async ({ source }, _as, { limits }) => judgeCatboost(await readCatboost(source, limits)),
  coreml: async ({ source }, _as, { limits }) => judgeCoreml(await readCoreml(source, limits)),
  executorch: async ({ source }, _as, { limits }) => judgeExecutorch(await readExecutorch(source, limits)),
  openvino: async ({ source }, _as, { limits }) => judgeOpenvino(await readOpenvino(source, limits)),
  ort: async ({ source }, _as, { limits }) => judgeOnnx(await readOrt(source, limits)),
  'paddle-parameters': async ({ source }, _as, { limits }) =>
    judgePaddleParameters(await readPaddleParameters(source, limits)),
  'paddle-pir': asPir,
  'paddle-program': async ({ source }, _as, { limits }) =>
    judgePaddleProgram(await readPaddleProgram(source, limits, isWatchedByPaddle)),
  pmml: async ({ source }, _as, { limits }) => judgePmml(await readPmml(source, limits)),
  'tensorflow-text': asTensorflowText,
  tensorrt: async ({ source }) => {
    const start = tensorrtStart(Buffer.from(await source.slice(0, HEAD_BYTES)))
    return start === undefined ? [] : judgeTensorrt(await readTensorrt(source, start))
  },
  tflite: async ({ source }, _as, { limits }) => judgeTflite(await readTflite(source, limits)),
}

async function asPir(...[{ source }, , { limits }]: Parameters<GraphReader>): Promise<readonly ModelObservation[]> {
  if (source.size > limits.fileBytes) throw new LimitError('LIMIT_SIZE', `a program of ${source.size} bytes in JSON`)
  return judgePaddleProgram(readPir(await source.slice(0, source.size), limits, isWatchedByPaddle))
}

async function asTensorflowText(
  ...[{ source }, , { limits }]: Parameters<GraphReader>
): Promise<readonly ModelObservation[]> {
  const model = await readTensorflowText(source, limits, isWatched)
  const configs = model.kerasConfigs.flatMap(({ text, byte, inside }) =>
    judgeEmbeddedConfig(text, { byte, inside }, limits),
  )
  return [...judgeTensorflow(model), ...configs]
}
