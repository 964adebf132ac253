import type { FileRule } from '../../model/rule.ts'
import { MODEL_FILES } from './model-files.ts'
import { observationsOf } from './to-observation.ts'

/** A model file runs code when it is loaded. */
export const pickleCode: FileRule = {
  id: 'models/pickle-code',
  title: 'A model file runs code when it is loaded.',
  severity: 'critical',
  why: 'A pickle is a program: loading it calls what it names. This one names something that starts programs, runs code, opens files or connections, so whoever wrote the file decides what happens on the machine that loads it.',
  fix: 'Do not load the file. Take the model as safetensors from its author; if it has been loaded somewhere, treat that machine as compromised.',
  references: ['https://cwe.mitre.org/data/definitions/502.html', 'https://atlas.mitre.org/techniques/AML.T0011.000'],
  files: MODEL_FILES,
  inspect: (file) => observationsOf(file, ['pickle/execution', 'pickle/capability']),
}
