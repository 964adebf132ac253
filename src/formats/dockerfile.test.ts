import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../base/limits.ts'
import { dockerfile } from './dockerfile.ts'

const parse = (text: string) => dockerfile.parse(new TextEncoder().encode(text), DEFAULT_LIMITS)

describe('instructions', () => {
  it.each([
    ['FROM a\nRUN b', 'FROM a', 'RUN b'],
    ['from a', 'FROM a'],
    ['RUN a \\\n  b\nRUN c', 'RUN a   b', 'RUN c'],
    ['RUN a \\\n# comment\n\n  b', 'RUN a   b'],
    ['RUN a \\ \t\n b', 'RUN a  b'],
    ['RUN a \\\\\nRUN b', 'RUN a \\\\', 'RUN b'],
    ['# escape=`\nRUN a `\n b \\\nRUN c', 'RUN a  b \\', 'RUN c'],
    ['#escape=`\r\nRUN a `\r\n b', 'RUN a  b'],
    ['# a comment\n# escape=`\nRUN a `', 'RUN a `'],
    ['RUN --mount=type=cache,target=/x --network=none a', 'RUN a'],
    ['RUN <<E\na\n# b\nE\nRUN c', 'RUN <<E\na\n# b\nE\n', 'RUN c'],
    ['COPY <<a <<b /x/\n1\na\n2\nb\nRUN c', 'COPY <<a <<b /x/\n1\na\n2\nb\n', 'RUN c'],
    ['RUN echo "<<E"\nRUN c', 'RUN echo "<<E"', 'RUN c'],
    ['ONBUILD RUN a', 'RUN a'],
    ['RUN', 'RUN '],
    ['RUN a \\', 'RUN a '],
  ])('%j', (text, ...expected) => {
    expect(parse(text).instructions.map((one) => `${one.keyword} ${one.arguments.text}`)).toEqual(expected)
  })
})

describe('the JSON form', () => {
  it.each([
    ['RUN ["a", "b c"]', ['a', 'b c']],
    ['RUN [ "a\\"b" , "\\u0063" ]', ['a"b', 'c']],
    ['RUN []', []],
    ['RUN ["a"', undefined],
    ["RUN ['a']", undefined],
    ['RUN [ -f x ] && y', undefined],
    ['ENV ["a"]', undefined],
  ])('%s', (text, items) => {
    expect(parse(text).instructions[0]?.exec?.map((item) => item.text)).toEqual(items)
  })
})

it('every character keeps its place', () => {
  const text = 'RUN a \\\n # x\n  bc <<E\nbody\nE\n'
  const [run] = parse(text).instructions
  for (const token of ['bc', 'body']) {
    const index = run?.arguments.text.indexOf(token) ?? -1
    expect(run?.arguments.original(index)).toBe(text.indexOf(token))
  }
})

it('a here-document without end is told', () => {
  expect(parse('RUN <<E\na').unclosed).toEqual([0])
})
