import { fires, silent } from '../../../test/support/text-case.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'

const WORKFLOW = '.github/workflows/release.yml'
const PUBLISH = 'uses: pypa/gh-action-pypi-publish@release/v1'

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  fires('a cache before a publication', WORKFLOW, job('push', 'uses: actions/cache@v4', PUBLISH)),
  fires(
    'the cache of a setup action',
    WORKFLOW,
    job('push', 'uses: actions/setup-node@v4\n        with: { cache: npm }', 'run: npm ci && npm publish'),
  ),
  fires(
    'a cache that is on by itself',
    WORKFLOW,
    job('push', 'uses: actions/setup-go@v5', 'run: gh release create v1'),
  ),
  fires(
    'the cache of an image that is pushed',
    WORKFLOW,
    job('push', 'uses: docker/build-push-action@v6\n        with: { push: true, cache-from: type=gha }'),
  ),
  fires(
    'a build in another job of a release',
    WORKFLOW,
    'on: { release: { types: [published] } }\njobs:\n  build:\n    steps:\n      - uses: actions/cache@v4\n  publish:\n    steps:\n      - ' +
      `${PUBLISH}\n`,
  ),
  silent(
    'a cache in a workflow that publishes nothing',
    WORKFLOW,
    job('push', 'uses: actions/cache@v4', 'run: npm test'),
  ),
  silent('a cache behind the publication', WORKFLOW, job('push', PUBLISH, 'uses: actions/cache@v4')),
  silent('a publication without cache', WORKFLOW, job('push', 'uses: actions/setup-node@v4', 'run: npm publish')),
  silent(
    'caches that are switched off',
    WORKFLOW,
    job(
      'push',
      'uses: actions/setup-go@v5\n        with: { cache: false }',
      "uses: actions/setup-python@v5\n        with: { cache: '' }",
      PUBLISH,
    ),
  ),
  silent(
    'an image that is only built',
    WORKFLOW,
    job('push', 'uses: docker/build-push-action@v6\n        with: { push: false, cache-from: type=gha }'),
  ),
]

function job(trigger: string, ...steps: readonly string[]): string {
  return `on: ${trigger}\njobs:\n  build:\n    steps:\n${steps.map((step) => `      - ${step}\n`).join('')}`
}
