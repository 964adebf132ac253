import { describe, expect, it } from 'vitest'
import { edgesInWords, mentionsInWords } from '../../../test/support/extraction-in-words.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { fixtureFolder, fixturesIn } from '../../../test/support/fixtures.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { plugNPlay } from './plug-n-play.ts'

function read(path: string, content: string | Uint8Array): Promise<Extraction> {
  return plugNPlay.extract(fileOf(path, content))
}

describe("Yarn Plug'n'Play", () => {
  it.each(fixturesIn(fixtureFolder('npm/plug-n-play')).map(({ path, bytes }) => [path, bytes] as const))(
    '%s lists what is installed',
    async (path, bytes) => {
      const extraction = await read(path, bytes)
      expect(mentionsInWords(extraction).map((words) => words.replace(/ \d+:\d+$/, ''))).toEqual([
        '@own/prompts unstated local:packages/prompts locks runtime direct:yes',
        'langchain ==0.3.2 registry locks runtime direct:yes',
        'openai ==4.67.3 registry locks runtime direct:yes',
        'node-fetch ==2.7.0 registry locks runtime direct:no',
        'tokens unstated git:https://code.example/tokens.git#0123456789abcdef0123456789abcdef01234567 locks runtime direct:yes',
        'zod ==3.23.8 registry locks runtime direct:yes',
      ])
      expect(edgesInWords(extraction).toSorted()).toEqual([
        '@own/prompts@packages/prompts -> zod@3.23.8',
        'ROOT -> langchain@0.3.2',
        'ROOT -> openai@4.67.3',
        'ROOT -> tokens@https://code.example/tokens.git#0123456789abcdef0123456789abcdef01234567',
        'langchain@0.3.2 -> zod@3.23.8',
        'openai@4.67.3 -> node-fetch@2.7.0',
      ])
      const lines = new TextDecoder().decode(bytes).split('\n')
      const { location } = extraction.mentions[1] ?? {}
      expect(lines[(location?.lines?.start ?? 0) - 1]?.slice((location?.column ?? 0) - 1)).toMatch(/^npm:0\.3\.2/)
    },
  )

  it.each([
    ['a program without data', '.pnp.cjs', 'const RAW_RUNTIME_STATE = require("./x")\n'],
    ['data without packages', '.pnp.data.json', '{}'],
    [
      'data of other shapes',
      '.pnp.data.json',
      '{"packageRegistryData": [[], [1], ["a", [[]]], ["b", 1], [null, [[null, {}]]]]}',
    ],
  ])('%s has no packages', async (_, path, text) => {
    expect((await read(path, text)).mentions).toEqual([])
  })

  it.each([
    ['data that does not end', "const RAW_RUNTIME_STATE = '{"],
    ['data that is no JSON', "const RAW_RUNTIME_STATE = '{x}'"],
  ])('%s is an error', async (_, text) => {
    await expect(read('.pnp.cjs', text)).rejects.toThrow(/expected|JSON/)
  })
})
