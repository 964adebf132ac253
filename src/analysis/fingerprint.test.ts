import { describe, expect, it } from 'vitest'
import { at } from '../model/location.ts'
import type { RuledObservation } from '../model/finding.ts'
import { assignFingerprints, fingerprint } from './fingerprint.ts'

function observed(over: Partial<RuledObservation> & { line?: number; path?: string } = {}): RuledObservation {
  const { line = 1, path = 'uv.lock', ...rest } = over
  return {
    ruleId: 'vulnerabilities/known-vulnerability',
    severity: 'high',
    title: 'torch 2.1.0 is affected by CVE-2024-31580',
    message: '',
    confidence: { level: 'high', because: [] },
    evidence: [{ location: at(path, line), note: 'locked' }],
    fix: { text: 'Upgrade.' },
    identity: 'PyPI torch CVE-2024-31580',
    ...rest,
  }
}

function names(observations: readonly RuledObservation[]): string[] {
  return assignFingerprints(observations).map((finding) => finding.fingerprint)
}

describe('fingerprint', () => {
  it('is 32 hexadecimal characters and always the same', () => {
    // printf '9:room/rule16:PyPI torch CVE-17:uv.lock' | sha256sum
    expect(fingerprint('room/rule', 'PyPI torch CVE-1', 'uv.lock')).toBe('67e62e664e81574acd924df4143736ef')
  })

  it.each([
    ['rule and identity', ['a/b', 'c', 'd'], ['a/bc', '', 'd']],
    ['identity and path', ['a/b', 'cd', ''], ['a/b', 'c', 'd']],
    ['a path with digits and a colon', ['a/b', 'x', '1:y'], ['a/b', 'x1:', 'y']],
    ['characters of more than one byte', ['a/b', 'é', ''], ['a/b', 'Ã©', '']],
  ] as const)('does not mix up %s', (_, [ruleA, ...a], [ruleB, ...b]) => {
    expect(fingerprint(ruleA, a[0], a[1])).not.toBe(fingerprint(ruleB, b[0], b[1]))
  })
})

describe('assignFingerprints', () => {
  it('keeps the name when the line moves or the version is bumped', () => {
    const before = observed({ line: 10, component: 'pkg:pypi/torch@2.1.0' })
    const after = observed({ line: 90, component: 'pkg:pypi/torch@2.1.1', title: 'torch 2.1.1 is affected' })
    expect(names([after])).toEqual(names([before]))
  })

  it('gives another name in another file, for another identity, for another rule', () => {
    const all = [
      observed(),
      observed({ path: 'poetry.lock' }),
      observed({ identity: 'PyPI torch CVE-2024-31583' }),
      observed({ ruleId: 'vulnerabilities/open-range' }),
    ]
    expect(new Set(names(all)).size).toBe(4)
  })

  it('numbers what would collide in the order of the file, whatever the order of the input', () => {
    const cpu = observed({ line: 10, component: 'pkg:pypi/torch@2.1.0%2Bcpu' })
    const cuda = observed({ line: 20, component: 'pkg:pypi/torch@2.1.0%2Bcu118' })
    const forward = assignFingerprints([cpu, cuda])
    expect(assignFingerprints([cuda, cpu])).toEqual(forward)
    expect(forward[0]?.fingerprint).toBe(names([observed()])[0])
    expect(forward[1]?.fingerprint).not.toBe(forward[0]?.fingerprint)
  })

  it('sorts worst first: severity, known exploited, predicted, name', () => {
    const advisory = {
      id: 'CVE-1',
      ids: ['CVE-1'],
      summary: '',
      severity: { level: 'high' },
      malicious: false,
      published: '',
      modified: '',
      cwes: [],
      references: [],
      fixed: [],
    } as const
    const exploited = { ...advisory, knownExploited: { dateAdded: '2024-01-01', dueDate: '', ransomware: false } }
    const predicted = { ...advisory, exploitPrediction: { score: 0.9, percentile: 0.99 } }
    const found = assignFingerprints([
      observed({ identity: 'd low', severity: 'low' }),
      observed({ identity: 'c unknown', severity: 'unknown' }),
      observed({ identity: 'b plain' }),
      observed({ identity: 'a plain' }),
      observed({ identity: 'y predicted', advisory: predicted }),
      observed({ identity: 'z exploited', advisory: exploited }),
      observed({ identity: 'z critical', severity: 'critical' }),
    ])
    expect(found.map((finding) => finding.identity)).toEqual([
      'z critical',
      'z exploited',
      'y predicted',
      'a plain',
      'b plain',
      'c unknown',
      'd low',
    ])
  })

  it('takes an observation without a place', () => {
    expect(names([observed({ evidence: [] })])).toHaveLength(1)
  })

  it('survives text that is not well-formed', () => {
    expect(names([observed({ identity: 'npm \ud800 x' })])[0]).toMatch(/^[0-9a-f]{32}$/)
  })
})
