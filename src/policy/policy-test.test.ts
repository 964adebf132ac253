import { describe, expect, it } from 'vitest'
import { parsePolicy } from './parse.ts'
import { testPolicy } from './policy-test.ts'

function messagesOf(yaml: string): readonly string[] {
  const { policy, problems } = parsePolicy(new TextEncoder().encode(`version: 1\n${yaml}`), 'assay.yaml')
  expect(problems).toEqual([])
  return testPolicy(policy).map(({ passed, message }) => `${passed ? 'ok' : 'FAILED'} ${message}`)
}

const test = (given: string, expect = 'block'): string => `tests:\n  - {name: t, ${given}, expect: ${expect}}\n`

describe('policy tests', () => {
  it.each([
    ['finding: {advisory: {malicious: true}}', 'block', 'ok t: block by block-known-malware (preset balanced)'],
    [
      'finding: {severity: critical, advisory: {id: CVE-1, fixed: "2.0.0"}}',
      'block',
      'ok t: block by block-critical-with-fix',
    ],
    [
      'finding: {severity: critical, fixable: false, advisory: {id: CVE-1, fixed: ["2.0.0"]}}',
      'warn',
      'ok t: warn by warn-vulnerability',
    ],
    [
      'finding: {severity: high, fixable: true, advisory: {id: CVE-1}}, component: {direct: "no", scope: runtime}',
      'warn',
      'ok',
    ],
    ['finding: {advisory: {id: CVE-1, score: 9}}', 'warn', 'ok'],
    ['finding: {severity: low}', 'allow', 'ok t: allow by default'],
    ['component: {name: torch}', 'allow', 'ok t: allow by default'],
    ['coverage: {ageDays: 8}', 'warn', 'ok t: warn by warn-old-advisory-data'],
    ['coverage: {data: none, total: 3}', 'block', 'ok t: block by block-without-advisory-data'],
    ['coverage: {complete: true}', 'warn', 'FAILED assay.yaml:3: t: expected warn, found allow by default'],
    [
      'finding: {severity: low}, rule: warn-elsewhere',
      'allow',
      'FAILED assay.yaml:3: t: expected allow by warn-elsewhere, found allow by default',
    ],
  ])('%s: %s', (given, expected, message) => {
    expect(messagesOf(test(given, expected))[0]).toContain(message)
  })

  it('gives the id of an advisory its place among the ids, and a score its mark', () => {
    const rules = `rules:\n  - {id: a, when: '"CVE-1" in finding.advisory.ids && finding.advisory.scored', decision: warn}\n`
    expect(messagesOf(rules + test('finding: {advisory: {id: CVE-1, score: 5}}', 'warn'))[0]).toContain(
      'ok t: warn by a (assay.yaml:3)',
    )
  })

  it('judges places as a scan does', () => {
    const rules = 'extends: permissive\nrules:\n  - {id: a, paths: services/**, decision: block}\n'
    expect(messagesOf(rules + test('finding: {paths: [notebooks/a, services/b]}'))[0]).toContain('ok t: block by a')
    expect(messagesOf(rules + test('finding: {paths: notebooks/a}', 'allow'))[0]).toContain('ok')
  })

  it('shows why a condition had no answer', () => {
    const rules = 'rules:\n  - {id: a, when: \'finding.paths[0] == "x"\', decision: allow}\n'
    expect(messagesOf(rules + test('finding: {severity: low}', 'allow'))[0]).toMatch(
      /found block by a \(assay\.yaml:3\); it could not be evaluated: .*out of bounds/,
    )
  })
})
