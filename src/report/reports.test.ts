import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { EMPTY, INPUTS, largeResult, PLAIN, render, settledResult } from '../../test/support/report-inputs.ts'
import { HOSTILE, sampleResult } from '../../test/support/sample-result.ts'
import type { ScanResult } from '../model/scan-result.ts'
import { REPORTER_CATALOGUE } from './catalogue.ts'
import { cyclonedx17 } from './cyclonedx-1.7.ts'
import { cyclonedx } from './cyclonedx.ts'
import { json } from './json.ts'
import { sarif } from './sarif.ts'
import type { Reporter } from './reporter.ts'
import * as registry from './reporters.ts'
import { table } from './table/table.ts'

const require = createRequire(import.meta.url)

function readJson(path: string): object {
  return JSON.parse(readFileSync(path, 'utf8')) as object
}

describe('json', () => {
  const validate = new Ajv2020({ allErrors: true }).compile(
    readJson(new URL('scan-result.schema.json', import.meta.url).pathname),
  )

  it.each(INPUTS)('%s follows the schema in the repository', (_, result) => {
    validate(JSON.parse(render(json, result)))
    expect(validate.errors ?? []).toEqual([])
  })

  it('the schema refuses what it does not know', () => {
    expect(validate({ ...sampleResult(), surprise: true })).toBe(false)
  })
})

describe('sarif', () => {
  const schema = readJson(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'))
  // Its pattern for languages has a lone bracket, which regular expressions with the `u` flag refuse.
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false })
  addFormats.default(ajv)
  const validate = ajv.compile(withoutDraft4Header(schema))

  it.each(INPUTS)('%s follows the official schema', (_, result) => {
    validate(JSON.parse(render(sarif, result)))
    expect(validate.errors ?? []).toEqual([])
  })

  const log = JSON.parse(render(sarif, sampleResult())) as {
    runs: { tool: { driver: { rules: Record<string, unknown>[] } }; results: Record<string, unknown>[] }[]
  }
  const [run] = log.runs

  it('has a level by severity, a security-severity by advisory, real lines and columns', () => {
    expect(run?.results.map((result) => result['level'])).toEqual(['error', 'warning'])
    expect(run?.tool.driver.rules[0]).toMatchObject({
      id: 'vulnerabilities/known-vulnerability/CVE-2025-32434',
      properties: { 'security-severity': '9.3' },
    })
    expect(run?.results[0]).toMatchObject({
      ruleIndex: 0,
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'sub/torch/uv.lock', uriBaseId: 'SRCROOT' },
            region: { startLine: 120, startColumn: 11 },
          },
        },
      ],
    })
  })

  it('carries waivers as suppressions and known findings as unchanged', () => {
    expect(run?.results[1]).toMatchObject({ suppressions: [{ status: 'accepted' }], baselineState: 'unchanged' })
  })

  it('never writes an absolute address for a path', () => {
    const text = render(sarif, sampleResult('//evil.example/x:y'))
    const uris = [...text.matchAll(/"uri": "([^"]*)"/g)].map((match) => match[1] ?? '')
    expect(uris.length).toBeGreaterThan(0)
    expect(uris.filter((uri) => /^(?:[a-z]+:|\/)/i.test(uri))).toEqual([])
  })
})

/** The schema is written for draft 4, whose `id` is now `$id`; of what else changed since, it uses nothing. */
function withoutDraft4Header(schema: object): object {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$schema' && key !== 'id'))
}

describe('cyclonedx', () => {
  const folder = require.resolve('@cyclonedx/cyclonedx-library/package.json').replace('package.json', 'res/schema/')
  const ajv = new Ajv({ allErrors: true, strict: false })
  addFormats.default(ajv)
  ajv.addFormat('iri-reference', true)
  ajv.addFormat('idn-email', true)
  ajv.addSchema(readJson(`${folder}spdx.SNAPSHOT.schema.json`), 'http://cyclonedx.org/schema/spdx.SNAPSHOT.schema.json')
  ajv.addSchema(
    readJson(`${folder}jsf-0.82.SNAPSHOT.schema.json`),
    'http://cyclonedx.org/schema/jsf-0.82.SNAPSHOT.schema.json',
  )
  ajv.addSchema(
    readJson(`${folder}cryptography-defs.SNAPSHOT.schema.json`),
    'http://cyclonedx.org/schema/cryptography-defs.SNAPSHOT.schema.json',
  )

  describe.each([
    ['1.6', cyclonedx],
    ['1.7', cyclonedx17],
  ] as const)('%s', (version, reporter) => {
    const validate = ajv.compile(readJson(`${folder}bom-${version}.SNAPSHOT.schema.json`))

    it.each(INPUTS)('%s follows the official schema', (_, result) => {
      const bom = JSON.parse(render(reporter, result)) as { specVersion: string }
      validate(bom)
      expect(validate.errors ?? []).toEqual([])
      expect(bom.specVersion).toBe(version)
    })
  })

  interface Vulnerability {
    readonly 'bom-ref': string
    readonly id: string
    readonly analysis?: object
    readonly affects: readonly object[]
  }

  const bomOf = (reporter: Reporter, result: ScanResult) =>
    JSON.parse(render(reporter, result)) as {
      components: { 'bom-ref': string }[]
      vulnerabilities: Vulnerability[]
      citations: { pointers: string[]; attributedTo: string; timestamp: string }[]
    }

  it('says of each vulnerability what was decided on it, and only that', () => {
    const analyses = bomOf(cyclonedx, settledResult()).vulnerabilities.map(({ id, analysis }) => [id, analysis])
    expect(analyses).toEqual([
      ['CVE-2025-32434', { state: 'exploitable', response: ['update'], detail: 'Policy rule block-critical blocks.' }],
      [
        'CVE-2025-32434',
        {
          state: 'not_affected',
          justification: 'code_not_present',
          detail: 'waived until 2027-01-01 by torch: vulnerable_code_not_present: torch',
        },
      ],
      [
        'CVE-2025-32434',
        {
          state: 'not_affected',
          justification: 'code_not_reachable',
          detail: 'not affected, says torch (torch:3): code_not_reachable: torch',
        },
      ],
      ['CVE-2025-32434', { state: 'resolved', detail: 'fixed, says torch (torch:3): torch' }],
      ['models/pickle-code', { state: 'exploitable', detail: 'Policy rule r blocks.' }],
      ['CVE-2022-45907', { state: 'resolved', detail: 'Fixed since 1.9.0.' }],
    ])
  })

  it('an accepted risk stays exploitable and will not be fixed', () => {
    const sample = sampleResult()
    const waiver = { id: 'w', owner: 'ml', reason: 'internal', expires: '2027-01-01' }
    const [decision, ...others] = sample.verdict.findings
    const findings = [{ ...decision, fingerprint: 'a'.repeat(32), waiver }, ...others] as typeof sample.verdict.findings
    const [first] = bomOf(cyclonedx, { ...sample, verdict: { ...sample.verdict, findings } }).vulnerabilities
    expect(first?.analysis).toEqual({
      state: 'exploitable',
      response: ['will_not_fix'],
      detail: 'waived until 2027-01-01 by ml: internal',
    })
  })

  it('1.7 cites who supplied what, and each citation points at something', () => {
    const text = render(cyclonedx17, sampleResult())
    const bom = JSON.parse(text) as Record<string, unknown>
    const { citations } = bomOf(cyclonedx17, sampleResult())
    expect(citations.map(({ attributedTo }) => attributedTo)).toEqual(['assay:tool', 'assay:advisories', 'model:torch'])
    expect(citations[1]?.timestamp).toBe('2026-11-20T00:00:00Z')
    for (const { pointers, attributedTo } of citations) {
      expect(text).toContain(`"bom-ref": "${attributedTo}"`)
      for (const pointer of pointers) {
        const found = pointer
          .split('/')
          .slice(1)
          .reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], bom)
        expect(found, pointer).toBeDefined()
      }
    }
  })

  it('has the same serial number whenever it is made, and another for other content', () => {
    const serial = (result: ScanResult, now: number) =>
      (JSON.parse(render(cyclonedx, result, { ...PLAIN, now })) as { serialNumber: string }).serialNumber
    expect(serial(sampleResult(), 0)).toBe(serial(sampleResult(), 1e12))
    expect(serial(sampleResult(), 0)).not.toBe(serial(sampleResult('jax'), 0))
  })

  it('has unique references that every edge ends at', () => {
    const bom = JSON.parse(render(cyclonedx, sampleResult())) as {
      components: { 'bom-ref': string }[]
      dependencies: { ref: string; dependsOn?: string[] }[]
    }
    const refs = bom.components.map((component) => component['bom-ref'])
    expect(new Set(refs).size).toBe(refs.length)
    expect(bom.dependencies.flatMap((one) => one.dependsOn ?? []).filter((ref) => !refs.includes(ref))).toEqual([])
  })

  it('says it is incomplete when it is', () => {
    expect(render(cyclonedx, sampleResult())).toContain('"aggregate": "incomplete"')
  })
})

describe('table', () => {
  it('begins with what to do and ends with the verdict', () => {
    const text = render(table, sampleResult())
    expect(text.indexOf('What to do first')).toBeLessThan(
      text.indexOf('Upgrade to 2.10.0 or later: it ends all 2 known vulnerabilities (2.6.0 ends the worst).'),
    )
    expect(text).toContain('CVE-2025-32434 is being exploited (CISA, since 2025-06-01)')
    expect(text).toContain('n.ipynb cell 2:1')
    expect(text).toContain('INCOMPLETE')
    expect(text.trimEnd().split('\n').at(-2) + text).toContain('BLOCK')
  })

  it('has no escape of its own without colours, and no foreign one with them', () => {
    // oxlint-disable-next-line no-control-regex
    expect(render(table, sampleResult(HOSTILE))).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u2066]/)
    const coloured = render(table, sampleResult(HOSTILE), { ...PLAIN, colour: true })
    // oxlint-disable-next-line no-control-regex
    expect(coloured.replace(/\u001b\[\d+(?:;\d+)*m/g, '')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
  })

  it('has as many lines for a hostile name as for a usual one of the same width', () => {
    const begins = (text: string): number => text.split('\n').filter((line) => /^::|^<script/.test(line.trim())).length
    expect(begins(render(table, sampleResult(HOSTILE), { ...PLAIN, width: 160 }))).toBe(0)
  })
})

describe('every report', () => {
  const reporters = Object.values<Reporter>(registry)

  it('is in the catalogue under its id', async () => {
    const loaded = await Promise.all(Object.values(REPORTER_CATALOGUE).map((load) => load()))
    expect(loaded.map(({ id }) => id)).toEqual(Object.keys(REPORTER_CATALOGUE))
    expect(Object.keys(REPORTER_CATALOGUE)).toEqual(reporters.map(({ id }) => id).toSorted())
  })

  describe.each(reporters.map((one) => [one.id, one] as const))('%s', (_, reporter) => {
    it.each(INPUTS)('%s is the same twice, and safe to print', (_name, result) => {
      const text = render(reporter, result)
      expect(text).toBe(render(reporter, result))
      expect(text).not.toMatch(
        // oxlint-disable-next-line no-control-regex
        /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202e\u2066\ud800](?![\udc00-\udfff])/,
      )
    })

    it('of 5,000 packages takes less than two seconds on a busy machine', () => {
      const large = largeResult(5000, 5)
      const started = performance.now()
      render(reporter, large)
      expect(performance.now() - started).toBeLessThan(2000)
    })
  })

  it('speaks of what was not looked at', () => {
    const silent = reporters.filter((one) => {
      const text = render(one, { ...EMPTY, coverage: { ...EMPTY.coverage, gaps: ['the attic was not looked at'] } })
      return !text.includes('the attic')
    })
    // A statement of VEX is about a vulnerability: the format has no room for anything else.
    expect(silent.map((one) => one.id)).toEqual(['openvex'])
  })
})
