import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { conda } from './conda.ts'
import { formatPep440, parsePep440 } from './pep440-version.ts'
import { pep440 } from './pep440.ts'
import { semver } from './semver.ts'
import { versionCache } from './version-cache.ts'

/** Texts that are versions, nearly versions, and no versions, close enough to each other to meet. */
const pieces = [
  '0',
  '1',
  '01',
  '10',
  '.',
  '.',
  '-',
  '_',
  '!',
  '+',
  '*',
  'a',
  'b',
  'rc',
  'dev',
  'post',
  'v',
  'cu118',
  ' ',
  '\u0000',
]
const someText = fc.oneof(
  { weight: 4, arbitrary: fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
)
/** A version in all three schemes. */
const someVersion = fc.tuple(fc.nat(12), fc.nat(12), fc.nat(12)).map((numbers) => numbers.join('.'))

/** The semver scheme gives a place among the versions to everything of this kind. */
const BEGINS_WITH_NUMBER = /^[v=\s]*[0-9]/i

const RUNS = { numRuns: 3000 }

describe.each([pep440, semver, conda])('$id orders every text', (scheme) => {
  test('the other way round gives the opposite, and the same only for the same key', () => {
    fc.assert(
      fc.property(someText, someText, (a, b) => {
        const order = Math.sign(scheme.compare(a, b))
        expect(Math.sign(scheme.compare(b, a))).toBe(0 - order)
        expect(order === 0).toBe(scheme.sortKey(a) === scheme.sortKey(b))
        expect(scheme.compare(a, a)).toBe(0)
      }),
      RUNS,
    )
  })

  test('sorted by pairs is sorted throughout', () => {
    fc.assert(
      fc.property(someText, someText, someText, (a, b, c) => {
        const [first, second, third] = [a, b, c].sort(scheme.compare) as [string, string, string]
        expect(scheme.compare(first, second)).toBeLessThanOrEqual(0)
        expect(scheme.compare(second, third)).toBeLessThanOrEqual(0)
        expect(scheme.compare(first, third)).toBeLessThanOrEqual(0)
      }),
      RUNS,
    )
  })

  test('what is no version comes below all that are', () => {
    fc.assert(
      fc.property(someVersion, someText, (version, text) => {
        const isPlaced = scheme.isValid(text) || (scheme.id === 'semver' && BEGINS_WITH_NUMBER.test(text))
        expect(isPlaced || scheme.compare(text, version) < 0).toBe(true)
      }),
      RUNS,
    )
  })

  test('the place behind a version is above it and below what comes next', () => {
    fc.assert(
      fc.property(someText, someText, (a, b) => {
        const [lower, upper] = scheme.compare(a, b) < 0 ? [a, b] : [b, a]
        const behind = scheme.keyBehind(lower, false)
        const isCounted = [upper, scheme.publicPart(upper)].some((version) => scheme.compare(lower, version) === 0)
        expect(behind > scheme.sortKey(lower)).toBe(true)
        expect(isCounted || behind < scheme.sortKey(upper)).toBe(true)
      }),
      RUNS,
    )
  })

  test('a cache answers like the scheme', () => {
    const cache = versionCache(scheme)
    fc.assert(
      fc.property(someText, someText, (a, b) => {
        expect(cache.compare(a, b)).toBe(scheme.compare(a, b))
      }),
    )
  })

  test('without the local part it has none', () => {
    fc.assert(
      fc.property(someText, (version) => {
        expect(scheme.hasLocalPart(scheme.publicPart(version))).toBe(false)
      }),
      RUNS,
    )
  })
})

test('the normal form of a PEP 440 version is the same version', () => {
  const label = fc.constantFrom('', 'a1', '-RC.01', '.post', '-1', '.dev3', 'b2.post3_dev4', '+cu118', 'rc1+Ubuntu-01')
  const epoch = fc.constantFrom('', 'v', '0!', '01!')
  fc.assert(
    fc.property(epoch, someVersion, label, (epoch, release, label) => {
      const written = epoch + release + label
      const parsed = parsePep440(written)
      expect(parsed && pep440.compare(formatPep440(parsed), written)).toBe(0)
    }),
    RUNS,
  )
})
