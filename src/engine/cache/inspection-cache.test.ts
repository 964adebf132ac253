import { cpSync, mkdirSync, readFileSync, renameSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { ROOT_FOLDER } from '../../../test/support/source-files.ts'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { fixedClock } from '../../base/clock.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { NO_ADVISORIES } from '../../model/no-advisories.ts'
import { presetPolicy } from '../../policy/preset-policy.ts'
import { directorySource } from '../../scan/sources/directory.ts'
import { EXTRACTORS } from '../extractor-plugins.ts'
import { plan } from '../inspect-tree.ts'
import { scan, type ScanRequest } from '../scan.ts'
import { codeDigest } from './code-digest.ts'
import { cacheStatus } from './cache-status.ts'
import { type CacheSettings, CACHE_BYTES } from './cache-settings.ts'
import { InspectionCache } from './inspection-cache.ts'
import { databaseFile, privateFolder } from './private-folder.ts'

const LOCK = '{"lockfileVersion":3,"packages":{"":{},"node_modules/qs":{"version":"6.5.0"}}}'
const PROJECT = {
  'package.json': '{"name":"app","dependencies":{"qs":"^6.5.0"}}',
  'package-lock.json': LOCK,
  'a/requirements.txt': 'torch==2.1.0\n-r more/base.txt\n',
  'a/more/base.txt': 'numpy==1.26.0\n',
  'b/tool.py': 'print(1)\n',
  'b/broken.toml': 'x',
  'c/pyproject.toml': '[project\n',
}

/** A day ago, so that times are trusted. */
function atRest(folder: string): string {
  const before = Date.now() / 1000 - 86_400
  for (const path of Object.keys(PROJECT)) utimesSync(join(folder, path), before, before)
  return folder
}

async function run(root: string, cache?: Partial<CacheSettings> & { folder: string }): Promise<string> {
  const request: ScanRequest = {
    root,
    only: undefined,
    attention: 'project',
    limits: DEFAULT_LIMITS,
    gitignore: true,
    exclude: [],
    workers: 1,
    advisories: NO_ADVISORIES,
    policy: presetPolicy(),
    baseline: undefined,
    failOn: 'any',
    clock: fixedClock(0),
    signal: new AbortController().signal,
    onProgress: () => {},
    version: 'test',
    ...(cache === undefined ? {} : { cache: settings(cache) }),
  }
  return JSON.stringify(await scan(request))
}

function settings(given: Partial<CacheSettings> & { folder: string }): CacheSettings {
  return { named: true, maxBytes: CACHE_BYTES, stamps: true, onNote: () => {}, ...given }
}

/** What is remembered of a file without opening it. */
async function remembered(root: string, folder: string, path: string, limits = DEFAULT_LIMITS): Promise<unknown> {
  const tree = await directorySource(root, DEFAULT_LIMITS)
  const options = { settings: settings({ folder }), file: databaseFile(folder), code: codeDigest(), limits, tree, root }
  const cache = new InspectionCache(options)
  try {
    const task = plan({ attention: 'project', extractors: EXTRACTORS })(path)
    return task === undefined ? undefined : cache.find(task, true)?.inspection
  } finally {
    cache.close()
  }
}

/** The changes of inodes cannot be set back, so a test waits until they are old enough to be trusted. */
const rest = (): Promise<void> => new Promise((done) => setTimeout(done, 2100))

describe('a result', { timeout: 60_000 }, () => {
  it.each(['examples', 'src/inventory', 'src/analysis/configuration'])(
    'over %s is the same without, with an empty and with a filled cache',
    async (path) => {
      const root = temporaryFolder()
      cpSync(join(ROOT_FOLDER, path), root, { recursive: true })
      await rest()
      const folder = temporaryFolder()
      const plain = await run(root)
      expect(await run(root, { folder })).toBe(plain)
      expect(await run(root, { folder })).toBe(plain)
      // As after a checkout: other files with the same bytes.
      const copy = join(temporaryFolder(), root.split('/').at(-1) ?? 'copy')
      cpSync(root, copy, { recursive: true })
      expect(await run(copy, { folder })).toBe(plain)
    },
  )

  it('follows a file whose size and time stay the same', async () => {
    const root = atRest(temporaryFolder(PROJECT))
    const folder = temporaryFolder()
    await rest()
    await run(root, { folder })
    expect(await run(root, { folder })).toContain('6.5.0')
    writeFileSync(join(root, 'package-lock.json'), LOCK.replace('6.5.0', '6.5.3'))
    atRest(root)
    expect(await run(root, { folder })).toBe(await run(root))
    expect(await run(root, { folder })).toContain('6.5.3')
  })

  it('speaks of the path where the file is now', async () => {
    const root = atRest(temporaryFolder(PROJECT))
    const folder = temporaryFolder()
    await rest()
    await run(root, { folder })
    renameSync(join(root, 'a'), join(root, 'moved'))
    expect(await run(root, { folder })).toBe(await run(root))
  })

  it('is remembered without opening the file, under the same limits', async () => {
    const root = atRest(temporaryFolder(PROJECT))
    const folder = temporaryFolder()
    await rest()
    await run(root, { folder })
    expect(await remembered(root, folder, 'package-lock.json')).toMatchObject({ read: true })
    expect(await remembered(root, folder, 'package-lock.json', { ...DEFAULT_LIMITS, depth: 3 })).toBeUndefined()
  })
})

describe('a cache', { timeout: 60_000 }, () => {
  it('is for this user alone', async () => {
    const folder = join(temporaryFolder(), 'deep', 'cache')
    await run(temporaryFolder(PROJECT), { folder })
    expect(statSync(join(folder, 'inspections')).mode & 0o777).toBe(0o700)
    expect(statSync(databaseFile(folder)).mode & 0o777).toBe(0o600)
  })

  it('is not taken from the scanned tree', async () => {
    const root = temporaryFolder(PROJECT)
    const notes: string[] = []
    const folder = join(root, '.cache')
    await run(root, { folder, onNote: (line) => void notes.push(line) })
    expect(notes.join()).toContain('it lies in the scanned folder')
    const link = join(temporaryFolder(), 'link')
    symlinkSync(root, link)
    expect(privateFolder({ folder: join(link, '.cache') }, root)).toBe('it lies in the scanned folder')
  })

  it('is not followed through a link', () => {
    const folder = temporaryFolder()
    const elsewhere = temporaryFolder()
    symlinkSync(elsewhere, join(folder, 'inspections'))
    expect(privateFolder({ folder }, undefined)).toBe('it is not a folder of its own')
  })

  it.each([
    ['of noise', (): Uint8Array => Buffer.alloc(40_000, 0x5a)],
    ['cut in half', (bytes: Uint8Array): Uint8Array => bytes.subarray(0, bytes.length >> 1)],
    ['of another program', (): Uint8Array => foreignDatabase()],
    ['with lost bits', (bytes: Uint8Array): Uint8Array => withLostBits(bytes)],
  ])('%s is told of, dropped and built anew', async (_name, damage) => {
    const root = atRest(temporaryFolder(PROJECT))
    const folder = temporaryFolder()
    await rest()
    const plain = await run(root)
    await run(root, { folder })
    forgetTrees(folder)
    checkpoint(folder)
    writeFileSync(databaseFile(folder), damage(readFileSync(databaseFile(folder))))
    const notes: string[] = []
    expect(await run(root, { folder, onNote: (line) => void notes.push(line) })).toBe(plain)
    expect(notes.join()).toMatch(/damaged/)
    expect(await run(root, { folder, onNote: () => expect.fail('it is not whole') })).toBe(plain)
    expect(await run(root, { folder, onNote: () => expect.fail('it is not whole') })).toBe(plain)
    expect(cacheStatus(folder).inspections).toBeGreaterThan(0)
  })

  it('keeps within its bound by dropping what was not used for longest', async () => {
    const folder = temporaryFolder()
    const files = Object.fromEntries(
      Array.from({ length: 400 }, (_, at) => [`p${at}/requirements.txt`, requirements(at)]),
    )
    const root = temporaryFolder(files)
    await run(root, { folder })
    checkpoint(folder)
    const full = cacheStatus(folder)
    age(folder)
    const other = temporaryFolder({ 'requirements.txt': requirements(1000) })
    await run(other, { folder, maxBytes: full.bytes >> 1 })
    checkpoint(folder)
    const left = cacheStatus(folder)
    expect(left.bytes).toBeLessThan(full.bytes * 0.7)
    expect(left.inspections).toBeLessThan(full.inspections)
    expect(newest(folder)).toBe(1)
  })

  it('forgets files that are gone', async () => {
    const root = atRest(temporaryFolder(PROJECT))
    const folder = temporaryFolder()
    await rest()
    await run(root, { folder })
    mkdirSync(join(root, 'gone'))
    renameSync(join(root, 'package-lock.json'), join(root, 'gone', 'package-lock.json'))
    writeFileSync(join(root, 'package.json'), '{"name":"app"}')
    await rest()
    await run(root, { folder })
    expect(records(folder)).not.toContain('package-lock.json",')
    expect(await remembered(root, folder, 'package-lock.json')).toBeUndefined()
  })
})

function requirements(seed: number): string {
  return Array.from({ length: 40 }, (_, at) => `part-${seed}-${at}-${(seed * 7919 + at) % 9973}==1.${at}.0\n`).join('')
}

/** Everything in the one file, as after a quiet moment. */
function checkpoint(folder: string): void {
  const database = new DatabaseSync(databaseFile(folder))
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  database.close()
}

/** What is kept of each file is not asked for where the whole tree is known. */
function forgetTrees(folder: string): void {
  const database = new DatabaseSync(databaseFile(folder))
  database.exec('DELETE FROM tree')
  database.close()
}

function age(folder: string): void {
  const database = new DatabaseSync(databaseFile(folder))
  database.exec('UPDATE content SET used = used - 3; UPDATE folder SET used = used - 3')
  database.close()
}

/** How many inspections were used today. */
function newest(folder: string): number {
  const database = new DatabaseSync(databaseFile(folder))
  const row = database
    .prepare('SELECT count(*) AS n FROM content WHERE used >= ?')
    .get(Math.floor(Date.now() / 86_400_000))
  database.close()
  return Number(row?.['n'])
}

function records(folder: string): string {
  const database = new DatabaseSync(databaseFile(folder))
  const rows = database.prepare("SELECT record FROM folder WHERE path = ''").all()
  database.close()
  return rows.map((row) => Buffer.from(row['record'] as Uint8Array).toString()).join('\n')
}

function foreignDatabase(): Uint8Array {
  const file = join(temporaryFolder(), 'other.db')
  const database = new DatabaseSync(file)
  database.exec('CREATE TABLE content (a TEXT)')
  database.close()
  return readFileSync(file)
}

/** One digit of a version becomes another wherever it is kept: SQLite sees nothing wrong with that. */
function withLostBits(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1')
  const changed = text.replaceAll('6.5.0', '6.5.1').replaceAll('"packages"', '"Packages"')
  expect(changed).not.toBe(text)
  return Buffer.from(changed, 'latin1')
}
