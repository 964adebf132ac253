import { expect, it } from 'vitest'
import { shown } from '../../../test/support/command-site.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { fixtureFolder, fixturesIn } from '../../../test/support/fixtures.ts'
import { pointedAt } from '../../../test/support/pointed-at.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { bentofile } from './bentofile.ts'

function read(path: string, text: string): Promise<Extraction> {
  return bentofile.extract(fileOf(path, text))
}

/** What a fixture holds: its packages with the words they stand at, the files it names, and what was not understood. */
async function fixture(name: string): Promise<readonly string[]> {
  const found = fixturesIn(fixtureFolder(bentofile.id)).find(({ path }) => path === name)
  const content = found?.bytes ?? new Uint8Array()
  const extraction = await bentofile.extract(fileOf(`app/${name}`, content))
  return [
    ...pointedAt(content, extraction),
    ...extraction.includes.map(({ path, extractor }) => `${extractor}: ${path}`),
    ...extraction.diagnostics.map(({ message }) => message),
  ]
}

it('reads pip, conda and the set-up script', async () => {
  expect(await fixture('bentofile.yaml')).toEqual([
    'PyPI:transformers@4.44.2 7 > 4.44.2',
    'PyPI:torch >=2.3,<2.5 8 > 2.3',
    'conda:h2o =3.46 12 > 3.46',
    'PyPI:rouge-score 14 > rouge-score',
    'python/requirements: app/requirements.txt',
    'commands/shell-script: app/setup.sh',
  ])
})

const CASES: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['an inline script', 'bentofile.yaml', 'docker: {setup_script: "pip install a==1"}\n', ['PyPI:a@1']],
  ['nothing', 'bentofile.yaml', 'service: a\n', []],
]

it.each(CASES)('%s', async (_, path, text, expected) => {
  expect((await read(path, text)).mentions.map(shown)).toEqual(expected)
})
