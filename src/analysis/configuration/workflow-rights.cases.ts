import { fires, silent } from '../../../test/support/text-case.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'

const WORKFLOW = '.github/workflows/ci.yml'

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  fires('everything may be written', WORKFLOW, 'on: push\npermissions: write-all\njobs:\n  a:\n    steps: []\n'),
  fires('nothing is said', WORKFLOW, 'on: push\njobs:\n  a:\n    steps: []\n'),
  fires(
    'secrets for another repository',
    WORKFLOW,
    'on: push\npermissions: {}\njobs:\n  a:\n    uses: o/r/.github/workflows/x.yml@v1\n    secrets: inherit\n',
  ),
  fires(
    'all secrets at once',
    WORKFLOW,
    'on: push\npermissions: {}\njobs:\n  a:\n    steps:\n      - run: x\n        env:\n          ALL: ${{ toJSON(secrets) }}\n',
  ),
  fires(
    'a machine of your own',
    WORKFLOW,
    'on: [push, pull_request]\npermissions: {}\njobs:\n  a:\n    runs-on: [self-hosted, linux]\n    steps: []\n',
  ),
  silent(
    'only what is needed',
    WORKFLOW,
    'on: push\npermissions:\n  contents: read\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: x\n        env:\n          T: ${{ secrets.T }}\n',
  ),
  silent(
    'stated for each job',
    WORKFLOW,
    'on: push\njobs:\n  a:\n    permissions: { contents: read }\n    steps: []\n',
  ),
  silent(
    'secrets for a workflow of the repository',
    WORKFLOW,
    'on: push\npermissions: {}\njobs:\n  a:\n    uses: ./.github/workflows/x.yml\n    secrets: inherit\n',
  ),
]
