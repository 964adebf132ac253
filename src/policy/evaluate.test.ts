import { describe, expect, it } from 'vitest'
import { bomOf, component, type ComponentSketch } from '../../test/support/component-fakes.ts'
import { advisorySummary, coverage, otherFinding, vulnerability } from '../../test/support/policy-fakes.ts'
import type { Component } from '../model/component.ts'
import type { Finding } from '../model/finding.ts'
import type { Policy } from '../model/policy.ts'
import type { Decision, Verdict } from '../model/verdict.ts'
import { baselineOf } from './baseline.ts'
import { evaluatePolicy } from './evaluate.ts'
import type { PolicyInput } from './evaluation.ts'
import { parsePolicy } from './parse.ts'
import { presetPolicy } from './preset-policy.ts'

const NOW = Date.parse('2026-11-22T12:00:00Z')

function policyOf(yaml: string): Policy {
  const { policy, problems } = parsePolicy(new TextEncoder().encode(`version: 1\n${yaml}`), 'assay.yaml')
  expect(problems).toEqual([])
  return policy
}

function verdictOf(
  findings: readonly Finding[],
  options: Partial<PolicyInput> & { torch?: ComponentSketch } = {},
): Verdict {
  const { torch, ...rest } = options
  const bom = bomOf(component({ version: '2.1.0', file: 'uv.lock', ...torch, id: 'pkg:pypi/torch@2.1.0' }))
  return evaluatePolicy({ findings, bom, coverage: coverage(), policy: presetPolicy(), now: NOW, ...rest })
}

const malware = vulnerability({
  advisory: { id: 'MAL-2025-1', malicious: true },
  severity: 'critical',
  fingerprint: 'b'.repeat(32),
  title: 'torch is known malware',
})
const noFix = { fixed: [] }

const cases: readonly {
  readonly name: string
  readonly finding: Finding
  readonly torch?: ComponentSketch
  readonly permissive: readonly [Decision, string]
  readonly balanced: readonly [Decision, string]
  readonly strict: readonly [Decision, string]
}[] = [
  {
    name: 'malware from a registry',
    finding: malware,
    permissive: ['block', 'block-known-malware'],
    balanced: ['block', 'block-known-malware'],
    strict: ['block', 'block-known-malware'],
  },
  {
    name: "the project's own package with the name of malware",
    finding: { ...malware, severity: 'low', ruleId: 'vulnerabilities/malicious-name-collision' },
    torch: { origin: { kind: 'local', path: '.' } },
    permissive: ['allow', 'default'],
    balanced: ['warn', 'warn-vulnerability'],
    strict: ['warn', 'warn-low'],
  },
  {
    name: 'exploited today, low, no fix',
    finding: vulnerability({
      severity: 'low',
      fix: { text: 'Wait.' },
      advisory: { ...noFix, knownExploited: { dateAdded: '2026-01-01', dueDate: '2026-02-01', ransomware: false } },
    }),
    permissive: ['warn', 'warn-known-exploited'],
    balanced: ['block', 'block-known-exploited'],
    strict: ['block', 'block-known-exploited'],
  },
  {
    name: 'critical with a fix',
    finding: vulnerability(),
    permissive: ['warn', 'warn-critical'],
    balanced: ['block', 'block-critical-with-fix'],
    strict: ['block', 'block-medium-and-above'],
  },
  {
    name: 'critical with a fix, brought in for development only',
    finding: vulnerability(),
    torch: { scope: 'development', direct: 'no' },
    permissive: ['warn', 'warn-critical'],
    balanced: ['block', 'block-critical-with-fix'],
    strict: ['block', 'block-medium-and-above'],
  },
  {
    name: 'critical without a fix',
    finding: vulnerability({ fix: { text: 'Wait.' }, advisory: noFix }),
    permissive: ['warn', 'warn-critical'],
    balanced: ['warn', 'warn-vulnerability'],
    strict: ['block', 'block-medium-and-above'],
  },
  {
    name: 'high with a fix, direct',
    finding: vulnerability({ severity: 'high' }),
    permissive: ['allow', 'default'],
    balanced: ['block', 'block-high-direct-with-fix'],
    strict: ['block', 'block-medium-and-above'],
  },
  {
    name: 'high with a fix, not known whether direct',
    finding: vulnerability({ severity: 'high' }),
    torch: { direct: 'unknown' },
    permissive: ['allow', 'default'],
    balanced: ['block', 'block-high-direct-with-fix'],
    strict: ['block', 'block-medium-and-above'],
  },
  {
    name: 'high with a fix, deep in the tree',
    finding: vulnerability({ severity: 'high' }),
    torch: { direct: 'no' },
    permissive: ['allow', 'default'],
    balanced: ['warn', 'warn-vulnerability'],
    strict: ['block', 'block-medium-and-above'],
  },
  {
    name: 'high with a fix, development',
    finding: vulnerability({ severity: 'high' }),
    torch: { scope: 'development' },
    permissive: ['allow', 'default'],
    balanced: ['warn', 'warn-vulnerability'],
    strict: ['block', 'block-medium-and-above'],
  },
  {
    name: 'rated by nobody',
    finding: vulnerability({ severity: 'unknown', advisory: { severity: { level: 'unknown' } } }),
    permissive: ['allow', 'default'],
    balanced: ['warn', 'warn-vulnerability'],
    strict: ['block', 'block-unrated'],
  },
  {
    name: 'low',
    finding: vulnerability({ severity: 'low' }),
    permissive: ['allow', 'default'],
    balanced: ['warn', 'warn-vulnerability'],
    strict: ['warn', 'warn-low'],
  },
  {
    name: 'an open range that lets only affected versions in',
    finding: openRange('all'),
    permissive: ['allow', 'default'],
    balanced: ['warn', 'warn-affected-range'],
    strict: ['block', 'block-open-range'],
  },
  {
    name: 'an open range that lets some affected versions in',
    finding: openRange('some'),
    permissive: ['allow', 'default'],
    balanced: ['allow', 'default'],
    strict: ['block', 'block-open-range'],
  },
  {
    name: 'an open range that lets nothing but malware in',
    finding: openRange('all', true),
    permissive: ['block', 'block-known-malware'],
    balanced: ['block', 'block-known-malware'],
    strict: ['block', 'block-known-malware'],
  },
  {
    name: 'a package that does what malware does',
    finding: otherFinding({ ruleId: 'packages/steals-secrets', confidence: { level: 'medium', because: [] } }),
    permissive: ['block', 'block-malicious-behaviour'],
    balanced: ['block', 'block-malicious-behaviour'],
    strict: ['block', 'block-malicious-behaviour'],
  },
  {
    name: 'a package that a person has to look at',
    finding: otherFinding({ ruleId: 'packages/reports-home', severity: 'high' }),
    permissive: ['allow', 'default'],
    balanced: ['warn', 'warn-elsewhere'],
    strict: ['block', 'block-medium-and-above'],
  },
  {
    name: 'another rule, critical and sure',
    finding: otherFinding(),
    permissive: ['warn', 'warn-critical'],
    balanced: ['block', 'block-critical-elsewhere'],
    strict: ['block', 'block-medium-and-above'],
  },
  {
    name: 'another rule, critical but not sure',
    finding: otherFinding({ confidence: { level: 'low', because: [] } }),
    permissive: ['warn', 'warn-critical'],
    balanced: ['warn', 'warn-elsewhere'],
    strict: ['block', 'block-medium-and-above'],
  },
  {
    name: 'another rule, low',
    finding: otherFinding({ severity: 'low' }),
    permissive: ['allow', 'default'],
    balanced: ['allow', 'default'],
    strict: ['warn', 'warn-low'],
  },
]

function openRange(admits: 'some' | 'all', malicious = false): Finding {
  const { advisory: _none, ...rest } = vulnerability({
    severity: 'medium',
    ruleId: 'vulnerabilities/open-range',
    fix: { text: 'Raise it.' },
  })
  return { ...rest, range: { requirement: 'torch>=1', admits, advisories: [advisorySummary({ malicious })] } }
}

describe.each(['permissive', 'balanced', 'strict'] as const)('%s', (preset) => {
  it.each(cases)('$name', ({ finding, torch, ...expected }) => {
    const verdict = verdictOf([finding], { policy: presetPolicy(preset), ...(torch === undefined ? {} : { torch }) })
    expect([verdict.findings[0]?.decision, verdict.findings[0]?.rule]).toEqual(expected[preset])
  })
})

describe('presets on the scan as a whole', () => {
  it.each([
    ['balanced', { advisories: { ageDays: 7 } }, 'allow', []],
    ['balanced', { advisories: { ageDays: 8 } }, 'warn', ['warn-old-advisory-data']],
    ['strict', { advisories: { ageDays: 4 } }, 'block', ['block-old-advisory-data']],
    ['permissive', { advisories: { ageDays: 400 } }, 'allow', []],
    ['balanced', { advisories: { kind: 'starter', ageDays: 90 } }, 'warn', ['warn-starter-data']],
    ['strict', { advisories: { kind: 'starter' } }, 'block', ['block-starter-data']],
    [
      'balanced',
      { advisories: { kind: 'none', ageDays: null, knownExploited: 0 } },
      'block',
      ['block-without-advisory-data'],
    ],
    [
      'permissive',
      { advisories: { kind: 'none', ageDays: null, knownExploited: 0 } },
      'warn',
      ['warn-without-advisory-data'],
    ],
    ['balanced', { advisories: { kind: 'none', ageDays: null }, packages: { total: 0 } }, 'allow', []],
    ['balanced', { advisories: { knownExploited: 0 } }, 'warn', ['warn-without-exploitation-data']],
  ] as const)('%s, %j: %s', (preset, given, decision, rules) => {
    const verdict = verdictOf([], { policy: presetPolicy(preset), coverage: coverage(given) })
    expect(verdict.decision).toBe(decision)
    expect(verdict.reasons.map((reason) => reason.rule)).toEqual(rules)
  })

  it('strict names unpinned components', () => {
    const verdict = verdictOf([], {
      policy: presetPolicy('strict'),
      torch: { range: { text: '>=2', syntax: 'pep440' }, version: undefined as never },
    })
    expect(verdict.reasons).toEqual([
      { rule: 'block-unpinned', decision: 'block', message: expect.stringContaining('(1 component: torch >=2)') },
    ])
  })

  it.each([
    ['strict', [], 'complete'],
    ['strict', ['one file failed'], 'incomplete'],
    ['balanced', ['one file failed'], 'not-demanded'],
  ] as const)('%s with gaps %j: %s', (preset, gaps, completeness) => {
    const verdict = verdictOf([], { policy: presetPolicy(preset), coverage: coverage({ gaps }) })
    expect(verdict.completeness).toBe(completeness)
    expect(verdict.decision).toBe('allow')
  })
})

describe('rules with paths', () => {
  const policy = policyOf(`extends: permissive
rules:
  - id: notebooks-are-experiments
    paths: notebooks/**
    decision: allow
  - id: services-must-be-clean
    paths: services/**
    decision: block
`)
  it.each([
    [['notebooks/a.ipynb'], 'allow', 'notebooks-are-experiments'],
    [['services/a.txt'], 'block', 'services-must-be-clean'],
    [['notebooks/a.ipynb', 'services/a.txt'], 'block', 'services-must-be-clean'],
    [['notebooks/a.ipynb', 'other.txt'], 'warn', 'warn-critical'],
    [[], 'warn', 'warn-critical'],
  ] as const)('the worst place of %j counts: %s', (paths, decision, rule) => {
    const verdict = verdictOf([vulnerability({ paths })], { policy })
    expect(verdict.findings[0]).toMatchObject({ decision, rule })
  })
})

describe('a condition without an answer', () => {
  it.each([
    ['finding', 'finding.advisory.fixed[3] == "1"'],
    ['component', 'component.groups[0] == "x"'],
    ['coverage', 'coverage.gaps[0] == "x"'],
  ])('blocks on %s and says so', (on, when) => {
    const policy = policyOf(
      `extends: permissive\nrules:\n  - {id: broken, on: ${on}, when: '${when}', decision: allow}\n`,
    )
    const verdict = verdictOf([vulnerability()], { policy })
    expect(verdict.decision).toBe('block')
    expect(verdict.reasons).toContainEqual({
      rule: 'broken',
      decision: 'block',
      message: expect.stringMatching(/^policy rule broken could not be evaluated: .*out of bounds/),
    })
  })

  it('blocks also where the finding is in the baseline', () => {
    const policy = policyOf('rules:\n  - {id: broken, when: \'finding.advisory.fixed[3] == "1"\', decision: allow}\n')
    const verdict = verdictOf([vulnerability()], { policy, failOn: 'new', baseline: baselineOf([vulnerability()]) })
    expect(verdict.decision).toBe('block')
  })

  it('blocks when the policy was never checked', () => {
    const [first] = presetPolicy().rules
    const policy = { ...presetPolicy(), rules: first === undefined ? [] : [{ ...first, when: 'finding.oops' }] }
    expect(verdictOf([vulnerability()], { policy }).findings[0]).toMatchObject({
      decision: 'block',
      rule: 'block-known-malware',
    })
  })

  it('does not matter where an earlier rule decides', () => {
    const policy = policyOf(`rules:
  - {id: first, when: 'finding.severity == "critical"', decision: warn}
  - {id: broken, when: 'finding.advisory.fixed[3] == "1"', decision: allow}
`)
    expect(verdictOf([vulnerability()], { policy }).findings[0]).toMatchObject({ decision: 'warn', rule: 'first' })
  })
})

describe('messages of the author', () => {
  const policy = policyOf(`rules:
  - {id: no-pickles, when: 'finding.ruleId == "models/unsafe-pickle"', decision: block, message: Use safetensors}
  - {id: no-wheels, on: component, when: 'component.origin == "url"', decision: warn, message: Publish it first}
`)
  it('stand once under the verdict with what they are about', () => {
    const verdict = verdictOf([otherFinding(), otherFinding({ title: 'b.pt runs code' })], {
      policy,
      torch: { origin: { kind: 'url', url: 'https://host.example/torch.whl' } },
    })
    expect(verdict.reasons).toEqual([
      {
        rule: 'no-pickles',
        decision: 'block',
        message: 'Use safetensors (2 findings: model.pt runs code, b.pt runs code)',
      },
      { rule: 'no-wheels', decision: 'warn', message: 'Publish it first (1 component: torch 2.1.0)' },
    ])
  })
})

describe('the baseline', () => {
  const thief = otherFinding({ ruleId: 'packages/steals-secrets', fingerprint: 'e'.repeat(32) })
  const known = baselineOf([vulnerability(), malware])

  it.each([
    ['any', vulnerability(), 'block'],
    ['new', vulnerability(), 'warn'],
    ['new', vulnerability({ fingerprint: 'c'.repeat(32), identity: 'PyPI numpy CVE-2025-32434' }), 'block'],
    ['new', malware, 'block'],
    ['new', thief, 'block'],
  ] as const)('fail on %s', (failOn, finding, decision) => {
    const verdict = verdictOf([finding], { baseline: baselineOf([vulnerability(), malware, thief]), failOn })
    expect(verdict.decision).toBe(decision)
    expect(verdict.findings[0]?.decision).toBe('block')
  })

  it('tells of entries that match nothing any more, and of withdrawn ones', () => {
    const verdict = verdictOf([malware], {
      baseline: known,
      withdrawn: (id) => (id === 'PYSEC-2025-41' ? '2026-02-03T04:05:06Z' : undefined),
    })
    expect(verdict.notices).toEqual([
      'the baseline holds PYSEC-2025-41, withdrawn on 2026-02-03',
      '1 entry of the baseline matches no finding any more: write it anew',
    ])
  })
})

describe('a verdict', () => {
  it('is the same for the same input, in the order of the findings', () => {
    const findings = [vulnerability(), malware, otherFinding({ fingerprint: 'd'.repeat(32) })]
    expect(verdictOf(findings)).toEqual(verdictOf(findings))
    expect(verdictOf(findings).findings.map((one) => one.fingerprint[0])).toEqual(['a', 'b', 'd'])
  })

  it('allows nothing found', () => {
    expect(verdictOf([])).toMatchObject({
      decision: 'allow',
      reasons: [],
      notices: [],
      policy: { name: 'balanced', source: 'built in' },
    })
  })

  it('judges ten thousand findings with fifty rules and two thousand waivers in seconds', () => {
    const rules = Array.from(
      { length: 50 },
      (_, i) => `  - {id: r${i}, when: 'finding.title.contains("x${i}") || "y${i}" in finding.paths', decision: block}`,
    )
    const waivers = Array.from(
      { length: 2000 },
      (_, i) => `  - {advisory: CVE-1-${i}, paths: "a/**", owner: me, reason: why, expires: 2027-01-01}`,
    )
    const policy = policyOf(`rules:\n${rules.join('\n')}\nwaivers:\n${waivers.join('\n')}\n`)
    const findings = Array.from({ length: 10_000 }, (_, i) =>
      vulnerability({
        fingerprint: i.toString(16).padStart(32, '0'),
        advisory: { id: `CVE-1-${i}` },
        paths: ['a/1', 'b/2', 'c/3'],
      }),
    )
    const start = performance.now()
    expect(verdictOf(findings, { policy }).findings).toHaveLength(10_000)
    expect(performance.now() - start).toBeLessThan(10_000)
  })

  it('ends when a hostile policy meets a hostile project', () => {
    const rules = Array.from(
      { length: 500 },
      (_, i) =>
        `  - {id: r${i}, when: 'finding.paths.all(a, finding.paths.exists(b, a == b)) && false', decision: allow}`,
    )
    const policy = policyOf(`rules:\n${rules.join('\n')}\n`)
    const paths = Array.from({ length: 300 }, (_, i) => `d${i}/${'x'.repeat(100)}`)
    const findings = Array.from({ length: 100 }, () => vulnerability({ paths }))
    const start = performance.now()
    expect(verdictOf(findings, { policy }).decision).toBe('block')
    expect(performance.now() - start).toBeLessThan(20_000)
  })
})

describe('a component that is not in the inventory', () => {
  it('is taken for malware where the advisory says so', () => {
    const bom = { components: [] as readonly Component[], relationships: [] }
    const verdict = evaluatePolicy({ findings: [malware], bom, coverage: coverage(), policy: presetPolicy(), now: NOW })
    expect(verdict.decision).toBe('block')
  })
})
