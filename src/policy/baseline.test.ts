import { describe, expect, it } from 'vitest'
import { advisorySummary, otherFinding, vulnerability } from '../../test/support/policy-fakes.ts'
import { UsageError } from '../base/errors.ts'
import type { Finding } from '../model/finding.ts'
import { baselineOf, parseBaseline, renderBaseline } from './baseline.ts'
import { knownFindings } from './known-findings.ts'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const a = vulnerability({ fingerprint: 'a'.repeat(32), paths: ['b.lock', 'a.lock', 'b.lock'] })
const b = otherFinding({ fingerprint: 'b'.repeat(32) })

describe('a baseline file', () => {
  it('is sorted, one entry to a line, and the same for any order of the findings', () => {
    const text = renderBaseline(baselineOf([a, b, a]))
    expect(text).toBe(renderBaseline(baselineOf([b, a])))
    expect(text).toBe(`{
  "schemaVersion": 1,
  "kind": "assay-baseline",
  "entries": [
    {"fingerprint":"${'b'.repeat(32)}","ruleId":"models/unsafe-pickle","identity":"model.pt","ids":[],"paths":["model.pt"]},
    {"fingerprint":"${'a'.repeat(32)}","ruleId":"vulnerabilities/known-vulnerability","identity":"PyPI torch CVE-2025-32434","ids":["CVE-2025-32434","GHSA-53q9-r3pm-6pq6","PYSEC-2025-41"],"paths":["a.lock","b.lock"]}
  ]
}
`)
  })

  it.each([[[]], [[a, b]], [[otherFinding({ identity: 'x "\u2028 \\ y', paths: ['ü/ß"\n.txt'] })]]])(
    'reads what it wrote (%#)',
    (findings) => {
      const baseline = baselineOf(findings)
      expect(parseBaseline(encode(renderBaseline(baseline)), 'b.json')).toEqual(baseline)
    },
  )

  const head = '{"schemaVersion": 1, "kind": "assay-baseline", "entries": '
  it.each([
    ['', /^b\.json:1:1: .*end of the file/],
    ['{', /^b\.json:1:2: JSON: /],
    ['[]', /^b\.json:1:1: expected a mapping/],
    ['{"schemaVersion": 2, "kind": "assay-baseline", "entries": []}', /^b\.json:1:19: schemaVersion: expected 1/],
    ['{"version": "2.1.0", "runs": []}', /^b\.json:1:1: .*must be given/],
    [`${head}{}}`, /entries: expected a list/],
    [`${head}[{}]}`, /entries\[0\]: .* must be given/],
    [
      `${head}[\n{"fingerprint": "x", "ruleId": "a/b", "identity": "i", "ids": [], "paths": [1]}]}`,
      /^b\.json:2:18: entries\[0\]\.fingerprint.*\(and 1 more\)$/,
    ],
    [`${head}[]}}`, /JSON/],
    [`${head}${'['.repeat(5000)}`, /nested/],
    ['\u0000', /JSON/],
  ])('%j is refused with its place', (text, message) => {
    expect(() => parseBaseline(encode(text), 'b.json')).toThrow(UsageError)
    expect(() => parseBaseline(encode(text), 'b.json')).toThrow(message)
  })

  it('refuses what is not text', () => {
    expect(() => parseBaseline(new Uint8Array([0x7b, 0xff]), 'b.json')).toThrow(/b\.json at byte 1/)
  })
})

function now(sketch: Parameters<typeof vulnerability>[0] = {}): Finding {
  return vulnerability({ fingerprint: '2'.repeat(32), paths: ['a.lock'], ...sketch })
}

describe('a finding is known', () => {
  const old = vulnerability({
    fingerprint: '1'.repeat(32),
    identity: 'PyPI torch PYSEC-2025-41',
    advisory: { id: 'PYSEC-2025-41', ids: ['PYSEC-2025-41'] },
    paths: ['a.lock', 'b.lock'],
  })
  it.each<[string, Finding, boolean]>([
    [
      'with the same fingerprint, wherever it moved',
      { ...now({ paths: ['c.lock'] }), fingerprint: '1'.repeat(32) },
      true,
    ],
    ['when its advisory got a CVE meanwhile', now(), true],
    ['not in a further file', now({ paths: ['a.lock', 'c.lock'] }), false],
    ['not for another package', now({ identity: 'PyPI torchvision CVE-2025-32434' }), false],
    ['not for another rule', now({ ruleId: 'vulnerabilities/malicious-package' }), false],
    ['not for another advisory', now({ identity: 'PyPI torch CVE-2024-1', advisory: { id: 'CVE-2024-1' } }), false],
    ['not without an advisory', otherFinding({ fingerprint: '3'.repeat(32) }), false],
  ])('%s', (_name, finding, known) => {
    expect(knownFindings(baselineOf([old, b])).entryOf(finding) !== undefined).toBe(known)
  })

  const open = (...ids: readonly string[]): Finding =>
    otherFinding({
      fingerprint: '4'.repeat(32),
      identity: 'PyPI transformers open range',
      range: {
        requirement: 'transformers>=4.30',
        admits: 'some',
        advisories: ids.map((id) => advisorySummary({ id, ids: [id] })),
      },
    })
  it.each<[string, readonly string[], boolean]>([
    ['that lets in what it let in before', ['CVE-1', 'CVE-2'], true],
    ['that lets in less', ['CVE-2'], true],
    ['that lets in an advisory nobody had accepted', ['CVE-1', 'CVE-2', 'CVE-3'], false],
  ])('an open range %s: %j is known: %s', (_name, ids, known) => {
    const before = baselineOf([open('CVE-1', 'CVE-2')])
    expect(knownFindings(before).entryOf(open(...ids)) !== undefined).toBe(known)
  })

  it('is looked up in no time among a hundred thousand of one advisory', () => {
    const many = Array.from({ length: 100_000 }, (_, i) =>
      vulnerability({ fingerprint: i.toString(16).padStart(32, '0'), identity: `PyPI p${i} CVE-2025-32434` }),
    )
    const known = knownFindings(baselineOf(many))
    const start = performance.now()
    expect(known.entryOf(now({ identity: 'PyPI other CVE-2025-32434' }))).toBeUndefined()
    expect(performance.now() - start).toBeLessThan(1000)
  })
})
