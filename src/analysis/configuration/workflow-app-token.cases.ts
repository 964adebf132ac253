import { fires, silent } from '../../../test/support/text-case.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'

const WORKFLOW = '.github/workflows/bump.yml'

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  fires('every right', WORKFLOW, step('app-id: 1')),
  fires('every repository', WORKFLOW, step('owner: acme, permission-contents: read')),
  fires('never revoked', WORKFLOW, step('permission-contents: read, skip-token-revoke: true')),
  fires(
    'the older action',
    WORKFLOW,
    step('app_id: 1').replace('actions/create-github-app-token@v2', 'tibdex/github-app-token@v2'),
  ),
  silent('one right in the own repository', WORKFLOW, step('app-id: 1, permission-contents: write')),
  silent('one right in one other', WORKFLOW, step('owner: acme, repositories: docs, permission-issues: write')),
  silent(
    'the token of the run',
    WORKFLOW,
    step('token: x').replace('actions/create-github-app-token@v2', 'actions/checkout@v4'),
  ),
]

function step(options: string): string {
  return `on: push\njobs:\n  bump:\n    steps:\n      - uses: actions/create-github-app-token@v2\n        with: { ${options} }\n`
}
