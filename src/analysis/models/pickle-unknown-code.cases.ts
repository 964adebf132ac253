import { calling, HARMLESS, modelCase } from '../../../test/support/model-cases.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  modelCase('fires on a class of a library nobody has vetted', 'fires', 'a.pkl', () =>
    calling('my_library', 'Thing', 'x'),
  ),
  modelCase('leaves a shell to the rule about code', 'silent', 'a.pkl', () => calling('os', 'system', 'id')),
  ...HARMLESS,
]
