import { expect, it } from 'vitest'
import { shown } from '../../../test/support/command-site.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { fixtureFolder, fixturesIn } from '../../../test/support/fixtures.ts'
import { pointedAt } from '../../../test/support/pointed-at.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { preCommit } from './pre-commit.ts'

function read(path: string, text: string): Promise<Extraction> {
  return preCommit.extract(fileOf(path, text))
}

/** What a fixture holds: its packages with the words they stand at, the files it names, and what was not understood. */
async function fixture(name: string): Promise<readonly string[]> {
  const found = fixturesIn(fixtureFolder(preCommit.id)).find(({ path }) => path === name)
  const content = found?.bytes ?? new Uint8Array()
  const extraction = await preCommit.extract(fileOf(`app/${name}`, content))
  return [
    ...pointedAt(content, extraction),
    ...extraction.includes.map(({ path, extractor }) => `${extractor}: ${path}`),
    ...extraction.diagnostics.map(({ message }) => message),
  ]
}

it('reads tools and their dependencies', async () => {
  expect(await fixture('.pre-commit-config.yaml')).toEqual([
    'PyPI:ruff@0.6.9 [pre-commit] 5 > v0.6.9',
    'PyPI:black@24.8.0 [pre-commit] 9 > 24.8.0',
    'PyPI:mypy@1.11.2 [pre-commit] 14 > v1.11.2',
    'PyPI:types-requests@2.32.0.20240914 [hook:mypy] 18 > 2.32.0.20240914',
    'PyPI:pydantic >=2 [hook:mypy] 19 > 2',
    'npm:eslint@9.11.1 [pre-commit] 21 > v9.11.1',
    'npm:eslint@9.11.1 [hook:eslint] 24 > 9.11.1',
    'npm:@eslint/js ^9 [hook:eslint] 24 > ^9',
    'PyPI:huggingface-hub@0.25.1 [hook:check-cards] 29 > 0.25.1',
    'npm:prettier@3.3.3 [hook:check-cards] 29 > 3.3.3',
    'PyPI:jsonschema@4.23.0 [hook:schema] 36 > 4.23.0',
    'installs the local path ".[jupyter]", whose package name stands elsewhere',
    'lists 1 packages of "golang", which are not looked at',
  ])
})

it('says where tools come from', async () => {
  const { mentions } = await read(
    '.pre-commit-config.yaml',
    'repos:\n- {repo: "https://github.com/PyCQA/bandit", rev: 1.7.10}\n- {repo: "git@github.com:pre-commit/mirrors-mypy.git", rev: v1.11.2}\n',
  )
  expect(mentions.map(({ name, origin }) => [name, origin])).toEqual([
    ['bandit', { kind: 'git', url: 'https://github.com/PyCQA/bandit' }],
    ['mypy', { kind: 'registry' }],
  ])
})

const CASES: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['a branch', 'x', 'repos: [{repo: "https://github.com/psf/black", rev: main}]', ['PyPI:black@?']],
  ['a repository nobody knows', 'x', 'repos: [{repo: "https://code.example/a/b", rev: v1.0}]', []],
  [
    'conda',
    'x',
    'repos: [{repo: local, hooks: [{id: a, language: conda, additional_dependencies: ["numpy=1.26"]}]}]',
    ['conda:numpy =1.26'],
  ],
  [
    'a hook that installs',
    'x',
    'repos: [{repo: local, hooks: [{id: a, language: system, entry: pip install a==1}]}]',
    ['PyPI:a@1'],
  ],
]

it.each(CASES)('%s', async (_, path, text, expected) => {
  expect((await read(path, text)).mentions.map(shown)).toEqual(expected)
})
