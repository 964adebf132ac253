import {
  chmodSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { seededRandom, type Random } from '../../test/support/random.ts'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'
import { PUBLIC_KEY } from '../analysis/sensitive/sensitive-settings.ts'
import { fixedClock } from '../base/clock.ts'
import { DEFAULT_LIMITS } from '../base/limits.ts'
import { NO_ADVISORIES } from '../model/no-advisories.ts'
import { presetPolicy } from '../policy/preset-policy.ts'
import { CACHE_BYTES, type CacheSettings } from './cache/cache-settings.ts'
import { cacheStatus, clearCache } from './cache/cache-status.ts'
import { databaseFile } from './cache/private-folder.ts'
import { scan, type ScanRequest } from './scan.ts'

const PROJECT = {
  '.gitignore': 'ignored/\n',
  'package.json': '{"name":"app","dependencies":{"qs":"^6.5.0"}}',
  'package-lock.json': '{"lockfileVersion":3,"packages":{"":{},"node_modules/qs":{"version":"6.5.0"}}}',
  'a/requirements.txt': 'torch==2.1.0\n-r ../ignored/base.txt\n-c ../ignored/constraints.txt\n-r ../nowhere.txt\n',
  'ignored/base.txt': 'numpy==1.26.0\n-r more.txt\n',
  'ignored/more.txt': 'scipy==1.11.0\n',
  'ignored/constraints.txt': 'numpy<2\n',
  'b/tool.py': 'import requests\nprint(1)\n',
  'b/settings.json': '{"a":1}',
  'b/broken.toml': 'x',
  'c/pyproject.toml': '[project\n',
  'node_modules/qs/package.json': '{"name":"qs","version":"6.5.0"}',
}

interface Run {
  readonly result: string
  /** Files that were looked up or looked into. */
  readonly asked: number
  readonly notes: readonly string[]
}

/** Every change here is made some time before the next scan, which the clock of the file system tells: nothing has to rest. */
async function run(root: string, folder?: string, over: Partial<ScanRequest & CacheSettings> = {}): Promise<Run> {
  const { restMilliseconds = 0, maxBytes = CACHE_BYTES, stamps = true, ...rest } = over
  const notes: string[] = []
  const onNote = (line: string): void => void notes.push(line)
  let asked = 0
  const result = await scan({
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
    onProgress: ({ filesQueued }) => (asked = Math.max(asked, filesQueued)),
    version: 'test',
    ...rest,
    ...(folder === undefined ? {} : { cache: { folder, named: true, maxBytes, stamps, restMilliseconds, onNote } }),
  })
  return { result: JSON.stringify(result), asked, notes }
}

/** A tick of the clock of the file system. */
const tick = (): Promise<void> => new Promise((done) => setTimeout(done, 15))

/** A project with a link, and a cache that knows it. */
async function known(over: Partial<ScanRequest> = {}): Promise<{ root: string; folder: string }> {
  const [root, folder] = [temporaryFolder(PROJECT), temporaryFolder()]
  symlinkSync('../a/requirements.txt', join(root, 'b/requirements.txt'))
  symlinkSync('nothing', join(root, 'b/dangling'))
  await tick()
  await run(root, folder, over)
  expect((await run(root, folder, over)).asked).toBe(0)
  return { root, folder }
}

const SENSITIVE = { key: PUBLIC_KEY, personalData: true, userRules: [] }

describe('a tree in which nothing changed', { timeout: 60_000 }, () => {
  it.each([
    ['with secrets', { sensitive: SENSITIVE }],
    ['without', {}],
    ['secrets alone', { sensitive: SENSITIVE, attention: 'secrets' }],
  ] as const)('is not read again and gives the same: %s', async (_name, over) => {
    const { root, folder } = await known(over)
    expect((await run(root, folder, over)).result).toBe((await run(root, undefined, over)).result)
    expect(cacheStatus(folder).trees).toBe(1)
    clearCache(folder)
    expect((await run(root, folder, over)).asked).toBeGreaterThan(0)
  })

  it('is written down where a tenth of it was read, or when it is met for the second time', async () => {
    const { root, folder } = await known()
    for (let at = 0; at < 40; at++) writeFileSync(join(root, `b/more-${at}.py`), `import x${at}\n`)
    await tick()
    await run(root, folder)
    expect((await run(root, folder)).asked).toBe(0)
    writeFileSync(join(root, 'b/tool.py'), 'import yaml\n')
    await tick()
    const counts = [await run(root, folder), await run(root, folder), await run(root, folder)]
    expect(counts.map(({ asked }) => asked === 0)).toEqual([false, false, true])
  })

  it('is read again while files are young', async () => {
    const [root, folder] = [temporaryFolder(PROJECT), temporaryFolder()]
    const young = { restMilliseconds: 3_600_000 }
    await run(root, folder, young)
    expect((await run(root, folder, young)).asked).toBeGreaterThan(0)
    expect(cacheStatus(folder).trees).toBe(0)
  })

  it.each([
    ['with a model attention', { attention: 'models' }],
    ['a part of it', { only: 'package-lock.json' }],
    ['some files of it', { paths: ['package-lock.json'] }],
    ['a tree that is gone after the run', { stamps: false }],
  ] as const)('is not kept as a whole: %s', async (_name, over) => {
    const [root, folder] = [temporaryFolder(PROJECT), temporaryFolder()]
    await tick()
    await run(root, folder, over)
    await run(root, folder, over)
    expect(cacheStatus(folder).trees).toBe(0)
  })

  it.each([
    ['limits', { limits: { ...DEFAULT_LIMITS, depth: 1 } }],
    ['what is left out', { exclude: ['a/**'] }],
    ['what is ignored', { gitignore: false }],
    ['secrets', { sensitive: SENSITIVE }],
    ['the key of secrets', { sensitive: { ...SENSITIVE, key: { hex: '00'.repeat(32), secret: true } } }],
  ] as const)('is another one under other settings: %s', async (_name, over) => {
    const { root, folder } = await known()
    const other = await run(root, folder, over)
    expect(other.asked).toBeGreaterThan(0)
    expect(other.result).toBe((await run(root, undefined, over)).result)
    expect((await run(root, folder)).asked).toBe(0)
  })
})

/** What can happen to a tree between two scans; each must be seen, whatever else stays as it was. */
const CHANGES: readonly [name: string, change: (root: string) => void][] = [
  [
    'a file with the same size and time',
    (root) => keepingTime(join(root, 'package-lock.json'), (text) => text.replace('6.5.0', '6.5.3')),
  ],
  [
    'another file in its place, of the same size and time',
    (root) => replaced(join(root, 'package-lock.json'), '6.5.0', '6.5.3'),
  ],
  ['a file more', (root) => writeFileSync(join(root, 'b/uv.lock'), 'version = 1\n')],
  ['a file less', (root) => rmSync(join(root, 'package-lock.json'))],
  [
    'a file of another name',
    (root) => renameSync(join(root, 'a/requirements.txt'), join(root, 'a/requirements-dev.txt')),
  ],
  ['two files that change places', (root) => swapped(join(root, 'a/requirements.txt'), join(root, 'ignored/base.txt'))],
  ['a folder of another name', (root) => renameSync(join(root, 'a'), join(root, 'z'))],
  ['an ignored folder that is not any more', (root) => writeFileSync(join(root, '.gitignore'), '')],
  ['ignore rules that leave out more', (root) => writeFileSync(join(root, 'a/.gitignore'), 'requirements.txt\n')],
  ['a folder that becomes an environment', (root) => writeFileSync(join(root, 'a/pyvenv.cfg'), '')],
  ['an included file', (root) => writeFileSync(join(root, 'ignored/base.txt'), 'numpy==1.26.4\n')],
  [
    'a file that an included one includes',
    (root) => keepingTime(join(root, 'ignored/more.txt'), () => 'scipy==1.12.0\n'),
  ],
  ['constraints', (root) => writeFileSync(join(root, 'ignored/constraints.txt'), 'numpy<1\n')],
  ['an included file that is gone', (root) => rmSync(join(root, 'ignored/base.txt'))],
  ['a missing file that comes', (root) => writeFileSync(join(root, 'nowhere.txt'), 'pandas==2.0.0\n')],
  ['an included file that becomes a link', (root) => linked(join(root, 'ignored/more.txt'), 'constraints.txt')],
  ['a link that leads elsewhere', (root) => linked(join(root, 'b/requirements.txt'), '../ignored/more.txt')],
  ['a link that leads to nothing', (root) => linked(join(root, 'b/requirements.txt'), 'nothing')],
  ['a link that leads out of the tree', (root) => linked(join(root, 'b/requirements.txt'), '/etc/hostname')],
  ['a link to nothing that leads somewhere', (root) => writeFileSync(join(root, 'b/nothing'), 'x')],
  ['a link that becomes its file', (root) => moved(join(root, 'a/requirements.txt'), join(root, 'b/requirements.txt'))],
  ['a file that becomes a link to itself', (root) => linkedAway(join(root, 'b/tool.py'), join(root, 'c/tool.py'))],
  ['a second name of a file', (root) => linkSync(join(root, 'b/settings.json'), join(root, 'b/other.json'))],
  ['permissions', (root) => chmodSync(join(root, 'b/tool.py'), 0o600)],
  ['packages that are installed', (root) => rmSync(join(root, 'node_modules'), { recursive: true })],
  [
    'packages of an operating system',
    (root) => written(join(root, 'var/lib/dpkg/status'), 'Status: install ok installed\n'),
  ],
  ['a folder in place of a file', (root) => (rmSync(join(root, 'b/tool.py')), mkdirSync(join(root, 'b/tool.py')))],
]

describe('a change since the last scan', { timeout: 60_000 }, () => {
  it.each(CHANGES)('is seen: %s', async (_name, change) => {
    const { root, folder } = await known()
    await tick()
    change(root)
    const plain = await run(root)
    const first = await run(root, folder)
    expect(first.asked).toBeGreaterThan(0)
    expect(first.result).toBe(plain.result)
    expect((await run(root, folder)).result).toBe(plain.result)
    expect((await run(root, folder)).result).toBe(plain.result)
  })

  it('is seen whatever was changed before: forty steps of a seeded walk', { timeout: 600_000 }, async () => {
    const steps = 40
    const random = seededRandom(20_261_122)
    const [root, folder] = [temporaryFolder(PROJECT), temporaryFolder()]
    let recalled = 0
    for (let step = 0; step < steps; step++) {
      const what = Array.from({ length: 1 + random.integer(3) }, () => edited(root, random)).join(', ')
      await tick()
      const over = random.oneIn(3) ? { sensitive: SENSITIVE } : {}
      const plain = await run(root, undefined, over)
      for (let again = 0; again < 1 + random.integer(3); again++) {
        const warm = await run(root, folder, over)
        expect(differing(plain.result, warm.result), `step ${step}: ${what}`).toBe('')
        if (warm.asked === 0) recalled++
      }
    }
    // The walk is worth something only if the memory is used.
    expect(recalled).toBeGreaterThan(steps / 10)
  })
})

describe('what is kept of a tree', { timeout: 60_000 }, () => {
  it.each([
    ['the head', "UPDATE tree SET head = x'00112233445566'"],
    ['the body', "UPDATE tree SET body = x'00112233445566'"],
    ['an empty head', "UPDATE tree SET head = x''"],
    ['all of it', 'DROP TABLE tree'],
    ['the table, which is of another kind', 'DROP TABLE tree; CREATE TABLE tree (a TEXT)'],
    ['values of another kind', 'UPDATE tree SET head = 7, body = 7'],
  ])('is not believed when it is damaged: %s', async (_name, damage) => {
    const { root, folder } = await known()
    database(folder, (open) => open.exec(damage))
    const plain = await run(root)
    for (let again = 0; again < 3; again++) expect((await run(root, folder)).result).toBe(plain.result)
    expect((await run(root, folder)).asked).toBe(0)
  })

  it('is built up in a file from before there were trees', async () => {
    const { root, folder } = await known()
    database(folder, (open) => open.exec('DROP TABLE tree'))
    expect(cacheStatus(folder)).toMatchObject({ trees: 0 })
    const { notes } = await run(root, folder)
    expect(notes).toEqual([])
    expect((await run(root, folder)).asked).toBeGreaterThanOrEqual(0)
    expect(cacheStatus(folder).inspections).toBeGreaterThan(0)
  })

  it('is shared by scans at the same time', async () => {
    const { root, folder } = await known()
    for (let round = 0; round < 3; round++) {
      writeFileSync(join(root, 'b/tool.py'), `import x${round}\n`)
      await tick()
      const plain = await run(root)
      const together = await Promise.all([run(root, folder), run(root, folder), run(root, folder), run(root, folder)])
      expect(new Set(together.map(({ result }) => result))).toEqual(new Set([plain.result]))
    }
  })

  it('goes with what was not used for longest', async () => {
    const { root, folder } = await known()
    database(folder, (open) => open.exec('UPDATE tree SET used = used - 61'))
    await run(temporaryFolder(PROJECT), folder)
    expect(cacheStatus(folder).trees).toBe(1)
    await tick()
    await run(root, folder, { maxBytes: 1 })
    expect(cacheStatus(folder).trees).toBe(0)
  })

  it('counts as used when it is, with what is known of its files', async () => {
    const { root, folder } = await known()
    database(folder, (open) => open.exec('UPDATE tree SET used = used - 3; UPDATE folder SET used = used - 3'))
    expect((await run(root, folder)).asked).toBe(0)
    database(folder, (open) => {
      const rows = [...open.prepare('SELECT used FROM tree').all(), ...open.prepare('SELECT used FROM folder').all()]
      expect(rows.length).toBeGreaterThan(3)
      expect(new Set(rows.map((row) => row['used']))).toEqual(new Set([Math.floor(Date.now() / 86_400_000)]))
    })
  })
})

function database(folder: string, work: (open: DatabaseSync) => void): void {
  const open = new DatabaseSync(databaseFile(folder))
  work(open)
  open.close()
}

function written(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

function keepingTime(path: string, edit: (text: string) => string): void {
  const { atime, mtime } = statSync(path)
  writeFileSync(path, edit(readFileSync(path, 'utf8')))
  utimesSync(path, atime, mtime)
}

function replaced(path: string, from: string, to: string): void {
  const { atime, mtime } = statSync(path)
  writeFileSync(`${path}.new`, readFileSync(path, 'utf8').replace(from, to))
  utimesSync(`${path}.new`, atime, mtime)
  renameSync(`${path}.new`, path)
}

function swapped(one: string, other: string): void {
  renameSync(one, `${one}.x`)
  renameSync(other, one)
  renameSync(`${one}.x`, other)
}

function linked(path: string, target: string): void {
  rmSync(path, { force: true })
  symlinkSync(target, path)
}

function moved(from: string, to: string): void {
  rmSync(to)
  renameSync(from, to)
}

function linkedAway(path: string, to: string): void {
  renameSync(path, to)
  symlinkSync(to, path)
}

/** Where two texts part; a whole result is too long to be read. */
function differing(one: string, other: string): string {
  if (one === other) return ''
  let at = 0
  while (one[at] === other[at]) at++
  return `${one.slice(at - 60, at + 200)} | ${other.slice(at, at + 200)}`
}

const PLACES = ['', 'a', 'b', 'c', 'd', 'd/e', 'ignored'] as const
const NAMES = [
  'requirements.txt',
  'base.txt',
  'package.json',
  'tool.py',
  'x.json',
  'uv.lock',
  'notes.md',
  '.gitignore',
] as const
const TEXTS = [
  'numpy==1.26.0\n-r base.txt\n',
  'torch==2.1.0\n-r ../ignored/base.txt\n',
  '-c ../base.txt\n-r ../../../outside.txt\nqs\n',
  'import yaml\nimport torch\ntorch.load("x")\n',
  '{"name":"app","dependencies":{"qs":"6.5.0"}}',
  'ignored/\n*.md\n',
  '',
] as const

/** One of the things that people and programs do to a tree; says which. */
function edited(root: string, random: Random): string {
  const path = (): string => join(random.pick(PLACES), random.pick(NAMES))
  const [one, other] = [path(), path()]
  const at = join(root, one)
  const to = join(root, other)
  try {
    mkdirSync(dirname(at), { recursive: true })
    mkdirSync(dirname(to), { recursive: true })
    switch (random.integer(11)) {
      case 0:
      case 1:
        writeFileSync(at, random.pick(TEXTS))
        return `wrote ${one}`
      case 2:
        keepingTime(at, (text) => text.replaceAll('1', '2'))
        return `changed ${one} and not its time`
      case 3:
        rmSync(at, { recursive: true })
        return `removed ${one}`
      case 4:
        renameSync(at, to)
        return `moved ${one} to ${other}`
      case 5:
        linked(at, random.pick(['base.txt', '../base.txt', 'nothing', '.', '/etc/hostname']))
        return `linked ${one}`
      case 6:
        linkSync(at, to)
        return `gave ${one} the name ${other}`
      case 7:
        chmodSync(at, random.pick([0o600, 0o644, 0o755]))
        return `let ${one} be read by others`
      case 8:
        swapped(at, to)
        return `swapped ${one} and ${other}`
      case 9:
        renameSync(dirname(at), join(root, random.pick(['d', 'c', 'f'])))
        return `moved the folder of ${one}`
      default:
        replaced(at, '1', '3')
        return `replaced ${one}`
    }
  } catch (error) {
    // Not every edit can be made on every tree.
    if (error instanceof Error && 'code' in error) return 'nothing'
    throw error
  }
}
