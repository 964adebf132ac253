import { describe, expect, test } from 'vitest'
import { FormatError, LimitError } from '../base/errors.ts'
import type { RangeSyntax } from '../model/package-mention.ts'
import { parseRange } from './parse-range.ts'
import type { Interval } from './scheme.ts'

function lower(version: string, inclusive = true): Interval {
  return { lower: { version, inclusive } }
}

function upper(version: string, inclusive = false): Interval {
  return { upper: { version, inclusive } }
}

describe('a message says what was expected, what was found and where', () => {
  test.each([
    ['pep440', '1.0', 'expected one of `==`, `!=`, `~=`, `<=`, `>=`, `<`, `>`, `===`, found `1.0`'],
    ['pep440', '>=1.0,<two', 'expected a PEP 440 version, found `two` at character 8 of `>=1.0,<two`'],
    ['pep440', '>=', 'expected a PEP 440 version, found the end at character 3 of `>=`'],
    ['pep440', '~=1', 'expected at least two numbers behind `~=`, found `1` at character 3 of `~=1`'],
    ['pep440', '(>=1', 'expected `)` at the end, found the end at character 5 of `(>=1`'],
    ['poetry', '^1.0 || ', 'expected a version or `*`, found the end at character 9 of `^1.0 || `'],
    ['poetry', '^one', 'expected a PEP 440 version, found `one` at character 2 of `^one`'],
    ['semver', 'latest', 'expected a version as in SemVer, found `latest`'],
    [
      'semver',
      '>=1 >>2',
      'expected one of `^`, `~`, `<`, `<=`, `>`, `>=`, `=`, found `>>2` at character 5 of `>=1 >>2`',
    ],
    ['conda', '>=1.8,<x y', 'expected a conda version, found `<x y` at character 7 of `>=1.8,<x y`'],
    ['conda', '>=1.8)', 'expected `,`, `|` or the end, found `)` at character 6 of `>=1.8)`'],
  ] as const)('%s `%s`', (syntax, text, message) => {
    expect(() => parseRange(text, syntax)).toThrow(new FormatError('FORMAT_SYNTAX', message))
  })

  test.each(['pep440', 'poetry', 'semver', 'conda'] as const)('%s: foreign text is cut', (syntax) => {
    expect(() => parseRange(`>=1 ${'x'.repeat(10_000)}`, syntax)).toThrow(/^.{20,400}$/)
  })
})

test('parentheses of conda are bounded', () => {
  expect(parseRange(`${'('.repeat(50)}1${')'.repeat(50)}`, 'conda').includes('1')).toBe(true)
  expect(() => parseRange('('.repeat(100_000), 'conda')).toThrow(LimitError)
})

describe('intervals as they are told', () => {
  test.each([
    ['pep440', '', [{}]],
    ['pep440', '*', [{}]],
    ['pep440', '>=1.0,<2', [{ ...lower('1.0'), ...upper('2.dev0') }]],
    ['pep440', '==1.2.*', [{ ...lower('1.2.dev0'), ...upper('1.3.dev0') }]],
    ['pep440', '<=1.0', [upper('1.0', true)]],
    ['pep440', '!=1.0', [upper('1.0'), lower('1.0', false)]],
    ['pep440', '>1.7', [{ lower: { version: '1.7', inclusive: false, andPosts: true } }]],
    ['pep440', '>2,<1', []],
    ['pep440', '==1.0,==1.1', []],
    ['pep440', '<0', []],
    ['pep440', '>=2,>=1,<=4,<=3', [{ ...lower('2'), ...upper('3', true) }]],
    [
      'poetry',
      '^1.2 || ^3',
      [
        { ...lower('1.2'), ...upper('2.dev0') },
        { ...lower('3'), ...upper('4.dev0') },
      ],
    ],
    ['poetry', '^1.2 || >=1.5', [lower('1.2')]],
    ['semver', '', [{}]],
    ['semver', '^1.2.3', [{ ...lower('1.2.3'), ...upper('2.0.0-0') }]],
    ['semver', '1.2 - 2', [{ ...lower('1.2.0'), ...upper('3.0.0-0') }]],
    ['semver', '<1.0.0 || >=2.0.0', [upper('1.0.0'), lower('2.0.0')]],
    ['semver', '>2.0.0 <1.0.0', []],
    ['conda', '', [{}]],
    ['conda', '=1.21', [{ ...lower('1.21dev'), ...upper('1.22dev') }]],
    ['conda', '>=1.8,<2', [{ ...lower('1.8'), ...upper('2') }]],
    ['conda', '>=1.8,<2|>=3', [{ ...lower('1.8'), ...upper('2') }, lower('3')]],
  ] as const)('%s `%s`', (syntax, text, intervals) => {
    const range = parseRange(text, syntax)
    expect(range.intervals).toEqual(intervals)
    expect(range).toMatchObject({ text, syntax })
  })
})

describe('does the range speak of pre-releases', () => {
  test.each([
    ['pep440', '>=1.0', false],
    ['pep440', '>=1.0rc1', true],
    ['pep440', '<2.0.dev0', true],
    ['pep440', '!=1.0rc1', false],
    ['pep440', '===1.0rc1', true],
    ['poetry', '^1.0', false],
    ['poetry', '^1.0 || 2.0b1', true],
    ['semver', '^1.2.3', false],
    ['semver', '^1.2.3-rc.1', true],
    ['semver', '1.0.0-rc.1 - 2', true],
    ['conda', '>=1.0', true],
  ] as const)('%s `%s`: %s', (syntax: RangeSyntax, text, expected) => {
    expect(parseRange(text, syntax).prereleases).toBe(expected)
  })
})

test('an empty set of PEP 440 allows legacy strings, any other does not', () => {
  expect(parseRange('', 'pep440').includes('2.0.0-final')).toBe(true)
  expect(parseRange('>=0', 'pep440').includes('2.0.0-final')).toBe(false)
})
