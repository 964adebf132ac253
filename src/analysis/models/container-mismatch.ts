import type { FileRule } from '../../model/rule.ts'
import { MODEL_FILES } from './model-files.ts'
import { observationsOf } from './to-observation.ts'

/** A model file shows different readers different things. */
export const containerMismatch: FileRule = {
  id: 'models/container-mismatch',
  title: 'A model file shows different readers different things.',
  severity: 'high',
  why: 'Scanners and loaders that disagree about the same bytes are how malicious models pass: one sees a harmless member, the other executes another. Broken pickles, archives whose directory and headers differ, and bytes outside of every member belong here.',
  fix: 'Do not load the file; ask for one that the library itself has written.',
  references: ['https://cwe.mitre.org/data/definitions/436.html'],
  files: MODEL_FILES,
  inspect: (file) =>
    observationsOf(file, ['pickle/structure', 'container/disagreement', 'container/damage', 'container/unusual']),
}
