import { describe, expect, it } from 'vitest'
import { specimenMaker } from '../../../../test/support/specimen-maker.ts'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { secretScanner } from '../secret-scanner.ts'
import { compileUserRules } from './compile-user-rule.ts'
import { readGitleaksRules } from './read-gitleaks-rules.ts'
import { readUserRules } from './read-user-rules.ts'
import type { UserRules } from './user-rule.ts'

const VALUE = specimenMaker(31).text(32, 'abcdefghijklmnopqrstuvwxyz0123456789')
const OTHER = specimenMaker(32).text(32, 'abcdefghijklmnopqrstuvwxyz0123456789')

function fromYaml(...lines: readonly string[]): UserRules {
  return readUserRules(Buffer.from(lines.join('\n')), DEFAULT_LIMITS)
}

function fromToml(...lines: readonly string[]): UserRules {
  return readGitleaksRules(Buffer.from(lines.join('\n')), DEFAULT_LIMITS)
}

/** What the rules find, after a journey to a worker. */
function found({ rules }: UserRules, text: string, path = 'src/app.conf'): readonly string[] {
  const scanner = secretScanner({ rules: compileUserRules(structuredClone(rules)), generic: false })
  return scanner
    .scan(Buffer.from(text), { role: 'configuration', path })
    .map(({ rule, value }) => `${rule.id} ${value}`)
}

describe('rules in YAML', () => {
  const rules = fromYaml(
    'rules:',
    '  - id: acme-token',
    '    title: Token of Acme',
    '    severity: critical',
    '    regex: acme_([a-z0-9]{32})\\b',
    '    entropy: 3',
    "    paths: ['**/*.conf']",
    '    allow:',
    `      values: ['^${OTHER.slice(0, 6)}']`,
    '      words: [sample]',
    "      paths: ['^tests/']",
  )

  it('are read whole', () => {
    expect(rules.problems).toEqual([])
    expect(rules.rules).toMatchObject([
      { id: 'custom/acme-token', title: 'Token of Acme', severity: 'critical', keywords: ['acme_'], entropy: 3 },
    ])
  })

  it('find the group of the value', () => {
    expect(found(rules, `x = acme_${VALUE}`)).toEqual([`custom/acme-token ${VALUE}`])
  })

  it.each([
    ['in other files', `acme_${VALUE}`, 'src/app.py'],
    ['where little entropy is', `acme_${'ab'.repeat(16)}`, 'src/app.conf'],
    ['of an allowed form', `acme_${OTHER}`, 'src/app.conf'],
    ['with an allowed word', `acme_sample${VALUE.slice(6)}`, 'src/app.conf'],
    ['at an allowed place', `acme_${VALUE}`, 'tests/app.conf'],
  ])('find nothing %s', (_, text, path) => {
    expect(found(rules, text, path)).toEqual([])
  })

  it.each([
    [['rules: 3'], 1, 'expected a list under "rules"'],
    [['rules:', '  - id: A B', '    regex: acme'], 2, 'expected a rule with an "id"'],
    [['rules:', '  - id: a', '    regex: (a+)+acme'], 2, 'repeats what can itself be read in several ways'],
    [['rules:', '  - id: a', '    regex: "[a-z]{32}"'], 2, 'expected "keywords"'],
    [['rules:', '  - id: a', '    regex: acme', '    colour: red'], 4, '"colour" of a rule is not taken'],
    [['rules:', '  - id: a', '    regex: acme', '    severity: awful'], 2, 'expected a severity'],
    [
      ['rules:', '  - id: a', '    regex: acme', '    entropy: much'],
      4,
      'expected a number for "entropy", found a string',
    ],
    [['rules:', '  - id: a', '    regex: acme', "    paths: ['/abs']"], 4, 'the glob starts with "/"'],
  ])('tell a mistake with its line: %j', (lines, line, message) => {
    const { problems } = fromYaml(...lines)
    expect(problems[0]?.line).toBe(line)
    expect(problems[0]?.message).toContain(message)
  })
})

describe('rules of gitleaks', () => {
  const rules = fromToml(
    '[allowlist]',
    "paths = ['''(?:^|/)vendor/''']",
    '[[rules]]',
    'id = "acme-key"',
    'description = "Acme key"',
    `regex = '''(?i)[\\w.-]{0,50}?(?:acme)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|:)[\\s'"]{0,5}([a-z0-9]{32})(?:[\\x60'"\\s;]|\\z)'''`,
    'keywords = ["Acme"]',
    'entropy = 3.0',
    '[[rules.allowlists]]',
    'condition = "AND"',
    'stopwords = ["sample"]',
    "paths = ['''_test\\.go$''']",
    '[[rules.allowlists]]',
    'regexTarget = "line"',
    "regexes = ['''nosecret''']",
  )

  it('are read whole', () => {
    expect(rules.problems).toEqual([])
    expect(rules.rules).toMatchObject([{ id: 'custom/acme-key', keywords: ['acme'], entropy: 3 }])
  })

  it('find what gitleaks finds', () => {
    expect(found(rules, `ACME_KEY = "${VALUE}"\n`)).toEqual([`custom/acme-key ${VALUE}`])
  })

  it.each([
    ['in a place that is allowed everywhere', `acme: ${VALUE}\n`, 'vendor/a.conf'],
    ['in a line that is allowed', `acme: ${VALUE} # nosecret\n`, 'a.conf'],
    ['where both parts of an allow list hold', `acme: sample${VALUE.slice(6)}\n`, 'a_test.go'],
  ])('find nothing %s', (_, text, path) => {
    expect(found(rules, text, path)).toEqual([])
  })

  it('find it where only one part of the allow list holds', () => {
    expect(found(rules, `acme: ${VALUE}\n`, 'a_test.go')).toHaveLength(1)
  })

  it.each([
    [['[extend]', 'useDefault = true'], 1, '"extend" of the file is not taken'],
    [['[[rules]]', 'id = "a"', 'path = "x"'], 1, 'rules of paths alone are not taken'],
    [['[[rules]]', 'id = "a"', `regex = '''\\pL{3}acme'''`], 3, 'has "\\p", which has no counterpart'],
    [
      ['[[rules]]', 'id = "a"', `regex = '''(?:.*|.*(?:x.*){1,5})acme'''`],
      3,
      'repeats what can itself be read in several ways',
    ],
    [['[[rules]]', 'id = "a"', `regex = '''[a-z]{32}'''`, 'keywords = ["k"]'], 1, 'expected "keywords" of 3 letters'],
    [
      ['[[rules]]', 'id = "a"', `regex = '''acme'''`, '[rules.allowlist]', 'commits = ["1"]'],
      5,
      '"commits" of an allow list is not taken',
    ],
  ])('tell what cannot be taken, with its line: %j', (lines, line, message) => {
    const { problems } = fromToml(...lines)
    expect(problems[0]?.message).toContain(message)
    expect(problems[0]?.line).toBe(line)
  })
})
