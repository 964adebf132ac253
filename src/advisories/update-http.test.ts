import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FeedServer, feedServer } from '../../test/support/feed-server.ts'
import { type OsvRecord, osvArchive, osvChanges, osvRecord, temporaryDirectory } from '../../test/support/osv-feed.ts'
import { fixedClock } from '../base/clock.ts'
import { openAdvisories } from './lookup.ts'
import { advisoriesStatus } from './status.ts'
import { updateAdvisories, type UpdateOptions, type UpdateReport } from './update.ts'

const NOON = Date.parse('2026-11-22T12:00:00Z')
const DAY = 86_400_000

let server: FeedServer
let path: string
beforeEach(async () => {
  server = await feedServer()
  path = join(temporaryDirectory(), 'advisories.db')
})
afterEach(() => server.close())

function update(over: Partial<UpdateOptions> = {}): Promise<UpdateReport> {
  return updateAdvisories({
    path,
    sources: { osv: [`${server.address}/osv`] },
    ecosystems: ['npm'],
    clock: fixedClock(NOON),
    http: { backoffMilliseconds: 1, attempts: 3, idleMilliseconds: 500 },
    ...over,
  })
}

/** Puts records into the bucket: archive, list of changes and single files. */
function publish(...records: readonly OsvRecord[]): void {
  publishArchive(...records)
  publishChanges(...records)
}

function publishArchive(...records: readonly OsvRecord[]): void {
  server.documents.set('/osv/npm/all.zip', osvArchive(...records))
}

function publishChanges(...records: readonly OsvRecord[]): void {
  server.documents.set('/osv/npm/modified_id.csv', osvChanges(...records))
  for (const record of records) server.documents.set(`/osv/npm/${record.id}.json`, JSON.stringify(record))
}

function found(name: string): readonly string[] {
  const advisories = openAdvisories(path)
  const ids = advisories.find('npm', name).map(({ id, summary }) => `${id} ${summary}`)
  advisories.close()
  return ids
}

/** What was asked since the last call. */
function asked(): readonly string[] {
  return server.log.splice(0).sort()
}

/** The two files beside the bucket. */
function files(): UpdateOptions['sources'] {
  return { kev: `${server.address}/kev.json`, epss: `${server.address}/epss.csv.gz` }
}

const day = (number: number): string => `2026-03-${String(number).padStart(2, '0')}T00:00:00Z`
const record = (id: string, name: string, modified: string, summary = ''): OsvRecord =>
  osvRecord(id, name, { modified, summary })

const OLD = [record('GHSA-1', 'left', day(1), 'a'), record('GHSA-2', 'right', day(2), 'b')]

describe('a bucket with a list of changes', () => {
  beforeEach(async () => {
    publish(...OLD)
    await update()
  })

  it('is loaded once as a whole', () => {
    expect(asked()).toEqual(['GET /osv/npm/all.zip 200', 'GET /osv/npm/modified_id.csv 200'])
    expect(found('left')).toEqual(['GHSA-1 a'])
  })

  it('unchanged: one question, and the file stays', async () => {
    asked()
    const before = statSync(path)
    expect(await update()).toMatchObject({ changed: false, feeds: [{ outcome: 'unchanged' }] })
    expect(asked()).toEqual(['GET /osv/npm/modified_id.csv 304'])
    expect(statSync(path)).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs })
  })

  it('changed: only what changed is fetched', async () => {
    asked()
    const changed = record('GHSA-2', 'renamed', day(3), 'c')
    const withdrawn = osvRecord('GHSA-1', 'left', { modified: day(4), withdrawn: day(4) })
    publish(withdrawn, changed, record('MAL-3', 'new', day(5), 'd'))
    const report = await update()
    expect(report).toMatchObject({
      changed: true,
      state: { asOf: day(5), ecosystems: [{ ecosystem: 'npm', records: 2 }] },
      feeds: [{ outcome: 'changed', changes: 3, holds: { newest: day(5), counts: { records: 2, withdrawn: 1 } } }],
    })
    expect(asked()).toEqual([
      'GET /osv/npm/GHSA-1.json 200',
      'GET /osv/npm/GHSA-2.json 200',
      'GET /osv/npm/MAL-3.json 200',
      'GET /osv/npm/modified_id.csv 200',
    ])
    expect([found('left'), found('right'), found('renamed'), found('new')]).toEqual([[], [], ['GHSA-2 c'], ['MAL-3 d']])
  })

  it('the content is the same as after a load as a whole', async () => {
    const next = [OLD[0] as OsvRecord, record('GHSA-2', 'renamed', day(3), 'c'), record('MAL-3', 'new', day(5), 'd')]
    publish(...next)
    const changed = await update()
    const whole = await update({ path: `${path}.2` })
    expect(changed.feeds[0]?.outcome).toBe('changed')
    expect(whole.feeds[0]?.outcome).toBe('loaded')
    expect(whole.state.digest).toBe(changed.state.digest)
  })

  it('more changes than are fetched one by one: the archive', async () => {
    asked()
    publish(...OLD, record('GHSA-3', 'x', day(3)), record('GHSA-4', 'y', day(4)))
    expect((await update({ limits: { changes: 1 } })).feeds[0]).toMatchObject({ outcome: 'loaded' })
    expect(asked()).toEqual(['GET /osv/npm/all.zip 200', 'GET /osv/npm/modified_id.csv 200'])
    expect(found('y')).toEqual(['GHSA-4 '])
  })

  it('a change that is listed and not there, or not understood, keeps the old state and is counted', async () => {
    publishChanges(record('GHSA-1', 'left', day(5)), record('GHSA-2', 'right', day(6)))
    server.documents.delete('/osv/npm/GHSA-1.json')
    server.documents.set('/osv/npm/GHSA-2.json', '<html>')
    const { feeds } = await update()
    expect(feeds[0]?.holds).toMatchObject({
      counts: { records: 2, bad: 2 },
      newest: day(6),
      examples: ['GHSA-2: not JSON', 'GHSA-1: listed as changed, but not there'],
    })
    expect([found('left'), found('right')]).toEqual([['GHSA-1 a'], ['GHSA-2 b']])
    asked()
    await update()
    expect(asked()).toEqual(['GET /osv/npm/modified_id.csv 304'])
  })

  it('a change that holds another record is not believed', async () => {
    publishChanges(record('GHSA-1', 'left', day(5)))
    server.documents.set('/osv/npm/GHSA-1.json', JSON.stringify(record('GHSA-2', 'evil', day(5))))
    expect((await update()).feeds[0]?.holds?.examples).toEqual(['GHSA-1: holds GHSA-2'])
    expect(found('evil')).toEqual([])
  })

  it('changes that together are too large fail the feed', async () => {
    publishChanges(record('GHSA-1', 'left', day(5)), record('GHSA-2', 'right', day(6)))
    await expect(update({ limits: { changesBytes: 300 } })).rejects.toMatchObject({ code: 'EXTERNAL_FEED' })
    expect(found('left')).toEqual(['GHSA-1 a'])
  })

  it('a week after the last load the archive is asked again: changes without a date are in it', async () => {
    asked()
    publishArchive(record('GHSA-1', 'left', day(1), 'changed in silence'), OLD[1] as OsvRecord)
    const later = fixedClock(NOON + 8 * DAY)
    expect((await update({ clock: later })).feeds[0]).toMatchObject({ outcome: 'loaded' })
    expect(asked()).toEqual(['GET /osv/npm/all.zip 200', 'GET /osv/npm/modified_id.csv 200'])
    expect(found('left')).toEqual(['GHSA-1 changed in silence'])
  })
})

describe('a bucket whose archive lags behind', () => {
  it('the newer single records are fetched', async () => {
    publishChanges(...OLD, record('MAL-3', 'new', day(5), 'fresh'), record('GHSA-1', 'left', day(6), 'fixed'))
    publishArchive(...OLD)
    const report = await update()
    expect(report.feeds[0]).toMatchObject({ outcome: 'loaded', holds: { newest: day(6), counts: { records: 3 } } })
    expect([found('left'), found('new')]).toEqual([['GHSA-1 fixed'], ['MAL-3 fresh']])
    expect(asked().filter((line) => line.endsWith('json 200'))).toHaveLength(2)
  })
})

describe('a bucket whose archive lags behind by more than is fetched', () => {
  it('is not called up to date', async () => {
    const newer = [record('MAL-3', 'x', day(5)), record('MAL-4', 'y', day(6)), record('MAL-5', 'z', day(7))]
    publishChanges(...OLD, ...newer)
    publishArchive(...OLD)
    expect((await update({ limits: { changes: 2 } })).feeds[0]?.holds?.newest).toBe(day(2))
    expect((await update()).feeds[0]).toMatchObject({ outcome: 'changed', changes: 3, holds: { newest: day(7) } })
    expect(found('x')).toEqual(['MAL-3 '])
  })
})

describe('an update while another one finishes', () => {
  it('carries over what it verified, not what is there by then', async () => {
    publishArchive(...OLD)
    await update()
    const other = join(path, '..', 'other.zip')
    writeFileSync(other, osvArchive(record('GHSA-8', 'other', day(8)), record('GHSA-9', 'other', day(9))))
    const catalogue = JSON.stringify({ vulnerabilities: [{ cveID: 'CVE-2026-12345', dateAdded: '2026-01-02' }] })
    server.documents.set('/kev.json', (_, response) => {
      void update({ sources: { osv: [other] } }).then(() => response.end(catalogue))
    })
    const report = await update({ sources: { kev: `${server.address}/kev.json` } })
    expect(report.state).toMatchObject({ knownExploited: 1, ecosystems: [{ ecosystem: 'npm', records: 2 }] })
    expect([found('left'), found('other')]).toEqual([['GHSA-1 a'], []])
    expect(advisoriesStatus(path, fixedClock(NOON))).toMatchObject({
      intact: true,
      sources: [{ kind: 'kev' }, { kind: 'osv' }],
    })
  })
})

describe('a bucket with archives only', () => {
  it('asks with validators', async () => {
    publishArchive(...OLD)
    await update()
    expect((await update()).changed).toBe(false)
    publishArchive(...OLD, record('GHSA-3', 'new', day(3)))
    expect((await update()).changed).toBe(true)
    expect(server.log.filter((line) => line.includes('all.zip'))).toEqual([
      'GET /osv/npm/all.zip 200',
      'GET /osv/npm/all.zip 304',
      'GET /osv/npm/all.zip 200',
    ])
  })

  it('that moved is followed', async () => {
    publishArchive(...OLD)
    const archive = server.documents.get('/osv/npm/all.zip') ?? ''
    server.documents.set('/mirror/all.zip', archive)
    server.documents.set(
      '/osv/npm/all.zip',
      (_, response) => void response.writeHead(301, { location: '/mirror/all.zip' }).end(),
    )
    await update()
    expect(found('left')).toEqual(['GHSA-1 a'])
  })

  it('that breaks off is asked again', async () => {
    const archive = osvArchive(...OLD)
    let turn = 0
    server.documents.set('/osv/npm/all.zip', (_, response) => {
      response.writeHead(200, { 'content-length': archive.length })
      if (turn++ > 0) response.end(archive)
      else {
        response.write(archive.subarray(0, 100))
        setTimeout(() => response.destroy(), 20)
      }
    })
    await update()
    expect([turn, ...found('left')]).toEqual([2, 'GHSA-1 a'])
  })
})

describe('a bucket that fails', () => {
  beforeEach(async () => {
    publishArchive(...OLD)
    await update()
  })

  const broken: readonly [string, () => void, string][] = [
    [
      '500 for ever',
      () => server.documents.set('/osv/npm/all.zip', (_, response) => void response.writeHead(500).end()),
      'EXTERNAL_NETWORK',
    ],
    ['an archive that is gone', () => server.documents.delete('/osv/npm/all.zip'), 'EXTERNAL_FEED'],
    ['a login page', () => server.documents.set('/osv/npm/all.zip', '<html>log in</html>'), 'EXTERNAL_FEED'],
    ['a server that falls silent', () => server.documents.set('/osv/npm/all.zip', () => undefined), 'EXTERNAL_NETWORK'],
    [
      'an endless archive',
      () =>
        server.documents.set('/osv/npm/all.zip', (_, response) => {
          const more = setInterval(() => response.write(Buffer.alloc(60_000)), 1)
          response.on('close', () => clearInterval(more))
        }),
      'EXTERNAL_NETWORK',
    ],
  ]
  it.each(broken)('%s: the error is thrown and the old data stays', async (_, spoil, code) => {
    spoil()
    const before = readFileSync(path)
    await expect(update({ limits: { archiveBytes: 500_000 } })).rejects.toMatchObject({ code })
    expect(readFileSync(path).equals(before)).toBe(true)
    expect(readdirSync(join(path, '..'))).toEqual(['advisories.db'])
  })

  it('an abort during the download leaves the old file and nothing else', async () => {
    server.documents.set('/osv/npm/all.zip', (_, response) => {
      const drip = setInterval(() => response.write(Buffer.alloc(1_000)), 5)
      response.on('close', () => clearInterval(drip))
    })
    const before = readFileSync(path)
    const abort = new AbortController()
    const running = update({
      signal: abort.signal,
      onProgress: ({ done }) => done > 5_000 && abort.abort(new Error('stop')),
    })
    await expect(running).rejects.toThrow('stop')
    expect(readFileSync(path).equals(before)).toBe(true)
    expect(readdirSync(join(path, '..'))).toEqual(['advisories.db'])
  })
})

describe('secrets in an address', () => {
  it('are used and are neither in the file nor in the report', async () => {
    publishArchive(...OLD)
    const address = `${server.address.replace('://', '://user:hunter2@')}/osv?sig=topsecret`
    let authorized = false
    const archive = server.documents.get('/osv/npm/all.zip') as Buffer
    server.documents.set('/osv/npm/all.zip', (request, response) => {
      authorized = request.headers.authorization !== undefined && request.url === '/osv/npm/all.zip?sig=topsecret'
      response.end(archive)
    })
    const report = await update({ sources: { osv: [address] } })
    expect(authorized).toBe(true)
    expect(report.feeds[0]?.label).toBe(`${server.address}/osv`)
    expect(readFileSync(path).toString('latin1') + JSON.stringify(report)).not.toMatch(/hunter2|topsecret/)
  })
})

describe('CISA and FIRST', () => {
  const kev = JSON.stringify({
    vulnerabilities: [{ cveID: 'CVE-2026-12345', dateAdded: '2026-01-02' }, { cveID: 'nonsense' }, null],
  })
  const rows = 'cve,epss,percentile\nCVE-2026-12345,0.5,0.9\nCVE-2026-12346,1.5,0.9\nrubbish\n'

  beforeEach(() => {
    server.documents.set('/kev.json', kev).set('/epss.csv.gz', gzipSync(rows))
  })

  it('are loaded, counted and asked with validators', async () => {
    const report = await update({ sources: files() })
    expect(report.feeds.map(({ kind, holds }) => [kind, holds?.counts.records, holds?.counts.bad])).toEqual([
      ['kev', 1, 2],
      ['epss', 1, 2],
    ])
    asked()
    expect((await update({ sources: files() })).changed).toBe(false)
    expect(asked()).toEqual(['GET /epss.csv.gz 304', 'GET /kev.json 304'])
  })

  it.each<[string, string, string | Uint8Array]>([
    ['a page instead of the catalogue', '/kev.json', '<html>'],
    ['a catalogue without a list', '/kev.json', '{"vulnerabilities":{}}'],
    ['an empty catalogue', '/kev.json', '{"vulnerabilities":[]}'],
    ['a file without columns', '/epss.csv.gz', 'a,b,c\n1,2,3\n'],
    ['damaged gzip', '/epss.csv.gz', gzipSync(rows).subarray(0, 30)],
    ['a gzip bomb', '/epss.csv.gz', gzipSync(Buffer.alloc(20_000_000))],
    ['an empty file', '/epss.csv.gz', ''],
  ])('%s fails that feed and keeps what was there', async (_, document, content) => {
    await update({ sources: files() })
    server.documents.set(document, content)
    const report = await update({ sources: files(), limits: { epssBytes: 1_000_000 } })
    expect(report.feeds.filter(({ outcome }) => outcome === 'failed')).toMatchObject([
      { error: { code: 'EXTERNAL_FEED' } },
    ])
    expect(report.state).toMatchObject({ knownExploited: 1, exploitPredictions: 1 })
  })

  it('do not stop the advisories when they fail', async () => {
    publishArchive(...OLD)
    server.documents.delete('/kev.json')
    const report = await update({ sources: { ...files(), osv: [`${server.address}/osv`] } })
    expect(report.feeds.map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual([
      'osv loaded',
      'kev failed',
      'epss loaded',
    ])
    expect(found('left')).toEqual(['GHSA-1 a'])
  })
})
