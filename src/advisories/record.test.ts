import { describe, expect, it } from 'vitest'
import type { Advisory } from '../model/advisory.ts'
import { parseRecord } from './parse-record.ts'
import { readRecord, REBUILD_VENDORS, type RecordRules } from './record.ts'

const RULES: RecordRules = { ecosystems: ['PyPI', 'npm'], deny: REBUILD_VENDORS, allow: [] }

/** A small record; the parts that matter to a test are given. */
function record(over: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { id: 'PYSEC-2024-1', modified: '2024-05-01T00:00:00Z', affected: [affected('torch')], ...over }
}

function affected(name: string, over: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { package: { ecosystem: 'PyPI', name }, versions: ['1.0'], ...over }
}

function understood(json: unknown, rules = RULES): readonly Advisory[] {
  const read = readRecord(json, rules)
  return read.kind === 'record' ? read.advisories : []
}

function problems(json: unknown): readonly string[] {
  const read = readRecord(json, RULES)
  return read.kind === 'record' ? read.problems : [read.kind]
}

function vector(score: string): readonly unknown[] {
  return [{ type: 'CVSS_V3', score }]
}

function reference(type: string, url: string): object {
  return { type, url }
}

describe('packages', () => {
  it('are told apart by ecosystem, each with its own entries', () => {
    const advisories = understood(
      record({
        affected: [
          affected('torch', { versions: ['1'] }),
          { package: { ecosystem: 'npm', name: 'Torch' }, versions: ['2'] },
          affected('torch', { versions: ['3'] }),
        ],
      }),
    )
    expect(
      advisories.map(({ affected: entries }) =>
        entries.map(({ ecosystem, name, versions }) => [ecosystem, name, ...versions]),
      ),
    ).toEqual([
      [
        ['PyPI', 'torch', '1'],
        ['PyPI', 'torch', '3'],
      ],
      [['npm', 'Torch', '2']],
    ])
  })

  it.each([
    ['Jw.Util', 'jw-util'],
    ['jinja2__Extra', 'jinja2-extra'],
  ])('%s is known as %s', (written, name) => {
    expect(understood(record({ affected: [affected(written)] }))[0]?.affected[0]?.name).toBe(name)
  })

  it('two spellings of one name are one package', () => {
    const advisories = understood(record({ affected: [affected('jinja2'), affected('Jinja2')] }))
    expect(advisories.map((advisory) => advisory.affected.length)).toEqual([2])
  })

  it.each([
    'Echo:PyPI',
    'Root:PyPI',
    'PyPI:https://index.example',
    'VSCode:https://open.example',
    'pypi',
    'PyPi',
    '',
    7,
    null,
  ])('the ecosystem %j is not PyPI', (ecosystem) => {
    const json = record({ affected: [{ package: { ecosystem, name: 'torch' }, versions: ['1'] }] })
    expect(understood(json)).toEqual([])
  })

  it.each(['ECHO-7db2-03aa-5591', 'ROOT-APP-PYPI-CVE-2024-1', 'CGA-1', 'MINI-1'])(
    '%s is a rebuild vendor and left out',
    (id) => {
      expect(readRecord(record({ id }), RULES)).toEqual({ kind: 'denied', id })
      expect(readRecord(record({ id }), { ...RULES, allow: [id.slice(0, 4)] }).kind).toBe('record')
      expect(readRecord(record({ id }), { ...RULES, deny: [] }).kind).toBe('record')
    },
  )
})

describe('ranges and versions', () => {
  const ecosystem = { type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '2.0' }] }
  const git = { type: 'GIT', repo: 'https://git.example/r', events: [{ introduced: '0' }] }

  it('a GIT range first does not hide the range behind it', () => {
    const [advisory] = understood(record({ affected: [affected('torch', { ranges: [git, ecosystem] })] }))
    expect(advisory?.affected[0]?.ranges).toEqual([ecosystem])
  })

  it('all kinds of events are kept in the order of the record', () => {
    const events = [{ fixed: '2' }, { introduced: '1' }, { last_affected: '3' }, { limit: '*' }]
    const [advisory] = understood(record({ affected: [affected('torch', { ranges: [{ type: 'SEMVER', events }] })] }))
    expect(advisory?.affected[0]?.ranges).toEqual([{ type: 'SEMVER', events }])
  })

  it('an object with two events means both', () => {
    const ranges = [{ type: 'SEMVER', events: [{ introduced: '0', fixed: '1.2' }] }]
    const [advisory] = understood(record({ affected: [affected('torch', { ranges })] }))
    expect(advisory?.affected[0]?.ranges[0]?.events).toEqual([{ introduced: '0' }, { fixed: '1.2' }])
  })

  it.each([
    ['nothing', {}],
    ['only GIT', { ranges: [git] }],
    ['empty lists', { ranges: [], versions: [] }],
  ])('an entry with %s is kept out', (_, over) => {
    expect(understood(record({ affected: [{ package: { ecosystem: 'PyPI', name: 'torch' }, ...over }] }))).toEqual([])
  })

  it('ranges may be absent (PYSEC writes none for single versions)', () => {
    expect(understood(record())[0]?.affected[0]).toMatchObject({ versions: ['1.0'], ranges: [] })
  })
})

describe('severity', () => {
  const critical = vector('CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H')
  const low = vector('CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N')
  const cases: readonly [string, Record<string, unknown>, string][] = [
    ['nobody said', {}, 'unknown'],
    ['a vector of the record', { severity: critical }, 'critical'],
    [
      'a vector of the entry stands over it',
      { severity: critical, affected: [affected('torch', { severity: low })] },
      'low',
    ],
    [
      'the worst of several entries',
      { affected: [affected('torch', { severity: low }), affected('torch', { severity: critical })] },
      'critical',
    ],
    ['a word', { database_specific: { severity: 'MODERATE' } }, 'medium'],
    ['a vector stands over a word', { severity: low, database_specific: { severity: 'CRITICAL' } }, 'low'],
    [
      'a broken vector leaves the word',
      { severity: vector('CVSS:3.1/AV:N'), database_specific: { severity: 'HIGH' } },
      'high',
    ],
    ['a word nobody knows', { database_specific: { severity: 'constructor' } }, 'unknown'],
    ['malware', { id: 'MAL-2026-1' }, 'critical'],
    ['malware with a mild vector', { id: 'MAL-2026-1', severity: low }, 'critical'],
  ]
  it.each(cases)('%s', (_, over, level) => {
    expect(understood(record(over))[0]?.severity.level).toBe(level)
  })

  it('only the malicious-packages feed is malware', () => {
    expect(understood(record({ id: 'MAL-2026-1' }))[0]?.malicious).toBe(true)
    expect(understood(record({ id: 'GHSA-xxxx-yyyy-zzzz', aliases: ['MAL-2026-1'] }))[0]?.malicious).toBe(false)
  })
})

describe('withdrawn', () => {
  it('is remembered and matches nothing', () => {
    const read = readRecord(record({ withdrawn: '2024-06-01T00:00:00Z' }), RULES)
    expect(read).toMatchObject({ kind: 'record', withdrawn: '2024-06-01T00:00:00Z', advisories: [] })
  })

  it.each(['yes', '', true, 17, {}])('%j is no time, and the advisory stays', (withdrawn) => {
    expect(understood(record({ withdrawn }))).toHaveLength(1)
    expect(problems(record({ withdrawn }))).toEqual(['withdrawn is not a time'])
  })

  it('null is not withdrawn', () => {
    expect(understood(record({ withdrawn: null }))).toHaveLength(1)
  })
})

describe('what breaks the schema', () => {
  it.each<[string, unknown, unknown]>([
    ['null', null, { kind: 'bad' }],
    ['a list', [], { kind: 'bad' }],
    ['no id', { affected: [] }, { kind: 'bad' }],
    ['an id of a kilobyte', record({ id: 'x'.repeat(1_000) }), { kind: 'bad' }],
    ['no affected', { id: 'A-1' }, { kind: 'record', advisories: [], modified: '' }],
    ['affected null', { id: 'A-1', affected: null }, { kind: 'record', advisories: [] }],
    ['affected of rubbish', { id: 'A-1', affected: [1, null, 'x', [], {}] }, { kind: 'record', advisories: [] }],
  ])('%s', (_, json, expected) => {
    expect(readRecord(json, RULES)).toMatchObject(expected as object)
  })

  it.each<[string, Record<string, unknown>, string]>([
    ['a range of no type', affected('torch', { ranges: [{ events: [] }] }), 'a range is of no known type'],
    ['a range without events', affected('torch', { ranges: [{ type: 'SEMVER' }] }), 'a range has no events'],
    [
      'an event without a version',
      affected('torch', { ranges: [{ type: 'SEMVER', events: [{ introduced: 0 }, { fixed: '1' }] }] }),
      'an event is not understood',
    ],
    ['a version that is a number', affected('torch', { versions: ['1.0', 2] }), 'a version is not a text'],
    ['no name', { package: { ecosystem: 'PyPI' }, versions: ['1'] }, 'a package has no name'],
  ])('%s is told, the rest is kept', (_, entry, problem) => {
    const json = record({ affected: [entry, affected('other')] })
    expect(problems(json)).toEqual([problem])
    expect(understood(json).some(({ affected: entries }) => entries[0]?.name === 'other')).toBe(true)
  })

  it.each(['{', '', '[1', '\u0000', '[['.repeat(500_000), `${'{"a":'.repeat(300_000)}1`])(
    'bytes that are not JSON are one bad record',
    (text) => {
      expect(parseRecord(Buffer.from(text), RULES)).toEqual({ kind: 'bad', id: undefined, problem: 'not JSON' })
    },
  )

  it('four megabytes of nesting that is JSON', () => {
    const deep = `${'['.repeat(2_000_000)}${']'.repeat(2_000_000)}`
    expect(parseRecord(Buffer.from(deep), RULES).kind).toBe('bad')
  })

  it('one record cannot become a million rows', () => {
    const many = Array.from({ length: 20_000 }, (_, index) => affected(`p${index}`))
    expect(understood(record({ affected: many }))).toHaveLength(2_000)
    expect(problems(record({ affected: many }))).toEqual(['names more than 2000 packages'])
  })
})

describe('times', () => {
  it.each([
    ['2024-05-01T10:00:00Z', '2024-05-01T10:00:00Z'],
    ['2024-05-01T10:00:00.123456789Z', '2024-05-01T10:00:00.123456789Z'],
    ['2024-05-01T10:00:00+02:00', '2024-05-01T08:00:00.000Z'],
    ['yesterday', ''],
    ['2024-13-01T10:00:00Z', ''],
    [1_714_557_600, ''],
  ])('%j is %j', (published, expected) => {
    expect(understood(record({ published }))[0]?.published).toBe(expected)
  })
})

describe('what is told', () => {
  const summaries: readonly [string, Record<string, unknown>, string][] = [
    ['the summary', { summary: '  Malicious\n code ', details: 'Other.' }, 'Malicious code'],
    ['the first sentence of the details', { details: 'One is bad. Two is worse.' }, 'One is bad.'],
    [
      'a stop within a sentence does not end it',
      { details: 'In v1.2.3 of Node.js e.g. this fails. Next.' },
      'In v1.2.3 of Node.js e.g. this fails.',
    ],
    [
      'headings and rules are passed over',
      { details: '\n---\n### Impact\nIt leaks\nsecrets. More.\n\nRest.' },
      'It leaks secrets.',
    ],
    ['all on one line', { details: '### Impact It leaks. ### Patches None.' }, 'Impact It leaks. ### Patches None.'],
    ['nothing', {}, ''],
    ['something else', { summary: 7, details: ['x'] }, ''],
  ]
  it.each(summaries)('%s', (_, over, expected) => {
    expect(understood(record(over))[0]?.summary).toBe(expected)
  })

  it('a summary is at most 300 characters and no half of a pair', () => {
    const summary = understood(record({ summary: '😀'.repeat(400) }))[0]?.summary ?? ''
    expect(summary.length).toBeLessThanOrEqual(300)
    expect(summary.isWellFormed()).toBe(true)
    expect(understood(record({ details: `${'a'.repeat(4_000_000)}. B` }))[0]?.summary).toHaveLength(300)
  })

  it('at most five references, advisories and fixes first, web addresses only', () => {
    const [advisory] = understood(
      record({
        references: [
          reference('WEB', 'https://web.example/1'),
          reference('PACKAGE', 'https://package.example/1'),
          reference('FIX', 'javascript:alert(1)'),
          reference('FIX', 'https://fix.example/1'),
          reference('WEB', 'https://web.example/2'),
          reference('ADVISORY', 'https://advisory.example/1'),
          reference('ADVISORY', 'https://advisory.example/1'),
          reference('WEB', 'https://web.example/3\nhttps://injected.example'),
          reference('REPORT', `https://long.example/${'x'.repeat(5_000)}`),
          reference('WEB', 'https://web.example/4'),
        ],
      }),
    )
    expect(advisory?.references).toEqual([
      'https://advisory.example/1',
      'https://fix.example/1',
      'https://web.example/1',
      'https://web.example/2',
      'https://web.example/4',
    ])
  })

  it('CWEs as GitHub and as the malware reports write them, sorted by number', () => {
    const cwes = [{ cweId: 'CWE-506', name: 'x' }, { cweId: 'none' }, 7]
    const [advisory] = understood(
      record({
        database_specific: { cwe_ids: ['CWE-1321', 'CWE-79', 'CWE-79', 'x'] },
        affected: [affected('torch', { database_specific: { cwes } })],
      }),
    )
    expect(advisory?.cwes).toEqual(['CWE-79', 'CWE-506', 'CWE-1321'])
  })

  it('aliases and upstream without the record itself', () => {
    const [advisory] = understood(
      record({ aliases: ['CVE-2024-1', 'PYSEC-2024-1', 'CVE-2024-1', 9], upstream: ['CVE-2024-2'] }),
    )
    expect(advisory).toMatchObject({ aliases: ['CVE-2024-1'], upstream: ['CVE-2024-2'] })
  })
})
