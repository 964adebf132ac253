import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { diagnosticsInWords, edgesInWords, mentionsInWords } from '../../../test/support/extraction-in-words.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { pixiLock } from './pixi-lock.ts'

const read = (text: string): Promise<Extraction> => pixiLock.extract(fileOf('pixi.lock', text))
const fixture = (name: string): Promise<Extraction> =>
  read(readFileSync(new URL(`./fixtures/pixi-lock/${name}`, import.meta.url), 'utf8'))
const channel = 'registry:https://registry.example/conda-forge'

describe('pixi.lock', async () => {
  const found = await fixture('pixi.lock')

  it('lists the packages of all environments and platforms', () => {
    expect(found.diagnostics).toEqual([])
    expect(mentionsInWords(found)).toEqual([
      `openssl ==3.2.1 ${channel} locks runtime direct:unknown 24:64 ; platform linux-64`,
      `openssl ==3.2.1 ${channel} locks runtime direct:unknown 31:65 ; platform osx-arm64`,
      `pytest ==8.0.0 ${channel} locks development [env:test] direct:unknown 35:61 ; platform linux-64`,
      `pytorch ==2.1.0 ${channel} locks runtime direct:unknown 39:64 ; platform linux-64`,
      'retriever ==0.1.0 local:./ locks runtime direct:unknown 45:12 ; platform linux-64',
      'sentence-transformers ==2.4.0 registry locks runtime direct:unknown 52:12 ; platform linux-64',
    ])
  })

  it('takes from purls which PyPI project a package is, or that it is none', () => {
    expect(found.mentions.map(({ twin }) => (twin === undefined || twin === 'none' ? twin : twin.name))).toEqual([
      'none',
      'none',
      'pytest',
      undefined,
      undefined,
      undefined,
    ])
  })

  it('draws the graph across the two kinds', () => {
    expect(edgesInWords(found)).toEqual([
      'pytorch@2.1.0 -> openssl@3.2.1',
      'pytorch@2.1.0 -> openssl@3.2.1#2',
      'retriever@0.1.0 -> sentence-transformers@2.4.0',
      'sentence-transformers@2.4.0 -> pytorch@2.1.0',
    ])
  })

  it.each([
    [
      'v5/pixi.lock',
      [
        `numpy ==1.26.4 ${channel} locks runtime direct:unknown 13:12`,
        'tiktoken ==0.6.0 registry locks runtime direct:unknown 22:12',
      ],
    ],
    [
      'v3/pixi.lock',
      [
        `ncurses ==6.4 ${channel} locks runtime direct:unknown 14:13`,
        `libgcc-ng ==13.2.0 ${channel} locks runtime direct:unknown 25:12`,
      ],
    ],
  ])('%s', async (name, expected) => {
    const older = await fixture(name)
    expect(older.diagnostics).toEqual([])
    expect(mentionsInWords(older)).toEqual(expected)
  })

  it.each([
    ['version: 6\npackages:\n- rpm: x\n', 'FORMAT_PARTIAL 3:3 expected a package with'],
    ['version: 9\npackages: []\n', 'FORMAT_VERSION 1:10 version 9 is newer'],
    [
      'version: 6\nenvironments: {default: {packages: {linux-64: [{conda: x}]}}}\n',
      'FORMAT_PARTIAL 2:48 expected an address',
    ],
  ])('%j says what it could not read', async (text, expected) => {
    expect(diagnosticsInWords(await read(text))[0]).toContain(expected)
  })

  it.each([
    ['git+https://git.example/a.git@0123456789abcdef', 'git:https://git.example/a.git#0123456789abcdef'],
    ['direct+https://files.example/a-1.0.zip', 'url:https://files.example/a-1.0.zip'],
    ['https://files.example/a-1.0-py3-none-any.whl', 'registry'],
    ['../a', 'local:../a'],
  ])('pypi: %s comes from %s', async (url, origin) => {
    const [line] = mentionsInWords(await read(`version: 6\npackages:\n- {pypi: '${url}', name: a, version: 1.0}\n`))
    expect(line?.split(' ')[2]).toBe(origin)
  })
})
