import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { diagnosticsInWords, edgesInWords, mentionsInWords } from '../../../test/support/extraction-in-words.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { condaLock } from './conda-lock.ts'

const read = (text: string): Promise<Extraction> => condaLock.extract(fileOf('conda-lock.yml', text))

describe('conda-lock.yml', async () => {
  const found = await read(readFileSync(new URL('./fixtures/conda-lock/conda-lock.yml', import.meta.url), 'utf8'))
  const channel = 'registry:https://registry.example/conda-forge'

  it('lists every package once, with the platforms it is for', () => {
    expect(found.diagnostics).toEqual([])
    expect(mentionsInWords(found)).toEqual([
      `pytorch ==2.1.0 ${channel} locks runtime direct:unknown 17:12`,
      `numpy ==1.26 ${channel} locks runtime direct:unknown 41:13 ; platform linux-64`,
      `pytest ==8.0.0 ${channel} locks development [group:dev] direct:unknown 50:12 ; platform linux-64`,
      'sentence-transformers ==2.4.0 registry locks runtime direct:unknown 59:12 ; platform linux-64',
    ])
    expect(found.mentions.map(({ ecosystem }) => ecosystem)).toEqual(['conda', 'conda', 'conda', 'PyPI'])
    expect(found.mentions[0]?.integrity).toEqual(['md5:0a1b2c3d', 'sha256:4e5f'])
  })

  it('draws the graph, from pip packages to what conda installs for them', () => {
    expect(edgesInWords(found)).toEqual(['pytorch@2.1.0 -> numpy@1.26', 'sentence-transformers@2.4.0 -> pytorch@2.1.0'])
  })

  it.each([
    ['version: 1\npackage:\n- {name: a, version: 1}\n', 'FORMAT_PARTIAL 3:3 expected a package with'],
    ['version: 7\npackage: []\n', 'FORMAT_VERSION 1:10 expected version 1'],
    [
      'version: 1\npackage:\n- {name: "a b", version: 1, manager: conda}\n',
      'FORMAT_PARTIAL 3:26 expected a package name',
    ],
  ])('%j says what it could not read', async (text, expected) => {
    expect(diagnosticsInWords(await read(text))[0]).toContain(expected)
  })

  it('refuses what is none', async () => {
    await expect(read('a: 1\n')).rejects.toThrow('expected `version` and `package`')
  })

  it('reads many entries of one name in linear time', async () => {
    const entry = (i: number): string =>
      `- {name: a, version: 1.${i}, manager: conda, dependencies: {a: '*', b: '*'}}\n`
    const text = `version: 1\npackage:\n${Array.from({ length: 8000 }, (_, i) => entry(i)).join('')}`
    const before = performance.now()
    await read(text)
    expect(performance.now() - before).toBeLessThan(8000)
  })
})
