import { describe, expect, it } from 'vitest'
import type { AffectedRange, RangeEvent } from '../../model/advisory.ts'
import type { Ecosystem } from '../../model/ecosystem.ts'
import { schemeOf } from '../../versions/scheme-of.ts'
import { advisory, type AdvisorySketch } from '../../../test/support/advisory-fakes.ts'
import { affectedSet } from './affected-set.ts'
import { boundReader } from './comparable-bound.ts'
import { match, type Match } from './match.ts'
import { versionPosition } from './version-position.ts'

function matchOf(
  version: string,
  sketch: AdvisorySketch,
  key?: { ecosystem: Ecosystem; name: string },
): Match | undefined {
  const { ecosystem = 'PyPI', name = 'torch' } = sketch
  const scheme = schemeOf(key?.ecosystem ?? ecosystem)
  const set = affectedSet(advisory(sketch), key ?? { ecosystem, name }, boundReader(scheme))
  return match(versionPosition(version, scheme), set)
}

function hits(version: string, events: readonly RangeEvent[], ecosystem: Ecosystem = 'PyPI'): boolean {
  return matchOf(version, { ecosystem, events }) !== undefined
}

function notes(found: Match | undefined): readonly string[] {
  return found?.notes.map(({ text, atMost }) => `${atMost}: ${text}`) ?? ['no match']
}

function fixed(found: Match | undefined): readonly string[] {
  return found?.fixed.map(({ version }) => version) ?? ['no match']
}

const FROM_START = { introduced: '0' } as const

describe('2.1 package identity: ecosystem and name', () => {
  it.each([
    ['the written and the normalised name', 'jw.util', 'PyPI', 'jw-util', true],
    ['case and runs of separators on PyPI', 'Jw__Util', 'PyPI', 'jw-util', true],
    ['another package', 'jw-utils', 'PyPI', 'jw-util', false],
    ['case on npm', 'JSONStream', 'npm', 'jsonstream', false],
    ['the scope on npm', '@scope/left-pad', 'npm', 'left-pad', false],
  ] as const)('%s', (_, written, ecosystem, name, expected) => {
    const found = matchOf('1.0.0', { ecosystem, name: written, events: [FROM_START] }, { ecosystem, name })
    expect(found !== undefined).toBe(expected)
  })

  it('does not take the entry of another ecosystem', () => {
    const found = matchOf(
      '1.0.0',
      { ecosystem: 'npm', name: 'x', events: [FROM_START] },
      { ecosystem: 'PyPI', name: 'x' },
    )
    expect(found).toBeUndefined()
  })
})

describe("2.2 versions: equality in the ecosystem's own sense", () => {
  it.each([
    ['PyPI', '1.0', '1.0', true],
    ['PyPI', '1.0.0', '1.0', true],
    ['PyPI', '1.0', '1.0.0', true],
    ['PyPI', 'v1.0', '1', true],
    ['PyPI', '1.0RC1', '1.0c1', true],
    ['PyPI', '1.0-1', '1.0.post1', true],
    ['PyPI', '0!1.0', '1.0', true],
    ['PyPI', '1.0+cu118', '1.0', true],
    ['PyPI', '1.0', '1.0+cu118', false],
    ['PyPI', '1.0+cpu', '1.0+cu118', false],
    ['PyPI', '1.0+CU118', '1.0+cu118', true],
    ['PyPI', '1.1', '1.10', false],
    ['PyPI', '10', '1', false],
    ['PyPI', '1.0rc1', '1.0', false],
    ['PyPI', '0.9-ivysaur', '0.9-ivysaur', true],
    ['PyPI', '0.9-ivysaur', '0.9', false],
    ['npm', '1.2.3', '1.2.3', true],
    ['npm', '1.2.3+build.5', '1.2.3', true],
    ['npm', '1.2.3-rc.1', '1.2.3', false],
  ] as const)('%s: %s is in a list with %s: %s', (ecosystem, version, listed, expected) => {
    expect(matchOf(version, { ecosystem, versions: ['0.0.7', listed] }) !== undefined).toBe(expected)
  })

  it('says which entry of the list it was', () => {
    expect(matchOf('1.0.0', { versions: ['1.0'] })?.grounds).toEqual([{ kind: 'list', entry: '1.0' }])
  })
})

describe('2.3 ranges: catch what the list does not name', () => {
  const sketch = { versions: ['1.0', '1.1'], events: [FROM_START, { fixed: '2.0' }] } satisfies AdvisorySketch

  it.each(['1.0', '1.1.post1', '1.5.dev20240101', '1.9.9'])('%s', (version) => {
    expect(matchOf(version, sketch)?.grounds).toContainEqual({ kind: 'range', text: '>=0, <2.0' })
  })

  it('either counts: a listed version outside the ranges is a match, with less confidence', () => {
    const found = matchOf('3.0', { versions: ['3.0'], events: [FROM_START, { fixed: '2.0' }] })
    expect(found?.grounds).toEqual([{ kind: 'list', entry: '3.0' }])
    expect(notes(found)).toEqual(['medium: named in the list of the advisory, but outside its ranges'])
  })

  it('looks at every range of every entry', () => {
    const affected = [{ ranges: [between('1.0', '1.5'), between('2.0', '2.5')] }, { ranges: [between('3.0', '3.5')] }]
    const found = ['1.4', '1.6', '2.4', '3.4', '3.5'].map((version) => matchOf(version, { affected }) !== undefined)
    expect(found).toEqual([true, false, true, true, false])
  })
})

describe('2.4 events: sorted, half open, several intervals', () => {
  const branches = [FROM_START, { fixed: '4.2.30' }, { introduced: '5.0' }, { fixed: '5.1.3' }]

  it.each([
    ['4.2.29', true],
    ['4.2.30', false],
    ['4.9', false],
    ['5.0', true],
    ['5.0rc1', false],
    ['5.1.2', true],
    ['5.1.3', false],
  ])('%s: %s, in every order of the events', (version, expected) => {
    for (const events of permutations(branches)) expect(hits(version, events)).toBe(expected)
  })

  it.each(['0', '0.dev0', '0a1', '0.0.0', 'trunk', '2013-01-21T20:33:09+0100', ''])(
    'introduced "0" is before %j and is never parsed',
    (version) => {
      expect(hits(version, [FROM_START, { fixed: '1.0' }])).toBe(true)
    },
  )

  it.each([
    ['fixed is exclusive', [FROM_START, { fixed: '2.0' }], '2.0', false],
    ['last_affected is inclusive', [FROM_START, { last_affected: '2.0' }], '2.0', true],
    ['and ends there', [FROM_START, { last_affected: '2.0' }], '2.0.1', false],
    ['an interval without an end', [{ introduced: '2.0' }], '99', true],
    ['one version alone', [{ introduced: '2.0' }, { last_affected: '2.0' }], '2.0', true],
    ['introduced and fixed by one version', [{ introduced: '2.0' }, { fixed: '2.0' }], '2.0', false],
    ['fixed beats last_affected', [FROM_START, { last_affected: '2.0' }, { fixed: '2.0' }], '2.0', false],
    ['limit caps the range', [FROM_START, { limit: '2.0' }], '2.0', false],
    ['below the limit', [FROM_START, { limit: '2.0' }], '1.9', true],
    ['limit before the fix', [FROM_START, { fixed: '3.0' }, { limit: '2.0' }], '2.5', false],
    ['limit * is none', [FROM_START, { limit: '*' }], '99', true],
    ['the highest of several limits', [FROM_START, { limit: '2.0' }, { limit: '3.0' }], '2.5', true],
    [
      'limit cuts later intervals off',
      [FROM_START, { fixed: '1.0' }, { introduced: '3.0' }, { limit: '2.0' }],
      '3.5',
      false,
    ],
    ['a fix without a beginning', [{ fixed: '2.0' }], '1.0', false],
    ['introduced twice', [FROM_START, { introduced: '1.0' }, { fixed: '2.0' }], '0.5', true],
  ] as const)('%s', (_, events, version, expected) => {
    for (const order of permutations<RangeEvent>(events)) expect(hits(version, order)).toBe(expected)
  })

  it('does not change the events it is given', () => {
    const events = Object.freeze([{ fixed: '2.0' }, FROM_START])
    expect(hits('1.0', events)).toBe(true)
    expect(events).toEqual([{ fixed: '2.0' }, FROM_START])
  })

  it.each([
    ['4.2.29', '>=0, <4.2.30', ['4.2.30', '5.1.3']],
    ['5.1.0', '>=5.0, <5.1.3', ['5.1.3']],
  ])('%s falls under %s and is fixed by %j: fixes of earlier branches are none', (version, text, expected) => {
    const found = matchOf(version, { events: branches.toReversed() })
    expect(found?.grounds).toEqual([{ kind: 'range', text }])
    expect(fixed(found)).toEqual(expected)
  })

  it('does not offer a fix that the record itself calls affected', () => {
    const found = matchOf('1.0', { versions: ['1.0', '2.0.0'], events: [FROM_START, { fixed: '2.0' }] })
    expect(fixed(found)).toEqual([])
    expect(notes(found)).toEqual(['high: the advisory calls 2.0 both fixed and affected'])
  })
})

describe('2.6 empty entries and bounds that are no versions', () => {
  it('an entry without ranges and versions is not a match', () => {
    expect(matchOf('1.0', {})).toBeUndefined()
    expect(matchOf('1.0', { affected: [] })).toBeUndefined()
    expect(matchOf('1.0', { events: [] })).toBeUndefined()
  })

  it.each([
    ['0.1.0', '0.2.0-n653', '0.2.0'],
    ['2.5.1', '2.6.0-NA', '2.6.0'],
    ['0.9.1', '2019-09-12', '2019-09'],
  ])('%s is below %s, which is read as %s, marked and never offered as the fix', (version, bound, read) => {
    const found = matchOf(version, { events: [FROM_START, { fixed: bound }] })
    expect(notes(found)).toEqual([`low: bound not standard: ${bound} read as ${read}`])
    expect(fixed(found)).toEqual([])
    expect(found?.grounds).toEqual([{ kind: 'range', text: `>=0, <${bound}` }])
  })

  it('2.6.0 is included by last_affected 2.6.0-NA', () => {
    expect(notes(matchOf('2.6.0', { events: [FROM_START, { last_affected: '2.6.0-NA' }] }))).toHaveLength(1)
  })

  it('a bound that names no version at all is below every version', () => {
    expect(hits('0.0.1', [FROM_START, { fixed: 'trunk' }])).toBe(false)
    expect(notes(matchOf('1.0', { events: [{ introduced: 'trunk' }] }))).toEqual([
      'low: bound not standard: trunk ordered below every version',
    ])
  })

  it('does not mark what the list names or another range says with clean bounds', () => {
    const dirty = { type: 'ECOSYSTEM', events: [FROM_START, { fixed: '2.6.0-NA' }] } as const
    const clean = { type: 'ECOSYSTEM', events: [FROM_START, { fixed: '2.6.0' }] } as const
    expect(notes(matchOf('2.5', { affected: [{ ranges: [dirty], versions: ['2.5'] }] }))).toEqual([])
    expect(notes(matchOf('2.5', { affected: [{ ranges: [dirty, clean] }] }))).toEqual([])
  })

  it('never throws, whatever the strings are', () => {
    const strings = [
      '',
      ' ',
      '\u0000',
      '\ud800',
      '9'.repeat(400),
      '1.'.repeat(400),
      '1!'.repeat(50),
      '+',
      '1+',
      '*',
      '-1',
    ]
    for (const a of strings) {
      for (const b of strings)
        expect(() => matchOf(a, { versions: [b], events: [{ introduced: b }, { fixed: a }] })).not.toThrow()
    }
  })
})

describe('2.7 PEP 440: local labels, post and pre-releases, epochs, legacy versions', () => {
  const last = [FROM_START, { last_affected: '2.0' }]

  it.each([
    ['2.0+cu118', last, true],
    ['2.0.0+rocm5.6', last, true],
    ['2.0.1+cu118', last, false],
    ['2.0+cu118', [FROM_START, { fixed: '2.0' }], false],
    ['1.9+cu118', [FROM_START, { fixed: '2.0' }], true],
    ['2.0+cu118', [{ introduced: '2.0' }, { fixed: '2.1' }], true],
    ['2.0rc1', [{ introduced: '2.0' }, { fixed: '2.1' }], false],
    ['2.1rc1', [{ introduced: '2.0' }, { fixed: '2.1' }], true],
    ['2.1.dev3', [{ introduced: '2.0' }, { fixed: '2.1' }], true],
    ['1!1.0', [FROM_START, { fixed: '2.0' }], false],
    ['2.0', [FROM_START, { fixed: '1!1.0' }], true],
    ['2.0-1', [FROM_START, { fixed: '2.0.post1' }], false],
    ['2.0', [FROM_START, { fixed: '2.0.post1' }], true],
    ['v1.9', [FROM_START, { fixed: '2.0' }], true],
    ['1.10', [FROM_START, { fixed: '1.9' }], false],
  ] as const)('%s in %j: %s', (version, events, expected) => {
    expect(hits(version, events)).toBe(expected)
  })

  it('says that the label was ignored', () => {
    expect(notes(matchOf('2.0+cu118', { events: last }))).toEqual(['high: local label +cu118 ignored for comparison'])
    expect(notes(matchOf('2.0+cu118', { versions: ['2.0'] }))).toEqual([
      'high: local label +cu118 ignored for comparison',
    ])
    expect(notes(matchOf('2.0+cu118', { versions: ['2.0+cu118'] }))).toEqual([])
  })

  it('compares labels where the bound has one itself, and says so', () => {
    const events = [FROM_START, { fixed: '2.0+cu124' }]
    expect(['2.0+cu118', '2.0+cu124', '2.0+cu126', '2.0'].map((version) => hits(version, events))).toEqual([
      true,
      false,
      false,
      true,
    ])
    expect(notes(matchOf('2.0', { events }))).toEqual(['medium: bound 2.0+cu124 names one build of a release'])
  })

  it.each(['2.0.post1', '2.0-1', '2.0.0.rev4', '2.0.post1+cu118', '2.0r2'])(
    '%s is above last_affected 2.0 by the letter: reported with low confidence',
    (version) => {
      const found = matchOf(version, { events: [...last, { introduced: '3.0' }, { fixed: '3.1' }] })
      expect(notes(found)).toEqual(['low: post release above the last affected version 2.0'])
      expect(fixed(found)).toEqual(['3.1'])
    },
  )

  it.each([
    ['2.0.post1', [FROM_START, { fixed: '2.0' }]],
    ['2.1.post1', last],
    ['2.0.post2', [FROM_START, { last_affected: '2.0.post1' }]],
  ] as const)('%s is not: %j', (version, events) => {
    expect(hits(version, events)).toBe(false)
  })

  it('a legacy version is matched by its list surely, by a range with low confidence', () => {
    const sketch = { versions: ['0.9-ivysaur'], events: [FROM_START, { fixed: '1.0' }] } satisfies AdvisorySketch
    expect(notes(matchOf('0.9-ivysaur', sketch))).toEqual([])
    expect(notes(matchOf('trunk', sketch))).toEqual([
      'low: legacy version: trunk has no place in the order of versions',
    ])
  })
})

describe('2.8 SemVer: pre-releases, build metadata, large numbers', () => {
  const below2 = [FROM_START, { fixed: '2.0.0' }]

  it.each([
    ['2.0.0-beta.1', below2, true],
    ['2.0.0', below2, false],
    ['2.0.0+build.7', below2, false],
    ['1.9.9+build.7', below2, true],
    ['v1.9.9', below2, true],
    ['2.0.0-2', [{ introduced: '2.0.0-1' }, { fixed: '2.0.0-alpha' }], true],
    ['2.0.0-alpha', [{ introduced: '2.0.0-1' }, { fixed: '2.0.0-alpha' }], false],
    ['1.0.999999999999999999999999999999', [FROM_START, { fixed: '1.0.1000000000000000000000000000000' }], true],
    ['1.0.9007199254740993', [FROM_START, { fixed: '1.0.9007199254740992' }], false],
    ['0.0.0-use.local', [FROM_START], true],
    ['not-a-version', [FROM_START], true],
  ] as const)('%s in %j: %s', (version, events, expected) => {
    expect(hits(version, events, 'npm')).toBe(expected)
  })

  it('knows no post releases', () => {
    expect(hits('2.0.0-post1', [FROM_START, { last_affected: '1.9.0' }], 'npm')).toBe(false)
  })
})

describe('hostile records', () => {
  it('100,000 unsorted events and a list of 100,000 versions do not take quadratic time', () => {
    const events = Array.from({ length: 100_000 }, (_, index) =>
      index % 2 === 0 ? { introduced: `${(index * 7919) % 100_003}.0` } : { fixed: `${(index * 7919) % 100_003}.5` },
    )
    const versions = Array.from({ length: 100_000 }, (_, index) => `1.0.${'0.'.repeat(index % 5)}${index}`)
    const start = performance.now()
    matchOf('99999.9', { events, versions })
    matchOf('1.1', { events, versions })
    expect(performance.now() - start).toBeLessThan(10_000)
  })

  it('a version of a million characters is compared in linear time', () => {
    const start = performance.now()
    for (const version of [
      '1.'.repeat(500_000),
      '-'.repeat(1_000_000),
      `1${'-post'.repeat(200_000)}`,
      '9'.repeat(1_000_000),
    ]) {
      matchOf(version, { versions: [version.slice(1)], events: [FROM_START, { last_affected: '2.0' }] })
    }
    expect(performance.now() - start).toBeLessThan(10_000)
  })
})

function between(introduced: string, end: string): AffectedRange {
  return { type: 'ECOSYSTEM', events: [{ introduced }, { fixed: end }] }
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]]
  return items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]))
}
