import { describe, expect, it } from 'vitest'
import type { Advisory } from '../model/advisory.ts'
import { decodeRow, encodeRow } from './row.ts'

const MALWARE: Advisory = {
  id: 'MAL-2026-1',
  aliases: [],
  upstream: [],
  published: '',
  modified: '2026-01-01T00:00:00Z',
  summary: '',
  severity: { level: 'critical' },
  malicious: true,
  cwes: [],
  references: [],
  affected: [
    {
      ecosystem: 'npm',
      name: '@scope/Name',
      versions: [],
      ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }] }],
    },
  ],
}

const RATED: Advisory = {
  ...MALWARE,
  id: 'GHSA-1',
  malicious: false,
  aliases: ['CVE-2026-1'],
  upstream: ['CVE-2025-1'],
  published: '2026-01-01T00:00:00.5Z',
  summary: 'Quotes " and \\ and \u0000 and \ud83d\ude00 and \u2028',
  severity: { level: 'high', cvss: { version: '3.1', vector: 'CVSS:3.1/AV:N', score: 7.5 } },
  cwes: ['CWE-79'],
  references: ['https://advisory.example/1'],
  affected: [
    {
      ecosystem: 'npm',
      name: '@scope/Name',
      versions: ['1.0.0', '1.0.1'],
      ranges: [
        {
          type: 'ECOSYSTEM',
          events: [{ introduced: '0' }, { fixed: '1' }, { introduced: '2' }, { last_affected: '3' }, { limit: '*' }],
        },
        { type: 'SEMVER', events: [{ fixed: '0' }] },
      ],
    },
    { ecosystem: 'npm', name: '@scope/Name', versions: ['9'], ranges: [] },
  ],
}

describe('a row', () => {
  it.each([MALWARE, RATED])('$id comes back as it was', (advisory) => {
    const key = { ecosystem: 'npm', name: '@scope/Name', id: advisory.id, modified: advisory.modified } as const
    expect(decodeRow(key, encodeRow(advisory))).toEqual(advisory)
  })
})
