import { describe, expect, it } from 'vitest'
import { bomOf, component } from '../../../test/support/component-fakes.ts'
import { advisorySummary, coverage, vulnerability } from '../../../test/support/policy-fakes.ts'
import { UsageError } from '../../base/errors.ts'
import type { Finding } from '../../model/finding.ts'
import type { Verdict } from '../../model/verdict.ts'
import { evaluatePolicy } from '../evaluate.ts'
import { explainFinding } from '../explain.ts'
import { parsePolicy } from '../parse.ts'
import { readVex, withVex } from './read-vex.ts'

const NOW = Date.parse('2026-11-22T00:00:00Z')
const encode = (value: unknown): Uint8Array =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value, undefined, 1))

const TORCH = component({ version: '2.1.0', id: 'pkg:pypi/torch@2.1.0' })
const OWN = component({ name: 'my-app', version: '1.0', origin: { kind: 'local', path: '.' } })

function input(documents: readonly unknown[], findings: readonly Finding[], waivers = '') {
  const { policy } = parsePolicy(encode(`version: 1\n${waivers}`), 'assay.yaml')
  return {
    findings,
    bom: bomOf(TORCH, OWN),
    coverage: coverage(),
    policy: withVex(
      policy,
      documents.map((document, index) => readVex(encode(document), `vex-${index + 1}.json`)),
    ),
    now: NOW,
  }
}

function verdictOf(documents: readonly unknown[], finding = vulnerability()): Verdict {
  return evaluatePolicy(input(documents, [finding]))
}

interface Sketch {
  readonly [field: string]: unknown
}

const PRODUCT = { '@id': 'pkg:pypi/torch@2.1.0' }

function openvex(statements: readonly Sketch[], document: Sketch = {}): object {
  return {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'urn:test:1',
    author: 'Vendor',
    timestamp: '2026-01-01T00:00:00Z',
    version: 1,
    statements: statements.map((one) => ({
      vulnerability: { name: 'CVE-2025-32434' },
      products: [PRODUCT],
      status: 'not_affected',
      justification: 'vulnerable_code_not_in_execute_path',
      ...one,
    })),
    ...document,
  }
}

function cyclonedx(vulnerability: Sketch, document: Sketch = {}): object {
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    metadata: { authors: [{ name: 'Vendor' }], timestamp: '2026-01-01T00:00:00Z' },
    components: [{ type: 'library', name: 'torch', 'bom-ref': 'c1', purl: 'pkg:pypi/torch@2.1.0' }],
    vulnerabilities: [
      {
        id: 'CVE-2025-32434',
        analysis: { state: 'not_affected', justification: 'code_not_reachable', detail: 'never called' },
        affects: [{ ref: 'c1' }],
        ...vulnerability,
      },
    ],
    ...document,
  }
}

describe('an OpenVEX statement clears', () => {
  it.each<[string, Sketch, boolean]>([
    ['its vulnerability in its version', {}, true],
    ['what is fixed', { status: 'fixed' }, true],
    ['not what is affected', { status: 'affected', action_statement: 'update' }, false],
    ['not what is under investigation', { status: 'under_investigation' }, false],
    ['by alias', { vulnerability: { name: 'ghsa-53Q9-r3pm-6pq6' } }, true],
    ['by an alias it lists', { vulnerability: { name: 'X-1', aliases: ['CVE-2025-32434'] } }, true],
    ['not another vulnerability', { vulnerability: { name: 'CVE-2025-1' } }, false],
    ['every version where it names none', { products: [{ '@id': 'pkg:pypi/torch' }] }, true],
    ['under another spelling of the name', { products: [{ '@id': 'pkg:pypi/Torch@2.1.0' }] }, true],
    ['not another version', { products: [{ '@id': 'pkg:pypi/torch@2.1.1' }] }, false],
    ['not the package of another ecosystem', { products: [{ '@id': 'pkg:npm/torch@2.1.0' }] }, false],
    ['not what has qualifiers', { products: [{ '@id': 'pkg:pypi/torch@2.1.0?os=linux' }] }, false],
    ['by identifier', { products: [{ '@id': 'urn:x', identifiers: { purl: 'pkg:pypi/torch@2.1.0' } }] }, true],
    ['in a product of ours', { products: [{ '@id': 'pkg:oci/app', subcomponents: [PRODUCT] }] }, true],
    ['in our own package', { products: [{ '@id': 'pkg:pypi/my-app@1.0', subcomponents: [PRODUCT] }] }, true],
    ['not in somebody else’s package', { products: [{ '@id': 'pkg:pypi/vllm', subcomponents: [PRODUCT] }] }, false],
    ['not the parts of the product', { products: [{ '@id': 'pkg:pypi/torch', subcomponents: [] }] }, true],
    ['as versions before 0.2 wrote it', { vulnerability: 'CVE-2025-32434', products: ['pkg:pypi/torch@2.1.0'] }, true],
  ])('%s', (_, statement, cleared) => {
    const [decision] = verdictOf([openvex([statement])]).findings
    expect([decision?.decision, decision?.rule === 'vex']).toEqual(cleared ? ['allow', true] : ['block', false])
  })

  it('and says who, why and where', () => {
    const [decision] = verdictOf([openvex([{ impact_statement: 'never loads pickles' }])]).findings
    expect(decision).toEqual({
      fingerprint: 'a'.repeat(32),
      decision: 'allow',
      rule: 'vex',
      known: false,
      vex: {
        status: 'not_affected',
        author: 'Vendor',
        justification: 'vulnerable_code_not_in_execute_path',
        statement: 'never loads pickles',
        source: 'vex-1.json:8',
      },
    })
  })

  it('inside an in-toto statement too', () => {
    const attestation = { _type: 'https://in-toto.io/Statement/v1', subject: [], predicate: openvex([{}]) }
    expect(verdictOf([attestation]).findings[0]?.rule).toBe('vex')
  })
})

describe('of statements that contradict each other the later one counts', () => {
  const at = (timestamp: string, status: string): Sketch => ({ timestamp, status, action_statement: 'x' })
  it.each([
    [[at('2026-01-01T00:00:00Z', 'not_affected'), at('2026-02-01T00:00:00Z', 'affected')], false],
    [[at('2026-02-01T00:00:00Z', 'not_affected'), at('2026-01-01T00:00:00Z', 'affected')], true],
    [[at('2026-01-01T00:00:00.123456789-06:00', 'affected'), at('2026-01-01T00:00:00Z', 'fixed')], false],
    [[at('2026-01-01T00:00:00Z', 'affected'), at('2026-01-01T00:00:00Z', 'fixed')], true],
  ] as const)('%#', (statements, cleared) => {
    expect(verdictOf([openvex(statements)]).findings[0]?.rule === 'vex').toBe(cleared)
  })

  it('also across documents, whatever their order', () => {
    const early = openvex([{}])
    const late = openvex([{ status: 'affected', action_statement: 'update' }], { timestamp: '2026-06-01T00:00:00Z' })
    for (const documents of [
      [early, late],
      [late, early],
    ])
      expect(verdictOf(documents).findings[0]?.rule).not.toBe('vex')
  })
})

describe('a CycloneDX analysis clears', () => {
  it.each<[string, Sketch, boolean]>([
    ['not_affected', {}, true],
    ['resolved', { analysis: { state: 'resolved' } }, true],
    ['resolved_with_pedigree', { analysis: { state: 'resolved_with_pedigree' } }, true],
    ['false_positive', { analysis: { state: 'false_positive' } }, true],
    ['not exploitable', { analysis: { state: 'exploitable', response: ['will_not_fix'] } }, false],
    ['not in_triage', { analysis: { state: 'in_triage' } }, false],
    ['nothing without an analysis', { analysis: undefined }, false],
    ['by alias', { id: 'X-1', references: [{ id: 'CVE-2025-32434', source: { name: 'CVE' } }] }, true],
    ['a component of another document', { affects: [{ ref: 'urn:cdx:f08a6ccd/1#pkg%3Apypi%2Ftorch%402.1.0' }] }, true],
    ['a package URL', { affects: [{ ref: 'pkg:pypi/torch' }] }, true],
    ['the versions it lists', { affects: [{ ref: 'pkg:pypi/torch', versions: [{ version: '2.1.0' }] }] }, true],
    ['no other version', { affects: [{ ref: 'pkg:pypi/torch', versions: [{ version: '2.1.1' }] }] }, false],
    ['no range', { affects: [{ ref: 'pkg:pypi/torch', versions: [{ range: 'vers:pypi/<3' }] }] }, false],
    ['nothing it does not name', { affects: [{ ref: 'nowhere' }] }, false],
  ])('%s', (_, sketch, cleared) => {
    const [decision] = verdictOf([cyclonedx(sketch)]).findings
    expect(decision?.rule === 'vex').toBe(cleared)
    if (cleared) expect(decision?.vex?.author).toBe('Vendor')
  })

  it('nested components too', () => {
    const inner = { type: 'library', name: 'torch', 'bom-ref': 'c2', purl: 'pkg:pypi/torch@2.1.0' }
    const document = cyclonedx(
      { affects: [{ ref: 'c2' }] },
      { components: [{ type: 'application', name: 'a', components: [inner] }] },
    )
    expect(verdictOf([document]).findings[0]?.rule).toBe('vex')
  })
})

describe('VEX does not clear', () => {
  it('malware, and says so', () => {
    const malware = vulnerability({ title: 'torch 2.1.0 is known malware', advisory: { malicious: true } })
    const verdict = verdictOf([openvex([{}])], malware)
    expect(verdict.findings[0]).toMatchObject({ decision: 'block' })
    expect(verdict.notices).toEqual([
      'vex-1.json:8 says not_affected of "torch 2.1.0 is known malware": VEX alone does not clear malware',
    ])
  })

  it('an open range of which only one advisory is spoken of', () => {
    const { advisory: _none, ...rest } = vulnerability()
    const range = (...ids: readonly string[]): Finding => ({
      ...rest,
      range: { requirement: 'torch', admits: 'all', advisories: ids.map((id) => advisorySummary({ id })) },
    })
    expect(verdictOf([openvex([{}])], range('CVE-2025-32434')).findings[0]?.rule).toBe('vex')
    expect(verdictOf([openvex([{}])], range('CVE-2025-32434', 'CVE-1')).findings[0]?.rule).not.toBe('vex')
  })
})

describe('what a document holds that cannot be used', () => {
  it('is said, a few by place and the rest by number', () => {
    const strange = { status: 'perhaps' }
    const foreign = { products: [{ '@id': 'pkg:golang/example.org/x@v1' }] }
    expect(verdictOf([openvex([strange, strange, strange, strange, { vulnerability: {} }, foreign])]).notices).toEqual([
      'vex-1.json:8: expected one of the four statuses, found perhaps',
      expect.stringContaining('vex-1.json:'),
      expect.stringContaining('vex-1.json:'),
      'vex-1.json: 2 more statements cannot be used',
      'vex-1.json: 1 statements name no package of PyPI, npm or conda by its package URL',
    ])
  })

  it.each([
    ['{', /^bad\.json:\d+:\d+: /],
    ['[]', /expected an OpenVEX document/],
    ['{"bomFormat": "SPDX"}', /found neither/],
  ])('%s is refused as a whole', (text, message) => {
    expect(() => readVex(encode(text), 'bad.json')).toThrow(UsageError)
    expect(() => readVex(encode(text), 'bad.json')).toThrow(message)
  })

  it.each([
    ['@context', { '@context': 'https://openvex.dev/ns', statements: [1, null, [], { products: 1 }, {}] }],
    ['cyclonedx', { bomFormat: 'CycloneDX', components: [[[]], 1], vulnerabilities: [1, { analysis: 1 }, null] }],
  ])('nonsense in %s hurts nobody', (_, document) => {
    expect(readVex(encode(document), 'x.json').statements).toEqual([])
  })

  it.each([
    ['nested arrays', `{"bomFormat":"CycloneDX","components":${'['.repeat(300_000)}`],
    ['nested components', `{"bomFormat":"CycloneDX","components":[${'{"components":['.repeat(70_000)}`],
    [
      'one statement with 40,000 aliases',
      JSON.stringify(
        openvex([{ vulnerability: { name: 'X', aliases: Array.from({ length: 40_000 }, (_, i) => `A-${i}`) } }]),
      ),
    ],
    [
      'one statement about 20,000 packages',
      JSON.stringify(
        openvex([
          { products: Array.from({ length: 20_000 }, (_, i) => ({ '@id': `pkg:pypi/${'a'.repeat(20)}${i}` })) },
        ]),
      ),
    ],
    [
      'a package URL of a megabyte',
      JSON.stringify(openvex([{ products: [{ '@id': `pkg:pypi/${'@'.repeat(1_000_000)}` }] }])),
    ],
  ])('%s: refused or read, in a second', (_, text) => {
    const started = performance.now()
    try {
      const vex = readVex(encode(text), 'nasty.json')
      const { policy, ...rest } = input([], [vulnerability()])
      evaluatePolicy({ ...rest, policy: { ...policy, vex } })
    } catch (error) {
      expect(error).toBeInstanceOf(UsageError)
    }
    expect(performance.now() - started).toBeLessThan(2000)
  })

  it('30,000 statements over one vulnerability are no trouble', () => {
    const many = Array.from({ length: 30_000 }, (_, index) => ({
      products: [{ '@id': `pkg:pypi/p${index}` }],
    }))
    const vex = readVex(encode(JSON.stringify(openvex(many))), 'many.json')
    const started = performance.now()
    const findings = Array.from({ length: 50 }, () => vulnerability())
    evaluatePolicy({ ...input([], findings), policy: { ...input([], []).policy, vex } })
    expect(performance.now() - started).toBeLessThan(5000)
  })
})

it('explains itself', () => {
  const lines = explainFinding(vulnerability(), input([openvex([{ status_notes: 'see ticket 7' }])], [vulnerability()]))
  expect(lines).toEqual([
    'Vendor says not_affected (vex-1.json:8): vulnerable_code_not_in_execute_path: see ticket 7',
    'decision: allow (vex)',
  ])
})

it('goes before a waiver for the same finding', () => {
  const waiver = 'waivers:\n  - {id: w, advisory: CVE-2025-32434, owner: ml, reason: x, expires: 2027-06-30}\n'
  const verdict = evaluatePolicy(input([openvex([{}])], [vulnerability()], waiver))
  expect(verdict.findings[0]?.rule).toBe('vex')
})
