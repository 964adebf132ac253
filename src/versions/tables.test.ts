import { readFileSync } from 'node:fs'
import { satisfies } from 'semver'
import { describe, expect, test } from 'vitest'
import { FormatError } from '../base/errors.ts'
import type { RangeSyntax } from '../model/package-mention.ts'
import { conda } from './conda.ts'
import { holds } from './intervals.ts'
import { parseRange } from './parse-range.ts'
import { pep440 } from './pep440.ts'
import { schemeOfSyntax } from './scheme-of.ts'
import { semver } from './semver.ts'

/** The statements of a table: every line that is neither empty nor begins with `# `. */
function statements(file: string): string[] {
  const text = readFileSync(new URL(`fixtures/${file}.txt`, import.meta.url), 'utf8')
  return text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('# '))
}

const ORDERS = [
  ['pep440-order', pep440],
  ['pep440-legacy', pep440],
  ['semver-order', semver],
  ['conda-order', conda],
] as const

describe.each(ORDERS)('%s', (file, scheme) => {
  test.each(statements(file))('%s', (statement) => {
    const [, a = '', relation, b = ''] = /^(.*) (<|==) (.*)$/.exec(statement) ?? []
    const expected = relation === '<' ? -1 : 0
    expect(Math.sign(scheme.compare(a, b))).toBe(expected)
    expect(Math.sign(scheme.compare(b, a))).toBe(0 - expected)
  })
})

const RANGES = [
  ['pep440-specifiers', 'pep440'],
  ['pep440-beyond', 'pep440'],
  ['poetry-constraints', 'poetry'],
  ['semver-ranges', 'semver'],
  ['conda-specs', 'conda'],
] as const

interface RangeStatement {
  readonly text: string
  readonly says: string
  readonly versions: readonly string[]
}

function rangeStatement(line: string): RangeStatement {
  const [, text = '', says = '', versions = ''] = /^(.*?) (allows|refuses|is wrong)(?: (.*))?$/.exec(line) ?? []
  return { text, says, versions: versions.split(' ').filter((version) => version !== '') }
}

describe.each(RANGES)('%s', (file, syntax: RangeSyntax) => {
  const all = statements(file).map(rangeStatement)

  test.each(all.filter(({ says }) => says !== 'is wrong'))('$text $says $versions', ({ text, says, versions }) => {
    const range = parseRange(text, syntax)
    expect(versions.filter((version) => range.includes(version))).toEqual(says === 'allows' ? versions : [])
  })

  const wrong = all.filter(({ says }) => says === 'is wrong')
  test('what is wrong is refused', () => {
    for (const { text } of wrong) expect(() => parseRange(text, syntax), `${text} is wrong`).toThrow(FormatError)
  })

  test('the intervals hold everything that is allowed', () => {
    for (const { text, versions } of all.filter(({ says }) => says === 'allows')) {
      const { intervals } = parseRange(text, syntax)
      const held = versions.filter((version) => holds(schemeOfSyntax(syntax), intervals, version))
      expect(held, `${text} holds`).toEqual(versions)
    }
  })
})

test('the table of npm ranges is what node-semver says', () => {
  for (const { text, says, versions } of statements('semver-ranges').map(rangeStatement)) {
    for (const version of versions) {
      expect(satisfies(version, text), `${text} ${says} ${version}`).toBe(says === 'allows')
    }
  }
})
