import { chmodSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { assay } from './support/assay.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const PROJECT = Object.fromEntries(
  Array.from({ length: 60 }, (_, at) => [`p${at}/requirements.txt`, `jinja2==2.${at}\ntorch==2.${at}.0\n`]),
)

/** A project that has been at rest long enough to be known by its stamps. */
async function project(): Promise<string> {
  const folder = temporaryFolder(PROJECT)
  await new Promise((done) => setTimeout(done, 2100))
  return folder
}

describe('the cache of a scan', { timeout: 60_000 }, () => {
  it('may be shared by runs at the same time', async () => {
    const [folder, cache] = [await project(), temporaryFolder()]
    const scan = (): ReturnType<typeof assay> => assay(['scan', folder, '-q', '-f', 'json', '--cache-dir', cache])
    const plain = (await assay(['scan', folder, '-q', '-f', 'json', '--no-cache'])).stdout
    for (let round = 0; round < 3; round++) {
      for (const { stdout, stderr } of await Promise.all([scan(), scan(), scan(), scan()])) {
        expect(stdout).toBe(plain)
        expect(stderr).not.toContain('cache')
      }
    }
    const { stdout } = await assay(['cache', 'info', '--cache-dir', cache, '-f', 'json'])
    expect(JSON.parse(stdout)).toMatchObject({ inspections: 60, folders: 60, trees: 1 })
  })

  it('may be dropped while a scan runs', async () => {
    const [folder, cache] = [await project(), temporaryFolder()]
    const words = ['scan', folder, '-q', '-f', 'json', '--cache-dir', cache]
    const first = await assay(words)
    const [during] = await Promise.all([assay(words), assay(['cache', 'clear', '--cache-dir', cache])])
    expect(during.stdout).toBe(first.stdout)
    expect((await assay(words)).stdout).toBe(first.stdout)
  })

  it.each([
    ['--cache-dir', (folder: string) => ({ words: ['--cache-dir', folder], env: {} }), ''],
    ['ASSAY_CACHE_DIR', (folder: string) => ({ words: [], env: { ASSAY_CACHE_DIR: folder } }), ''],
    ['XDG_CACHE_HOME', (folder: string) => ({ words: [], env: { XDG_CACHE_HOME: folder } }), 'assay'],
    ['HOME', (folder: string) => ({ words: [], env: { HOME: folder } }), '.cache/assay'],
  ])('goes where %s says', async (_name, given, below) => {
    const folder = temporaryFolder()
    const { words, env } = given(folder)
    await assay(['scan', 'examples/rag-service', '-q', ...words], { env })
    expect(readdirSync(join(folder, below))).toEqual(['inspections'])
  })

  it('is not made where there is no home, where it is not wanted, and for the version', async () => {
    await assay(['scan', 'examples/rag-service', '-q'])
    expect(existsSync('/nonexistent/home')).toBe(false)
    const home = temporaryFolder()
    await assay(['scan', 'examples/rag-service', '-q', '--no-cache'], { env: { HOME: home } })
    await assay(['--version'], { env: { HOME: home } })
    expect(readdirSync(home)).toEqual([])
  })

  it.runIf(process.getuid?.() !== 0)('that cannot be written is said where it was named', async () => {
    const cache = temporaryFolder()
    chmodSync(cache, 0o500)
    const { stderr } = await assay(['scan', 'examples/rag-service', '-q', '--cache-dir', cache])
    expect(stderr).toContain('is not used: EACCES')
  })

  it('in the place of a file is said where it was named', async () => {
    const folder = temporaryFolder({ file: 'x' })
    const { stderr, code } = await assay(['scan', 'examples/rag-service', '-q', '--cache-dir', join(folder, 'file')])
    expect(stderr).toContain('is not used: EEXIST')
    expect(code).toBe(1)
  })
})

describe('assay cache', { timeout: 60_000 }, () => {
  it('says what there is, and removes only what is its own', async () => {
    const cache = temporaryFolder({ 'notes.txt': 'mine' })
    await assay(['scan', 'examples/rag-service', '-q', '--cache-dir', cache])
    expect((await assay(['cache', 'info', '--cache-dir', cache])).stdout).toMatch(/inspections {2}[1-9]/)
    expect((await assay(['cache', 'clear', '--cache-dir', cache])).stdout).toMatch(/removed 0\.\d MiB/)
    expect(readdirSync(join(cache, 'inspections'))).toEqual([])
    expect(statSync(join(cache, 'notes.txt')).size).toBe(4)
    expect((await assay(['cache', 'clear', '--cache-dir', cache])).stdout).toContain('there was nothing')
    expect((await assay(['cache', 'info', '--cache-dir', cache])).stdout).toMatch(/inspections {2}0/)
  })

  it('knows what is kept of packages, and leaves folders of the same names alone', async () => {
    const digest = 'a'.repeat(64)
    const ours = {
      'package-facts/0123456789abcdefABCDEF-_01234567/x.zst': 'facts',
      [`artefacts/artefacts/sha256/aa/${digest}`]: 'bytes of a wheel',
      [`artefacts/known/aa/${digest}`]: 'b',
      [`artefacts/documents/aa/${digest}`]: 'page',
    }
    const mine = {
      'package-facts/notes.md': 'mine',
      'artefacts/documents/letter.txt': 'mine',
      'packages/app/index.js': 'mine',
    }
    const cache = temporaryFolder({ ...ours, ...mine })
    const { stdout } = await assay(['cache', 'info', '--cache-dir', cache, '-f', 'json'])
    expect(JSON.parse(stdout)).toMatchObject({ packages: { count: 1, bytes: 5 }, artefacts: { count: 3, bytes: 21 } })
    expect((await assay(['cache', 'info', '--cache-dir', cache])).stdout).toMatch(
      /packages {5}1 looked through, 0\.0 MiB\nartefacts {4}3 files fetched from registries/,
    )
    const cleared = await assay(['cache', 'clear', '--cache-dir', cache, '-f', 'json'])
    expect(JSON.parse(cleared.stdout)).toMatchObject({ removedBytes: 26 })
    const left = readdirSync(cache, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(left.map(({ name }) => name).toSorted()).toEqual(['index.js', 'letter.txt', 'notes.md'])
    expect(existsSync(join(cache, 'artefacts/known'))).toBe(false)
  })

  it.each([
    [['cache'], 'expected one of'],
    [['cache', 'info', 'x'], 'take no further words'],
    [['cache', 'info', '-f', 'xml'], 'expected --format'],
    [['cache', 'info'], 'no home folder'],
  ])('%j is a mistake', async (words, told) => {
    const { stderr, code } = await assay(words)
    expect(stderr).toContain(told)
    expect(code).toBe(2)
  })

  it('says when the file cannot be read', async () => {
    const cache = temporaryFolder({
      'inspections/inspections-1.db': 'no database at all, but long enough to be looked at',
    })
    mkdirSync(join(cache, 'other'))
    expect((await assay(['cache', 'info', '--cache-dir', cache])).stdout).toMatch(/problem .*not a database/)
  })
})
