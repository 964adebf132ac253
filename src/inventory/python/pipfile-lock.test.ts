import { describe, expect, it } from 'vitest'
import { diagnosticsInWords, mentionsInWords } from '../../../test/support/extraction-in-words.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { fixtureFolder, fixturesIn } from '../../../test/support/fixtures.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { pipfileLock } from './pipfile-lock.ts'

describe('Pipfile.lock', () => {
  it('reads every category; production wins over development', async () => {
    const extraction = await fixture('Pipfile.lock')
    expect(mentionsInWords(extraction)).toEqual([
      "certifi ==2023.7.22 registry locks runtime direct:unknown 30:27 ; python_version >= '3.6'",
      'lib unstated local:./lib locks runtime direct:unknown 32:10',
      'prompt-kit unstated git:https://git.example/ml/prompt-kit.git#4f1c2d7b9a6e5038c1d2e3f405162738495a6b7c locks runtime direct:unknown 36:10',
      "requests ==2.31.0 registry:https://registry.example/private/simple locks runtime direct:unknown 50:27 ; python_version >= '3.7'",
      'tokenizer-wheel ==1.2.0 url:https://files.registry.example/tokenizer_wheel-1.2.0-py3-none-any.whl locks runtime direct:unknown 52:10',
      'torch ==2.1.0+cu121 registry:https://registry.example/whl/cu121 locks runtime direct:unknown 64:27',
      "tqdm any registry locks runtime direct:unknown 66:10 ; sys_platform == 'win32'",
      'iniconfig ==2.0.0 registry locks development [group:develop] direct:unknown 85:27',
      'pytest ==8.0.2 registry:https://registry.example/private/simple locks development [group:develop] direct:unknown 93:27',
      'mkdocs ==1.5.3 registry:https://registry.example/private/simple locks development [group:docs] direct:unknown 103:27',
    ])
    expect(extraction.diagnostics).toEqual([])
  })

  it('reads a minified file and counts columns in it', async () => {
    const text =
      '{"_meta":{"sources":[{"name":"x","url":"https://registry.example/simple"}]},"default":{"a":{"version":"==1.0"}},"develop":{"a":{"version":"==2.0"}}}'
    expect(mentionsInWords(await extract(text))).toEqual([
      `a ==1.0 registry:https://registry.example/simple locks runtime direct:unknown 1:${text.indexOf('1.0') + 1}`,
      `a ==2.0 registry:https://registry.example/simple locks development [group:develop] direct:unknown 1:${text.indexOf('2.0') + 1}`,
    ])
  })

  it.each([
    ['another format', '{"_meta":{"pipfile-spec":7}}', 'FORMAT_VERSION 1:26 expected pipfile-spec 6, found "7"'],
    ['an entry that is no table', '{"default":{"a":1}}', 'FORMAT_PARTIAL 1:17 expected a table for "a"'],
    ['a category that is no table', '{"default":[]}', 'FORMAT_PARTIAL 1:12 expected packages in "default"'],
    [
      'a name with a line break',
      '{"default":{"a\\nb":{}}}',
      'FORMAT_PARTIAL 1:14 expected a package name, found "a\\nb"',
    ],
  ])('reports %s', async (_name, text, expected) => {
    expect(diagnosticsInWords(await extract(text))).toEqual([expected])
  })

  it('refuses what is no Pipfile.lock', async () => {
    await expect(extract('{}')).rejects.toMatchObject({ code: 'FORMAT_SHAPE' })
  })
})

async function extract(text: string, path = 'Pipfile.lock'): Promise<Extraction> {
  return pipfileLock.extract(fileOf(path, text))
}

async function fixture(name: string): Promise<Extraction> {
  const found = fixturesIn(fixtureFolder(pipfileLock.id)).find(({ path }) => path === name)
  if (found === undefined) throw new Error(`no fixture ${name}`)
  return pipfileLock.extract(fileOf(name, found.bytes))
}
