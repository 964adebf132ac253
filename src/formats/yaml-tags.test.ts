import { describe, expect, it } from 'vitest'
import { FormatError, LimitError } from '../base/errors.ts'
import { DEFAULT_LIMITS } from '../base/limits.ts'
import { yamlTags } from './yaml-tags.ts'

const tags = (text: string): readonly string[] => yamlTags(text, DEFAULT_LIMITS).map(({ tag }) => tag)

describe('yamlTags', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['none', 'a: "!no"\nb: [1]', []],
    ['a local tag', 'a: !new:torch.nn.ReLU {}', ['!new:torch.nn.ReLU']],
    ['a tag of the core', 'a: !!str 1', ['tag:yaml.org,2002:str']],
    ['a verbatim tag', '!<tag:x,1:y> a', ['tag:x,1:y']],
    ['a handle', '%TAG !e! tag:x,1:\n---\n!e!y a', ['tag:x,1:y']],
    ['a handle of one document only', '%TAG !e! tag:x,1:\n---\n!e!y a\n...\n---\n!y b', ['tag:x,1:y', '!y']],
    ['escapes', '!!%70ython/x a', ['tag:yaml.org,2002:python/x']],
    ['tags of keys, lists and maps', '!a {!b k: !c [!d v]}', ['!a', '!b', '!c', '!d']],
  ])('resolves %s', (_, text, expected) => {
    expect(tags(text)).toEqual(expected)
  })

  it('gives the text of scalars and the place', () => {
    expect(yamlTags('a: !name:x.y "z"', DEFAULT_LIMITS)).toEqual([{ tag: '!name:x.y', offset: 3, text: 'z' }])
  })

  it('refuses what is no YAML, and ends deep nesting', () => {
    expect(() => tags('a: [}')).toThrow(FormatError)
    expect(() => tags('['.repeat(100_000))).toThrow(LimitError)
  })
})
