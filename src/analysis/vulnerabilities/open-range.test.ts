import { describe, expect, it } from 'vitest'
import type { Advisory, RangeEvent } from '../../model/advisory.ts'
import type { Observation } from '../../model/finding.ts'
import type { RangeSyntax } from '../../model/package-mention.ts'
import type { Severity } from '../../model/severity.ts'
import { advisory, lookupOf } from '../../../test/support/advisory-fakes.ts'
import { bomOf, component } from '../../../test/support/component-fakes.ts'
import { cases } from './open-range.cases.ts'
import { openRange } from './open-range.ts'

function inspect(
  text: string | undefined,
  records: readonly Advisory[],
  syntax: RangeSyntax = 'pep440',
): Observation | undefined {
  const ecosystem = syntax === 'semver' ? 'npm' : 'PyPI'
  const claim = text === undefined ? {} : { range: { text, syntax } }
  const subject = component({ ecosystem, name: 'transformers', file: 'requirements.txt', ...claim })
  const found = [...openRange.inspect(bomOf(subject), lookupOf(records))]
  expect(found.length).toBeLessThan(2)
  return found[0]
}

function record(
  id: string,
  events: readonly RangeEvent[],
  level: Severity = 'high',
  over: Partial<Advisory> = {},
): Advisory {
  return { ...advisory({ id, name: 'transformers', events, severity: { level } }), ...over }
}

const EARLY = record('CVE-2023-1', [{ introduced: '0' }, { fixed: '4.38.0' }], 'critical')
const LATE = record('CVE-2024-2', [{ introduced: '4.30.0' }, { fixed: '4.48.0' }], 'high')

it.each(cases)('$expect: $name', ({ expect: outcome, bom, known }) => {
  const observations = [...openRange.inspect(bom, known)]
  expect(observations.length > 0 ? 'fires' : 'silent').toBe(outcome)
})

describe('2.5 no version known: what the range still admits, never a hit', () => {
  it.each([
    ['>=4.30', ['CVE-2023-1', 'CVE-2024-2'], '4.48.0', 'some'],
    ['>=4.38', ['CVE-2024-2'], '4.48.0', 'some'],
    ['>=4.38,<4.48', ['CVE-2024-2'], undefined, 'all'],
    ['~=4.37.1', ['CVE-2023-1', 'CVE-2024-2'], undefined, 'all'],
    ['<4.30', ['CVE-2023-1'], undefined, 'all'],
    ['<=4.48', ['CVE-2023-1', 'CVE-2024-2'], '4.48.0', 'some'],
    ['!=4.40.0', ['CVE-2023-1', 'CVE-2024-2'], '4.48.0', 'some'],
    [undefined, ['CVE-2023-1', 'CVE-2024-2'], '4.48.0', 'some'],
  ] as const)('%s admits %j, floor %s, %s', (text, ids, floor, admits) => {
    const { range } = inspect(text, [LATE, EARLY]) ?? {}
    expect(range?.advisories.map(({ id }) => id)).toEqual(ids)
    expect([range?.floor, range?.admits]).toEqual([floor, admits])
  })

  it.each([
    [
      'the last of several branches',
      '>=4.0',
      [{ introduced: '0' }, { fixed: '4.2.30' }, { introduced: '5.0' }, { fixed: '5.1.3' }],
      '5.1.3',
    ],
    [
      'the branch that is allowed',
      '>=4.0,<5',
      [{ introduced: '0' }, { fixed: '4.2.30' }, { introduced: '5.0' }, { fixed: '5.1.3' }],
      '4.2.30',
    ],
    ['no fix', '>=4.0', [{ introduced: '0' }], undefined],
    [
      'a last affected version, and no record names one above',
      '>=4.0',
      [{ introduced: '0' }, { last_affected: '4.9' }],
      undefined,
    ],
    ['a fix that is a pre-release', '>=4.0', [{ introduced: '0' }, { fixed: '5.0rc1' }], '5.0rc1'],
  ] as const)('the floor of %s', (_, text, events, floor) => {
    expect(inspect(text, [record('X-1', events)])?.range?.floor).toBe(floor)
  })

  it('behind a last affected version the floor is the next fix that any record names', () => {
    const last = record('X-1', [{ introduced: '0' }, { last_affected: '4.9' }])
    expect(inspect('>=4.0', [last, record('X-2', [{ introduced: '0' }, { fixed: '4.9.2' }])])?.range?.floor).toBe(
      '4.9.2',
    )
  })

  it('listed versions count where no range holds them', () => {
    const listed = advisory({ id: 'X-1', name: 'transformers', versions: ['4.1', '4.5'] })
    expect(inspect('>=4.2,<4.4', [listed])).toBeUndefined()
    expect(inspect('>=4.2', [listed, LATE])?.range).toMatchObject({ admits: 'some', floor: '4.48.0' })
  })

  it('pre-releases count only where the range speaks of one', () => {
    const beta = record('X-1', [{ introduced: '5.0a1' }, { fixed: '5.0' }])
    expect(inspect('>=4.50', [beta])).toBeUndefined()
    expect(inspect('>=5.0b1', [beta])?.range?.floor).toBe('5.0')
  })

  it.each([
    ['^1.2.0', 'some', '1.6.0'],
    ['~1.2.0', 'all', undefined],
    ['1.x', 'some', '1.6.0'],
    ['>=1.6.0', undefined, undefined],
  ])('npm %s admits %s, floor %s', (text, admits, floor) => {
    const npm = advisory({
      id: 'G',
      ecosystem: 'npm',
      name: 'transformers',
      events: [{ introduced: '1.0.0' }, { fixed: '1.6.0' }],
    })
    const { range } = inspect(text, [npm], 'semver') ?? {}
    expect([range?.admits, range?.floor]).toEqual([admits, floor])
  })
})

describe('severity', () => {
  it.each([
    ['>=4.30', [EARLY, LATE], 'medium'],
    ['>=4.30', [record('X', [{ introduced: '0' }, { fixed: '5' }], 'medium')], 'low'],
    ['>=4.30', [record('X', [{ introduced: '0' }, { fixed: '5' }], 'low')], 'low'],
    ['>=4.30', [record('X', [{ introduced: '0' }, { fixed: '5' }], 'unknown')], 'low'],
    ['<4.30', [EARLY], 'critical'],
    ['>=4.31,<4.48', [EARLY, LATE], 'critical'],
    [undefined, [EARLY], 'low'],
    [undefined, [record('X', [{ introduced: '0' }], 'high')], 'high'],
    ['>=${X}', [EARLY], 'low'],
  ] as const)('%s: %#', (text, records, expected) => {
    expect(inspect(text, records)?.severity).toBe(expected)
  })
})

describe('words', () => {
  it('of a range that admits some', () => {
    expect(inspect('>=4.30', [EARLY, LATE])).toMatchObject({
      title: 'transformers>=4.30 still admits 2 known vulnerabilities',
      message:
        'transformers>=4.30 allows versions that are affected by CVE-2023-1, CVE-2024-2. No file locks the version. ' +
        'From 4.48.0 on none of them is let in. It is a direct dependency.',
      confidence: { level: 'medium', because: ['which allowed version is installed is not known'] },
      fix: {
        text: 'Require transformers 4.48.0 or later instead of transformers>=4.30, or lock the versions that are installed.',
        remedy: { edit: 'transformers>=4.48.0', file: 'requirements.txt' },
        version: '4.48.0',
      },
      identity: 'PyPI transformers open range',
    })
  })

  it('of a range that admits nothing else', () => {
    expect(inspect('<4.30', [EARLY])).toMatchObject({
      title: 'transformers<4.30 admits only versions with known vulnerabilities',
      confidence: { level: 'high' },
    })
  })

  it('of a range that is not understood', () => {
    expect(inspect('>=${X}', [EARLY])?.confidence).toEqual({
      level: 'low',
      because: [
        'the range is not understood and was taken as any version',
        'which allowed version is installed is not known',
      ],
    })
  })
})

it('300 requirements, one in fifty with 120 records, do not take quadratic time', () => {
  const components = Array.from({ length: 300 }, (_, index) =>
    component({ name: `p-${index}`, range: { text: '>=1.0,!=1.5', syntax: 'pep440' } }),
  )
  const records = components.flatMap(({ name }, index) =>
    Array.from({ length: index % 50 === 0 ? 120 : 2 }, (_, at) =>
      advisory({
        id: `X-${index}-${at}`,
        name,
        versions: Array.from({ length: 80 }, (_, patch) => `${patch % 5}.${patch % 13}.${patch}`),
        events: [{ introduced: '0' }, { fixed: `2.${at % 12}.1` }],
      }),
    ),
  )
  const start = performance.now()
  expect([...openRange.inspect(bomOf(...components), lookupOf(records))]).toHaveLength(300)
  expect(performance.now() - start).toBeLessThan(5_000)
})
