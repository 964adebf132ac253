import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { EMPTY, INPUTS, PLAIN, render, settledResult } from '../../test/support/report-inputs.ts'
import { sampleResult } from '../../test/support/sample-result.ts'
import type { ScanResult } from '../model/scan-result.ts'
import { VEX_JUSTIFICATIONS } from '../model/vex.ts'
import { openvex } from './openvex.ts'

/** What the specification of OpenVEX 0.2 demands of a document, in our words: no package ships its schema. */
const RULES = {
  type: 'object',
  additionalProperties: false,
  required: ['@context', '@id', 'author', 'timestamp', 'version', 'statements'],
  properties: {
    '@context': { const: 'https://openvex.dev/ns/v0.2.0' },
    '@id': { type: 'string', format: 'uri' },
    author: { type: 'string', minLength: 1 },
    role: { type: 'string' },
    timestamp: { type: 'string', format: 'date-time' },
    version: { type: 'integer', minimum: 1 },
    tooling: { type: 'string' },
    statements: { type: 'array', uniqueItems: true, items: { $ref: '#/$defs/statement' } },
  },
  $defs: {
    text: { type: 'string', minLength: 1 },
    statement: {
      type: 'object',
      additionalProperties: false,
      required: ['vulnerability', 'products', 'status'],
      properties: {
        vulnerability: {
          type: 'object',
          additionalProperties: false,
          required: ['name'],
          properties: {
            name: { $ref: '#/$defs/text' },
            description: { $ref: '#/$defs/text' },
            aliases: { type: 'array', uniqueItems: true, items: { $ref: '#/$defs/text' } },
          },
        },
        products: {
          type: 'array',
          minItems: 1,
          uniqueItems: true,
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['@id', 'identifiers'],
            properties: {
              '@id': { type: 'string', format: 'uri' },
              identifiers: { type: 'object', required: ['purl'], properties: { purl: { pattern: '^pkg:' } } },
            },
          },
        },
        status: { enum: ['not_affected', 'affected', 'fixed', 'under_investigation'] },
        justification: { enum: VEX_JUSTIFICATIONS },
        impact_statement: { $ref: '#/$defs/text' },
        action_statement: { $ref: '#/$defs/text' },
        status_notes: { $ref: '#/$defs/text' },
      },
      // `not_affected` has exactly one of the two, everything else neither; `affected` says what to do.
      oneOf: [
        {
          properties: { status: { const: 'not_affected' } },
          oneOf: [{ required: ['justification'] }, { required: ['impact_statement'] }],
        },
        {
          properties: { status: { enum: ['fixed', 'under_investigation'] } },
          not: { anyOf: [{ required: ['justification'] }, { required: ['impact_statement'] }] },
        },
        {
          properties: { status: { const: 'affected' } },
          required: ['action_statement'],
          not: { anyOf: [{ required: ['justification'] }, { required: ['impact_statement'] }] },
        },
      ],
    },
  },
}

const ajv = new Ajv2020({ allErrors: true, strict: false })
addFormats.default(ajv)
const validate = ajv.compile(RULES)

interface Document {
  readonly '@id': string
  readonly statements: readonly {
    readonly vulnerability: { readonly name: string }
    readonly products: readonly { readonly '@id': string }[]
    readonly status: string
    readonly justification?: string
    readonly action_statement?: string
  }[]
}

function documentOf(result: ScanResult, now = PLAIN.now): Document {
  return JSON.parse(render(openvex, result, { ...PLAIN, now })) as Document
}

it.each(INPUTS)('%s keeps the rules of the specification', (_, result) => {
  validate(documentOf(result))
  expect(validate.errors ?? []).toEqual([])
})

describe('the statements', () => {
  it('say what is known, each status where it is true', () => {
    const said = documentOf(settledResult()).statements.map(({ vulnerability, status, justification }) => [
      vulnerability.name,
      status,
      justification,
    ])
    expect(said).toEqual([
      ['CVE-2025-32434', 'affected', undefined],
      ['CVE-2025-32434', 'not_affected', 'vulnerable_code_not_present'],
      ['CVE-2025-32434', 'not_affected', 'vulnerable_code_not_in_execute_path'],
      ['CVE-2025-32434', 'fixed', undefined],
      ['CVE-2022-45907', 'fixed', undefined],
    ])
  })

  it('of a range are under investigation: nobody knows what will be installed', () => {
    const sample = sampleResult()
    const [vulnerable, open] = sample.findings
    if (vulnerable?.advisory === undefined || open?.range === undefined) throw new Error('the sample has both')
    const findings = [{ ...open, range: { ...open.range, advisories: [vulnerable.advisory] } }]
    const [statement] = documentOf({ ...sample, findings, verdict: { ...sample.verdict, findings: [] } }).statements
    expect(statement).toMatchObject({
      status: 'under_investigation',
      products: [{ '@id': 'pkg:npm/%40scope/axios' }],
    })
  })

  it('are none where nothing is known: an invented one would be a lie', () => {
    expect(documentOf(EMPTY).statements).toEqual([])
  })
})

it('is named by its content, not by the time', () => {
  expect(documentOf(sampleResult(), 0)['@id']).toBe(documentOf(sampleResult(), 1e12)['@id'])
  expect(documentOf(sampleResult())['@id']).not.toBe(documentOf(settledResult())['@id'])
})
