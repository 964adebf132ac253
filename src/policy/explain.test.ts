import { describe, expect, it } from 'vitest'
import { bomOf, component } from '../../test/support/component-fakes.ts'
import { coverage, vulnerability } from '../../test/support/policy-fakes.ts'
import type { Finding } from '../model/finding.ts'
import type { Policy } from '../model/policy.ts'
import { baselineOf } from './baseline.ts'
import type { PolicyInput } from './evaluation.ts'
import { explainFinding, explainPolicy } from './explain.ts'
import { parsePolicy } from './parse.ts'
import { presetPolicy } from './preset-policy.ts'

function policyOf(yaml: string): Policy {
  return parsePolicy(new TextEncoder().encode(`version: 1\n${yaml}`), 'assay.yaml').policy
}

function explained(finding: Finding, options: Partial<PolicyInput> = {}): readonly string[] {
  const bom = bomOf(component({ version: '2.1.0', id: 'pkg:pypi/torch@2.1.0' }))
  const now = Date.parse('2026-11-22T00:00:00Z')
  return explainFinding(finding, {
    findings: [finding],
    bom,
    coverage: coverage(),
    policy: presetPolicy(),
    now,
    ...options,
  })
}

describe('explainPolicy', () => {
  it('lists the rules in the order they are asked, with where they stand', () => {
    const rules = explainPolicy(
      policyOf('extends: permissive\nrules:\n  - {id: a, paths: [x/**, y/**], decision: allow, reason: demos}\n'),
    )
    expect(rules.map(({ position, id, origin }) => `${position} ${id} ${origin}`)).toEqual([
      '1 block-known-malware preset permissive',
      '2 a assay.yaml:4',
      '3 block-malicious-behaviour preset permissive',
      '4 warn-secret preset permissive',
      '5 warn-known-exploited preset permissive',
      '6 warn-critical preset permissive',
      '1 warn-without-advisory-data preset permissive',
      '2 warn-starter-data preset permissive',
    ])
    expect(rules[1]).toMatchObject({ sentence: 'allows a finding in x/** or y/**', reason: 'demos' })
    expect(rules[5]?.sentence).toBe('warns of a finding when finding.severity == "critical"')
  })
})

describe('explainFinding', () => {
  it('names the rule, its reason, and what would have applied later', () => {
    expect(explained(vulnerability())).toEqual([
      expect.stringMatching(
        /^in uv\.lock: rule block-critical-with-fix \(preset balanced\) blocks a finding when .* Critical and a fixed version exists/,
      ),
      'these apply too, but are asked later: warn-vulnerability (warn), warn-elsewhere (warn)',
      'decision: block (block-critical-with-fix)',
    ])
  })

  it('names the waiver of each place', () => {
    const policy = policyOf(
      'waivers:\n  - {advisory: CVE-2025-32434, paths: a/**, owner: ml, reason: trusted input, expires: 2027-01-01}\n',
    )
    expect(explained(vulnerability({ paths: ['a/x', 'b/y'] }), { policy }).slice(0, 2)).toEqual([
      'in a/x: waived by "waiver-1" (assay.yaml:3) until 2027-01-01; ml says: trusted input',
      expect.stringContaining('in b/y: rule block-critical-with-fix'),
    ])
  })

  it.each([
    [
      'an expired waiver',
      'waivers:\n  - {advisory: CVE-2025-32434, owner: ml, reason: r, expires: 2020-01-01}\n',
      {},
      'waiver "waiver-1" fits, but expired on 2020-01-01',
    ],
    [
      'a broad waiver',
      'waivers:\n  - {component: torch, owner: ml, reason: r, expires: 2027-01-01}\n',
      { malicious: true },
      'waiver "waiver-1" would fit, but malware must be named exactly',
    ],
    [
      'a broken rule',
      'rules:\n  - {id: x, when: \'finding.advisory.fixed[5] == ""\', decision: allow}\n',
      {},
      'rule x (assay.yaml:3) could not be evaluated, so it blocks',
    ],
  ])('tells of %s', (_name, yaml, advisory, line) => {
    expect(explained(vulnerability({ advisory }), { policy: policyOf(yaml) }).join('\n')).toContain(line)
  })

  it('says when nothing applies, and what the baseline changes', () => {
    const low = vulnerability({ severity: 'low' })
    expect(explained(low, { policy: presetPolicy('permissive') })[0]).toBe(
      'in uv.lock: no rule applies, so it is allowed',
    )
    expect(explained(vulnerability(), { baseline: baselineOf([vulnerability()]), failOn: 'new' })).toContain(
      'it is in the baseline, so under "fail on new" it warns instead of blocking',
    )
  })
})
