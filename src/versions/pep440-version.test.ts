import { describe, expect, test } from 'vitest'
import { formatPep440, longestValidPrefix, parsePep440 } from './pep440-version.ts'
import { pep440 } from './pep440.ts'

describe('the longest valid prefix', () => {
  test.each([
    ['2.6.0-NA', '2.6.0'],
    ['0.2.0-n653', '0.2.0'],
    ['0.9-ivysaur', '0.9'],
    ['2.0.0-final', '2.0.0'],
    ['0.7.4.svn.r2010', '0.7.4'],
    ['2013-01-21T20:33:09+0100', '2013-01'],
    ['2019-09-12', '2019-09'],
    ['0.3.2d.dev', '0.3.2'],
    ['2.0.1rc2-git', '2.0.1rc2'],
    ['3.0.0b3-x', '3.0.0b3'],
    ['1.0beta6.1', '1.0beta6'],
    ['1.0+cu118~2', '1.0+cu118'],
    ['1!2.0-x', '1!2.0'],
    ['v1.2 (old)', 'v1.2'],
  ])('of %s is %s', (legacy, prefix) => {
    expect(pep440.isValid(legacy)).toBe(false)
    expect(longestValidPrefix(legacy)).toBe(prefix)
    expect(pep440.isValid(prefix)).toBe(true)
  })

  test.each([
    ['1.0-release', '1.0'],
    ['1.0-alphabet', '1.0'],
    ['1.0devel', '1.0'],
    ['1.0-postgres', '1.0'],
  ])('of %s does not end inside a word: %s', (legacy, prefix) => {
    expect(longestValidPrefix(legacy)).toBe(prefix)
  })

  test.each(['trunk', 'a3', '', '-1', '.5', '!1', 'v'])('of `%s` there is none', (legacy) => {
    expect(longestValidPrefix(legacy)).toBeUndefined()
  })

  test('of a valid version is the version itself', () => {
    expect(longestValidPrefix(' 1.0rc1.post2+cu118 ')).toBe('1.0rc1.post2+cu118')
  })
})

test.each([
  ['1.0-ALPHA', '1.0a0'],
  ['v1.0-1', '1.0.post1'],
  ['01!02.0rc_01.r2-DEV', '1!2.0rc1.post2.dev0'],
  ['0!1.0+Ubuntu-01_x', '1.0+ubuntu.1.x'],
  ['1.0.0', '1.0.0'],
])('the normal form of %s is %s', (written, normal) => {
  const parsed = parsePep440(written)
  expect(parsed && formatPep440(parsed)).toBe(normal)
})

describe('what a version is', () => {
  test.each(['1.0', ' 1.0\n', '1.0rc1', 'V1!2.0', '2024.01.15', '1.0.post-', '1.0+a.b'])(
    '`%s` is a version',
    (version) => {
      expect(pep440.isValid(version)).toBe(true)
    },
  )

  test.each([
    '',
    '1.0-final',
    '1.0+',
    '1.0+a..b',
    '1.0 rc1',
    '1..0',
    '1.',
    '１.0',
    '1.0+\u212A',
    '1.0rc1rc2',
    '1.0.dev1.post1',
    '1!',
    '1!1!1',
  ])('`%s` is none', (version) => {
    expect(pep440.isValid(version)).toBe(false)
  })

  test.each([
    ['1.0rc1', { pre: true, post: false, local: false }],
    ['1.0.dev1', { pre: true, post: false, local: false }],
    ['1.0.post1.dev1', { pre: true, post: true, local: false }],
    ['1.0-1', { pre: false, post: true, local: false }],
    ['1.0+cu118', { pre: false, post: false, local: true }],
    ['2.0.0-final', { pre: false, post: false, local: false }],
  ])('%s', (version, { pre, post, local }) => {
    expect(pep440.isPrerelease(version)).toBe(pre)
    expect(pep440.isPostRelease(version)).toBe(post)
    expect(pep440.hasLocalPart(version)).toBe(local)
  })

  test.each([
    ['2.1.0+cu118', '2.1.0'],
    [' 2.1.0RC1+cu118 ', '2.1.0RC1'],
    ['2.1.0', '2.1.0'],
    ['2013-01-21T20:33:09+0100', '2013-01-21T20:33:09+0100'],
  ])('the public part of `%s` is `%s`', (version, bare) => {
    expect(pep440.publicPart(version)).toBe(bare)
  })
})
