import { fires, silent } from '../../../test/support/text-case.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'

const WORKFLOW = '.github/workflows/label.yml'

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  fires('a variable', WORKFLOW, run('pull_request_target', 'echo "TITLE=$TITLE" >> $GITHUB_ENV')),
  fires('the output of a command', WORKFLOW, run('workflow_run', 'echo "PR=$(cat pr.txt)" >> "$GITHUB_ENV"')),
  fires('a file', WORKFLOW, run('issue_comment', 'cat vars.txt >> ${GITHUB_ENV}')),
  fires('an expression', WORKFLOW, run('issues', 'echo "A=${{ github.event.issue.user.login }}" >> $GITHUB_ENV')),
  fires('a path', WORKFLOW, run('pull_request_target', 'echo "$TOOL/bin" >> $GITHUB_PATH')),
  silent('a fixed text', WORKFLOW, run('pull_request_target', 'echo "MODE=fast" >> $GITHUB_ENV')),
  silent('a folder of the machine', WORKFLOW, run('pull_request_target', 'echo "$HOME/.local/bin" >> $GITHUB_PATH')),
  silent('what a tool says of itself', WORKFLOW, run('workflow_run', 'echo "$(go env GOPATH)/bin" >> $GITHUB_PATH')),
  silent('a workflow without rights', WORKFLOW, run('pull_request', 'echo "T=$TITLE" >> $GITHUB_ENV')),
  silent('an output', WORKFLOW, run('pull_request_target', 'echo "t=$TITLE" >> $GITHUB_OUTPUT')),
]

function run(trigger: string, script: string): string {
  return `on: ${trigger}\njobs:\n  a:\n    steps:\n      - run: |\n          ${script}\n`
}
