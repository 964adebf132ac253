import type { FileRule } from '../../model/rule.ts'
import { MODEL_FILES } from './model-files.ts'
import { observationsOf } from './to-observation.ts'

/** A part of a model file was not inspected. */
export const notInspected: FileRule = {
  id: 'models/not-inspected',
  title: 'A part of a model file was not inspected.',
  severity: 'medium',
  why: 'A limit was reached, a kind of compression is not built in, or the bytes could not be read. What was not looked at is never called clean.',
  fix: 'Unpack the file in a sandbox and scan what comes out, or do without it.',
  references: ['https://cwe.mitre.org/data/definitions/693.html'],
  files: MODEL_FILES,
  inspect: (file) => observationsOf(file, ['container/not-inspected']),
}
