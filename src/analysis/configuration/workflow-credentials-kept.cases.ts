import { fires, silent } from '../../../test/support/text-case.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'

const WORKFLOW = '.github/workflows/ci.yml'

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  fires('an old upload of everything', WORKFLOW, job('uses: actions/checkout@v4', upload('v3', 'path: .'))),
  fires(
    'hidden files on request',
    WORKFLOW,
    job('uses: actions/checkout@v4', upload('v4', 'path: ./**\n          include-hidden-files: true')),
  ),
  fires(
    'the .git folder by name',
    WORKFLOW,
    job('uses: actions/checkout@v4', upload('v4', 'path: |\n            dist\n            .git/')),
  ),
  fires(
    'a checkout in a folder of its own',
    WORKFLOW,
    job('uses: actions/checkout@v4\n        with: { path: src }', upload('v3', 'path: ${{ github.workspace }}/src')),
  ),
  fires(
    'an image of everything',
    WORKFLOW,
    job('uses: actions/checkout@v4', 'uses: docker/build-push-action@v6\n        with: { context: ., push: true }'),
  ),
  silent('a new upload of everything', WORKFLOW, job('uses: actions/checkout@v4', upload('v4', 'path: .'))),
  silent('an upload of one folder', WORKFLOW, job('uses: actions/checkout@v4', upload('v3', 'path: dist'))),
  silent(
    'a checkout that forgets',
    WORKFLOW,
    job('uses: actions/checkout@v4\n        with: { persist-credentials: false }', upload('v3', 'path: .')),
  ),
  silent('an upload before the checkout', WORKFLOW, job(upload('v3', 'path: .'), 'uses: actions/checkout@v4')),
  silent(
    'an image whose context is the repository',
    WORKFLOW,
    job('uses: actions/checkout@v4', 'uses: docker/build-push-action@v6\n        with: { push: true }'),
  ),
]

function upload(version: string, options: string): string {
  return `uses: actions/upload-artifact@${version}\n        with:\n          ${options}`
}

function job(...steps: readonly string[]): string {
  return `on: push\njobs:\n  build:\n    steps:\n${steps.map((step) => `      - ${step}\n`).join('')}`
}
