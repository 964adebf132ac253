import { describe, expect, it } from 'vitest'
import { diagnosticsInWords, edgesInWords, mentionsInWords } from '../../../test/support/extraction-in-words.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { fixtureFolder, fixturesIn } from '../../../test/support/fixtures.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { pylock } from './pylock.ts'

describe('pylock.toml', () => {
  it('reads groups and extras out of markers, and every kind of source', async () => {
    const extraction = await fixture('pylock.toml')
    expect(mentionsInWords(extraction)).toEqual([
      'rag-service unstated local:. locks runtime direct:unknown 12:9',
      'certifi ==2023.7.22 registry:https://registry.example/simple locks runtime direct:unknown 17:12',
      "colorama ==0.4.6 registry:https://registry.example/simple locks runtime direct:unknown 24:12 ; sys_platform == 'win32'",
      "iniconfig ==2.0.0 registry:https://registry.example/simple locks development [group:dev] direct:unknown 32:12 ; 'dev' in dependency_groups",
      "pytest ==8.0.2 registry:https://registry.example/simple locks development [group:dev] direct:unknown 40:12 ; 'dev' in dependency_groups",
      'prompt-kit unstated git:https://git.example/ml/prompt-kit.git#4f1c2d7b9a6e5038c1d2e3f405162738495a6b7c locks runtime direct:unknown 51:9',
      "requests ==2.31.0 registry:https://registry.example/simple locks runtime direct:unknown 56:12 ; 'default' in dependency_groups or 'dev' in dependency_groups",
      'tokenizer-wheel ==1.2.0 url:https://files.registry.example/tokenizer_wheel-1.2.0-py3-none-any.whl locks runtime direct:unknown 66:9',
      "torch ==2.1.0 registry:https://registry.example/whl/cpu locks optional [extra:gpu] direct:unknown 71:12 ; sys_platform != 'linux' and 'gpu' in extras",
      "torch ==2.1.0+cu121 registry:https://registry.example/whl/cu121 locks optional [extra:gpu] direct:unknown 79:12 ; sys_platform == 'linux' and 'gpu' in extras",
    ])
    expect(edgesInWords(extraction)).toEqual([
      'pytest@8.0.2 -> colorama@0.4.6',
      'pytest@8.0.2 -> iniconfig@2.0.0',
      'requests@2.31.0 -> certifi@2023.7.22',
    ])
    expect(extraction.diagnostics).toEqual([])
  })
  it('reads an inline array of packages', async () => {
    const extraction = await fixture('pylock.inline.toml')
    expect(mentionsInWords(extraction)).toEqual([
      'certifi ==2023.7.22 registry locks runtime direct:unknown 4:36',
      'idna ==3.4 registry locks runtime direct:unknown 5:33',
    ])
    expect(extraction.diagnostics).toEqual([])
  })

  it.each([
    ["'x' in extras", 'optional', ['extra:x']],
    ["'X_y' in dependency_groups", 'development', ['group:x-y']],
    ["'x' in extras or 'y' in extras", 'optional', ['extra:x', 'extra:y']],
    ["'x' in extras or 'd' in dependency_groups", 'runtime', []],
    ["'x' in extras or sys_platform == 'linux'", 'runtime', []],
    ["'x' in extras and sys_platform == 'linux'", 'optional', ['extra:x']],
    ["'x' not in extras", 'runtime', []],
    ['broken marker', 'runtime', []],
  ])('marker %s', async (marker, scope, groups) => {
    const text = `lock-version = "1.0"\ndefault-groups = ["d"]\n[[packages]]\nname = "a"\nmarker = "${marker}"\n`
    const { mentions } = await extract(text)
    expect(mentions.map((mention) => [mention.scope, mention.groups])).toEqual([[scope, groups]])
  })

  it.each([
    ['a newer lock', 'lock-version = "2.0"\n', 'FORMAT_VERSION 1:17 expected lock-version 1.0, found "2.0"'],
    ['no version', 'packages = []\n', 'FORMAT_VERSION 1:1 expected lock-version 1.0, found "none"'],
  ])('reports %s', async (_name, text, expected) => {
    expect(diagnosticsInWords(await extract(text))).toEqual([expected])
  })

  it('refuses what is no pylock.toml', async () => {
    await expect(extract('a = 1')).rejects.toMatchObject({ code: 'FORMAT_SHAPE' })
  })
})

async function extract(text: string, path = 'pylock.toml'): Promise<Extraction> {
  return pylock.extract(fileOf(path, text))
}

async function fixture(name: string): Promise<Extraction> {
  const found = fixturesIn(fixtureFolder(pylock.id)).find(({ path }) => path === name)
  if (found === undefined) throw new Error(`no fixture ${name}`)
  return pylock.extract(fileOf(name, found.bytes))
}
