import { describe, expect, test } from 'vitest'
import type { RangeSyntax } from '../model/package-mention.ts'
import { conda } from './conda.ts'
import { parseRange } from './parse-range.ts'
import { longestValidPrefix } from './pep440-version.ts'
import { pep440 } from './pep440.ts'
import { semver } from './semver.ts'

/** Characters. Far more than the longest version that is taken for one (`limits.nameLength`). */
const MUCH = 200_000

/** Milliseconds. Quadratic work would take minutes; linear work took at most 0.5 s here, on a slow machine with 2 cores. */
const BOUND = 10_000

function repeated(unit: string): string {
  return unit.repeat(Math.ceil(MUCH / unit.length))
}

const VERSIONS: Readonly<Record<string, string>> = {
  digits: repeated('1'),
  'digits and a letter': `${repeated('1')}x`,
  'numbers and dots': `${repeated('1.')}1`,
  'numbers, dots and a letter': `${repeated('1.')}x`,
  zeros: `${repeated('0.')}0`,
  'zeros before a word': `1${repeated('.0')}a`,
  epochs: repeated('1!'),
  'local segments': `1+${repeated('a.')}b`,
  'plus signs': repeated('+'),
  dashes: repeated('-'),
  'legacy words': repeated('a1.'),
  'legacy zeros and dashes': `${repeated('1-0-0-0-')}rc`,
  'white space': `${repeated(' ')}x`,
  'v and equals signs': repeated('v='),
  'pre-release identifiers': `1-${repeated('0.')}a`,
  'letters and digits': `1${repeated('1a')}`,
  stars: `${repeated('*')}x`,
  underscores: `${repeated('_')}1`,
  'NUL characters': repeated('\u0000'),
  'lone surrogates': repeated('\ud800'),
}

describe('200,000 characters of a version is ordered in linear time, without throwing', () => {
  test.each(Object.entries(VERSIONS))('%s', (_name, version) => {
    const start = performance.now()
    for (const scheme of [pep440, semver, conda]) {
      expect(scheme.compare(version, version)).toBe(0)
      expect(scheme.compare(version, `${version}1`)).toBe(0 - scheme.compare(`${version}1`, version))
      scheme.isValid(version)
      scheme.isPrerelease(version)
      scheme.publicPart(version)
      scheme.firstKey({ version, inclusive: false }, 'releases')
    }
    longestValidPrefix(version)
    expect(performance.now() - start).toBeLessThan(BOUND)
  })
})

function numbered(count: number, prefix: string, separator: string): string {
  return Array.from({ length: count }, (_, index) => `${prefix}${index}`).join(separator)
}

const RANGES: Readonly<Record<string, string>> = {
  'the same exclusion': repeated('!=1,'),
  'many exclusions': numbered(30_000, '!=', ','),
  'many alternatives': numbered(20_000, '^', '||'),
  'many single alternatives': numbered(20_000, '', '|'),
  bars: repeated('|'),
  operators: repeated('>'),
  'an operator and white space': `^${repeated(' ')}1`,
  'open parentheses': repeated('('),
  'parentheses side by side': `1${repeated('|(1,2)')}`,
  'stars inside': `1${repeated('*.')}3`,
  'stars before a letter': `=1.${repeated('*')}x`,
  wildcards: `==1${repeated('.*')}`,
  'x and dots': repeated('x.'),
  hyphens: `${repeated('1 - ')}1`,
  'a long number': `>=${repeated('1')}`,
}
const SYNTAXES: readonly RangeSyntax[] = ['pep440', 'poetry', 'semver', 'conda']

describe('200,000 characters of a range is read or refused in linear time', () => {
  test.each(Object.entries(RANGES))('%s', (_name, text) => {
    const start = performance.now()
    for (const syntax of SYNTAXES) expect(readOrRefused(text, syntax)).toMatch(/^(read|FormatError|LimitError)$/)
    expect(performance.now() - start).toBeLessThan(BOUND)
  })
})

function readOrRefused(text: string, syntax: RangeSyntax): string {
  try {
    parseRange(text, syntax).includes('1.0')
    return 'read'
  } catch (error) {
    return error instanceof Error ? error.name : 'no error'
  }
}

test('10,000 digits are compared exactly', () => {
  const nines = '9'.repeat(10_000)
  for (const scheme of [pep440, semver, conda]) {
    expect(scheme.compare(`1.${nines}.1`, `1.1${'0'.repeat(10_000)}.1`)).toBeLessThan(0)
    expect(scheme.compare(`1.${nines}8`, `1.${nines}9`)).toBeLessThan(0)
    expect(scheme.compare(`1.000${nines}`, `1.${nines}`)).toBe(0)
  }
})
