import { fires, silent } from '../../../test/support/text-case.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  fires('one of two', 'requirements.txt', 'a==1 --hash=sha256:00\nb==2\n'),
  fires('demanded', 'requirements.txt', '--require-hashes\na==1\n'),
  silent('none has one', 'requirements.txt', 'a==1\nb==2\n'),
  silent('all have one', 'requirements.txt', 'a==1 --hash=sha256:00\nb==2 \\\n    --hash=sha256:01\n-e .\n'),
]
