import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { shown } from '../../../test/support/command-site.ts'
import { diagnosticsInWords, mentionsInWords } from '../../../test/support/extraction-in-words.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { environment } from './environment.ts'

function read(text: string, path = 'env/environment.yml'): Promise<Extraction> {
  return environment.extract(fileOf(path, text))
}

function fixture(name: string): string {
  return readFileSync(new URL(`./fixtures/environment/${name}`, import.meta.url), 'utf8')
}

describe('a real-looking environment', () => {
  it('lists conda and pip packages with their places', async () => {
    const channels = 'registry:pytorch,nvidia,conda-forge'
    expect(mentionsInWords(await read(fixture('environment.yml')))).toEqual([
      `python =3.11 (conda) ${channels} requires runtime direct:yes 8:12`,
      `pytorch ==2.1.0 registry:pytorch requires runtime direct:yes 9:22`,
      `pytorch-cuda =11.8 (conda) ${channels} requires runtime direct:yes 10:18`,
      `numpy >=1.24,<2 (conda) ${channels} requires runtime direct:yes 11:13`,
      `scikit-learn ==1.4.0 ${channels} requires runtime direct:yes 12:20`,
      `pandas >=2,<3 (conda) ${channels} requires runtime direct:yes 13:23`,
      `faiss-gpu any ${channels} requires runtime direct:yes 14:5 ; linux64`,
      `mkl ==2023.2.0 ${channels} requires runtime direct:yes 15:9`,
      `pip any ${channels} requires runtime direct:yes 16:5`,
      'transformers ==4.38.2 registry requires runtime direct:yes 19:23',
      'sentence-transformers >=2.4,<3 (pep440) registry requires runtime direct:yes 20:32 ; python_version >= "3.9"',
      'langchain ~= 0.1.9 (pep440) registry requires runtime direct:yes 21:28',
      'retriever unstated git:https://git.example/team/retriever.git requires runtime direct:yes 22:59',
    ])
  })

  it('names the file of the pip list and the local project', async () => {
    const { includes, diagnostics } = await read(fixture('environment.yml'))
    expect(includes).toMatchObject([
      { path: 'env/requirements/extra.txt', role: 'requires', extractor: 'python/requirements' },
    ])
    expect(diagnostics.map(({ level }) => level)).toEqual(['note'])
  })

  it('takes an export for the outcome of a resolution', async () => {
    expect(mentionsInWords(await read(fixture('envs/exported.yml')))).toEqual([
      '_libgcc_mutex ==0.1 registry:defaults locks runtime direct:unknown 5:19',
      'numpy ==1.26.4 registry:defaults locks runtime direct:unknown 6:11',
      'openssl ==3.0.13 registry:defaults locks runtime direct:unknown 7:13',
      'pip ==23.3.1 registry:defaults locks runtime direct:unknown 8:9',
      'tiktoken ==0.6.0 registry locks runtime direct:unknown 10:19',
    ])
  })
})

describe('the pip list', () => {
  it.each([
    ['- --index-url https://registry.example/simple\n    - a', 'registry:https://registry.example/simple'],
    ['- -i https://a.example\n    - --extra-index-url https://b.example\n    - a', 'registry'],
    ['- a @ https://files.example/a-1.0.tar.gz', 'url:https://files.example/a-1.0.tar.gz'],
  ])('%j -> %s', async (list, origin) => {
    const [mention] = mentionsInWords(await read(`dependencies:\n- pip:\n    ${list}\n`))
    expect(mention).toContain(` ${origin} `)
  })

  it('constraints, hashes and lists without a dash of their own', async () => {
    const text = 'dependencies:\n- pip:\n  - -c ../limits.txt\n  - a==1.0 --hash=sha256:ab\n  - |\n    b==1\n    c==2\n'
    const extraction = await read(text)
    expect(extraction.includes).toMatchObject([{ path: 'limits.txt', role: 'constrains' }])
    expect(extraction.mentions.map(shown)).toEqual(['PyPI:a@1.0', 'PyPI:b@1', 'PyPI:c@2'])
    expect(extraction.mentions[0]?.integrity).toEqual(['sha256:ab'])
  })
})

describe('what cannot be read is told, the rest is kept', () => {
  it.each([
    ['dependencies:\n- numpy\n- "{{ x }}"', 'FORMAT_PARTIAL 3:4', 'conda:numpy'],
    ['dependencies:\n- numpy\n- [a]', 'FORMAT_PARTIAL 3:3', 'conda:numpy'],
    ['dependencies:\n- numpy\n- npm:\n  - x', 'FORMAT_PARTIAL 3:3', 'conda:numpy'],
    ['dependencies:\n- pip:\n  - a==$V\n  - b', 'FORMAT_PARTIAL 3:8', 'PyPI:a@?', 'PyPI:b'],
    ['dependencies:\n- pip:\n  - -r /etc/x.txt\n- b', 'FORMAT_OUTSIDE 3:8', 'conda:b'],
    ['channels: [a]\ndependencies: b', 'FORMAT_PARTIAL 2:15'],
  ])('%j', async (text, diagnostic, ...packages) => {
    const extraction = await read(text)
    expect(extraction.mentions.map(shown)).toEqual(packages)
    expect(diagnosticsInWords(extraction)[0]).toContain(diagnostic)
  })
})

describe('files of other tools under the same names', () => {
  it.each([
    ['conda-lock', 'version: 1\npackage:\n- name: numpy\n  version: 1.0\n'],
    ['a CI setting', 'environment:\n  NAME: value\n'],
    ['a map of dependencies', 'dependencies:\n  left: ^1\n'],
    ['nothing', ''],
    ['an empty list', 'dependencies:\n'],
  ])('%s says nothing', async (_name, text) => {
    expect(await read(text)).toEqual({ mentions: [], edges: [], includes: [], clues: [], diagnostics: [] })
  })
})

it('a development environment is for development', async () => {
  const { mentions } = await read('dependencies: [pytest]', 'environment-dev.yml')
  expect(mentions[0]?.scope).toBe('development')
})

it.each([
  ['items on one line', `dependencies: [${'a,'.repeat(1 << 18)}a]`],
  ['a name', `dependencies:\n- ${'a'.repeat(1 << 20)}`],
  ['operators', `dependencies:\n- "a ${'= '.repeat(1 << 19)}"`],
  ['brackets', `dependencies:\n- "a[${'a= '.repeat(1 << 18)}"`],
  ['comments', `dependencies:\n- "a ${'# '.repeat(1 << 19)}"`],
])('a megabyte of %s is read in linear time', async (_name, text) => {
  const before = performance.now()
  await read(text)
  expect(performance.now() - before).toBeLessThan(8000)
})
