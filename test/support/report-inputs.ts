import type { Reporter, ReportStyle } from '../../src/report/reporter.ts'
import type { Component } from '../../src/model/component.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { ScanResult } from '../../src/model/scan-result.ts'
import { HOSTILE, sampleResult } from './sample-result.ts'

/** No colours, everything, on 22 November 2026. */
export const PLAIN: ReportStyle = { now: Date.UTC(2026, 10, 22), colour: false, width: 100, detail: 'full' }

/** A report as one text. */
export function render(reporter: Reporter, result: ScanResult, style = PLAIN): string {
  return [...reporter.render(result, style)].join('')
}

/** A result without anything in it. */
export const EMPTY: ScanResult = {
  ...sampleResult(),
  target: '',
  findings: [],
  components: [],
  relationships: [],
  models: [],
  diagnostics: [],
  rules: [],
  verdict: { ...sampleResult().verdict, decision: 'allow', findings: [], reasons: [], notices: [] },
}

/** The sample with every way a finding can be settled, a model file that runs code, and an exposure that is over. */
export function settledResult(text = 'torch'): ScanResult {
  const sample = sampleResult(text)
  const [first] = sample.findings
  if (first === undefined) throw new Error('the sample has findings')
  const again = (digit: string, over: Partial<Finding> = {}): Finding => ({
    ...first,
    fingerprint: digit.repeat(32),
    ...over,
  })
  const decision = { decision: 'allow', rule: 'r', known: false } as const
  const vex = { author: text, statement: text, source: `${text}:3` }
  const label = `vulnerable_code_not_present: ${text}`
  return {
    ...sample,
    findings: [
      ...sample.findings,
      again('c'),
      again('d'),
      again('e'),
      modelFinding(again('f'), sample.components, text),
    ],
    verdict: {
      ...sample.verdict,
      findings: [
        ...sample.verdict.findings,
        {
          ...decision,
          fingerprint: 'c'.repeat(32),
          waiver: { id: 'w2', owner: text, reason: label, expires: '2027-01-01' },
        },
        {
          ...decision,
          fingerprint: 'd'.repeat(32),
          vex: { ...vex, status: 'not_affected', justification: 'code_not_reachable' },
        },
        { ...decision, fingerprint: 'e'.repeat(32), vex: { ...vex, status: 'fixed' } },
        { ...decision, fingerprint: 'f'.repeat(32), decision: 'block' },
      ],
    },
  }
}

function modelFinding(finding: Finding, components: readonly Component[], folder: string): Finding {
  const { advisory: _advisory, component: _component, ...rest } = finding
  const name = components.find(({ ecosystem }) => ecosystem === 'PyPI')?.name ?? 'torch'
  const exposed = { package: name, version: '2.1.0+cu118', path: 'uv.lock', fixed: '1.9.0' } as const
  return {
    ...rest,
    ruleId: 'models/pickle-code',
    evidence: [{ location: { path: `${folder}/model.pkl` }, note: 'pickle/execution' }],
    fix: { text: 'Do not load it.' },
    model: {
      kind: 'pickle/execution',
      when: 'on-load',
      globals: [name],
      code: { statement: `${name}("id")`, listing: [`0: ${name}`, '1: STOP'] },
      cwes: ['CWE-502'],
      atlas: ['AML.T0011.000'],
      exposure: [
        { cve: 'CVE-2022-45907', affected: 'no', ...exposed },
        { cve: 'CVE-2025-32434', affected: 'yes', ...exposed },
      ],
    },
  }
}

/** What every reporter is tried on. */
export const INPUTS: readonly (readonly [string, ScanResult])[] = [
  ['a usual result', sampleResult()],
  ['hostile names', sampleResult(HOSTILE)],
  ['settled findings', settledResult()],
  ['settled findings with hostile names', settledResult(HOSTILE)],
  ['an empty result', EMPTY],
]

/** A result of `packages` packages, of which each `nth` has a finding. */
export function largeResult(packages: number, nth: number): ScanResult {
  const sample = sampleResult()
  const [, torch] = sample.components
  const [finding] = sample.findings
  if (torch === undefined || finding?.advisory === undefined) throw new Error('the sample has a vulnerable package')
  const components = Array.from({ length: packages }, (_, index): Component => {
    const name = `some-package-name-${index}`
    const purl = `pkg:pypi/${name}@2.${index}.1` as const
    const location = { path: `services/service-${index % 40}/uv.lock`, lines: { start: index + 1, end: index + 1 } }
    return {
      ...torch,
      id: purl,
      purl,
      name,
      version: { kind: 'exact', version: `2.${index}.1` },
      path: ['app@1.0.0', `${name}@2.${index}.1`],
      evidence: [{ location, note: `locked as ${name} 2.${index}.1` }],
    }
  })
  const advisory = finding.advisory
  const findings = components.flatMap((component, index): readonly Finding[] =>
    index % nth === 0
      ? [
          {
            ...finding,
            fingerprint: index.toString(16).padStart(32, '0'),
            component: component.id,
            evidence: component.evidence,
            title: `${component.name} is affected by CVE-2025-${10_000 + index}`,
            advisory: {
              ...advisory,
              id: `CVE-2025-${10_000 + index}`,
              ids: [`CVE-2025-${10_000 + index}`],
              summary:
                'A crafted archive lets an attacker write files outside of the folder it is unpacked to. '.repeat(2),
            },
          },
        ]
      : [],
  )
  return {
    ...sample,
    components,
    findings,
    relationships: components.slice(1).map(({ id }, index) => ({ from: components[index >> 2]?.id ?? id, to: id })),
    verdict: {
      ...sample.verdict,
      findings: findings.map(({ fingerprint }) => ({ fingerprint, decision: 'block', rule: 'r', known: false })),
    },
  }
}
