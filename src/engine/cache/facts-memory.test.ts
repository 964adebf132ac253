import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs' // prettier-ignore
import { join } from 'node:path'
import { zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { artefactFacts } from '../../../test/support/release-fakes.ts'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import type { ArtefactFacts } from '../../analysis/packages/artefact-facts.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { type FactsKey, type FactsMemory, factsMemory } from './facts-memory.ts'

const NOW = Date.now()
const DAY = 24 * 60 * 60 * 1000
const digest = (letter: string): string => letter.repeat(64)
const facts = (sha256: string, more: Partial<ArtefactFacts> = {}): ArtefactFacts => ({
  ...artefactFacts({ kind: 'wheel', files: ['foo/__init__.py'] }),
  name: 'foo-1.0-py3-none-any.whl',
  sha256,
  ...more,
})
const keyOf = ({ name, sha256 = '' }: ArtefactFacts): FactsKey => ({ sha256, name, ecosystem: 'PyPI' })

function memoryIn(folder: string, settings: unknown = DEFAULT_LIMITS, now = NOW, mostBytes?: number): FactsMemory {
  const memory = factsMemory(folder, settings, now, mostBytes)
  if (typeof memory === 'string') throw new Error(memory)
  return memory
}

/** The one folder of facts that this code makes, and what is in it. */
function shelfOf(folder: string): string {
  const [shelf = ''] = readdirSync(join(folder, 'package-facts'))
  return join(folder, 'package-facts', shelf)
}

describe('facts of artefacts', () => {
  it('are found again as they were kept, by another run as well', () => {
    const folder = temporaryFolder()
    const known = facts(digest('a'))
    const memory = memoryIn(folder)
    expect(memory.find(keyOf(known))).toBeUndefined()
    memory.keep(keyOf(known), known)
    expect(memory.find(keyOf(known))).toEqual(known)
    expect(memoryIn(folder).find(keyOf(known))).toEqual(known)
  })

  it.each<readonly [string, Partial<FactsKey>]>([
    ['other bytes', { sha256: digest('b') }],
    ['another name: it says what an installer takes them for', { name: 'foo-1.0.zip' }],
    ['another ecosystem: one archive may be a package of two', { ecosystem: 'npm' }],
  ])('are not those of %s', (_, other) => {
    const memory = memoryIn(temporaryFolder())
    const known = facts(digest('a'))
    memory.keep(keyOf(known), known)
    expect(memory.find({ ...keyOf(known), ...other })).toBeUndefined()
  })

  it.each(['limit-time', 'limit-memory'])('that %s has made incomplete are made again', (code) => {
    const memory = memoryIn(temporaryFolder())
    const cut = facts(digest('a'), { notes: [{ kind: 'not-inspected', code, path: 'a.py', message: '' }] })
    memory.keep(keyOf(cut), cut)
    expect(memory.find(keyOf(cut))).toBeUndefined()
  })

  it('of other code or other limits are not believed, and dropped when they were not used for a day', () => {
    const folder = temporaryFolder()
    const known = facts(digest('a'))
    memoryIn(folder).keep(keyOf(known), known)
    const other = memoryIn(folder, { ...DEFAULT_LIMITS, depth: 1 })
    expect(other.find(keyOf(known))).toBeUndefined()
    expect(readdirSync(join(folder, 'package-facts'))).toHaveLength(2)
    memoryIn(folder, { ...DEFAULT_LIMITS, depth: 1 }, NOW + 2 * DAY)
    expect(readdirSync(join(folder, 'package-facts'))).toHaveLength(1)
  })

  it('that are only found are in use', () => {
    const folder = temporaryFolder()
    const known = facts(digest('a'))
    memoryIn(folder).keep(keyOf(known), known)
    expect(memoryIn(folder, DEFAULT_LIMITS, NOW + 2 * DAY).find(keyOf(known))).toEqual(known)
    memoryIn(folder, 'others', NOW + 2.5 * DAY)
    expect(memoryIn(folder, DEFAULT_LIMITS, NOW + 2.5 * DAY).find(keyOf(known))).toEqual(known)
  })

  it.each<readonly [string, Uint8Array]>([
    ['nothing', Buffer.alloc(0)],
    ['no archive', Buffer.from('not packed at all')],
    ['no JSON', zstdCompressSync(Buffer.from('{'))],
    ['null', zstdCompressSync(Buffer.from('null'))],
    ['facts of other bytes', zstdCompressSync(Buffer.from(JSON.stringify(facts(digest('b')))))],
    ['facts of another name', zstdCompressSync(Buffer.from(JSON.stringify(facts(digest('a'), { name: 'x' }))))],
  ])('that became %s are made again', (_, bytes) => {
    const folder = temporaryFolder()
    const known = facts(digest('a'))
    const memory = memoryIn(folder)
    memory.keep(keyOf(known), known)
    const [file = ''] = readdirSync(shelfOf(folder))
    writeFileSync(join(shelfOf(folder), file), bytes)
    expect(memory.find(keyOf(known))).toBeUndefined()
    memory.keep(keyOf(known), known)
    expect(memory.find(keyOf(known))).toEqual(known)
  })

  it('that were not used for longest go first when there are too many', () => {
    const folder = temporaryFolder()
    const all = ['a', 'b', 'c'].map((letter) => facts(digest(letter)))
    const before = memoryIn(folder)
    for (const [index, one] of all.entries()) {
      before.keep(keyOf(one), one)
      for (const name of readdirSync(shelfOf(folder))) {
        const path = join(shelfOf(folder), name)
        if (statSync(path).mtimeMs > NOW - DAY / 2) utimesSync(path, 1, (NOW - DAY + index * 1000) / 1000)
      }
    }
    // Used last: the oldest is the youngest now.
    expect(before.find(keyOf(all[0] as ArtefactFacts))).toBeDefined()
    const bytes = statSync(join(shelfOf(folder), readdirSync(shelfOf(folder))[0] ?? '')).size
    const after = memoryIn(folder, DEFAULT_LIMITS, NOW, 2.5 * bytes)
    expect(all.map((one) => after.find(keyOf(one)) !== undefined)).toEqual([true, false, true])
  })

  it("lie beside what is somebody else's, which stays however old it is", () => {
    const folder = temporaryFolder({ 'package-facts/src/index.ts': 'mine', 'package-facts/notes.zst': 'mine' })
    memoryIn(folder, DEFAULT_LIMITS, NOW + 400 * DAY, 0)
    expect(readdirSync(join(folder, 'package-facts')).filter((name) => name.length < 32)).toEqual(['notes.zst', 'src'])
  })

  it('that a run has left half written go after a day', () => {
    const folder = temporaryFolder()
    memoryIn(folder)
    const left = join(shelfOf(folder), 'x.part')
    writeFileSync(left, 'half')
    memoryIn(folder)
    expect(existsSync(left)).toBe(true)
    memoryIn(folder, DEFAULT_LIMITS, NOW + 2 * DAY)
    expect(existsSync(left)).toBe(false)
  })

  it.skipIf(process.platform === 'win32')('are for this user alone', () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'package-facts'), { mode: 0o755 })
    chmodSync(join(folder, 'package-facts'), 0o755)
    const known = facts(digest('a'))
    memoryIn(folder).keep(keyOf(known), known)
    const [file = ''] = readdirSync(shelfOf(folder))
    expect([join(folder, 'package-facts'), shelfOf(folder), join(shelfOf(folder), file)].map((path) => statSync(path).mode & 0o777))
      .toEqual([0o700, 0o700, 0o600]) // prettier-ignore
  })

  it('do not lie behind a link: somebody else could have put them there', () => {
    const [folder, elsewhere] = [temporaryFolder(), temporaryFolder()]
    symlinkSync(elsewhere, join(folder, 'package-facts'))
    expect(factsMemory(folder, DEFAULT_LIMITS, NOW)).toBe('it is not a folder of its own')
    expect(readdirSync(elsewhere)).toEqual([])
  })

  it('have nowhere to be where a file stands', () => {
    expect(factsMemory(join(temporaryFolder({ file: 'x' }), 'file'), DEFAULT_LIMITS, NOW)).toBe('EEXIST')
    expect(factsMemory(temporaryFolder({ 'package-facts': 'x' }), DEFAULT_LIMITS, NOW)).toBe('EEXIST')
  })

  it('that cannot be written are only not kept', () => {
    const folder = temporaryFolder()
    const known = facts(digest('a'))
    const memory = memoryIn(folder)
    const shelf = shelfOf(folder)
    memory.keep(keyOf(known), known)
    const [file = ''] = readdirSync(shelf)
    const bytes = readFileSync(join(shelf, file))
    expect(() => memory.keep({ ...keyOf(known), name: '../'.repeat(200) }, known)).not.toThrow()
    expect(readFileSync(join(shelf, file))).toEqual(bytes)
  })
})
