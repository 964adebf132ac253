import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../base/limits.ts'
import { ini } from './ini.ts'

const parse = (text: string): ReturnType<typeof ini.parse> => ini.parse(new TextEncoder().encode(text), DEFAULT_LIMITS)

/** `[section] key=line|line` with the offset of each line. */
const words = (text: string): readonly string[] =>
  parse(text).sections.flatMap(({ name, entries }) =>
    entries.length === 0
      ? [`[${name}]`]
      : entries.map(
          ({ key, lines }) => `[${name}] ${key}=${lines.map((one) => `${one.text}@${one.offset}`).join('|')}`,
        ),
  )

describe('configparser files', () => {
  it.each([
    ['[a]\nx = 1\n', ['[a] x=1@8']],
    ['[a]\nX: 1:2', ['[a] x=1:2@7']],
    ['[a]\nx =\n  1\n\n  # no\n  2\ny=3', ['[a] x=1@10|2@22', '[a] y=3@26']],
    ['[a]\n  x = 1\n  y = 2', ['[a] x=1@10', '[a] y=2@18']],
    ['[a]\n[b]\nx=', ['[a]', '[b] x=']],
    ['[a]\r\nx = 1 ; kept\r\n', ['[a] x=1 ; kept@9']],
    ['[a]\nx =\n  b>=1', ['[a] x=b>=1@10']],
    ['', []],
  ])('%j', (text, expected) => {
    expect(words(text)).toEqual(expected)
  })

  it.each([
    ['x = 1', 'expected a [section]'],
    ['[a]\nnothing', 'expected `key = value`'],
    ['[a]\n= 1', 'expected `key = value`'],
  ])('%j is refused', (text, message) => {
    expect(() => parse(text)).toThrow(message)
  })

  it.each([
    ['brackets', '['.repeat(1 << 20)],
    ['lines of one value', `[a]\nx =\n${' y\n'.repeat(350_000)}`],
    ['sections', '[a]\n'.repeat(260_000)],
    ['blanks', `[a]\nx${' '.repeat(1 << 20)}= 1`],
  ])('a megabyte of %s takes no time', (_, text) => {
    const before = performance.now()
    try {
      parse(text)
    } catch {}
    expect(performance.now() - before).toBeLessThan(2000)
  })
})
