import { expect, it } from 'vitest'
import { shown } from '../../../test/support/command-site.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { fixtureFolder, fixturesIn } from '../../../test/support/fixtures.ts'
import { pointedAt } from '../../../test/support/pointed-at.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { space } from './space.ts'

function read(path: string, text: string): Promise<Extraction> {
  return space.extract(fileOf(path, text))
}

/** What a fixture holds: its packages with the words they stand at, the files it names, and what was not understood. */
async function fixture(name: string): Promise<readonly string[]> {
  const found = fixturesIn(fixtureFolder(space.id)).find(({ path }) => path === name)
  const content = found?.bytes ?? new Uint8Array()
  const extraction = await space.extract(fileOf(`app/${name}`, content))
  return [
    ...pointedAt(content, extraction),
    ...extraction.includes.map(({ path, extractor }) => `${extractor}: ${path}`),
    ...extraction.diagnostics.map(({ message }) => message),
  ]
}

it('reads the version of the SDK', async () => {
  expect(await fixture('README.md')).toEqual(['PyPI:gradio@4.44.1 5 > 4.44.1'])
})

const CASES: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['Streamlit', 'README.md', '---\nsdk: streamlit\nsdk_version: "1.38.0"\n---\n', ['PyPI:streamlit@1.38.0']],
  [
    'a version that looks like a number',
    'README.md',
    '---\nsdk: gradio\nsdk_version: 4.10\n---\n',
    ['PyPI:gradio@4.10'],
  ],
  ['no version', 'README.md', '---\nsdk: gradio\n---\n', ['PyPI:gradio@?']],
  ['Docker', 'README.md', '---\nsdk: docker\n---\n', []],
  ['a model card', 'README.md', '---\nlicense: mit\n---\nsdk: gradio\n', []],
  ['any document', 'README.md', '# sdk: gradio\n', []],
]

it.each(CASES)('%s', async (_, path, text, expected) => {
  expect((await read(path, text)).mentions.map(shown)).toEqual(expected)
})
