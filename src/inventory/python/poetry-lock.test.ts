import { describe, expect, it } from 'vitest'
import { diagnosticsInWords, edgesInWords, mentionsInWords } from '../../../test/support/extraction-in-words.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { fixtureFolder, fixturesIn } from '../../../test/support/fixtures.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { poetryLock } from './poetry-lock.ts'

describe('poetry.lock', () => {
  it('reads version 2 with groups, markers, extras and every kind of source', async () => {
    const extraction = await fixture('poetry.lock')
    expect(mentionsInWords(extraction)).toEqual([
      'attrs ==22.1.0 registry locks runtime direct:unknown 5:12 ; python_version == "3.11"',
      'attrs ==23.2.0 registry locks runtime direct:unknown 18:12 ; python_version >= "3.12"',
      'certifi ==2023.7.22 registry locks runtime direct:unknown 31:12',
      'colorama ==0.4.6 registry locks runtime direct:unknown 43:12 ; (sys_platform == "win32") or (platform_system == "Windows")',
      'datasets ==2.16.1 registry locks runtime direct:unknown 56:12',
      'faiss-cpu ==1.7.4 registry locks optional [extra:search] direct:yes 73:12 ; extra == "search"',
      'featurestore ==1.4.2 registry:https://registry.example/private/simple locks runtime direct:unknown 89:12',
      'iniconfig ==2.0.0 registry locks development [group:dev] direct:unknown 106:12',
      'lib ==0.2.0 local:lib locks runtime direct:unknown 118:12',
      'numpy ==1.26.4 registry locks optional [extra:search] direct:unknown 135:12 ; extra == "search"',
      'packaging ==23.2 registry locks runtime direct:unknown 148:12',
      'prompt-kit ==0.3.0 git:https://git.example/ml/prompt-kit.git#4f1c2d7b9a6e5038c1d2e3f405162738495a6b7c locks runtime direct:unknown 160:12',
      'pysocks ==1.7.1 registry locks runtime direct:unknown 176:12',
      'pytest ==8.0.2 registry locks development [group:dev] direct:unknown 188:12',
      'requests ==2.31.0 registry locks runtime direct:unknown 205:12',
      'tokenizer-wheel ==1.2.0 url:https://files.registry.example/tokenizer_wheel-1.2.0-py3-none-any.whl locks runtime direct:unknown 225:12',
      'tqdm ==4.66.1 registry locks runtime direct:unknown 241:12',
      'urllib3 ==2.0.7 registry locks runtime direct:unknown 256:12',
    ])
    expect(edgesInWords(extraction)).toEqual([
      'datasets@2.16.1 -> attrs@22.1.0',
      'datasets@2.16.1 -> attrs@23.2.0',
      'datasets@2.16.1 -> requests@2.31.0',
      'datasets@2.16.1 -> tqdm@4.66.1',
      'ROOT -> faiss-cpu@1.7.4',
      'faiss-cpu@1.7.4 -> numpy@1.26.4',
      'lib@0.2.0 -> packaging@23.2',
      'pytest@8.0.2 -> colorama@0.4.6',
      'pytest@8.0.2 -> iniconfig@2.0.0',
      'pytest@8.0.2 -> packaging@23.2',
      'requests@2.31.0 -> certifi@2023.7.22',
      'requests@2.31.0 -> pysocks@1.7.1',
      'requests@2.31.0 -> urllib3@2.0.7',
      'tqdm@4.66.1 -> colorama@0.4.6',
    ])
    expect(extraction.diagnostics).toEqual([])
  })
  it('reads version 1 with categories', async () => {
    const extraction = await fixture('legacy/poetry.lock')
    expect(mentionsInWords(extraction)).toEqual([
      'certifi ==2022.12.7 registry locks runtime direct:unknown 3:12',
      'faiss-cpu ==1.7.3 registry locks optional [extra:search] direct:yes 11:12',
      'iniconfig ==2.0.0 registry locks development [group:dev] direct:unknown 19:12',
      'requests ==2.28.1 registry locks runtime direct:unknown 27:12',
    ])
    expect(edgesInWords(extraction)).toEqual(['ROOT -> faiss-cpu@1.7.3', 'requests@2.28.1 -> certifi@2022.12.7'])
    expect(extraction.diagnostics).toEqual([])
  })

  it('takes the hashes of version 1 from [metadata.files], those of the locked version only', async () => {
    const { mentions } = await extract(
      `[[package]]\nname = "A.b"\nversion = "1.0"\n[metadata]\n[metadata.files]\na-b = [\n  {file = "a_b-1.0.tar.gz", hash = "sha256:aa"},\n  {file = "a_b-2.0.tar.gz", hash = "sha256:bb"},\n]\n`,
    )
    expect(mentions.map(({ integrity }) => integrity)).toEqual([['sha256:aa']])
  })

  it('reads names only inside [[package]]', async () => {
    const { mentions } = await extract(
      '[[package]]\nname = "a"\nversion = "1"\n[package.extras]\nname = ["evil"]\n[metadata]\nlock-version = "2.0"\n[metadata.hashes]\nname = []\n',
    )
    expect(mentions.map(({ name }) => name)).toEqual(['a'])
  })

  it('counts everything as main where neither group nor category is written (poetry 1.5 to 1.8)', async () => {
    const { mentions } = await extract(
      '[[package]]\nname = "a"\nversion = "1"\noptional = false\n[metadata]\nlock-version = "2.0"\n',
    )
    expect(mentions.map(({ scope, groups }) => [scope, groups])).toEqual([['runtime', []]])
  })

  it('tells the entries of a fork apart by an exact constraint', async () => {
    const extraction = await extract(
      '[[package]]\nname = "a"\nversion = "1"\n[package.dependencies]\nb = [{version = "2", markers = "os_name == \'nt\'"}]\n[[package]]\nname = "b"\nversion = "2"\n[[package]]\nname = "b"\nversion = "3"\n',
    )
    expect(edgesInWords(extraction)).toEqual(['a@1 -> b@2'])
  })

  it.each([
    [
      'a newer lock',
      '[metadata]\nlock-version = "3.0"\n',
      'FORMAT_VERSION 2:17 expected lock-version 1 or 2, found "3.0"',
    ],
    ['a package without a name', '[[package]]\nversion = "1"\n', 'FORMAT_PARTIAL 1:1 expected a package with a `name`'],
  ])('reports %s', async (_name, text, expected) => {
    expect(diagnosticsInWords(await extract(text))).toEqual([expected])
  })

  it('refuses what is no poetry.lock', async () => {
    await expect(extract('a = 1')).rejects.toMatchObject({ code: 'FORMAT_SHAPE' })
  })
})

async function extract(text: string, path = 'poetry.lock'): Promise<Extraction> {
  return poetryLock.extract(fileOf(path, text))
}

async function fixture(name: string): Promise<Extraction> {
  const found = fixturesIn(fixtureFolder(poetryLock.id)).find(({ path }) => path === name)
  if (found === undefined) throw new Error(`no fixture ${name}`)
  return poetryLock.extract(fileOf(name, found.bytes))
}
