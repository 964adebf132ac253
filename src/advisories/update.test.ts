import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { type OsvRecord, osvArchive, osvRecord, temporaryDirectory } from '../../test/support/osv-feed.ts'
import { writeZip } from '../../test/support/zip-writer.ts'
import { fixedClock } from '../base/clock.ts'
import type { Ecosystem } from '../model/ecosystem.ts'
import { openAdvisories } from './lookup.ts'
import { advisoriesStatus } from './status.ts'
import { importAdvisories, updateAdvisories, type UpdateOptions, type UpdateReport } from './update.ts'

const CLOCK = fixedClock(Date.parse('2026-11-22T12:00:00Z'))

let directory: string
let path: string
beforeEach(() => {
  directory = temporaryDirectory()
  path = join(directory, 'data', 'advisories.db')
})

function write(name: string, content: string | Uint8Array): string {
  const file = join(directory, name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
  return file
}

function update(over: Partial<UpdateOptions> = {}): Promise<UpdateReport> {
  return updateAdvisories({ path, sources: { osv: [join(directory, 'feed')] }, clock: CLOCK, ...over })
}

function found(ecosystem: Ecosystem, name: string): readonly string[] {
  const advisories = openAdvisories(path)
  const ids = advisories.find(ecosystem, name).map(({ id }) => id)
  advisories.close()
  return ids
}

function writeFeed(...records: readonly OsvRecord[]): void {
  write('feed/npm/all.zip', osvArchive(...records))
}

/** Identity and time of the file: the same when nobody touched it. */
function mark(): readonly unknown[] {
  const { ino, mtimeMs, size } = statSync(path)
  return [ino, mtimeMs, size]
}

describe('a first update', () => {
  it('from a directory with both ecosystems', async () => {
    writeFeed(osvRecord('GHSA-1', 'left'), osvRecord('MAL-1', 'right'))
    write('feed/PyPI/all.zip', osvArchive(osvRecord('PYSEC-1', 'Torch.Vision')))
    const report = await update()
    expect(report).toMatchObject({ changed: true, repaired: false })
    expect(report.feeds.map(({ ecosystem, outcome, holds }) => [ecosystem, outcome, holds?.counts.records])).toEqual([
      ['PyPI', 'loaded', 1],
      ['npm', 'loaded', 2],
    ])
    expect(report.state).toMatchObject({
      kind: 'database',
      asOf: '2026-01-01T00:00:00Z',
      builtAt: '2026-11-22T12:00:00.000Z',
      ecosystems: [
        { ecosystem: 'PyPI', records: 1 },
        { ecosystem: 'npm', records: 2 },
      ],
    })
    expect(found('PyPI', 'torch-vision')).toEqual(['PYSEC-1'])
    expect(found('npm', 'right')).toEqual(['MAL-1'])
    expect(found('npm', 'Right')).toEqual([])
  })

  it('is as old as the ecosystem that lags furthest behind', async () => {
    writeFeed(osvRecord('GHSA-1', 'left', { modified: '2026-10-01T00:00:00Z' }))
    write('feed/PyPI/all.zip', osvArchive(osvRecord('PYSEC-1', 'torch', { modified: '2024-10-10T00:00:00Z' })))
    expect((await update()).state.asOf).toBe('2024-10-10T00:00:00Z')
  })

  it('from one archive that holds several ecosystems', async () => {
    const file = write('all.zip', osvArchive(osvRecord('GHSA-1', 'left'), osvRecord('PYSEC-1', 'torch')))
    await update({ sources: { osv: [file] } })
    expect([found('npm', 'left'), found('PyPI', 'torch')]).toEqual([['GHSA-1'], ['PYSEC-1']])
  })

  it('a record for two ecosystems, which stands in both folders, is there once for each', async () => {
    const both = osvRecord('GHSA-1', 'left', {
      affected: [
        { package: { ecosystem: 'npm', name: 'left' }, versions: ['1'] },
        { package: { ecosystem: 'PyPI', name: 'left' }, versions: ['2'] },
      ],
    })
    writeFeed(both)
    write('feed/PyPI/all.zip', osvArchive(both))
    const { feeds } = await update()
    expect(feeds.map(({ holds }) => holds?.counts.records)).toEqual([1, 1])
    expect([found('npm', 'left'), found('PyPI', 'left')]).toEqual([['GHSA-1'], ['GHSA-1']])
  })

  it('single records stand over the archive, also when they name fewer packages', async () => {
    writeFeed(osvRecord('GHSA-1', 'old-name'), osvRecord('GHSA-2', 'stays'))
    write('feed/npm/GHSA-1.json', JSON.stringify(osvRecord('GHSA-1', 'new-name')))
    await update()
    expect([found('npm', 'old-name'), found('npm', 'new-name'), found('npm', 'stays')]).toEqual([
      [],
      ['GHSA-1'],
      ['GHSA-2'],
    ])
  })

  it('a directory of single records only', async () => {
    write('feed/npm/GHSA-1.json', JSON.stringify(osvRecord('GHSA-1', 'left')))
    write('feed/npm/GHSA-2.json', 'not JSON')
    const { feeds } = await update()
    expect(feeds[0]?.holds).toMatchObject({ counts: { records: 1, bad: 1 }, examples: ['GHSA-2.json: not JSON'] })
  })

  it('counts what it does not take, and says which', async () => {
    writeFeed(
      osvRecord('GHSA-1', 'left'),
      osvRecord('ECHO-1', 'left'),
      osvRecord('GHSA-2', 'gone', { withdrawn: '2026-02-02T00:00:00Z' }),
      osvRecord('GHSA-3', 'git-only', {
        affected: [{ package: { ecosystem: 'npm', name: 'git-only' }, ranges: [{ type: 'GIT', events: [] }] }],
      }),
      osvRecord('GHSA-4', 'half', { affected: [{ package: { ecosystem: 'npm', name: 'half' }, versions: [1, '2'] }] }),
      { id: '' },
    )
    const { feeds } = await update()
    expect(feeds[0]?.holds).toMatchObject({
      counts: { records: 2, withdrawn: 1, empty: 1, denied: 1, bad: 1, partial: 1 },
      examples: ['GHSA-4: a version is not a text', '.json: expected an id of at most 128 characters'],
    })
    expect(found('npm', 'left')).toEqual(['GHSA-1'])
    const advisories = openAdvisories(path)
    expect([advisories.withdrawn('GHSA-2'), advisories.withdrawn('GHSA-1')]).toEqual([
      '2026-02-02T00:00:00Z',
      undefined,
    ])
    advisories.close()
  })

  it('a record from the future does not make the data look fresh', async () => {
    writeFeed(osvRecord('GHSA-1', 'left'), osvRecord('GHSA-2', 'left', { modified: '2099-01-01T00:00:00Z' }))
    expect((await update()).state.asOf).toBe('2026-01-01T00:00:00Z')
    expect(found('npm', 'left')).toEqual(['GHSA-1', 'GHSA-2'])
  })

  it('leaves nothing else beside the file', async () => {
    writeFeed(osvRecord('GHSA-1', 'left'))
    await update()
    expect(readdirSync(dirname(path))).toEqual(['advisories.db'])
  })
})

describe('the next update', () => {
  beforeEach(async () => {
    writeFeed(osvRecord('GHSA-1', 'left'), osvRecord('GHSA-2', 'right'))
    await update()
  })

  it('without a change leaves the file untouched', async () => {
    const before = mark()
    expect(await update()).toMatchObject({
      changed: false,
      feeds: [{ outcome: 'unchanged', holds: { counts: { records: 2 } } }],
    })
    expect(mark()).toEqual(before)
  })

  it('with the same content at another time leaves the file untouched', async () => {
    const before = mark()
    utimesSync(join(directory, 'feed/npm/all.zip'), 1, 1)
    expect((await update()).changed).toBe(false)
    expect(mark()).toEqual(before)
  })

  it('takes what came and drops what went', async () => {
    writeFeed(osvRecord('GHSA-2', 'right'), osvRecord('GHSA-3', 'new'))
    expect((await update()).changed).toBe(true)
    expect([found('npm', 'left'), found('npm', 'right'), found('npm', 'new')]).toEqual([[], ['GHSA-2'], ['GHSA-3']])
  })

  it('under other rules reads the same feed again', async () => {
    writeFeed(osvRecord('GHSA-1', 'left'), osvRecord('ECHO-1', 'left'))
    await update()
    expect((await update({ allow: ['ECHO-'] })).changed).toBe(true)
    expect(found('npm', 'left')).toEqual(['ECHO-1', 'GHSA-1'])
    expect((await update({ allow: ['ECHO-'] })).changed).toBe(false)
  })

  it('from another place forgets the first place', async () => {
    const file = write('other.zip', osvArchive(osvRecord('GHSA-9', 'other')))
    await update({ sources: { osv: [file] } })
    expect([found('npm', 'left'), found('npm', 'other')]).toEqual([[], ['GHSA-9']])
  })

  it('with a second place keeps the first and shows the newer state of a record that both have', async () => {
    const file = write(
      'own.zip',
      osvArchive(osvRecord('GHSA-1', 'left', { modified: '2026-05-05T00:00:00Z', summary: 'Newer' })),
    )
    const report = await update({ sources: { osv: [join(directory, 'feed'), file] } })
    expect(report.feeds.map(({ outcome }) => outcome)).toEqual(['unchanged', 'loaded'])
    const advisories = openAdvisories(path)
    expect(advisories.find('npm', 'left').map(({ id, summary }) => [id, summary])).toEqual([['GHSA-1', 'Newer']])
    advisories.close()
    expect(found('npm', 'right')).toEqual(['GHSA-2'])
  })

  it('of one kind leaves the other kinds alone', async () => {
    const kev = write(
      'kev.json',
      JSON.stringify({ vulnerabilities: [{ cveID: 'CVE-2026-1234', dateAdded: '2026-01-02' }] }),
    )
    expect((await update({ sources: { kev } })).state).toMatchObject({
      knownExploited: 1,
      ecosystems: [{ records: 2 }],
    })
    expect((await update()).changed).toBe(false)
    expect(
      advisoriesStatus(path, CLOCK)
        .sources.map(({ kind }) => kind)
        .sort(),
    ).toEqual(['kev', 'osv'])
  })

  it.each<[string, string | Uint8Array]>([
    ['an error page', '<html>502</html>'],
    ['an archive cut off', osvArchive(osvRecord('GHSA-8', 'x')).subarray(0, 200)],
    ['an empty archive', osvArchive()],
    ['an archive of other things', writeZip([{ name: 'readme.txt', data: 'hello' }])],
    ['an archive of rubbish records', writeZip([{ name: 'a.json', data: '[]' }])],
    [
      'a member that does not match its checksum',
      writeZip([{ name: 'a.json', data: JSON.stringify(osvRecord('GHSA-8', 'x')), lie: { crc32: 1 } }]),
    ],
    ['a claim of two million million entries', writeZip([], { zip64: true, entries: 2e12 })],
  ])('that brings %s fails and keeps everything', async (_, content) => {
    const before = mark()
    write('feed/npm/all.zip', content)
    await expect(update()).rejects.toMatchObject({ code: 'EXTERNAL_FEED' })
    expect(mark()).toEqual(before)
    expect(found('npm', 'left')).toEqual(['GHSA-1'])
    expect(readdirSync(dirname(path))).toEqual(['advisories.db'])
  })

  it('in which one of two feeds fails keeps the old data of that one and says so', async () => {
    write('feed/npm/all.zip', 'rubbish')
    write('feed/PyPI/all.zip', osvArchive(osvRecord('PYSEC-1', 'torch')))
    const report = await update()
    expect(report).toMatchObject({
      changed: true,
      feeds: [
        { ecosystem: 'PyPI', outcome: 'loaded' },
        { ecosystem: 'npm', outcome: 'failed', error: { code: 'EXTERNAL_FEED' }, holds: { counts: { records: 2 } } },
      ],
    })
    expect([found('npm', 'left'), found('PyPI', 'torch')]).toEqual([['GHSA-1'], ['PYSEC-1']])
  })

  it('that is aborted keeps everything and throws the reason', async () => {
    writeFeed(...Array.from({ length: 3_000 }, (_, index) => osvRecord(`GHSA-${index}`, `p${index}`)))
    const abort = new AbortController()
    const steps: string[] = []
    const running = update({
      signal: abort.signal,
      onProgress({ step, done }) {
        steps.push(step)
        if (done > 1_500) abort.abort(new Error('stop'))
      },
    })
    await expect(running).rejects.toThrow('stop')
    expect(steps).toContain('read')
    expect(steps).not.toContain('index')
    expect(found('npm', 'right')).toEqual(['GHSA-2'])
    expect(readdirSync(dirname(path))).toEqual(['advisories.db'])
  })

  it('over a damaged database builds everything anew', async () => {
    for (const place of ['indexOf', 'lastIndexOf'] as const) {
      const bytes = readFileSync(path)
      bytes.write('lift', bytes[place]('left'))
      writeFileSync(path, bytes)
      expect(await update()).toMatchObject({ changed: true, repaired: true })
      expect(found('npm', 'left')).toEqual(['GHSA-1'])
    }
    writeFileSync(path, 'not a database at all')
    expect(await update()).toMatchObject({ changed: true, repaired: true })
    expect(found('npm', 'left')).toEqual(['GHSA-1'])
  })

  it('by two processes at once leaves a whole database', async () => {
    writeFeed(...Array.from({ length: 2_000 }, (_, index) => osvRecord(`GHSA-${index}`, `p${index}`)))
    const reports = await Promise.all([update(), update(), update()])
    expect(reports.map(({ state }) => state.digest)).toEqual(Array.from({ length: 3 }, () => reports[0]?.state.digest))
    expect(advisoriesStatus(path, CLOCK).intact).toBe(true)
    expect(readdirSync(dirname(path))).toEqual(['advisories.db'])
  })

  it('removes what a killed update left a day ago, and not what runs now', async () => {
    for (const name of ['.advisories.db-old', '.advisories.db-now']) mkdirSync(join(dirname(path), name))
    const now = CLOCK.now() / 1_000
    utimesSync(join(dirname(path), '.advisories.db-old'), now - 90_000, now - 90_000)
    utimesSync(join(dirname(path), '.advisories.db-now'), now - 60, now - 60)
    await update()
    expect(readdirSync(dirname(path)).sort()).toEqual(['.advisories.db-now', 'advisories.db'])
  })
})

describe('the digest of the content', () => {
  it('does not depend on when, where from and in what order', async () => {
    const records = [osvRecord('GHSA-1', 'left'), osvRecord('GHSA-2', 'right'), osvRecord('MAL-3', 'left')]
    writeFeed(...records)
    const first = (await update()).state.digest
    path = join(directory, 'second.db')
    const file = write('turned.zip', osvArchive(...records.toReversed()))
    const second = (await update({ sources: { osv: [file] }, clock: fixedClock(CLOCK.now() + 86_400_000) })).state
      .digest
    expect(second).toBe(first)
    writeFeed(...records.slice(1))
    expect((await update()).state.digest).not.toBe(first)
  })
})

describe('a bomb', () => {
  it('among the records is one bad record', async () => {
    write(
      'feed/npm/all.zip',
      writeZip([
        { name: 'bomb.json', data: Buffer.alloc(3_000_000, ' ') },
        { name: 'large.json', data: Buffer.alloc(5_000_000, 'abcdefgh'), method: 'stored' },
        { name: 'GHSA-1.json', data: JSON.stringify(osvRecord('GHSA-1', 'left')) },
      ]),
    )
    const { feeds } = await update()
    expect(feeds[0]?.holds?.counts).toMatchObject({ records: 1, bad: 2 })
    expect(feeds[0]?.holds?.examples[0]).toContain('bomb.json: "bomb.json" grows from')
  })

  it('of records without end is refused', async () => {
    writeFeed(osvRecord('GHSA-1', 'left'), osvRecord('GHSA-2', 'left'))
    const archive = { entries: 1, entryBytes: 1_000, totalBytes: 1_000, ratio: 100 }
    await expect(update({ limits: { archive } })).rejects.toThrow('claims 2 entries, the limit is 1')
    const small = { ...archive, entries: 2, totalBytes: 300 }
    await expect(update({ limits: { archive: small } })).rejects.toThrow('unpacks to more than 300 bytes')
    await expect(update({ limits: { archiveBytes: 100 } })).rejects.toMatchObject({ code: 'EXTERNAL_FEED' })
  })
})

describe('sources that cannot be used', () => {
  it.each<[string, UpdateOptions['sources']]>([
    ['none', {}],
    ['an empty list', { osv: [] }],
    ['a path that is not there', { osv: ['no/such/feed'] }],
    ['a directory without ecosystems', { osv: ['src'] }],
    ['one address with two tokens', { osv: ['https://mirror.example/osv?a', 'https://mirror.example/osv?b'] }],
    ['another scheme', { osv: ['s3://bucket/osv'] }],
    ['a directory for KEV', { kev: 'src' }],
  ])('%s', async (_, sources) => {
    await expect(update({ sources })).rejects.toMatchObject({ code: 'USAGE_SOURCE' })
  })

  it('an address for an import', async () => {
    const sources = { osv: ['https://mirror.example/osv'] }
    await expect(importAdvisories({ path, sources, clock: CLOCK })).rejects.toMatchObject({ code: 'USAGE_SOURCE' })
  })

  it('a target that cannot be written', async () => {
    writeFeed(osvRecord('GHSA-1', 'left'))
    write('file', '')
    path = join(directory, 'file', 'advisories.db')
    await expect(update()).rejects.toMatchObject({ code: 'EXTERNAL_DISK' })
  })
})
