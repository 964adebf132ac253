import { expect, it } from 'vitest'
import { shown } from '../../../test/support/command-site.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { fixtureFolder, fixturesIn } from '../../../test/support/fixtures.ts'
import { pointedAt } from '../../../test/support/pointed-at.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { truss } from './truss.ts'

function read(path: string, text: string): Promise<Extraction> {
  return truss.extract(fileOf(path, text))
}

/** What a fixture holds: its packages with the words they stand at, the files it names, and what was not understood. */
async function fixture(name: string): Promise<readonly string[]> {
  const found = fixturesIn(fixtureFolder(truss.id)).find(({ path }) => path === name)
  const content = found?.bytes ?? new Uint8Array()
  const extraction = await truss.extract(fileOf(`app/${name}`, content))
  return [
    ...pointedAt(content, extraction),
    ...extraction.includes.map(({ path, extractor }) => `${extractor}: ${path}`),
    ...extraction.diagnostics.map(({ message }) => message),
  ]
}

it('reads requirements, files and commands', async () => {
  expect(await fixture('config.yaml')).toEqual([
    'PyPI:sentence-transformers@3.1.0 6 > 3.1.0',
    'PyPI:torch@2.4.1 8 > 2.4.1',
    'PyPI:xformers@0.0.28 11 > 0.0.28',
    'python/requirements: app/requirements.txt',
  ])
})

const CASES: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['nothing to install', 'config.yaml', 'model_name: a\n', []],
  ['one text', 'config.yaml', 'requirements: a==1\n', ['PyPI:a@1']],
]

it.each(CASES)('%s', async (_, path, text, expected) => {
  expect((await read(path, text)).mentions.map(shown)).toEqual(expected)
})

it.each([
  ['a Truss', 'requirements: []\nresources: {}\n', true],
  ['a Truss with a file', 'requirements_file: r.txt\nmodel_metadata: {}\n', true],
  ['something else', 'requirements: [a]\nname: b\n', false],
  ['something else with resources', 'resources: {}\n', false],
])('knows %s', (_, head, expected) => {
  expect(truss.content?.recognises(head)).toBe(expected)
})
