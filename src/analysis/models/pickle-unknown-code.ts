import type { FileRule } from '../../model/rule.ts'
import { MODEL_FILES } from './model-files.ts'
import { observationsOf } from './to-observation.ts'

/** A model file imports code that nobody has vetted. */
export const pickleUnknownCode: FileRule = {
  id: 'models/pickle-unknown-code',
  title: 'A model file imports code that nobody has vetted.',
  severity: 'medium',
  why: 'Loading the pickle imports and calls this code. It may be harmless, as the classes of an unusual library are, but it is not on the list of what is known to be inert, and an attacker would choose exactly such a name.',
  fix: 'Find out which library the name belongs to and whether you want it; prefer safetensors, which imports nothing.',
  references: ['https://cwe.mitre.org/data/definitions/502.html'],
  files: MODEL_FILES,
  inspect: (file) => observationsOf(file, ['pickle/unknown-code']),
}
