import type { OnnxModel } from '../../../formats/onnx/model.ts'
import { judgeFreeText } from '../free-text.ts'
import { type ModelObservation, observeAnomalies } from '../observation.ts'
import { ONNX_BREACHES } from './breaches.ts'
import { judgeExternalData } from './external-data.ts'
import { judgeOperators } from './operators.ts'

/** What an ONNX model would do when it is loaded, beyond computing: files it reaches for, native and Python operators. Pure. */
export function judgeOnnx(model: OnnxModel): readonly ModelObservation[] {
  return [
    ...judgeOperators(model),
    ...judgeExternalData(model.external),
    ...model.metadata.flatMap(({ key, value, byte }) =>
      judgeFreeText('onnx', `metadata_props.${key.slice(0, 80)}`, `${key}\n${value}`, byte),
    ),
    ...observeAnomalies(model.breaches, ONNX_BREACHES),
  ]
}
