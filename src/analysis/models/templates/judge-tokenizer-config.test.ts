import { expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { FormatError } from '../../../base/errors.ts'
import { judgeTokenizerConfig } from './judge-tokenizer-config.ts'

const judge = (text: string): readonly string[] =>
  judgeTokenizerConfig(Buffer.from(text), DEFAULT_LIMITS).map(({ id, where }) => `${id} ${where.inside}`)
const evil = '{{ x.__class__ }}'

it.each<[string, string, readonly string[]]>([
  ['no template', '{"model_max_length": 1}', []],
  ['an honest one', '{"chat_template": "{{ messages }}"}', []],
  ['one text', JSON.stringify({ chat_template: evil }), ['templates/attribute-escape chat_template (default), line 1']],
  [
    'a list',
    JSON.stringify({
      chat_template: [
        { name: 'default', template: 'x' },
        { name: 'tool_use', template: evil },
      ],
    }),
    ['templates/attribute-escape chat_template (tool_use), line 1'],
  ],
  [
    'a map',
    JSON.stringify({ chat_template: { rag: `\n${evil}` } }),
    ['templates/attribute-escape chat_template (rag), line 2'],
  ],
  [
    'a key twice',
    `{"chat_template": "${evil}", "chat_template": "x"}`,
    ['templates/attribute-escape chat_template (default), line 1'],
  ],
  ['other shapes', '{"chat_template": [1, {"name": 2}, null]}', []],
])('%s', (_, text, found) => {
  expect(judge(text)).toEqual(found)
})

it('refuses what is no JSON', () => {
  expect(() => judge('{"chat_template": ')).toThrow(FormatError)
})
