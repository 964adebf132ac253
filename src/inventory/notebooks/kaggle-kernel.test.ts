import { describe, expect, it } from 'vitest'
import { fileOf } from '../../../test/support/file-of.ts'
import { fixtureFolder, fixturesIn } from '../../../test/support/fixtures.ts'
import { kaggleKernel } from './kaggle-kernel.ts'

/** What is read too, and what was not understood. */
async function read(text: string | Uint8Array, path = 'work/kernel-metadata.json'): Promise<readonly string[]> {
  const { includes, diagnostics } = await kaggleKernel.extract(fileOf(path, text))
  return [
    ...includes.map(({ path: file, extractor, rules }) => `${extractor ?? rules?.length} ${file}`),
    ...diagnostics.map(({ code, message }) => `${code} ${message}`),
  ]
}

describe('the fixtures name their code', () => {
  it.each([
    ['kernel-metadata.json', ['notebooks/notebook plankton-classifier.irnb']],
    ['script/kernel-metadata.json', ['commands/python-program script/train.py', 'python/imports script/train.py']],
  ])('%s', async (name, expected) => {
    const fixture = fixturesIn(fixtureFolder(kaggleKernel.id)).find(({ path }) => path === name)

    expect(await read(fixture?.bytes ?? '', name)).toEqual(expected)
  })
})

const CASES: readonly (readonly [string, Readonly<Record<string, unknown>>, readonly string[]])[] = [
  [
    'a notebook',
    { code_file: 'a.ipynb', kernel_type: 'notebook', language: 'python' },
    ['notebooks/notebook work/a.ipynb'],
  ],
  ['a notebook of another name', { code_file: 'main', kernel_type: 'notebook' }, ['notebooks/notebook work/main']],
  ['a notebook by its name alone', { code_file: '../a.irnb' }, ['notebooks/notebook a.irnb']],
  [
    'a program of another name, with the rules over Python',
    { code_file: 'run.txt', kernel_type: 'script', language: 'python' },
    ['commands/python-program work/run.txt', 'python/imports work/run.txt', '4 work/run.txt'],
  ],
  [
    'a program by its name alone',
    { code_file: 'src/a.py' },
    ['commands/python-program work/src/a.py', 'python/imports work/src/a.py'],
  ],
  ['a script that is kept as a notebook', { code_file: 'a.ipynb', kernel_type: 'script', language: 'r' }, []],
  ['R', { code_file: 'a.R', kernel_type: 'script', language: 'r' }, []],
  ['R Markdown', { code_file: 'a.Rmd', kernel_type: 'script', language: 'rmarkdown' }, []],
  ['what kernels init leaves', { code_file: 'INSERT_CODE_FILE_PATH_HERE', language: 'Pick one of: {python}' }, []],
  [
    'a path from the root of the machine',
    { code_file: '/home/me/a.ipynb' },
    ['FORMAT_OUTSIDE expected a file of the scanned folder, found "/home/me/a.ipynb"; what it installs is not covered'],
  ],
  [
    'no code',
    { id: 'me/k' },
    ['FORMAT_PARTIAL expected code_file to name what is run, found no text; what it installs is not covered'],
  ],
  [
    'code that is no text',
    { code_file: ['a.py'] },
    ['FORMAT_PARTIAL expected code_file to name what is run, found no text; what it installs is not covered'],
  ],
]

describe('what a kernel runs', () => {
  it.each(CASES)('%s', async (_, metadata, expected) => {
    expect(await read(JSON.stringify(metadata))).toEqual(expected)
  })

  it('is named at its place', async () => {
    const { includes } = await kaggleKernel.extract(fileOf('k/kernel-metadata.json', '{\n  "code_file": "a.ipynb"\n}'))
    expect(includes[0]?.location).toEqual({ path: 'k/kernel-metadata.json', lines: { start: 2, end: 2 }, column: 17 })
  })
})

it.each([
  ['a list', '[]', 'FORMAT_SHAPE'],
  ['no JSON', '{"code_file": ', 'FORMAT_SYNTAX'],
])('%s is refused', async (_, text, code) => {
  await expect(read(text)).rejects.toMatchObject({ code })
})

it('a megabyte of a path is told in a line', async () => {
  const [message = ''] = await read(JSON.stringify({ code_file: `/${'a/'.repeat(1 << 19)}` }))
  expect(message.length).toBeLessThan(300)
})
