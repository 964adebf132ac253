import { expect, it } from 'vitest'
import { shown } from '../../../test/support/command-site.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { fixtureFolder, fixturesIn } from '../../../test/support/fixtures.ts'
import { pointedAt } from '../../../test/support/pointed-at.ts'
import { devcontainer } from './devcontainer.ts'

it('reads features and the commands of its life', async () => {
  const [fixture] = fixturesIn(fixtureFolder('containers/devcontainer'))
  const extraction = await devcontainer.extract(fileOf(fixture?.path ?? '', fixture?.bytes ?? ''))
  const { mentions, includes } = extraction
  expect(pointedAt(fixture?.bytes ?? '', extraction)).toEqual([
    'PyPI:torch@2.4.1 [postCreateCommand] 17 > 2.4.1',
    'npm:pyright@1.1.380 [postCreateCommand global] 18 > 1.1.380',
    'PyPI:ruff@0.6.9 [feature:python] 8 > 0.6.9',
    'PyPI:mypy [feature:python] 8 > mypy',
    'PyPI:jupyterlab@4.2.5 [feature:python] 10 > 4.2.5',
    'PyPI:dvc@3.55.2 [feature:pipx-package] 12 > 3.55.2',
    'npm:@openapi/cli [feature:npm-package] 13 > latest',
  ])
  expect(mentions.every(({ scope }) => scope === 'development')).toBe(true)
  expect(includes.map(({ path, extractor }) => `${path} ${extractor}`)).toEqual([
    'requirements-dev.txt python/requirements',
    '.devcontainer/gpu.docker containers/dockerfile',
  ])
})

const CASES: readonly (readonly [string, string, readonly string[]])[] = [
  ['a text', '{"postCreateCommand": "uv tool install ruff==0.6.9"}', ['PyPI:ruff@0.6.9']],
  ['a command of the host', '{"initializeCommand": ["pip", "install", "a"]}', ['PyPI:a']],
  ['the old name of the Dockerfile', '{"dockerFile": "../Dockerfile", "features": null}', []],
  ['a feature of another kind', '{"features": {"ghcr.io/a/b/git:1": {"package": "x"}}}', []],
  [
    'a feature with a digest',
    `{"features": {"x.example/f/pipx-package@sha256:${'0'.repeat(64)}": {"package": "a==1"}}}`,
    ['PyPI:a@1'],
  ],
  ['options of the wrong kind', '{"features": {"x/python:1": {"toolsToInstall": [1]}}, "postCreateCommand": 3}', []],
]

it.each(CASES)('%s', async (_, text, expected) => {
  const { mentions } = await devcontainer.extract(fileOf('.devcontainer/devcontainer.json', text))
  expect(mentions.map(shown)).toEqual(expected)
})
