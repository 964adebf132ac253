import { describe, expect, it } from 'vitest'
import { unescapeRaw, unescapeString } from './escapes.ts'

// What CPython's codecs.escape_decode and raw-unicode-escape make of the same lines.
describe('unescapeString', () => {
  it.each([
    ["'os'", 'os', false],
    ['"os"', 'os', false],
    ["'\\x6f\\163'", 'os', false],
    ["'o\\\ns'", 'os', false],
    ["'a\\\\n'", 'a\\n', false],
    ["'\\q'", '\\q', false],
    ["'\\n\\t'", '\n\t', false],
    ["'\\777'", '\xff', false],
    ['os', 'os', true],
    ["'os", "'os", true],
    ["'\\x6'", '\\x6', true],
  ] as const)('%j', (line, text, broken) => {
    expect(unescapeString(line)).toEqual({ text, broken })
  })
})

describe('unescapeRaw', () => {
  it.each([
    ['os', 'os', false],
    ['\\u006fs', 'os', false],
    ['\\U0001F600', '😀', false],
    ['\\\\u0041', '\\\\u0041', false],
    ['\\\\\\u0041', '\\\\A', false],
    ['\\n', '\\n', false],
    ['\\UFFFFFFFF', '\\UFFFFFFFF', true],
    ['\\u12', '\\u12', true],
  ] as const)('%j', (line, text, broken) => {
    expect(unescapeRaw(line)).toEqual({ text, broken })
  })
})
