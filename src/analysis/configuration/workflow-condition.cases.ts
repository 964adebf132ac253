import { fires, silent } from '../../../test/support/text-case.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'

const WORKFLOW = '.github/workflows/merge.yml'

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  fires('a bot as the actor', WORKFLOW, job('pull_request_target', "github.actor == 'dependabot[bot]'")),
  fires(
    'a bot that merges',
    WORKFLOW,
    `permissions: { contents: write }\n${job('pull_request', "github.actor == 'dependabot[bot]'")}`,
  ),
  fires('a bot by its number', WORKFLOW, job('pull_request_target', "github.actor_id == '49699333'")),
  fires('text behind the expression', WORKFLOW, job('push', '"${{ false }} "')),
  fires('a block with a line break', WORKFLOW, job('push', "|\n      ${{ github.ref == 'refs/heads/main' }}")),
  fires('half of a condition inside', WORKFLOW, job('push', "${{ github.event_name == 'push' }} && false")),
  fires('a piece of a text', WORKFLOW, job('push', "contains('refs/heads/main refs/heads/next', github.ref)")),
  silent('a bot in a workflow without rights', WORKFLOW, job('pull_request', "github.actor == 'dependabot[bot]'")),
  silent('a bot that is kept out', WORKFLOW, job('pull_request_target', "github.actor != 'dependabot[bot]'")),
  silent(
    'the author of the pull request',
    WORKFLOW,
    job('pull_request_target', "github.event.pull_request.user.login == 'dependabot[bot]'"),
  ),
  silent('one whole expression', WORKFLOW, job('push', "${{ github.ref == 'refs/heads/main' }}")),
  silent('a block without line break', WORKFLOW, job('push', "|-\n      ${{ github.ref == 'refs/heads/main' }}")),
  silent('a folded block without expression', WORKFLOW, job('push', ">\n      github.ref == 'a' &&\n      true")),
  silent('a list', WORKFLOW, job('push', 'contains(fromJSON(\'["a"]\'), github.ref)')),
  silent(
    'a label in a list of labels',
    WORKFLOW,
    job('push', "contains(github.event.pull_request.labels.*.name, 'ok')"),
  ),
]

function job(trigger: string, condition: string): string {
  return `on: ${trigger}\njobs:\n  merge:\n    if: ${condition}\n    steps:\n      - run: echo\n`
}
