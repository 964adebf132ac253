import { describe, expect, it } from 'vitest'
import { advisory, lookupOf } from '../../../test/support/advisory-fakes.ts'
import { bomOf } from '../../../test/support/bom-of.ts'
import type { Finding } from '../../model/finding.ts'
import type { PackageMention, VersionClaim } from '../../model/package-mention.ts'
import { planFixes } from './plan-fixes.ts'
import { lineStartsOf } from './site-of.ts'
import { applyEdits } from './text-edit.ts'

/** Conda packages have their advisories under the name of their twin on PyPI. */
const KNOWN = lookupOf([advisory({ name: 'torch', events: [{ introduced: '0' }, { fixed: '2.6.0' }] })])

const exact = (version: string): VersionClaim => ({ kind: 'exact', version })
const range = (text: string): VersionClaim => ({ kind: 'range', text, syntax: 'conda' })

describe('conda specs', () => {
  it.each([
    ['- pytorch=2.1.0=py3_cuda11_0', '2.1.0', exact('2.1.0'), '- pytorch=2.6.0'],
    ['- pytorch==2.1.0 # gpu', '2.1.0', exact('2.1.0'), '- pytorch==2.6.0 # gpu'],
    ['- pytorch 2.1.*', '2.1.*', range('2.1.*'), '- pytorch >=2.6.0,<2.7'],
    ['- pytorch=2.1', '2.1', range('=2.1'), '- pytorch>=2.6.0,<2.7'],
    ['- "pytorch>=2.0,<3"', '2.0', range('>=2.0,<3'), '- "pytorch>=2.6.0,<3"'],
    ['- pytorch', 'pytorch', { kind: 'any' }, '- pytorch>=2.6.0'],
    ['- pytorch>=2.0  # [linux]', '2.0', range('>=2.0'), '- pytorch>=2.6.0  # [linux]'],
  ] as const)('%s', (line, token, version, wanted) => {
    const text = `dependencies:\n  ${line}\n`
    const location = { path: 'environment.yml', lines: { start: 2, end: 2 }, column: line.indexOf(token) + 3 }
    const twin = { ecosystem: 'PyPI', name: 'torch', because: 'the table says so' } as const
    const { components } = bomOf({
      id: 'pkg:conda/pytorch',
      ecosystem: 'conda',
      name: 'pytorch',
      version,
      twin,
      evidence: [{ location, note: 'required as pytorch' }],
    })
    const file = { path: location.path, extractor: 'conda/environment', text, lineStarts: lineStartsOf(text) }
    const plan = planFixes({
      findings: [FINDING],
      components,
      files: [{ ...file, mentions: [mention(version, location)], includes: [] }],
      known: KNOWN,
      majors: true,
    })
    expect(applyEdits(text, plan.changes[0]?.edits ?? [])).toBe(`dependencies:\n  ${wanted}\n`)
  })
})

const FINDING = {
  fingerprint: '0',
  ruleId: 'vulnerabilities/known-vulnerability',
  component: 'pkg:conda/pytorch',
  advisory: { id: 'PYSEC-2024-1', ids: ['PYSEC-2024-1'] },
} as unknown as Finding

function mention(version: VersionClaim, location: PackageMention['location']): PackageMention {
  return {
    key: 'pytorch',
    ecosystem: 'conda',
    name: 'pytorch',
    version,
    origin: { kind: 'registry' },
    role: 'requires',
    scope: 'runtime',
    groups: [],
    direct: 'yes',
    location,
    text: 'pytorch',
    integrity: [],
  }
}
