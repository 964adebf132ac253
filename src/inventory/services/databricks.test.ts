import { expect, it } from 'vitest'
import { shown } from '../../../test/support/command-site.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { fixtureFolder, fixturesIn } from '../../../test/support/fixtures.ts'
import { pointedAt } from '../../../test/support/pointed-at.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { databricks } from './databricks.ts'

function read(path: string, text: string): Promise<Extraction> {
  return databricks.extract(fileOf(path, text))
}

/** What a fixture holds: its packages with the words they stand at, the files it names, and what was not understood. */
async function fixture(name: string): Promise<readonly string[]> {
  const found = fixturesIn(fixtureFolder(databricks.id)).find(({ path }) => path === name)
  const content = found?.bytes ?? new Uint8Array()
  const extraction = await databricks.extract(fileOf(`app/${name}`, content))
  return [
    ...pointedAt(content, extraction),
    ...extraction.includes.map(({ path, extractor }) => `${extractor}: ${path}`),
    ...extraction.diagnostics.map(({ message }) => message),
  ]
}

it('reads libraries and environments', async () => {
  expect(await fixture('databricks.yml')).toEqual([
    'PyPI:xgboost@2.1.1 10 > 2.1.1',
    'PyPI:lightgbm@4.5.0 19 > 4.5.0',
    'python/requirements: requirements.txt',
  ])
})

const CASES: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['a job in JSON', 'job.json', '{"tasks": [{"libraries": [{"pypi": {"package": "a==1"}}]}]}', ['PyPI:a@1']],
  ['a cluster', 'cluster.json', '{"libraries": [{"requirements": "/Workspace/r.txt"}, {"jar": "x"}]}', []],
  [
    'a target',
    'databricks.yml',
    'targets: {dev: {resources: {jobs: {a: {libraries: [{pypi: {package: b}}]}}}}}',
    ['PyPI:b'],
  ],
]

it.each(CASES)('%s', async (_, path, text, expected) => {
  expect((await read(path, text)).mentions.map(shown)).toEqual(expected)
})
