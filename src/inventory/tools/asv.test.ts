import { expect, it } from 'vitest'
import { shown } from '../../../test/support/command-site.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { fixtureFolder, fixturesIn } from '../../../test/support/fixtures.ts'
import { pointedAt } from '../../../test/support/pointed-at.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { asv } from './asv.ts'

function read(path: string, text: string): Promise<Extraction> {
  return asv.extract(fileOf(path, text))
}

/** What a fixture holds: its packages with the words they stand at, the files it names, and what was not understood. */
async function fixture(name: string): Promise<readonly string[]> {
  const found = fixturesIn(fixtureFolder(asv.id)).find(({ path }) => path === name)
  const content = found?.bytes ?? new Uint8Array()
  const extraction = await asv.extract(fileOf(`app/${name}`, content))
  return [
    ...pointedAt(content, extraction),
    ...extraction.includes.map(({ path, extractor }) => `${extractor}: ${path}`),
    ...extraction.diagnostics.map(({ message }) => message),
  ]
}

it('reads the matrix of packages', async () => {
  expect(await fixture('asv.conf.json')).toEqual([
    'conda:numpy@1.26 [benchmarks] 9 > 1.26',
    'conda:numpy@2.1 [benchmarks] 9 > 2.1',
    'PyPI:tokenizers@0.20.0 [benchmarks] 10 > 0.20.0',
    'PyPI:tokenizers [benchmarks] 10 > pip+tokenizers',
  ])
})

const CASES: readonly (readonly [string, string, string, readonly string[]])[] = [
  [
    'the flat matrix of old',
    'asv.conf.json',
    '{"environment_type": "virtualenv", "matrix": {"numpy": ["1.26"], "env": {"A": ["1"]}}}',
    ['PyPI:numpy@1.26'],
  ],
  [
    'a build command',
    'asv.conf.json',
    '{"build_command": ["python -m pip install build==1.2.2", "python -m build"]}',
    ['PyPI:build@1.2.2'],
  ],
]

it.each(CASES)('%s', async (_, path, text, expected) => {
  expect((await read(path, text)).mentions.map(shown)).toEqual(expected)
})
