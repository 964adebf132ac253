import { describe, expect, it } from 'vitest'
import { vulnerability } from '../../test/support/policy-fakes.ts'
import type { Finding } from '../model/finding.ts'
import type { FindingDecision } from '../model/verdict.ts'
import { standingOf } from './standing.ts'

const PLAIN: FindingDecision = { fingerprint: 'a', decision: 'block', rule: 'r', known: false }

function waived(reason: string): FindingDecision {
  return { ...PLAIN, decision: 'allow', waiver: { id: 'w', owner: 'ml', reason, expires: '2027-01-01' } }
}

function stated(status: 'fixed' | 'not_affected', justification: string): FindingDecision {
  return { ...PLAIN, vex: { status, author: 'Vendor', justification, statement: 'x', source: 'v.json:3' } }
}

function openRange(): Finding {
  const { advisory: _none, ...rest } = vulnerability()
  return { ...rest, range: { requirement: 'torch', admits: 'some', advisories: [] } }
}

describe('where a vulnerability stands', () => {
  it.each<[string, Finding, FindingDecision | undefined, object]>([
    ['a match', vulnerability(), PLAIN, { status: 'affected', accepted: false, decided: '' }],
    ['a match nobody judged', vulnerability(), undefined, { status: 'affected' }],
    ['a range', openRange(), PLAIN, { status: 'under_investigation', accepted: false }],
    ['an accepted risk', vulnerability(), waived('internal only'), { status: 'affected', accepted: true }],
    ['an accepted range', openRange(), waived('internal only'), { status: 'under_investigation', accepted: true }],
    [
      'a waiver that says why it does not apply',
      vulnerability(),
      waived('vulnerable_code_not_in_execute_path: no pickle is loaded'),
      { status: 'not_affected', justification: 'vulnerable_code_not_in_execute_path', accepted: false },
    ],
    ['only the very label counts', vulnerability(), waived('vulnerable_code_not_presently'), { status: 'affected' }],
    ['VEX: fixed', vulnerability(), stated('fixed', 'code_not_present'), { status: 'fixed' }],
    [
      'VEX: not affected, in the words of CycloneDX',
      vulnerability(),
      stated('not_affected', 'code_not_reachable'),
      { status: 'not_affected', justification: 'vulnerable_code_not_in_execute_path' },
    ],
    [
      'VEX: not affected, for a reason OpenVEX has no label for',
      vulnerability(),
      stated('not_affected', 'protected_at_perimeter'),
      { status: 'not_affected', statement: 'not affected, says Vendor (v.json:3): protected_at_perimeter: x' },
    ],
  ])('%s', (_, finding, decision, standing) => {
    const found = standingOf(finding, decision)
    expect(found).toMatchObject(standing)
    expect('justification' in found).toBe('justification' in standing)
    expect(found.statement).not.toBe('')
  })

  it('an accepted risk names who accepted it, in what is to be done', () => {
    expect(standingOf(vulnerability(), waived('internal only')).statement).toBe(
      'Upgrade torch to 2.6.0 or later. Not now: waived until 2027-01-01 by ml: internal only',
    )
  })
})
