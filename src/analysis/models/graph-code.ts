import type { FileRule } from '../../model/rule.ts'
import { MODEL_FILES } from './model-files.ts'
import { observationsOf } from './to-observation.ts'

/** A model graph does more than compute. */
export const graphCode: FileRule = {
  id: 'models/graph-code',
  title: 'A model graph does more than compute.',
  severity: 'high',
  why: 'Keras configurations can carry Python (Lambda layers) and name any class or file, TensorFlow graphs can read and write files and call Python, when they are loaded or when they run. Other graphs name native operators, classes and files that come with the model, or are compiled code.',
  fix: 'Load it only with safe_mode on and a Keras that fixes its bypasses, or take the weights alone; check the libraries that other graphs need.',
  references: ['https://cwe.mitre.org/data/definitions/94.html'],
  files: MODEL_FILES,
  inspect: (file) =>
    observationsOf(file, [
      'keras/',
      'hdf5/',
      'tensorflow/',
      'tflite/',
      'executorch/',
      'coreml/',
      'openvino/',
      'pmml/',
      'paddle/',
      'tensorrt/',
    ]),
}
