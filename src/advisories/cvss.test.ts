import { describe, expect, it } from 'vitest'
import { cvssSeverity } from './cvss.ts'

/** Scores from the example documents of FIRST for versions 2.0, 3.0, 3.1 and 4.0. */
const EXAMPLES: readonly [type: string, vector: string, version: string, score: number, level: string, what: string][] =
  [
    ['CVSS_V2', 'AV:N/AC:L/Au:N/C:N/I:N/A:C', '2.0', 7.8, 'high', 'CVE-2002-0392'],
    ['CVSS_V2', 'AV:N/AC:L/Au:N/C:C/I:C/A:C', '2.0', 10, 'high', 'CVE-2003-0818'],
    ['CVSS_V2', 'AV:L/AC:H/Au:N/C:C/I:C/A:C', '2.0', 6.2, 'medium', 'CVE-2003-0062'],
    ['CVSS_V3', 'CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N', '3.0', 6.4, 'medium', 'CVE-2013-0375'],
    ['CVSS_V3', 'CVSS:3.0/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N', '3.0', 3.1, 'low', 'CVE-2014-3566'],
    ['CVSS_V3', 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H', '3.1', 9.9, 'critical', 'CVE-2012-1516'],
    ['CVSS_V3', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', '3.1', 6.1, 'medium', 'a reflected script'],
    ['CVSS_V3', 'CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H', '3.1', 7.8, 'high', 'CVE-2009-0658'],
    ['CVSS_V3', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', '3.1', 0, 'none', 'no impact'],
    ['CVSS_V4', 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H', '4.0', 10, 'critical', 'the worst'],
    [
      'CVSS_V4',
      'CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N',
      '4.0',
      7.3,
      'high',
      'CVE-2022-41741',
    ],
    ['CVSS_V4', 'CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', '4.0', 7.7, 'high', 'CVE-2020-3549'],
    [
      'CVSS_V4',
      'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:P/VC:N/VI:L/VA:N/SC:N/SI:N/SA:N',
      '4.0',
      5.3,
      'medium',
      'one low impact',
    ],
  ]

describe('a vector', () => {
  it.each(EXAMPLES)('%s %s', (type, vector, version, score, level) => {
    expect(cvssSeverity([{ type, score: vector }])).toEqual({ level, cvss: { version, vector, score } })
  })

  it('version 4 counts threat metrics, version 3 shows the base score', () => {
    const base = 'AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N'
    const four = ['', '/E:U'].map((threat) => cvssSeverity([{ type: 'CVSS_V4', score: `CVSS:4.0/${base}${threat}` }]))
    expect(four.map((severity) => severity?.cvss?.score)).toEqual([9.3, 8.1])
    const three = ['', '/E:U/RL:O'].map((temporal) =>
      cvssSeverity([{ type: 'CVSS_V3', score: `CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H${temporal}` }]),
    )
    expect(three.map((severity) => severity?.cvss?.score)).toEqual([9.8, 9.8])
  })
})

describe('several vectors', () => {
  const low4 = { type: 'CVSS_V4', score: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:P/VC:N/VI:L/VA:N/SC:N/SI:N/SA:N' }
  const high31 = { type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }
  const mid30 = { type: 'CVSS_V3', score: 'CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N' }
  const high2 = { type: 'CVSS_V2', score: 'AV:N/AC:L/Au:N/C:C/I:C/A:C' }

  it.each([
    ['the newest version wins over the highest number', [high31, high2, low4], '4.0'],
    ['3.1 over 3.0', [mid30, high31], '3.1'],
    ['3.0 over 2.0', [high2, mid30], '3.0'],
    ['a broken one does not blank the rest', [{ type: 'CVSS_V4', score: 'CVSS:4.0/AV:N' }, high31], '3.1'],
  ])('%s', (_, list, version) => {
    expect(cvssSeverity(list)?.cvss?.version).toBe(version)
  })
})

describe('what is no vector says nothing', () => {
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a word', 'HIGH'],
    ['an empty list', []],
    ['an incomplete vector, which must not become 0.0', [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L' }]],
    ['an incomplete vector of version 4', [{ type: 'CVSS_V4', score: 'CVSS:4.0/AV:N/AC:L/AT:N' }]],
    ['an unknown value', [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:Z' }]],
    ['a type that does not fit', [{ type: 'CVSS_V4', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }]],
    ['another scale', [{ type: 'Ubuntu', score: 'medium' }]],
    ['a number', [{ type: 'CVSS_V3', score: 9.8 }]],
    ['a megabyte', [{ type: 'CVSS_V2', score: 'AV:N/'.repeat(200_000) }]],
  ])('%s', (_, list) => {
    expect(cvssSeverity(list)).toBeUndefined()
  })
})
