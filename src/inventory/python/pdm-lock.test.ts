import { describe, expect, it } from 'vitest'
import { diagnosticsInWords, edgesInWords, mentionsInWords } from '../../../test/support/extraction-in-words.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { fixtureFolder, fixturesIn } from '../../../test/support/fixtures.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { pdmLock } from './pdm-lock.ts'

describe('pdm.lock', () => {
  it('reads groups, extras, and every kind of source', async () => {
    const extraction = await fixture('pdm.lock')
    expect(mentionsInWords(extraction)).toEqual([
      'certifi ==2023.7.22 registry locks runtime direct:unknown 15:12',
      'colorama ==0.4.6 registry locks runtime direct:unknown 26:12 ; sys_platform == "win32"',
      'iniconfig ==2.0.0 registry locks development [group:test] direct:unknown 38:12',
      'lib ==0.2.0 local:./lib locks development [group:test] direct:unknown 49:12',
      'packaging ==23.2 registry locks development [group:test] direct:unknown 61:12',
      'prompt-kit ==0.3.0 git:https://git.example/ml/prompt-kit.git#4f1c2d7b9a6e5038c1d2e3f405162738495a6b7c locks runtime direct:unknown 72:12',
      'pysocks ==1.7.1 registry locks runtime direct:unknown 82:12',
      'requests ==2.31.0 registry locks runtime direct:unknown 93:12',
      'tokenizer-wheel ==1.2.0 url:https://files.registry.example/tokenizer_wheel-1.2.0-py3-none-any.whl locks runtime direct:unknown 124:12',
      'torch ==2.1.0+cu121 registry locks optional [group:gpu] direct:unknown 136:12',
      'triton ==2.1.0 registry locks optional [group:gpu] direct:unknown 150:12 ; platform_system == "Linux"',
      'urllib3 ==2.0.7 registry locks runtime direct:unknown 162:12',
    ])
    expect(edgesInWords(extraction)).toEqual([
      'lib@0.2.0 -> packaging@23.2',
      'requests@2.31.0 -> certifi@2023.7.22',
      'requests@2.31.0 -> urllib3@2.0.7',
      'requests@2.31.0 -> pysocks@1.7.1',
      'torch@2.1.0+cu121 -> triton@2.1.0',
    ])
    expect(extraction.diagnostics).toEqual([])
  })

  it('counts everything as main without the strategy inherit_metadata', async () => {
    const { mentions } = await extract('[metadata]\nlock_version = "4.5.0"\n[[package]]\nname = "a"\nversion = "1"\n')
    expect(mentions.map(({ scope, groups }) => [scope, groups])).toEqual([['runtime', []]])
  })

  it('reads the hashes of old locks from [metadata.files]', async () => {
    const { mentions } = await extract(
      '[[package]]\nname = "a"\nversion = "1"\n[metadata]\nlock_version = "4.0"\n[metadata.files]\n"a 1" = [{url = "https://registry.example/a-1.zip", hash = "sha256:aa"}]\n',
    )
    expect(mentions.map(({ integrity }) => integrity)).toEqual([['sha256:aa']])
  })

  it.each([
    ['a newer lock', '[metadata]\nlock_version = "5"\n', 'FORMAT_VERSION 2:17 expected lock_version 3 or 4, found "5"'],
    [
      'a dependency that is none',
      '[[package]]\nname = "a"\nversion = "1"\ndependencies = ["=b"]\n',
      'FORMAT_PARTIAL 4:18 expected a package name, found "=b"',
    ],
  ])('reports %s', async (_name, text, expected) => {
    expect(diagnosticsInWords(await extract(text))).toEqual([expected])
  })

  it('refuses what is no pdm.lock', async () => {
    await expect(extract('a = 1')).rejects.toMatchObject({ code: 'FORMAT_SHAPE' })
  })
})

async function extract(text: string, path = 'pdm.lock'): Promise<Extraction> {
  return pdmLock.extract(fileOf(path, text))
}

async function fixture(name: string): Promise<Extraction> {
  const found = fixturesIn(fixtureFolder(pdmLock.id)).find(({ path }) => path === name)
  if (found === undefined) throw new Error(`no fixture ${name}`)
  return pdmLock.extract(fileOf(name, found.bytes))
}
