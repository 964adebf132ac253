import picomatch from 'picomatch'
import { describe, expect, it } from 'vitest'
import { globMistake, matchAny } from './glob.ts'

describe('matchAny', () => {
  const cases: readonly [glob: string, path: string, matches: boolean][] = [
    ['requirements.txt', 'requirements.txt', true],
    ['requirements.txt', 'a/requirements.txt', false],
    ['**/requirements.txt', 'requirements.txt', true],
    ['**/requirements.txt', 'a/b/requirements.txt', true],
    ['notebooks/**', 'notebooks/a/b.ipynb', true],
    ['notebooks/**', 'notebook/a.ipynb', false],
    ['a/**/z', 'a/z', true],
    ['a/**/z', 'a/b/c/z', true],
    ['a/**/z', 'a/b/c/y', false],
    ['**', 'any/thing', true],
    ['*.lock', 'uv.lock', true],
    ['*.lock', 'a/uv.lock', false],
    ['*', '.hidden', true],
    ['a?c', 'abc', true],
    ['a?c', 'a/c', false],
    ['v[0-9].txt', 'v7.txt', true],
    ['v[!0-9].txt', 'v7.txt', false],
    ['v[!0-9].txt', 'vx.txt', true],
    ['[]a]x', ']x', true],
    ['{a,b}/*.txt', 'b/c.txt', true],
    ['{a,b}/*.txt', 'c/c.txt', false],
    ['x{,.lock}', 'x', true],
    ['x{,.lock}', 'x.lock', true],
    ['{a,b{c,d}}e', 'bde', true],
    ['{a,b{c,d}}e', 'be', false],
    ['a,b', 'a,b', true],
    [String.raw`\*`, '*', true],
    [String.raw`\*`, 'a', false],
    ['**/a/**/b/**', 'a/x/b/y', true],
    ['src/*/test', 'src/a/b/test', false],
    ['**/ab*ba', 'x/aba', false],
    ['**/ab*ba', 'x/abba', true],
    ['**/a[bc]', 'x/ab', true],
    ['**/a[bc]', 'b/ad', false],
    [String.raw`**/\*.md`, 'x/*.md', true],
    [String.raw`**/\*.md`, 'x/y.md', false],
    ['a/**', 'a/b', true],
    ['**/x.txt/**', 'x.txt/y', true],
  ]
  it.each(cases)('%s on %s: %s', (glob, path, matches) => {
    expect(matchAny([glob])(path)).toBe(matches)
  })

  // Left out: picomatch takes `[!` literally when negation is off, and `[]` as an empty class.
  it.each(cases.filter(([glob]) => !/\[[!\]]/.test(glob)))('%s on %s agrees with picomatch', (glob, path, matches) => {
    const theirs = picomatch([glob], { dot: true, noextglob: true, nonegate: true, strictSlashes: true })
    expect(theirs(path)).toBe(matches)
  })

  it('matches nothing without globs', () => expect(matchAny([])('a')).toBe(false))

  it.each([
    ['*a'.repeat(240) + 'b', 'a'.repeat(4000)],
    ['**/a/'.repeat(99) + 'b', 'a/'.repeat(2000) + 'c'],
    ['{' + '*a'.repeat(30) + ',' + '?*'.repeat(30) + '}b', 'a'.repeat(4000)],
  ])('takes no time on hostile globs: %.20s', (glob, path) => {
    expect(globMistake(glob)).toBeUndefined()
    const start = performance.now()
    expect(matchAny([glob])(path)).toBe(false)
    expect(performance.now() - start).toBeLessThan(1000)
  })
})

describe('globMistake', () => {
  it.each([
    ['', 'is empty'],
    ['/abs', 'relative'],
    ['!no', 'do not take back'],
    ['a[b', '"[" without'],
    ['a{b', '"{" without'],
    ['a}b', '"}" without'],
    ['a\\', 'lone'],
    ['a//b', 'empty segment'],
    ['{a,b}'.repeat(9), 'more than 256'],
    ['{{a,b},c}'.repeat(40), 'more than 256'],
    ['x'.repeat(501), 'longer'],
  ])('%s', (glob, mistake) => expect(globMistake(glob)).toContain(mistake))

  it.each(['**/x', '{a,b}'.repeat(8), 'a/[bc]', '@scope/*'])('%s is fine', (glob) =>
    expect(globMistake(glob)).toBeUndefined(),
  )
})
