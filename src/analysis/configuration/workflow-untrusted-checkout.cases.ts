import { fires, silent } from '../../../test/support/text-case.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'

const WORKFLOW = '.github/workflows/ci.yml'

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  fires(
    'checked out and built',
    WORKFLOW,
    job('pull_request_target', 'github.event.pull_request.head.sha', 'npm ci && npm test'),
  ),
  fires(
    'checked out only',
    WORKFLOW,
    job('pull_request_target', 'refs/pull/${{ github.event.number }}/merge', 'cat README.md'),
  ),
  fires('after another workflow', WORKFLOW, job('workflow_run', '${{ github.event.workflow_run.head_sha }}', 'make')),
  fires(
    'by a comment, with gh',
    WORKFLOW,
    'on: issue_comment\njobs:\n  a:\n    steps:\n      - run: gh pr checkout 1\n      - run: ./build.sh\n',
  ),
  fires(
    'behind a label, as medium',
    WORKFLOW,
    job('pull_request_target', '${{ github.event.pull_request.head.sha }}', 'make').replace(
      '    steps',
      "    if: contains(github.event.pull_request.labels.*.name, 'ok')\n    steps",
    ),
  ),
  silent('pull_request', WORKFLOW, job('pull_request', '${{ github.event.pull_request.head.sha }}', 'npm ci')),
  silent(
    'the branch of the repository',
    WORKFLOW,
    'on: pull_request_target\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n      - run: npm ci\n',
  ),
  silent(
    'labels only',
    WORKFLOW,
    'on: pull_request_target\njobs:\n  a:\n    steps:\n      - uses: actions/labeler@v5\n',
  ),
]

function job(trigger: string, ref: string, run: string): string {
  return `on: ${trigger}\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n        with:\n          ref: ${ref}\n      - run: ${run}\n`
}
