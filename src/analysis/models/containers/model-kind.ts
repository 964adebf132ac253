import type { Compression } from '../../../formats/compression-kind.ts'

/** What bytes may be, told by the bytes alone. */
export type ModelKind =
  | Compression
  | 'zip'
  | 'tar'
  | '7z'
  | 'rar'
  | 'npy'
  | 'pickle'
  | 'torch-legacy'
  | 'safetensors'
  | 'gguf'
  | 'ggml'
  | 'hdf5'
  | 'onnx'
  | 'saved-model'
  | 'tensorflow-graph'
  | 'tflite'
  | 'executorch'
  | 'ort'
  | 'catboost'
  | 'coreml'
  | 'openvino'
  | 'pmml'
  | 'tensorflow-text'
  | 'tensorrt'
  | 'paddle-program'
  | 'paddle-pir'
  | 'paddle-parameters'
  | 'torch7'
  | 'r-data'
  | 'xgboost'
  | 'xgboost-legacy'
  | 'lightgbm'
  | 'msgpack'
  | 'mxnet-params'
  | 'mxnet-symbol'
  | 'rknn'
  | 'cntk'
  | 'executable'
  | 'script'

/** One reading of the bytes. Several may hold at once: that is what a polyglot is. */
export interface Identification {
  readonly kind: ModelKind
  /** `magic`: fixed bytes that nothing else has; `structure`: several fields fit together; `trial`: it can be read as one. */
  readonly certainty: 'magic' | 'structure' | 'trial'
  /** Libraries whose marks stand in the first bytes, for example `joblib`; a hint for people, never a verdict. */
  readonly hints?: readonly string[]
}
