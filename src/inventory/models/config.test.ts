import { describe, expect, it } from 'vitest'
import { fileOf } from '../../../test/support/file-of.ts'
import type { ConfigClue } from '../../model/model-clue.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { config } from './config.ts'

function read(path: string, content: object): Promise<Extraction> {
  return config.extract(fileOf(path, JSON.stringify(content)))
}

async function clue(path: string, content: object): Promise<ConfigClue | undefined> {
  const { clues } = await read(path, content)
  return clues.find((one): one is ConfigClue => one.kind === 'config')
}

/** `loader target path-or-repository`. */
function codeOf(one: ConfigClue | undefined): readonly string[] {
  return (one?.remoteCode ?? []).map(
    ({ loader, target, path, repository }) =>
      `${loader} ${target} ${path ?? (repository === undefined ? '?' : `from ${repository}`)}`,
  )
}

describe('the code that a configuration names', () => {
  it.each([
    ['m/config.json', { auto_map: { AutoModel: 'modeling_x.M' } }, ['AutoModel modeling_x.M m/modeling_x.py']],
    ['config.json', { auto_map: { AutoModel: 'modeling_x.M' } }, ['AutoModel modeling_x.M modeling_x.py']],
    ['m/config.json', { auto_map: { AutoModel: 'o/n--modeling_x.M' } }, ['AutoModel o/n--modeling_x.M from o/n']],
    [
      'm/tokenizer_config.json',
      { auto_map: { AutoTokenizer: ['tok.Slow', 'tok.Fast'] } },
      ['AutoTokenizer tok.Slow m/tok.py', 'AutoTokenizer tok.Fast m/tok.py'],
    ],
    [
      'm/tokenizer_config.json',
      { auto_map: { AutoTokenizer: ['tok.Slow', null] } },
      ['AutoTokenizer tok.Slow m/tok.py'],
    ],
    ['m/config.json', { custom_pipelines: { a: { impl: 'p.P' } } }, ['pipeline a p.P m/p.py']],
    ['m/config.json', { auto_map: { AutoModel: '../../etc/x.M' } }, ['AutoModel ../../etc/x.M ?']],
    ['m/config.json', { auto_map: { AutoModel: 'a.b.M' } }, ['AutoModel a.b.M ?']],
    ['m/model_index.json', { unet: ['my_unet', 'U'] }, ['diffusers unet my_unet.U m/unet/my_unet.py']],
    ['m/model_index.json', { _class_name: ['my_pipe', 'P'] }, ['diffusers _class_name my_pipe.P m/my_pipe.py']],
    ['m/model_index.json', { _class_name: 'P', vae: ['diffusers', 'V'], x: [null, null] }, []],
  ])('%s %o', async (path, content, expected) => {
    expect(codeOf(await clue(path, content))).toEqual(expected)
  })

  it('is read with the rule for it, and what loaders look for by name only where it is', async () => {
    const { includes } = await read('m/config.json', { model_type: 'x', auto_map: { AutoModel: 'modeling_x.M' } })
    expect(includes.map(({ path, optional }) => `${path}${optional === true ? ' perhaps' : ''}`)).toEqual([
      'm/modeling_x.py',
      'm/handler.py perhaps',
      'm/pipeline.py perhaps',
      'm/custom_generate/generate.py perhaps',
      'm/hubconf.py perhaps',
    ])
    expect(new Set(includes.flatMap(({ rules }) => rules))).toEqual(new Set(['models/repository-code']))
  })

  it('has the place of the value', async () => {
    const text = '{\n  "auto_map": {\n    "AutoModel": "modeling_x.M"\n  }\n}'
    const { clues } = await config.extract(fileOf('config.json', text))
    expect(clues[0]?.kind === 'config' && clues[0].remoteCode[0]?.location).toMatchObject({
      lines: { start: 3, end: 3 },
      column: 19,
    })
  })

  it('is bounded', async () => {
    const auto_map = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`Auto${index}`, `m${index}.C`]))
    expect((await clue('config.json', { auto_map }))?.remoteCode).toHaveLength(200)
  })
})

describe('a config.json of something else', () => {
  it.each([{}, { name: 'web', port: 80 }, { architectures: 'x' }, []])('%o is none of ours', async (content) => {
    expect(await read('config.json', content)).toMatchObject({ clues: [], includes: [] })
  })
})

describe('chat templates in configurations', () => {
  it.each([
    ['one', { chat_template: 'a' }, ['default']],
    [
      'a list',
      {
        chat_template: [
          { name: 'default', template: 'a' },
          { name: 'rag', template: 'b' },
        ],
      },
      ['default', 'rag'],
    ],
    ['a map', { chat_template: { default: 'a', tool_use: 'b' } }, ['default', 'tool_use']],
  ])('%s', async (_, content, names) => {
    const { clues } = await read('tokenizer_config.json', content)
    expect(clues.flatMap((one) => (one.kind === 'template' ? [one.name] : []))).toEqual(names)
  })
})
