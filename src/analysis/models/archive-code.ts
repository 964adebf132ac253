import type { FileRule } from '../../model/rule.ts'
import { MODEL_FILES } from './model-files.ts'
import { observationsOf } from './to-observation.ts'

/** A model archive brings Python that its loader runs. */
export const archiveCode: FileRule = {
  id: 'models/archive-code',
  title: 'A model archive brings Python that its loader runs.',
  severity: 'high',
  why: 'The handler of a TorchServe archive and the modules of a torch.package file are imported when the archive is loaded, without anybody being asked. This one starts programs, opens connections or reads secrets.',
  fix: 'Do not load the archive. Ask its author what the code is for, or build the archive anew from weights and a handler of your own.',
  references: ['https://cwe.mitre.org/data/definitions/829.html'],
  files: MODEL_FILES,
  inspect: (file) => observationsOf(file, ['code/']),
}
