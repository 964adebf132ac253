import { describe, expect, it } from 'vitest'
import type { Advisory, SeverityStatement } from '../../model/advisory.ts'
import type { AdvisorySummary } from '../../model/finding.ts'
import { advisory, lookupOf, type LookupSketch } from '../../../test/support/advisory-fakes.ts'
import { groupByAlias } from './advisory-groups.ts'
import { summarise } from './summarise.ts'

function summaryOf(
  members: readonly Advisory[],
  others: readonly Advisory[] = [],
  sketch: LookupSketch = {},
): AdvisorySummary {
  const [group] = groupByAlias(members.map((record) => ({ advisory: record })))
  if (group === undefined) throw new Error('no group')
  return summarise(group, [], { known: lookupOf([], sketch), ofPackage: [...members, ...others] })
}

function cvss(
  version: '2.0' | '3.0' | '3.1' | '4.0',
  score: number,
  level: SeverityStatement['level'],
): SeverityStatement {
  return { level, cvss: { version, vector: `CVSS:${version}/…`, score } }
}

const UNKNOWN: SeverityStatement = { level: 'unknown' }

describe('2.10 severity: by CVSS version, not by the largest number', () => {
  it.each([
    ['4.0 before 3.1', [cvss('3.1', 9.8, 'critical'), cvss('4.0', 5.1, 'medium')], 'medium'],
    ['3.1 before 3.0', [cvss('3.0', 9.8, 'critical'), cvss('3.1', 7.5, 'high')], 'high'],
    ['3.0 before 2.0', [cvss('2.0', 10, 'high'), cvss('3.0', 4, 'medium')], 'medium'],
    ['of one version the higher score', [cvss('3.1', 5, 'medium'), cvss('3.1', 8, 'high')], 'high'],
    ['a vector before a word', [{ level: 'critical' }, cvss('3.1', 5, 'medium')], 'medium'],
    ['a word where there is no vector', [UNKNOWN, { level: 'high' }], 'high'],
    ['the worst word', [{ level: 'low' }, { level: 'high' }], 'high'],
    ['unknown takes nothing away', [cvss('3.1', 5, 'medium'), UNKNOWN], 'medium'],
    ['not even from none', [{ level: 'none' }, UNKNOWN], 'none'],
    ['nobody says anything', [UNKNOWN, UNKNOWN], 'unknown'],
  ] as const)('%s', (_, severities, expected) => {
    for (const order of [severities, severities.toReversed()]) {
      const members = order.map((severity, index) => advisory({ id: `X-${index}`, aliases: ['CVE-2024-1'], severity }))
      expect(summaryOf(members).severity.level).toBe(expected)
    }
  })

  it('malware is critical, whatever a vector says', () => {
    const malware = advisory({ id: 'MAL-2024-1', malicious: true, severity: cvss('3.1', 2, 'low') })
    expect(summaryOf([malware])).toMatchObject({ malicious: true, severity: { level: 'critical' } })
  })

  it('upstream gives a severity to those who have none, through several steps, and ends on loops', () => {
    const own = advisory({ id: 'X-1', upstream: ['X-2'] })
    const middle = advisory({ id: 'X-2', upstream: ['CVE-2024-3', 'X-1'] })
    const top = advisory({ id: 'CVE-2024-3', severity: cvss('3.1', 9.8, 'critical') })
    expect(summaryOf([own], [middle, top]).severity.level).toBe('critical')
    expect(summaryOf([{ ...own, severity: { level: 'low' } }], [middle, top]).severity.level).toBe('low')
  })
})

describe('2.9 upstream never merges, but tells of exploitation', () => {
  const sketch: LookupSketch = {
    exploited: [
      { cve: 'CVE-2024-2', dateAdded: '2024-05-01', dueDate: '2024-05-22', ransomware: true },
      { cve: 'CVE-2024-3', dateAdded: '2024-04-01', dueDate: '2024-04-22', ransomware: false },
    ],
    predictions: [
      { cve: 'CVE-2024-2', score: 0.1, percentile: 0.8 },
      { cve: 'CVE-2024-3', score: 0.4, percentile: 0.97 },
    ],
  }

  it('two records of one upstream are two groups', () => {
    const items = ['X-1', 'X-2'].map((id) => ({ advisory: advisory({ id, upstream: ['CVE-2024-2'] }) }))
    expect(groupByAlias(items)).toHaveLength(2)
  })

  it('takes the highest prediction and the first known exploitation of all CVEs', () => {
    expect(
      summaryOf([advisory({ id: 'X-1', aliases: ['CVE-2024-2'], upstream: ['CVE-2024-3'] })], [], sketch),
    ).toMatchObject({
      ids: ['CVE-2024-2', 'X-1'],
      knownExploited: { dateAdded: '2024-04-01', dueDate: '2024-04-22', ransomware: true },
      exploitPrediction: { score: 0.4, percentile: 0.97 },
    })
  })

  it('says nothing where nothing is known', () => {
    const summary = summaryOf([advisory({ id: 'X-1', aliases: ['CVE-2024-9'] })], [], sketch)
    expect(summary).not.toHaveProperty('knownExploited')
    expect(summary).not.toHaveProperty('exploitPrediction')
  })
})

describe('names and words of a group', () => {
  it.each([
    [['PYSEC-2024-5: GHSA-x CVE-2024-10000 CVE-2024-9999'], 'CVE-2024-9999'],
    [['PYSEC-2024-5: GHSA-x'], 'GHSA-x'],
    [['PYSEC-2024-5:'], 'PYSEC-2024-5'],
    [['MAL-2024-7:'], 'MAL-2024-7'],
  ])('%j is called %s', (records, expected) => {
    const members = records.map((record) => {
      const [id = '', aliases = ''] = record.split(':')
      return advisory({ id, aliases: aliases.trim().split(' ').filter(Boolean) })
    })
    expect(summaryOf(members).id).toBe(expected)
  })

  it('takes the title of GHSA, the first and last dates, every weakness and at most five addresses', () => {
    const aliases = ['CVE-2024-1']
    const references = Array.from({ length: 5 }, (_, index) => `https://example.org/${index}`)
    const summary = summaryOf([
      advisory({
        id: 'PYSEC-2024-1',
        aliases,
        summary: 'A long text',
        published: '2024-03-01T00:00:00Z',
        modified: '2024-06-01T00:00:00Z',
        cwes: ['CWE-502'],
        references,
      }),
      advisory({
        id: 'GHSA-a',
        aliases,
        summary: 'A title',
        published: '',
        modified: '2024-05-01T00:00:00Z',
        cwes: ['CWE-79', 'CWE-502'],
        references: ['https://example.org/a'],
      }),
    ])
    expect(summary).toMatchObject({
      summary: 'A title',
      published: '2024-03-01T00:00:00Z',
      modified: '2024-06-01T00:00:00Z',
      cwes: ['CWE-79', 'CWE-502'],
    })
    expect(summary.references).toEqual(['https://example.org/a', ...references.slice(0, 4)])
  })
})
