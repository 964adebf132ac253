import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  complement,
  EVERYTHING,
  holds,
  intersect,
  intersectAll,
  isCovered,
  isEmpty,
  normalise,
  overlaps,
  point,
  subtract,
} from './intervals.ts'
import { parseRange } from './parse-range.ts'
import { pep440 } from './pep440.ts'
import type { Interval, VersionScheme } from './scheme.ts'
import { conda } from './conda.ts'
import { semver } from './semver.ts'

/** `[1.0, 2.0)`, `(, 2.0]`, `[1.0, )`; several with white space and a semicolon between. */
function list(text: string): Interval[] {
  return text.split(';').flatMap((part) => {
    const [, open, from = '', to = '', close] = /^\s*([[(])(.*),\s*(.*)([\])])\s*$/.exec(part) ?? []
    const lower = from === '' ? {} : { lower: { version: from, inclusive: open === '[' } }
    const upper = to === '' ? {} : { upper: { version: to, inclusive: close === ']' } }
    return open === undefined ? [] : [{ ...lower, ...upper }]
  })
}

function written(intervals: readonly Interval[]): string {
  return intervals
    .map(({ lower, upper }) => {
      const open = lower?.inclusive === true ? '[' : '('
      const close = upper?.inclusive === true ? ']' : ')'
      return `${open}${lower?.version ?? ''}, ${upper?.version ?? ''}${close}`
    })
    .join('; ')
}

test.each([
  ['[2.0, 3.0); [1.0, 2.0)', '[1.0, 3.0)'],
  ['[1.0, 2.0]; (2.0, 3.0)', '[1.0, 3.0)'],
  ['[1.0, 2.0); (2.0, 3.0)', '[1.0, 2.0); (2.0, 3.0)'],
  ['[1.0, 9.0); [2.0, 3.0)', '[1.0, 9.0)'],
  ['(, 1.0]; [0.5, )', '(, )'],
  ['[2.0, 1.0)', ''],
  ['[1.0, 1.0)', ''],
  ['[1.0, 1.0]', '[1.0, 1.0]'],
  ['(1.0, 1.0]', ''],
  ['(1.0.dev1, 1.0.dev2)', ''],
  ['(2.0, 2.0.post0.dev0)', ''],
])('%s is put in order as %s', (given, normal) => {
  expect(written(normalise(pep440, list(given)))).toBe(normal)
})

test.each([
  ['[1.0, 3.0)', '[2.0, 4.0)', '[2.0, 3.0)'],
  ['[1.0, 2.0]', '[2.0, 3.0]', '[2.0, 2.0]'],
  ['[1.0, 2.0)', '[2.0, 3.0]', ''],
  ['(, )', '[1.0, 2.0)', '[1.0, 2.0)'],
  ['[1.0, 2.0); [3.0, 4.0)', '[1.5, 3.5]', '[1.5, 2.0); [3.0, 3.5]'],
])('%s and %s have %s in common', (a, b, both) => {
  expect(written(intersect(pep440, list(a), list(b)))).toBe(both)
  expect(written(intersectAll(pep440, [list(a), list(b)]))).toBe(both)
})

test.each([
  ['[1.0, 3.0)', '[2.0, 2.5]', '[1.0, 2.0); (2.5, 3.0)'],
  ['[1.0, 3.0)', '(, )', ''],
  ['(, )', '[1.0, 2.0)', '(, 1.0); [2.0, )'],
  ['[1.0, 2.0)', '[5.0, 6.0)', '[1.0, 2.0)'],
])('%s without %s is %s', (a, b, rest) => {
  expect(written(subtract(pep440, list(a), list(b)))).toBe(rest)
})

test('nothing to intersect leaves everything, the complement of nothing is everything', () => {
  expect(intersectAll(pep440, [])).toEqual(EVERYTHING)
  expect(complement(pep440, [])).toEqual(EVERYTHING)
  expect(complement(pep440, EVERYTHING)).toEqual([])
})

describe('what a requirement admits of an advisory', () => {
  const CASES: readonly (readonly [VersionScheme, string, string, string, 'none' | 'some' | 'all'])[] = [
    [pep440, 'a floor above the fix', '>=4.30', '(, 4.30rc1)', 'none'],
    [pep440, 'a floor at the fix', '>=4.30', '(, 4.30)', 'none'],
    [pep440, 'a floor below the fix', '>=4.29', '(, 4.30)', 'some'],
    [pep440, 'a ceiling at the fix', '<4.30', '(, 4.30)', 'all'],
    [pep440, 'a ceiling at the fix, whose candidates are affected too', '<=4.30', '(, 4.30]', 'all'],
    [pep440, 'a ceiling at a fix that came in a candidate', '<4.30', '(, 4.30rc1)', 'all'],
    [pep440, 'a pin of the last affected version', '==2.0', '[1.0, 2.0]', 'all'],
    [pep440, 'a pin with a local label of the last affected version', '==2.0+cu118', '[1.0, 2.0]', 'all'],
    [pep440, 'a pin of the fixed version', '==2.0', '[1.0, 2.0)', 'none'],
    [pep440, 'above a version that a post release repairs', '>1.7', '(, 1.7.post1)', 'none'],
    [pep440, 'from a version that a post release repairs', '>=1.7', '(, 1.7.post1)', 'some'],
    [pep440, 'all but the affected versions', '>=1.0,!=1.3.*', '[1.3.0, 1.4.0.dev0)', 'none'],
    [pep440, 'all but one of the affected versions', '>=1.0,!=1.3.1', '[1.3.0, 1.3.2)', 'some'],
    [pep440, 'a wildcard that is wholly affected but for its candidates', '==4.*', '[4.0, 5.0)', 'all'],
    [pep440, 'only candidates are affected', '>=4.0', '[4.30a1, 4.30rc2]', 'none'],
    [pep440, 'only candidates are affected, and one is asked for', '>=4.0rc1', '[4.30a1, 4.30rc2]', 'some'],
    [pep440, 'another epoch', '>=1!0', '(, 9999)', 'none'],
    [pep440, 'nothing is allowed', '>2,<1', '(, )', 'none'],
    [semver, 'caret below the fix', '^1.2.3', '(, 2.0.0)', 'all'],
    [semver, 'caret across the fix', '^1.2.3', '(, 1.5.0)', 'some'],
    [semver, 'only candidates are affected', '^1.2.3', '[1.5.0-a, 1.5.0-b)', 'none'],
    [semver, 'a gap between two releases', '>1.2.3 <1.2.5', '[1.2.4-0, 1.2.4]', 'all'],
    [conda, 'a prefix', '=1.21', '(, 1.22dev)', 'all'],
    [conda, 'a prefix across the fix', '=1.21', '(, 1.21.3)', 'some'],
    [conda, 'a prefix above the fix', '=1.21', '(, 1.21dev)', 'none'],
  ]

  test.each(CASES)('$0.id, %s%s: %s of %s', (scheme, _what, requirement, affected, expected) => {
    const range = parseRange(requirement, scheme.id)
    const versions = range.prereleases ? 'all' : 'releases'
    const some = overlaps(scheme, range.intervals, list(affected), versions)
    const all = some && isCovered(scheme, range.intervals, list(affected), versions)
    expect(all ? 'all' : some ? 'some' : 'none').toBe(expected)
  })
})

describe('local labels', () => {
  test.each([
    ['[1.0, 2.0]', '2.0+cu118', true],
    ['[1.0, 2.0)', '2.0+cu118', false],
    ['(2.0, 3.0)', '2.0+cu118', false],
    ['[2.0+cu118, 3.0)', '2.0+cu118', true],
    ['[1.0, 2.0+cu118]', '2.0+cu121', false],
    ['[1.0, 2.0+cu118]', '2.0', true],
    ['[1.0, 2.0]', '2.0.post1', false],
  ])('%s holds %s: %s', (interval, version, expected) => {
    expect(holds(pep440, list(interval), version)).toBe(expected)
  })

  test('a point holds the local versions of its version', () => {
    expect(holds(pep440, [point('2.0')], '2.0.0+cu118')).toBe(true)
    expect(holds(pep440, [point('2.0+cpu')], '2.0')).toBe(false)
  })
})

const VERSIONS = ['0.9', '1.0.dev1', '1.0a1', '1.0rc1', '1.0', '1.0+cu118', '1.0.post1', '1.1', '2.0', '1!0.1']
const anInterval: fc.Arbitrary<Interval> = fc.record(
  {
    lower: fc.record({ version: fc.constantFrom(...VERSIONS), inclusive: fc.boolean() }),
    upper: fc.record({ version: fc.constantFrom(...VERSIONS), inclusive: fc.boolean() }),
  },
  { requiredKeys: [] },
)
const aList = fc.array(anInterval, { maxLength: 4 })

test('the algebra is that of sets, asked version by version', () => {
  fc.assert(
    fc.property(aList, aList, fc.constantFrom(...VERSIONS), (a, b, version) => {
      const inA = holds(pep440, a, version)
      const inB = holds(pep440, b, version)
      expect(holds(pep440, normalise(pep440, [...a, ...b]), version)).toBe(inA || inB)
      expect(holds(pep440, intersect(pep440, a, b), version)).toBe(inA && inB)
      expect(holds(pep440, intersectAll(pep440, [a, b]), version)).toBe(inA && inB)
      expect(holds(pep440, subtract(pep440, a, b), version)).toBe(inA && !inB)
      expect(holds(pep440, complement(pep440, a), version)).toBe(!inA)
    }),
    { numRuns: 3000 },
  )
})

test('overlap, cover and emptiness agree with the algebra', () => {
  fc.assert(
    fc.property(aList, aList, fc.constantFrom('all' as const, 'releases' as const), (a, b, versions) => {
      expect(overlaps(pep440, a, b, versions)).toBe(!isEmpty(pep440, intersect(pep440, a, b), versions))
      expect(isCovered(pep440, a, b, versions)).toBe(isEmpty(pep440, subtract(pep440, a, b), versions))
    }),
    { numRuns: 3000 },
  )
})
