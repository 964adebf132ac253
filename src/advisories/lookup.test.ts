import { readFileSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { osvArchive, osvRecord, temporaryDirectory } from '../../test/support/osv-feed.ts'
import { fixedClock } from '../base/clock.ts'
import { openAdvisories, type OpenAdvisories } from './lookup.ts'
import { APPLICATION_ID, FORMAT_VERSION } from './schema.ts'
import { advisoriesStatus } from './status.ts'
import { updateAdvisories } from './update.ts'

const CLOCK = fixedClock(Date.parse('2026-11-22T12:00:00Z'))
const NAMES = Array.from({ length: 200 }, (_, index) => `package-${index}`)

let path: string
beforeEach(async () => {
  const directory = temporaryDirectory()
  path = join(directory, 'advisories db #1?.sqlite')
  const feed = join(directory, 'all.zip')
  const kev = join(directory, 'kev.json')
  const epss = join(directory, 'epss.csv')
  writeFileSync(feed, osvArchive(...NAMES.map((name, index) => osvRecord(`GHSA-${index}`, name))))
  writeFileSync(
    kev,
    JSON.stringify({
      dateReleased: '2026-11-20T10:00:00.0000Z',
      vulnerabilities: [
        {
          cveID: 'CVE-2026-12345',
          dateAdded: '2026-01-02',
          dueDate: '2026-01-23',
          knownRansomwareCampaignUse: 'Known',
        },
        { cveID: 'CVE-2026-54321', dateAdded: '2026-01-02', knownRansomwareCampaignUse: 'Unknown' },
      ],
    }),
  )
  writeFileSync(
    epss,
    '#model_version:v2026.1,score_date:2026-11-21T00:00:00Z\ncve,epss,percentile\nCVE-2026-12345,0.97321,0.99912\n',
  )
  await updateAdvisories({ path, sources: { osv: [feed], kev, epss }, clock: CLOCK })
})

function withOpen<T>(ask: (advisories: OpenAdvisories) => T): T {
  const advisories = openAdvisories(path)
  try {
    return ask(advisories)
  } finally {
    advisories.close()
  }
}

/** Changes the file behind our back. */
function change(statement: string): void {
  const database = new DatabaseSync(path)
  database.exec(statement)
  database.close()
}

describe('an open database', () => {
  it('answers what it holds', () => {
    withOpen((advisories) => {
      expect(advisories.find('npm', 'package-7')).toEqual([
        {
          id: 'GHSA-7',
          aliases: [],
          upstream: [],
          published: '2026-01-01T00:00:00Z',
          modified: '2026-01-01T00:00:00Z',
          summary: 'Something is wrong in package-7',
          severity: { level: 'unknown' },
          malicious: false,
          cwes: [],
          references: [],
          affected: [
            {
              ecosystem: 'npm',
              name: 'package-7',
              versions: [],
              ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '2.0' }] }],
            },
          ],
        },
      ])
      expect(advisories.state).toMatchObject({ kind: 'database', knownExploited: 2, exploitPredictions: 1 })
    })
  })

  it.each(['package-', 'package-200', '', "'; DROP TABLE record; --", '\u0000', '\ud800', 'x'.repeat(100_000)])(
    'has nothing for %j',
    (name) => {
      expect(withOpen((advisories) => advisories.find('npm', name))).toEqual([])
    },
  )

  it('does not mix ecosystems', () => {
    expect(withOpen((advisories) => advisories.find('PyPI', 'package-7'))).toEqual([])
    expect(withOpen((advisories) => advisories.find('conda', 'package-7'))).toEqual([])
  })

  it('tells what is exploited and what is likely to be', () => {
    withOpen((advisories) => {
      expect(advisories.knownExploited('CVE-2026-12345')).toEqual({
        cve: 'CVE-2026-12345',
        dateAdded: '2026-01-02',
        dueDate: '2026-01-23',
        ransomware: true,
      })
      expect(advisories.knownExploited('CVE-2026-54321')).toMatchObject({ dueDate: '', ransomware: false })
      expect(advisories.knownExploited('CVE-2026-1')).toBeUndefined()
      expect(advisories.exploitPrediction('CVE-2026-12345')).toEqual({
        cve: 'CVE-2026-12345',
        score: 0.97321,
        percentile: 0.99912,
      })
      expect(advisories.exploitPrediction('CVE-2026-54321')).toBeUndefined()
      expect(advisories.exploitPrediction('GHSA-7')).toBeUndefined()
    })
  })

  it('can be closed twice', () => {
    const advisories = openAdvisories(path)
    advisories.close()
    expect(() => advisories.close()).not.toThrow()
  })

  it('goes on answering while the file is replaced', async () => {
    const feed = join(temporaryDirectory(), 'all.zip')
    writeFileSync(feed, osvArchive(osvRecord('GHSA-new', 'package-7')))
    const advisories = openAdvisories(path)
    await updateAdvisories({ path, sources: { osv: [feed] }, clock: CLOCK })
    expect(advisories.find('npm', 'package-7').map(({ id }) => id)).toEqual(['GHSA-7'])
    expect(withOpen((next) => next.find('npm', 'package-7').map(({ id }) => id))).toEqual(['GHSA-new'])
    advisories.close()
  })
})

describe('what is not a database of ours', () => {
  it.each<[string, () => void, string]>([
    ['nothing there', () => (path += '.missing'), 'is not there'],
    ['a directory', () => (path = temporaryDirectory()), 'is not there'],
    ['an empty file', () => writeFileSync(path, ''), 'was not written by Assay'],
    ['text', () => writeFileSync(path, 'x'.repeat(5_000)), 'cannot be read'],
    ['a file cut off', () => writeFileSync(path, readFileSync(path).subarray(0, -4_096)), 'malformed'],
    [
      'a file with something behind it',
      () => writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.alloc(4_096)])),
      'its header says',
    ],
    ['a file cut in the first page', () => writeFileSync(path, readFileSync(path).subarray(0, 50)), ''],
    ['another program’s database', () => change('PRAGMA application_id = 1'), 'was not written by Assay'],
    ['a version of tomorrow', () => change(`PRAGMA user_version = ${FORMAT_VERSION + 1}`), 'is of format 2'],
    ['a table too many', () => change('CREATE TABLE more (a)'), 'does not hold the tables of its format'],
    [
      'a view in place of a table',
      () => change('DROP TABLE withdrawn; CREATE VIEW withdrawn AS SELECT 1 AS id'),
      'does not hold the tables',
    ],
    ['no state', () => change('DELETE FROM state'), 'does not say what it holds'],
    ['a state that is no JSON', () => change("UPDATE state SET value = '{'"), 'does not say what it holds'],
  ])('%s', (_, spoil, message) => {
    spoil()
    expect(() => openAdvisories(path)).toThrow(
      expect.objectContaining({ code: 'EXTERNAL_DATABASE', message: expect.stringContaining(message) }),
    )
  })

  it('the number in the header spells ASAY', () => {
    expect(Buffer.from(APPLICATION_ID.toString(16), 'hex').toString()).toBe('ASAY')
    expect(readFileSync(path).readUInt32BE(68)).toBe(APPLICATION_ID)
  })
})

describe('damage', () => {
  it('to a record is an error of the question, not an empty answer', () => {
    const bytes = readFileSync(path)
    // SQLite moves rows when a page fills and leaves the old bytes behind: every copy is changed.
    const text = 'Something is wrong in package-7"'
    for (let at = bytes.indexOf(text); at !== -1; at = bytes.indexOf(text, at + 1)) bytes.write('Nothing_', at)
    writeFileSync(path, bytes)
    expect(() => withOpen((advisories) => advisories.find('npm', 'package-7'))).toThrow(
      'holds a damaged record ("GHSA-7")',
    )
    expect(withOpen((advisories) => advisories.find('npm', 'package-8'))).toHaveLength(1)
  })

  it('of any byte behind the header is seen by the status', () => {
    const whole = readFileSync(path)
    expect(advisoriesStatus(path, CLOCK).intact).toBe(true)
    let hit = 0
    for (let at = 4_096; at < whole.length; at += 997) {
      const bytes = Buffer.from(whole)
      if (bytes[at] === 0) continue
      bytes[at] = (bytes[at] ?? 0) ^ 0x15
      writeFileSync(path, bytes)
      hit++
      const seen = attempt(() => !advisoriesStatus(path, CLOCK).intact)
      const harmless = attempt(() =>
        NAMES.every((name) => withOpen((advisories) => advisories.find('npm', name).length === 1)),
      )
      expect({ at, seen: seen !== false || harmless === true }).toEqual({ at, seen: true })
    }
    expect(hit).toBeGreaterThan(20)
  })
})

describe('status', () => {
  it('tells age, sources and integrity', () => {
    const status = advisoriesStatus(path, CLOCK)
    expect(status).toMatchObject({ ageDays: 325, intact: true, state: { asOf: '2026-01-01T00:00:00Z' } })
    expect(status.sources.map(({ kind, state }) => [kind, state.newest, state.counts.records])).toEqual([
      ['osv', '2026-01-01T00:00:00Z', 200],
      ['kev', '2026-11-20T10:00:00.0000Z', 2],
      ['epss', '2026-11-21T00:00:00Z', 1],
    ])
  })
})

/** The value, or `'error'` for an expected error. */
function attempt(work: () => boolean): boolean | 'error' {
  try {
    return work()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EXTERNAL_DATABASE') return 'error'
    throw error
  }
}
