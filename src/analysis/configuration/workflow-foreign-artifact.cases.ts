import { fires, silent } from '../../../test/support/text-case.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'

const WORKFLOW = '.github/workflows/comment.yml'
const OWN = 'uses: actions/download-artifact@v4\n        with: { run-id: "${{ github.event.workflow_run.id }}" }'
const APART = 'uses: dawidd6/action-download-artifact@v6\n        with: { path: "${{ runner.temp }}/a" }'

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  fires('a script of it', WORKFLOW, job('workflow_run', OWN, 'run: sh ./report.sh')),
  fires('a build over it', WORKFLOW, job('workflow_run', 'uses: actions/checkout@v4', OWN, 'run: npm ci')),
  fires(
    'a value of it in the environment',
    WORKFLOW,
    job('workflow_run', APART, 'run: echo "PR=$(cat $RUNNER_TEMP/a/pr.txt)" >> $GITHUB_ENV'),
  ),
  fires(
    'fetched by command',
    WORKFLOW,
    job('workflow_run', 'run: gh run download $ID', 'run: python3 tools/report.py'),
  ),
  fires('evaluated', WORKFLOW, job('workflow_run', APART, 'run: source $RUNNER_TEMP/a/vars')),
  silent('unpacked apart and uploaded', WORKFLOW, job('workflow_run', APART, 'run: npm ci')),
  silent(
    'an artifact of the same run',
    WORKFLOW,
    job('workflow_run', 'uses: actions/download-artifact@v4', 'run: npm ci'),
  ),
  silent('a pull request', WORKFLOW, job('pull_request', OWN, 'run: npm ci')),
  silent(
    'a comment made of it by an action',
    WORKFLOW,
    job('workflow_run', OWN, 'uses: marocchino/sticky-pull-request-comment@v2\n        with: { path: comment.md }'),
  ),
]

function job(trigger: string, ...steps: readonly string[]): string {
  return `on: { ${trigger}: { workflows: [ci] } }\njobs:\n  report:\n    steps:\n${steps.map((step) => `      - ${step}\n`).join('')}`
}
