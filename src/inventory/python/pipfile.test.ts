import { describe, expect, it } from 'vitest'
import { diagnosticsInWords, mentionsInWords } from '../../../test/support/extraction-in-words.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { fixtureFolder, fixturesIn } from '../../../test/support/fixtures.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { pipfile } from './pipfile.ts'

describe('Pipfile', () => {
  it('reads packages, development packages and categories', async () => {
    const extraction = await fixture('Pipfile')
    expect(mentionsInWords(extraction)).toEqual([
      'requests ~=2.31 (pep440) registry requires runtime direct:yes 12:46',
      'torch ==2.1.0+cu121 registry:https://registry.example/whl/cu121 requires runtime direct:yes 13:23',
      "tqdm any registry requires runtime direct:yes 14:1 ; sys_platform == 'win32'",
      'lib unstated local:./lib requires runtime direct:yes 15:1',
      'prompt-kit unstated git:https://git.example/ml/prompt-kit.git#4f1c2d7b9a6e5038c1d2e3f405162738495a6b7c requires runtime direct:yes 16:1',
      'pytest >=8 (pep440) registry requires development [group:develop] direct:yes 19:13',
      'mkdocs any registry requires development [group:docs] direct:yes 22:1',
    ])
    expect(extraction.diagnostics).toEqual([])
  })

  it.each([
    ['a = "^1"', 'FORMAT_PARTIAL 2:6 expected a version specifier, `;` or the end, found "^1"'],
    ['a = 1', 'FORMAT_PARTIAL 2:5 expected a version specifier for "a"'],
    ['"a b" = "*"', 'FORMAT_PARTIAL 2:1 expected a package name, found "a b"'],
  ])('reports %s', async (line, expected) => {
    expect(diagnosticsInWords(await extract(`[packages]\n${line}\n`))).toEqual([expected])
  })
})

async function extract(text: string, path = 'Pipfile'): Promise<Extraction> {
  return pipfile.extract(fileOf(path, text))
}

async function fixture(name: string): Promise<Extraction> {
  const found = fixturesIn(fixtureFolder(pipfile.id)).find(({ path }) => path === name)
  if (found === undefined) throw new Error(`no fixture ${name}`)
  return pipfile.extract(fileOf(name, found.bytes))
}
