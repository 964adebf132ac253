import { fires, silent } from '../../../test/support/text-case.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'

const WORKFLOW = '.github/workflows/ci.yml'

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  fires('a tag', WORKFLOW, 'jobs:\n  a:\n    steps:\n      - uses: tj-actions/changed-files@v44\n'),
  fires('a branch', WORKFLOW, 'jobs:\n  a:\n    steps:\n      - uses: owner/action/path@main\n'),
  fires('a workflow elsewhere', WORKFLOW, 'jobs:\n  a:\n    uses: owner/repo/.github/workflows/x.yml@v1\n'),
  fires('an image', WORKFLOW, 'jobs:\n  a:\n    steps:\n      - uses: docker://alpine:3.20\n'),
  fires('an action of GitHub, as low', WORKFLOW, 'jobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n'),
  fires(
    'a step of an action',
    'tools/action.yml',
    'runs:\n  using: composite\n  steps:\n    - uses: owner/action@v1\n',
  ),
  silent(
    'a commit',
    WORKFLOW,
    'jobs:\n  a:\n    steps:\n      - uses: owner/action@0123456789012345678901234567890123456789 # v4\n',
  ),
  silent('an action of the repository', WORKFLOW, 'jobs:\n  a:\n    steps:\n      - uses: ./.github/actions/x\n'),
  silent(
    'an image by its digest',
    WORKFLOW,
    `jobs:\n  a:\n    steps:\n      - uses: docker://a/b@sha256:${'0'.repeat(64)}\n`,
  ),
]
