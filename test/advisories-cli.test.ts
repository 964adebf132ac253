import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ScanResult } from '../src/model/scan-result.ts'
import { assay } from './support/assay.ts'
import { osvArchive, osvRecord } from './support/osv-feed.ts'
import { ROOT_FOLDER } from './support/source-files.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const FEED = join(ROOT_FOLDER, '../shared/data/osv')
const archive = osvArchive(osvRecord('PYSEC-1', 'demo'), osvRecord('MAL-1', 'evil'))

/** A bucket on this machine that also serves as a forward proxy for any other host. */
const asked: string[] = []
const server = createServer((request, response) => {
  asked.push(request.url ?? '')
  if (request.url?.endsWith('PyPI/all.zip') === true) response.end(archive)
  else response.writeHead(404).end()
})
// Proxies are asked for a tunnel; this one leads every tunnel back here.
server.on('connect', (request, socket: Socket) => {
  asked.push(`CONNECT ${request.url}`)
  const own = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
  socket.pipe(own).pipe(socket)
})
let address = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => void server.close())

describe('assay advisories', () => {
  it('update, status, scan: the whole way', async () => {
    const home = temporaryFolder({ 'requirements.txt': 'demo==1.0\n' })
    const env = { XDG_DATA_HOME: join(home, 'data'), ASSAY_OSV: address }
    const update = await assay(['advisories', 'update'], { cwd: home, env })
    expect([update.code, update.stdout]).toEqual([2, expect.stringContaining('npm from')])
    expect(update.stdout).toContain('PyPI from')
    const status = await assay(['advisories', 'status'], { cwd: home, env })
    expect([status.code, status.stdout]).toEqual([0, expect.stringContaining('content        intact')])
    const scan = await assay(['scan', '--format', 'json'], { cwd: home, env: { XDG_DATA_HOME: env.XDG_DATA_HOME } })
    const result = JSON.parse(scan.stdout) as ScanResult
    expect(result.findings.map((finding) => finding.advisory?.id)).toEqual(['PYSEC-1'])
    expect(result.coverage.advisories.kind).toBe('database')
  })

  it('a first scan fetches from the configured source, and not with --offline', async () => {
    const home = temporaryFolder({ 'requirements.txt': 'demo==1.0\n' })
    const env = { XDG_DATA_HOME: join(home, 'data') }
    const offline = await assay(['scan', '--osv', address, '--offline'], { cwd: home, env })
    expect(offline.stderr).toContain('NO ADVISORY DATABASE')
    const online = await assay(['scan', '--osv', address, '--format', 'json'], { cwd: home, env })
    expect((JSON.parse(online.stdout) as ScanResult).findings).toHaveLength(1)
    expect(existsSync(join(home, 'data/assay/advisories.db'))).toBe(true)
  })

  it('honours the proxy of the environment', async () => {
    const home = temporaryFolder()
    asked.length = 0
    const env = { XDG_DATA_HOME: join(home, 'data'), http_proxy: address }
    const { stdout } = await assay(['advisories', 'update', '--osv', 'http://feeds.example'], { cwd: home, env })
    expect(stdout).toContain('PyPI from http://feeds.example')
    expect(asked.some((line) => line.includes('feeds.example'))).toBe(true)
    expect(asked).toContain('/PyPI/all.zip')
  })

  it('import reads folders, and refuses addresses', async () => {
    const home = temporaryFolder()
    mkdirSync(join(home, 'osv/PyPI'), { recursive: true })
    writeFileSync(join(home, 'osv/PyPI/all.zip'), archive)
    const done = await assay(['advisories', 'import', 'osv', '--advisories', 'a.db'], { cwd: home })
    expect([done.code, done.stdout]).toEqual([0, expect.stringContaining('loaded, 1 record\n')])
    expect((await assay(['advisories', 'import', address, '--advisories', 'b.db'], { cwd: home })).code).toBe(2)
    expect((await assay(['advisories', 'import', 'nowhere', '--advisories', 'c.db'], { cwd: home })).code).toBe(2)
  })

  it('a damaged database is an error, never an empty answer', async () => {
    const home = temporaryFolder({ 'requirements.txt': 'demo==1.0\n', 'osv/PyPI/all.zip': archive })
    await assay(['advisories', 'import', 'osv', '--advisories', 'a.db'], { cwd: home })
    const bytes = readFileSync(join(home, 'a.db'))
    for (const [name, broken] of [
      ['short.db', bytes.subarray(0, 5000)],
      ['foreign.db', Buffer.from('not a database')],
      ['empty.db', Buffer.alloc(0)],
    ] as const) {
      writeFileSync(join(home, name), broken)
      const scan = await assay(['scan', '--advisories', name], { cwd: home })
      expect([name, scan.code]).toEqual([name, 2])
      expect(scan.stderr).toContain('EXTERNAL_DATABASE')
    }
  })

  it.skipIf(!existsSync(FEED))('the real PyPI feed, when it is there', async () => {
    const home = temporaryFolder()
    const database = join(home, 'a.db')
    const done = await assay(['advisories', 'import', FEED, '--advisories', database])
    expect(done.stdout).toContain('loaded, 2651 records (10 withdrawn)')
    copyFileSync(join(ROOT_FOLDER, 'examples/rag-service/uv.lock'), join(home, 'uv.lock'))
    const scan = await assay(['scan', home, '--advisories', database, '--format', 'json'])
    const { findings, coverage } = JSON.parse(scan.stdout) as ScanResult
    expect(findings.length).toBeGreaterThan(10)
    expect(coverage.advisories).toMatchObject({ kind: 'database', ageDays: 772 })
  })
})
