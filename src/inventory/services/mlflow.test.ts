import { expect, it } from 'vitest'
import { shown } from '../../../test/support/command-site.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { fixtureFolder, fixturesIn } from '../../../test/support/fixtures.ts'
import { pointedAt } from '../../../test/support/pointed-at.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { mlflow } from './mlflow.ts'

function read(path: string, text: string): Promise<Extraction> {
  return mlflow.extract(fileOf(path, text))
}

/** What a fixture holds: its packages with the words they stand at, the files it names, and what was not understood. */
async function fixture(name: string): Promise<readonly string[]> {
  const found = fixturesIn(fixtureFolder(mlflow.id)).find(({ path }) => path === name)
  const content = found?.bytes ?? new Uint8Array()
  const extraction = await mlflow.extract(fileOf(`app/${name}`, content))
  return [
    ...pointedAt(content, extraction),
    ...extraction.includes.map(({ path, extractor }) => `${extractor}: ${path}`),
    ...extraction.diagnostics.map(({ message }) => message),
  ]
}

it('reads the project', async () => {
  expect(await fixture('MLproject')).toEqual([
    'PyPI:waitress@3.0.0 [entry:serve] 9 > 3.0.0',
    'services/mlflow: app/envs/python_env.yaml',
  ])
})

it('reads the environment', async () => {
  expect(await fixture('python_env.yaml')).toEqual([
    'PyPI:pip@24.2 3 > 24.2',
    'PyPI:setuptools 4 > setuptools',
    'PyPI:wheel@0.44.0 5 > 0.44.0',
    'PyPI:mlflow@2.16.2 8 > 2.16.2',
    'python/requirements: app/requirements.txt',
  ])
})

const CASES: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['a conda environment under the name', 'python_env.yaml', 'name: a\nchannels: [b]\ndependencies: [numpy=1]\n', []],
  ['a project without environment', 'MLproject', 'name: a\n', []],
]

it.each(CASES)('%s', async (_, path, text, expected) => {
  expect((await read(path, text)).mentions.map(shown)).toEqual(expected)
})
