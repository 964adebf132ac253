import { expect, it } from 'vitest'
import { shown } from '../../../test/support/command-site.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { fixtureFolder, fixturesIn } from '../../../test/support/fixtures.ts'
import { pointedAt } from '../../../test/support/pointed-at.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { tox } from './tox.ts'

function read(path: string, text: string): Promise<Extraction> {
  return tox.extract(fileOf(path, text))
}

/** What a fixture holds: its packages with the words they stand at, the files it names, and what was not understood. */
async function fixture(name: string): Promise<readonly string[]> {
  const found = fixturesIn(fixtureFolder(tox.id)).find(({ path }) => path === name)
  const content = found?.bytes ?? new Uint8Array()
  const extraction = await tox.extract(fileOf(`app/${name}`, content))
  return [
    ...pointedAt(content, extraction),
    ...extraction.includes.map(({ path, extractor }) => `${extractor}: ${path}`),
    ...extraction.diagnostics.map(({ message }) => message),
  ]
}

it('reads tox.ini', async () => {
  expect(await fixture('tox.ini')).toEqual([
    'PyPI:tox >=4.2 3 > 4.2',
    'PyPI:tox-uv@1.11.3 4 > 1.11.3',
    'PyPI:pytest@8.3.3 11 > 8.3.3',
    'PyPI:exceptiongroup >=1.2 12 > 1.2',
    'PyPI:torch@2.4.1 13 > 2.4.1',
    'PyPI:own@1.0 17 > 1.0.tar.gz',
    'PyPI:numba@0.60.0 17 > 0.60.0',
    'PyPI:ruff@0.6.9 [env:lint] 21 > 0.6.9',
    'python/requirements: app/requirements-test.txt',
    'python/requirements: app/constraints.txt',
  ])
})

it('reads tox.toml', async () => {
  expect(await fixture('tox.toml')).toEqual([
    'PyPI:tox >=4.20 1 > 4.20',
    'PyPI:pytest@8.3.3 5 > 8.3.3',
    'PyPI:psutil@6.0.0 6 > 6.0.0',
    'PyPI:sphinx@8.0.2 [env:docs] 9 > 8.0.2',
    'python/requirements: app/requirements.txt',
  ])
})

const CASES: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['pyproject.toml', 'pyproject.toml', '[tool.tox.env_run_base]\ndeps = ["a==1"]\n', ['PyPI:a@1']],
  [
    'the old way in pyproject.toml',
    'pyproject.toml',
    '[tool.tox]\nlegacy_tox_ini = """\n[testenv]\ndeps = a==1\n"""\n',
    ['PyPI:a@1'],
  ],
  ['setup.cfg', 'setup.cfg', '[tox:tox]\nrequires = a==1\n[testenv:x]\ndeps =\n  b\n', ['PyPI:a@1', 'PyPI:b']],
  [
    'a replacement table',
    'tox.toml',
    '[env_run_base]\ndeps = [{replace = "ref", of = ["env", "a", "deps"]}, "b"]\n',
    ['PyPI:b'],
  ],
]

it.each(CASES)('%s', async (_, path, text, expected) => {
  expect((await read(path, text)).mentions.map(shown)).toEqual(expected)
})
