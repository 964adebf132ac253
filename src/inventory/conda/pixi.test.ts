import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { diagnosticsInWords, mentionsInWords } from '../../../test/support/extraction-in-words.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { pyproject } from '../python/pyproject.ts'
import { pixi } from './pixi.ts'

const text = readFileSync(new URL('./fixtures/pixi/pixi.toml', import.meta.url), 'utf8')
const read = (content: string): Promise<Extraction> => pixi.extract(fileOf('pixi.toml', content))
const channels = 'registry:conda-forge,pytorch'

describe('pixi.toml', () => {
  it('lists conda and PyPI packages of environments, features and targets', async () => {
    const found = await read(text)
    expect(found.diagnostics).toEqual([])
    expect(mentionsInWords(found)).toEqual([
      'tiktoken ==0.6.0 registry requires runtime direct:yes 14:15',
      'sentence-transformers >=2.4 (pep440) registry requires runtime direct:yes 15:40',
      `python 3.11.* (conda) ${channels} requires runtime direct:yes 7:11`,
      'pytorch >=2.1,<3 (conda) registry:pytorch requires runtime direct:yes 8:24',
      `numpy ==1.26.4 ${channels} requires runtime direct:yes 9:10`,
      `cudatoolkit any ${channels} requires runtime direct:yes 10:16`,
      'retriever-native unstated local:native requires runtime direct:yes 11:1',
      `cmake ==3.28 ${channels} requires build direct:yes 27:10`,
      `faiss-gpu =1.7.4 (conda) ${channels} requires runtime direct:yes 18:14 ; platform linux-64`,
      `pytest >=8 (conda) ${channels} requires development [feature:test] direct:yes 21:11`,
      'fastapi >=0.110 (pep440) registry requires optional [feature:serve] direct:yes 24:14',
    ])
  })

  it('reads the same below [tool.pixi] of pyproject.toml', async () => {
    const nested = text.replaceAll(/^\[/gm, '[tool.pixi.')
    const found = await pyproject.extract(fileOf('pyproject.toml', nested))
    expect(found.mentions.map(({ key }) => key)).toEqual((await read(text)).mentions.map(({ key }) => key))
  })

  it.each([
    ['[dependencies]\na = 1\n', 'FORMAT_PARTIAL 2:5 expected a version of "a"'],
    ['[dependencies]\na = "{{ x }}"\n', 'FORMAT_PARTIAL 2:6 expected'],
    ['[dependencies]\n"a b" = "1"\n', 'FORMAT_PARTIAL 2:10 expected a package name'],
  ])('%j says what it could not read', async (content, expected) => {
    expect(diagnosticsInWords(await read(content)).join('\n')).toContain(expected)
  })
})
