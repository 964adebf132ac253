import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { HOSTILE, sampleResult } from '../../test/support/sample-result.ts'
import type { ScanResult } from '../model/scan-result.ts'
import { cyclonedx } from './cyclonedx.ts'
import { json } from './json.ts'
import type { Reporter, ReportStyle } from './reporter.ts'
import { sarif } from './sarif.ts'
import { table } from './table/table.ts'

const PLAIN: ReportStyle = { colour: false, width: 100, detail: 'full' }
const require = createRequire(import.meta.url)

function render(reporter: Reporter, result: ScanResult, style = PLAIN): string {
  return [...reporter.render(result, style)].join('')
}

function readJson(path: string): object {
  return JSON.parse(readFileSync(path, 'utf8')) as object
}

const EMPTY: ScanResult = {
  ...sampleResult(),
  findings: [],
  components: [],
  relationships: [],
  diagnostics: [],
  rules: [],
  verdict: { ...sampleResult().verdict, decision: 'allow', findings: [], reasons: [], notices: [] },
}

const INPUTS = [
  ['a usual result', sampleResult()],
  ['hostile names', sampleResult(HOSTILE)],
  ['an empty result', EMPTY],
] as const

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
  const validate = ajv.compile(readJson(`${folder}bom-1.6.SNAPSHOT.schema.json`))

  it.each(INPUTS)('%s follows the official schema', (_, result) => {
    validate(JSON.parse(render(cyclonedx, result)))
    expect(validate.errors ?? []).toEqual([])
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
  it.each([json, sarif, cyclonedx, table].map((one) => [one.id, one] as const))(
    '%s is the same twice',
    (_, reporter) => {
      expect(render(reporter, sampleResult(HOSTILE))).toBe(render(reporter, sampleResult(HOSTILE)))
    },
  )
})
