import { HARMLESS, modelCase } from '../../../test/support/model-cases.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'
import { safetensorsOf } from '../../../test/support/safetensors-writer.ts'
import { tfliteOf, tfliteOperator } from '../../../test/support/tflite-writer.ts'
import { ubjsonOf } from '../../../test/support/ubjson-writer.ts'
import { xgboostModel } from '../../../test/support/xgboost-writer.ts'

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  modelCase('fires on tensors that overlap', 'fires', 'a.safetensors', () =>
    safetensorsOf(
      '{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]},"b":{"dtype":"F32","shape":[4],"data_offsets":[8,24]}}',
      24,
    ),
  ),
  modelCase('is silent on tensors side by side', 'silent', 'a.safetensors', () =>
    safetensorsOf('{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}', 16),
  ),
  modelCase('fires on a tree of XGBoost that runs in circles', 'fires', 'a.ubj', () =>
    ubjsonOf(xgboostModel({ left: [1, 1, -1] })),
  ),
  modelCase('is silent on a model of XGBoost', 'silent', 'a.ubj', () => ubjsonOf(xgboostModel())),
  modelCase('fires on an operator that takes a tensor that is not there', 'fires', 'a.tflite', () =>
    tfliteOf({ operators: [tfliteOperator(0, [7], [0])] }),
  ),
  modelCase('is silent on a TensorFlow Lite model', 'silent', 'a.tflite', () => tfliteOf()),
  modelCase('fires on weights before the start of their file', 'fires', 'model.xml', () => openvino('-4')),
  modelCase('is silent on weights in their file', 'silent', 'model.xml', () => openvino('4')),
  ...HARMLESS,
]

/** An OpenVINO model with a constant at this place. */
function openvino(offset: string): Uint8Array {
  const data = `<data element_type="f32" shape="1" offset="${offset}" size="4"/>`
  return Buffer.from(
    `<net name="m" version="11"><layers><layer id="0" type="Const" version="opset1">${data}</layer></layers></net>`,
  )
}
