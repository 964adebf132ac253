import { describe, expect, it } from 'vitest'
import { bomOf, component } from '../../test/support/component-fakes.ts'
import { advisorySummary, coverage, vulnerability } from '../../test/support/policy-fakes.ts'
import type { Finding } from '../model/finding.ts'
import type { Verdict } from '../model/verdict.ts'
import { evaluatePolicy } from './evaluate.ts'
import { parsePolicy } from './parse.ts'

const NOW = Date.parse('2026-11-22T23:59:59Z')
const UNTIL = 'owner: ml, reason: internal only, expires: 2027-06-30'

const withdrawn = (id: string): string | undefined => (id === 'CVE-2020-1' ? '2026-10-01T10:00:00Z' : undefined)

function verdictOf(waivers: readonly string[], finding: Finding | undefined = vulnerability(), now = NOW): Verdict {
  const yaml = `version: 1\nwaivers:\n${waivers.map((waiver) => `  - {${waiver}}\n`).join('')}`
  const { policy, problems } = parsePolicy(new TextEncoder().encode(yaml), 'assay.yaml')
  expect(problems).toEqual([])
  const bom = bomOf(component({ version: '2.1.0+cu118', id: 'pkg:pypi/torch@2.1.0' }))
  return evaluatePolicy({
    findings: finding === NOTHING ? [] : [finding],
    bom,
    coverage: coverage(),
    policy,
    now,
    withdrawn,
  })
}

const NOTHING = vulnerability({ fingerprint: '0'.repeat(32) })
const MALWARE = vulnerability({
  advisory: { id: 'MAL-2025-1', malicious: true },
  title: 'torch 2.1.0 is known malware',
})
const PRINT = `fingerprint: ${'a'.repeat(32)}`

function range(...ids: readonly (readonly string[])[]): Finding {
  const { advisory: _none, ...rest } = vulnerability()
  return {
    ...rest,
    range: { requirement: 'torch', admits: 'all', advisories: ids.map((own) => advisorySummary({ ids: own })) },
  }
}

const on = (expires: string): string => `id: w, advisory: CVE-2025-32434, owner: ml, reason: y, expires: ${expires}`

describe('a waiver covers', () => {
  it.each([
    ['advisory: CVE-2025-32434', true],
    ['advisory: GHSA-53q9-r3pm-6pq6', true],
    ['advisory: CVE-2025-99999', false],
    [PRINT, true],
    [`fingerprint: ${'b'.repeat(32)}`, false],
    ['rule: vulnerabilities/known-vulnerability', true],
    ['rule: vulnerabilities/open-range', false],
    ['component: torch', true],
    ['component: "t*"', true],
    ['component: "{torch,jax}"', true],
    ['component: jax', false],
    ['component: "pkg:pypi/torch"', true],
    ['component: "pkg:pypi/Torch@2.1.0+cu118"', true],
    ['component: "pkg:pypi/torch@2.1.0%2Bcu118"', true],
    ['component: "pkg:pypi/torch@2.1.0"', false],
    ['component: "pkg:npm/torch"', false],
    ['component: "pkg:npm/%40scope/torch@1.0.0"', false],
    ['advisory: CVE-2025-32434, component: torch', true],
    ['advisory: CVE-2025-32434, component: jax', false],
    ['advisory: CVE-2025-32434, paths: uv.lock', true],
    ['advisory: CVE-2025-32434, paths: ["notebooks/**", "*.lock"]', true],
    ['advisory: CVE-2025-32434, paths: services/**', false],
  ])('%s: %s', (selector, covers) => {
    const [decision] = verdictOf([`id: w, ${selector}, ${UNTIL}`]).findings
    expect(decision?.decision).toBe(covers ? 'allow' : 'block')
    expect(decision?.waiver).toEqual(
      covers ? { id: 'w', owner: 'ml', reason: 'internal only', expires: '2027-06-30' } : undefined,
    )
  })

  const twoPlaces = vulnerability({ paths: ['services/a.lock', 'notebooks/b.ipynb'] })
  it('each place on its own: what is left decides', () => {
    const verdict = verdictOf([`advisory: CVE-2025-32434, paths: notebooks/**, ${UNTIL}`], twoPlaces)
    expect(verdict.findings[0]).toMatchObject({ decision: 'block', rule: 'block-critical-with-fix' })
    expect(verdict.notices).toEqual([])
  })

  it('together with another, until the first of them ends', () => {
    const verdict = verdictOf(
      [
        `id: a, advisory: CVE-2025-32434, paths: notebooks/**, ${UNTIL}`,
        'id: b, advisory: CVE-2025-32434, paths: services/**, owner: x, reason: y, expires: 2027-01-01',
      ],
      twoPlaces,
    )
    expect(verdict.findings[0]).toMatchObject({ decision: 'allow', rule: 'waiver', waiver: { id: 'b' } })
  })

  it.each([
    [range(['CVE-1']), 'allow'],
    [range(['CVE-1'], ['CVE-1', 'CVE-2']), 'allow'],
    [range(['CVE-1'], ['CVE-2']), 'warn'],
  ])('an open range only when it is about all it lets in (%#)', (finding, decision) => {
    expect(verdictOf([`advisory: CVE-1, ${UNTIL}`], finding).findings[0]?.decision).toBe(decision)
  })
})

describe('malware is waived one by one', () => {
  it.each([
    ['component: torch', false],
    ['component: "pkg:pypi/torch@2.1.0+cu118"', false],
    ['advisory: MAL-2025-1', false],
    ['advisory: MAL-2025-1, component: torch', false],
    ['advisory: MAL-2025-1, component: "pkg:pypi/torch"', false],
    ['rule: vulnerabilities/known-vulnerability, paths: "**"', false],
    ['advisory: MAL-2025-1, component: "pkg:pypi/torch@2.1.0+cu118"', true],
    [PRINT, true],
  ])('%s: %s', (selector, covers) => {
    const verdict = verdictOf([`id: w, ${selector}, ${UNTIL}`], MALWARE)
    expect(verdict.findings[0]?.decision).toBe(covers ? 'allow' : 'block')
    expect(verdict.notices.join('\n')).toContain(
      covers
        ? ''
        : 'waiver "w" (assay.yaml:3, owner ml) does not cover "torch 2.1.0 is known malware": malware is waived only by',
    )
  })

  it.each([
    ['component: torch', false],
    ['rule: packages/steals-secrets', false],
    [PRINT, true],
  ])('also what a package does that blocks, %s: %s', (selector, covers) => {
    const { advisory: _none, ...rest } = vulnerability({ ruleId: 'packages/steals-secrets', severity: 'critical' })
    expect(verdictOf([`id: w, ${selector}, ${UNTIL}`], rest).findings[0]?.decision).toBe(covers ? 'allow' : 'block')
  })

  it('also among what an open range lets in', () => {
    const { advisory: _none, ...rest } = MALWARE
    const finding: Finding = {
      ...rest,
      range: {
        requirement: 'torch',
        admits: 'all',
        advisories: [advisorySummary({ id: 'MAL-2025-1', malicious: true })],
      },
    }
    expect(verdictOf([`component: torch, ${UNTIL}`], finding).findings[0]?.decision).toBe('block')
  })
})

describe('the life of a waiver', () => {
  it.each([
    ['2026-12-07', 'allow', ''],
    ['2026-12-06', 'allow', 'expires in 14 days, on 2026-12-06; it covers 1 finding'],
    ['2026-11-23', 'allow', 'expires tomorrow'],
    ['2026-11-22', 'allow', 'expires today'],
    ['2026-11-21', 'block', 'expired on 2026-11-21: 1 finding no longer waived'],
  ])('until %s: %s', (expires, decision, notice) => {
    const verdict = verdictOf([on(expires)])
    expect(verdict.findings[0]?.decision).toBe(decision)
    expect(verdict.notices).toHaveLength(notice === '' ? 0 : 1)
    expect(verdict.notices.join('')).toContain(notice)
  })

  it.each([
    [on('2027-06-30'), 'waiver "w" (assay.yaml:3, owner ml) covers no finding: delete it'],
    [on('2020-01-01'), 'expired on 2020-01-01: it covered no finding any more, delete it'],
    [`id: w, advisory: CVE-2020-1, ${UNTIL}`, 'names CVE-2020-1, withdrawn on 2026-10-01: delete it'],
  ])('%s without its finding', (waiver, notice) => {
    expect(verdictOf([waiver], NOTHING).notices).toEqual([expect.stringContaining(notice)])
  })

  it('does not ask to delete what another id of the same advisory still needs', () => {
    const finding = vulnerability({ advisory: { ids: ['CVE-2020-1', 'GHSA-x'] } })
    expect(verdictOf([`id: w, advisory: CVE-2020-1, ${UNTIL}`], finding).notices).toEqual([
      expect.stringContaining('withdrawn on 2026-10-01: it still covers 1 finding under another id'),
    ])
  })

  it('counts days in UTC, whatever the hour', () => {
    expect(
      verdictOf([on('2026-11-22')], vulnerability(), Date.parse('2026-11-22T00:00:00Z')).findings[0]?.decision,
    ).toBe('allow')
    expect(
      verdictOf([on('2026-11-22')], vulnerability(), Date.parse('2026-11-23T00:00:00Z')).findings[0]?.decision,
    ).toBe('block')
  })
})

describe('a waiver for a model file', () => {
  const digest = `sha256:${'d'.repeat(64)}`
  const model = (kind: string, ...globals: readonly string[]): Finding => {
    const { advisory: _none, component: _neither, ...rest } = vulnerability()
    return {
      ...rest,
      ruleId: 'models/pickle-unknown-code',
      evidence: [{ location: { path: 'models/m.pkl' }, note: 'x' }],
      model: { kind, when: 'on-load', digest, globals, cwes: [], atlas: [], exposure: [] },
    }
  }
  const unknown = model('pickle/unknown-code', 'my_library.Thing')

  it.each([
    [unknown, `digest: "${digest}"`, true],
    [unknown, `digest: "sha256:${'e'.repeat(64)}"`, false],
    [unknown, 'global: my_library.Thing', true],
    [unknown, 'global: my_library.Other', false],
    [unknown, `global: my_library.Thing, digest: "sha256:${'e'.repeat(64)}"`, false],
    [unknown, 'global: my_library.Thing, paths: ["other/**"]', false],
    [model('pickle/unknown-code', 'my_library.Thing', 'other.Thing'), 'global: my_library.Thing', false],
    [model('repository/pickle-twin'), 'global: my_library.Thing', false],
    [vulnerability(), `digest: "${digest}"`, false],
    [model('pickle/execution', 'posix.system'), 'global: posix.system', false],
    [model('pickle/execution', 'posix.system'), 'rule: models/pickle-unknown-code', false],
    [model('pickle/execution', 'posix.system'), `digest: "${digest}"`, true],
  ])('%#: %s %s', (finding, selector, covered) => {
    const verdict = verdictOf([`${selector}, ${UNTIL}`], finding)
    expect(verdict.findings[0]?.waiver !== undefined).toBe(covered)
  })

  it('says why a broad one does not cover a file that runs code', () => {
    const verdict = verdictOf([`rule: models/pickle-unknown-code, ${UNTIL}`], model('pickle/execution', 'posix.system'))
    expect(verdict.notices.join('\n')).toContain('waived only by fingerprint, or by the digest of the file')
  })

  it.each(['global: "my_library.*"', 'digest: "md5:1"'])('%s is refused', (selector) => {
    const yaml = `version: 1\nwaivers:\n  - {${selector}, ${UNTIL}}\n`
    expect(parsePolicy(new TextEncoder().encode(yaml), 'assay.yaml').problems).toHaveLength(1)
  })
})
