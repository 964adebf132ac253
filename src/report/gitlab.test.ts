import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { INPUTS, render, settledResult } from '../../test/support/report-inputs.ts'
import { sampleResult } from '../../test/support/sample-result.ts'
import { gitlabCodeQuality } from './gitlab-code-quality.ts'
import { gitlab } from './gitlab.ts'

const TEXT = { type: 'string', minLength: 1 }
const NAMED = { type: 'object', required: ['name'], properties: { name: TEXT } }
const PROGRAM = {
  type: 'object',
  required: ['id', 'name', 'version', 'vendor'],
  properties: { id: TEXT, name: TEXT, version: TEXT, vendor: NAMED },
}
const TIME = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$' }
const DEPENDENCY = {
  type: 'object',
  required: ['package', 'version'],
  properties: { package: NAMED, version: { type: 'string' }, direct: { type: 'boolean' } },
}
const ADDRESS = { type: 'string', pattern: '^https?://.+' }

/** What version 15 of GitLab's schema demands, in our words: no package ships it. */
const REPORT = {
  type: 'object',
  required: ['version', 'scan', 'vulnerabilities', 'dependency_files'],
  properties: {
    version: { const: '15.0.7' },
    scan: {
      type: 'object',
      required: ['analyzer', 'scanner', 'start_time', 'end_time', 'status', 'type'],
      properties: {
        analyzer: PROGRAM,
        scanner: PROGRAM,
        start_time: TIME,
        end_time: TIME,
        status: { enum: ['success', 'failure'] },
        type: { const: 'dependency_scanning' },
        messages: {
          type: 'array',
          items: {
            type: 'object',
            required: ['level', 'value'],
            properties: { level: { enum: ['info', 'warn', 'fatal'] }, value: TEXT },
          },
        },
      },
    },
    vulnerabilities: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'identifiers', 'location'],
        properties: {
          id: TEXT,
          name: { type: 'string', maxLength: 255 },
          description: { type: 'string', maxLength: 1_048_576 },
          solution: { type: 'string', maxLength: 7000 },
          severity: { enum: ['Info', 'Unknown', 'Low', 'Medium', 'High', 'Critical'] },
          identifiers: {
            type: 'array',
            minItems: 1,
            items: {
              type: 'object',
              required: ['type', 'name', 'value'],
              properties: { type: TEXT, name: TEXT, value: TEXT, url: ADDRESS },
            },
          },
          links: { type: 'array', items: { type: 'object', required: ['url'], properties: { url: ADDRESS } } },
          location: {
            type: 'object',
            required: ['file', 'dependency'],
            properties: { file: TEXT, dependency: DEPENDENCY },
          },
          flags: {
            type: 'array',
            items: {
              type: 'object',
              required: ['type', 'origin', 'description'],
              properties: { type: { const: 'flagged-as-likely-false-positive' }, origin: TEXT, description: TEXT },
            },
          },
        },
      },
    },
    dependency_files: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'package_manager', 'dependencies'],
        properties: { path: TEXT, package_manager: TEXT, dependencies: { type: 'array', items: DEPENDENCY } },
      },
    },
  },
}

const ISSUES = {
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    properties: {
      description: TEXT,
      check_name: TEXT,
      fingerprint: TEXT,
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        properties: {
          path: TEXT,
          lines: { type: 'object', required: ['begin'], properties: { begin: { type: 'integer', minimum: 1 } } },
        },
      },
    },
  },
}

const ajv = new Ajv2020({ allErrors: true, strict: false })

describe('the dependency scanning report', () => {
  const validate = ajv.compile(REPORT)

  it.each(INPUTS)('%s follows the schema', (_, result) => {
    validate(JSON.parse(render(gitlab, result)))
    expect(validate.errors ?? []).toEqual([])
  })

  interface Report {
    readonly vulnerabilities: readonly {
      readonly id: string
      readonly identifiers: readonly { readonly type: string; readonly value: string; readonly url?: string }[]
      readonly flags?: readonly object[]
      readonly solution: string
      readonly location: { readonly dependency: { readonly package: { readonly name: string } } }
    }[]
  }
  const report = (result = sampleResult()): Report => JSON.parse(render(gitlab, result)) as Report

  it('is tracked by the CVE, with every alias and weakness', () => {
    expect(report().vulnerabilities[0]?.identifiers).toEqual([
      {
        type: 'cve',
        name: 'CVE-2025-32434',
        value: 'CVE-2025-32434',
        url: 'https://www.cve.org/CVERecord?id=CVE-2025-32434',
      },
      expect.objectContaining({ type: 'ghsa', value: 'GHSA-53q9-r3pm-6pq6' }),
      { type: 'cwe', name: 'CWE-502', value: '502', url: 'https://cwe.mitre.org/data/definitions/502.html' },
    ])
  })

  it('has an id of its own for each finding, the same in every run', () => {
    const ids = report(settledResult()).vulnerabilities.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(report(settledResult()).vulnerabilities.map(({ id }) => id)).toEqual(ids)
  })

  it('leaves names as they are and escapes prose', () => {
    const [first] = report(sampleResult('typing_extensions <b> @all')).vulnerabilities
    expect(first?.location.dependency.package.name).toBe('typing_extensions <b> @all')
    expect(first?.solution).toBe('Upgrade typing\\_extensions \\<b\\> &#64;all to 2.6.0 or later.')
  })

  it('flags what VEX says does not apply, and only that', () => {
    expect(report(settledResult()).vulnerabilities.filter(({ flags }) => flags !== undefined)).toHaveLength(1)
  })
})

describe('the code quality report', () => {
  const validate = ajv.compile(ISSUES)

  it.each(INPUTS)('%s has what GitLab reads', (_, result) => {
    const issues = JSON.parse(render(gitlabCodeQuality, result)) as { fingerprint: string }[]
    validate(issues)
    expect(validate.errors ?? []).toEqual([])
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length)
  })

  it('has open findings alone, those about model files too', () => {
    const issues = JSON.parse(render(gitlabCodeQuality, settledResult())) as { check_name: string }[]
    expect(issues.map((issue) => issue.check_name)).toEqual([
      'vulnerabilities/known-vulnerability',
      'models/pickle-code',
      'assay/coverage',
    ])
  })
})
