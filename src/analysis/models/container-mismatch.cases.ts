import { calling, HARMLESS, modelCase } from '../../../test/support/model-cases.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'
import { INERT_PICKLE, torchZip } from '../../../test/support/torch-files.ts'

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  modelCase('fires on bytes between the members of a checkpoint', 'fires', 'a.pt', () =>
    Buffer.concat([calling('os', 'system', 'id'), torchZip()]),
  ),
  modelCase('is silent on a shell: that is code, not a mismatch', 'silent', 'a.pkl', () =>
    calling('os', 'system', 'id'),
  ),
  modelCase('is silent on two pickles in one file', 'silent', 'a.pkl', () =>
    Buffer.concat([INERT_PICKLE, INERT_PICKLE]),
  ),
  ...HARMLESS,
]
