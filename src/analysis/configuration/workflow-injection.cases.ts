import { fires, silent } from '../../../test/support/text-case.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'

const WORKFLOW = '.github/workflows/ci.yml'

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  fires('the title of an issue', WORKFLOW, job('issues', 'run: echo "${{ github.event.issue.title }}"')),
  fires(
    'the branch of a pull request',
    WORKFLOW,
    job('pull_request_target', 'run: git checkout ${{ github.head_ref }}'),
  ),
  fires('a comment, by index', WORKFLOW, job('issue_comment', "run: echo ${{ github.event['comment'].body }}")),
  fires(
    'in a script block',
    WORKFLOW,
    job('push', 'run: |\n          set -e\n          echo ${{ github.event.head_commit.message }}'),
  ),
  fires(
    'in github-script',
    WORKFLOW,
    job(
      'pull_request',
      'uses: actions/github-script@v7\n        with:\n          script: console.log("${{ github.event.pull_request.body }}")',
    ),
  ),
  fires(
    'the input of an action',
    'action.yml',
    'runs:\n  using: composite\n  steps:\n    - run: echo ${{ inputs.name }}\n      shell: bash\n',
  ),
  fires('commands in output', WORKFLOW, 'on: push\nenv:\n  ACTIONS_ALLOW_UNSECURE_COMMANDS: true\njobs: {}\n'),
  silent(
    'through a variable',
    WORKFLOW,
    job('issues', 'env:\n          TITLE: ${{ github.event.issue.title }}\n        run: echo "$TITLE"'),
  ),
  silent(
    'numbers and hashes',
    WORKFLOW,
    job(
      'pull_request_target',
      'run: echo ${{ github.event.pull_request.number }} ${{ github.sha }} ${{ matrix.python }}',
    ),
  ),
  silent(
    'a condition',
    WORKFLOW,
    job(
      'issues',
      "if: contains(github.event.issue.title, 'x')\n        run: echo ${{ contains(github.event.issue.title, 'x') }}",
    ),
  ),
  silent(
    'an argument of an action that is no script',
    WORKFLOW,
    job('issues', 'uses: a/b@v1\n        with:\n          title: ${{ github.event.issue.title }}'),
  ),
]

function job(trigger: string, step: string): string {
  return `on: ${trigger}\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - ${step}\n`
}
