import type { FileRule } from '../../model/rule.ts'
import { MODEL_FILES } from './model-files.ts'
import { observationsOf } from './to-observation.ts'

/** A model's configuration names code or files for its loader. */
export const namedCode: FileRule = {
  id: 'models/named-code',
  title: "A model's configuration names code or files for its loader.",
  severity: 'high',
  why: 'skops schemas, Hydra and SpeechBrain configurations, R objects, Torch7 files and MXNet graphs carry the names of functions and classes, or code itself, and loaders import and call what they find there with arguments from the file.',
  fix: 'Do not load the file before the names have been read; take the weights alone, or load them with a library that resolves no names.',
  references: ['https://cwe.mitre.org/data/definitions/470.html', 'https://cwe.mitre.org/data/definitions/502.html'],
  files: MODEL_FILES,
  inspect: (file) => observationsOf(file, ['skops/', 'hydra/', 'config/', 'rdata/', 'torch7/', 'mxnet/']),
}
