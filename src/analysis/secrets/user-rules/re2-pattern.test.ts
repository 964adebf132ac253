import { describe, expect, it } from 'vitest'
import { fromRe2 } from './re2-pattern.ts'
import { withSecretGroup } from './secret-group.ts'

describe('a pattern of RE2', () => {
  it.each([
    ['(?i)abc', 'abc', 'i'],
    ['(?is)a.c', 'a.c', 'is'],
    ['a.c', 'a[^\\n]c', ''],
    ['(?s:.)x.', '(?s:.)x[^\\n]', ''],
    ['a(?i)b|c', 'a(?i:b)|(?i:c)', ''],
    ['(?:a(?i)b|c)d', '(?:a(?i:b)|(?i:c))d', ''],
    ['(?i:a(?-i:B))', '(?i:a(?-i:B))', ''],
    ['(?P<name>x)', '(?<name>x)', ''],
    ['a\\z', 'a(?![\\s\\S])', ''],
    ['\\Aa', '(?<![\\s\\S])a', ''],
    ['\\Qa.b\\E+', 'a\\.b+', ''],
    ['[[:alnum:]_-]', '[A-Za-z0-9_-]', ''],
    ['[^[:space:]]', '[^\\t\\n\\v\\f\\r ]', ''],
    ['[]a]', '[\\]a]', ''],
    ['[^]a]', '[^\\]a]', ''],
    ['\\s[\\s,]', '[\\t\\n\\f\\r ][\\t\\n\\f\\r ,]', ''],
    ['\\x{41}', '\\x41', ''],
    ['[\\x60\'"]', '[\\x60\'"]', ''],
    ['(a)|\\(b[(]', '(a)|\\(b[(]', ''],
  ])('%s is %s', (source, expected, flags) => {
    expect(fromRe2(source)).toEqual({ source: expected, flags })
  })

  it.each(['\\pL', '\\C', '(?U)a+', '[[:^alpha:]]', '[[:fancy:]]', '\\x{20ac}', 'a)', '[a'])(
    '%s has no counterpart',
    (source) => {
      expect(() => fromRe2(source)).toThrow(/has/)
    },
  )
})

describe('the group of the value', () => {
  it.each([
    ['key=([a-z]+)', 1, 'key=(?<secret>[a-z]+)'],
    ['(a)(?:b)(c)', 2, '(a)(?:b)(?<secret>c)'],
    ['\\(([(])', 1, '\\((?<secret>[(])'],
    ['(?<name>a)', 1, '(?<secret>a)'],
    ['(?=x)a', 1, '(?=x)a'],
    ['[\\w.-]{0,50}?(?:acme)=([a-z]{9})', 1, '(?:acme)=(?<secret>[a-z]{9})'],
    ['(?i:[\\w.-]{0,50}?(?:acme))=([a-z]{9})', 1, '(?i:(?:acme))=(?<secret>[a-z]{9})'],
  ])('of %s, the %i., is named', (source, group, expected) => {
    expect(withSecretGroup({ source, flags: '' }, group).source).toBe(expected)
  })
})
