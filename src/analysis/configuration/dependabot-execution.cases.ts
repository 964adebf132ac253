import { fires, silent } from '../../../test/support/text-case.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'

const FILE = '.github/dependabot.yml'

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  fires('allowed', FILE, 'updates:\n  - package-ecosystem: pip\n    insecure-external-code-execution: allow\n'),
  silent('denied', FILE, 'updates:\n  - package-ecosystem: pip\n    insecure-external-code-execution: deny\n'),
  silent('not said', FILE, 'version: 2\nupdates:\n  - package-ecosystem: npm\n'),
]
