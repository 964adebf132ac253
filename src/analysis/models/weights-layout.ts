import type { FileRule } from '../../model/rule.ts'
import { MODEL_FILES } from './model-files.ts'
import { observationsOf } from './to-observation.ts'

/** A file of weights does not keep to its format. */
export const weightsLayout: FileRule = {
  id: 'models/weights-layout',
  title: 'A file of weights does not keep to its format.',
  severity: 'medium',
  why: 'Safetensors, GGUF and ONNX files are read by native code that trusts offsets and sizes; overlaps, holes and lies about lengths have been used to crash and to take over readers, or to smuggle data past them.',
  fix: 'Do not load the file; write the weights anew with the library of the format and compare.',
  references: ['https://cwe.mitre.org/data/definitions/1284.html'],
  files: MODEL_FILES,
  inspect: (file) =>
    observationsOf(file, [
      'safetensors/',
      'gguf/',
      'ggml/',
      'onnx/',
      'xgboost/',
      'lightgbm/',
      'msgpack/',
      'catboost/',
      'catboost-layout/',
      'coreml-layout/',
      'executorch-layout/',
      'openvino-layout/',
      'paddle-layout/',
      'pmml-layout/',
      'tflite-layout/',
      'rdata-layout/',
      'torch7-layout/',
      'mxnet-layout/',
    ]),
}
