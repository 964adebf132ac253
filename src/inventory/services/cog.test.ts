import { expect, it } from 'vitest'
import { shown } from '../../../test/support/command-site.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { fixtureFolder, fixturesIn } from '../../../test/support/fixtures.ts'
import { pointedAt } from '../../../test/support/pointed-at.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { cog } from './cog.ts'

function read(path: string, text: string): Promise<Extraction> {
  return cog.extract(fileOf(path, text))
}

/** What a fixture holds: its packages with the words they stand at, the files it names, and what was not understood. */
async function fixture(name: string): Promise<readonly string[]> {
  const found = fixturesIn(fixtureFolder(cog.id)).find(({ path }) => path === name)
  const content = found?.bytes ?? new Uint8Array()
  const extraction = await cog.extract(fileOf(`app/${name}`, content))
  return [
    ...pointedAt(content, extraction),
    ...extraction.includes.map(({ path, extractor }) => `${extractor}: ${path}`),
    ...extraction.diagnostics.map(({ message }) => message),
  ]
}

it('reads packages, files and commands', async () => {
  expect(await fixture('cog.yaml')).toEqual([
    'PyPI:torch@2.4.1 7 > 2.4.1',
    'PyPI:whisperx@? 8 > whisperx',
    'PyPI:flash-attn@2.6.3 11 > 2.6.3',
    'python/requirements: app/requirements.txt',
    'python/requirements: app/extra.txt',
  ])
})

const CASES: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['the older name of commands', 'cog.yaml', 'build:\n  pre_install: ["pip install a==1"]\n', ['PyPI:a@1']],
  ['an image and no build', 'cog.yaml', 'image: r8.example/a\n', []],
  ['shapes that are none', 'cog.yaml', 'build: {python_packages: {a: 1}, run: 3}\n', []],
]

it.each(CASES)('%s', async (_, path, text, expected) => {
  expect((await read(path, text)).mentions.map(shown)).toEqual(expected)
})
