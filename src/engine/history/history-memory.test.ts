import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type TestRepository, testRepository } from '../../../test/support/git-repository.ts'
import { lookThroughHistory, objectsWith, planted } from '../../../test/support/look-through-history.ts'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import type { HistoryInspection, HistoryRequest } from './history-inspection.ts'

const [FIRST, SECOND] = [planted(1), planted(2)]

function textWith(value: string): string {
  return `key = "${value}"\n`
}

type Look = (change?: Partial<HistoryRequest>, rules?: string) => Promise<HistoryInspection>

/** Looks through a repository again and again with one cache; complains when what comes out is not what comes out without one. */
function withMemory(repository: TestRepository): {
  readonly look: Look
  readonly folder: string
  readonly notes: string[]
} {
  const folder = temporaryFolder()
  const notes: string[] = []
  const cache = {
    folder,
    named: true,
    maxBytes: 1 << 28,
    stamps: true,
    onNote: (line: string) => void notes.push(line),
  }
  const look: Look = async (change = {}, rules = 'rules') => {
    const inspection = await lookThroughHistory(repository.folder, {
      ...change,
      memory: { cache, code: 'code', rules },
    })
    const without = await lookThroughHistory(repository.folder, change)
    expect(inspection.objects).toEqual(without.objects)
    expect(inspection.gaps).toEqual(without.gaps)
    const { looked, remembered } = inspection.counts
    expect(looked + remembered).toBe(without.counts.looked)
    return inspection
  }
  return { look, folder, notes }
}

function leaky(): TestRepository {
  const repository = testRepository()
  repository.commit({ 'a.py': textWith(FIRST), 'b.py': 'b\n' })
  repository.commit({ 'a.py': 'a\n' })
  return repository
}

describe('a history that was looked at before', () => {
  it('and has not changed is not looked at', async () => {
    const repository = leaky()
    const { look } = withMemory(repository)
    expect((await look()).counts).toMatchObject({ looked: 5, remembered: 0 })
    expect((await look()).counts).toMatchObject({ looked: 0, remembered: 5 })
  })

  it('and has new commits: only the new objects are looked at', async () => {
    const repository = leaky()
    const { look } = withMemory(repository)
    await look()
    repository.commit({ 'c.py': textWith(SECOND) })
    const inspection = await look()
    expect(inspection.counts).toMatchObject({ looked: 2, remembered: 5 })
    expect(objectsWith(FIRST, inspection)).toHaveLength(1)
    expect(objectsWith(SECOND, inspection)).toHaveLength(1)
  })

  it.each([
    ['force-pushed', (repository: TestRepository) => repository.git('reset', '-q', '--hard', 'HEAD~1')],
    ['deleted', (repository: TestRepository) => repository.git('branch', '-q', '-D', 'side')],
  ])(
    'and had a branch that was %s: what it led to is not told of any more, and comes back with it',
    async (how, lose) => {
      const repository = leaky()
      repository.git('checkout', '-q', '-b', 'side')
      const tip = repository.commit({ 'c.py': textWith(SECOND) })
      repository.git('checkout', '-q', how === 'deleted' ? 'main' : 'side')
      const { look } = withMemory(repository)
      expect(objectsWith(SECOND, await look())).toHaveLength(1)
      lose(repository)
      expect(objectsWith(SECOND, await look())).toHaveLength(0)
      repository.git('update-ref', 'refs/heads/again', tip)
      const inspection = await look()
      expect(objectsWith(SECOND, inspection)).toHaveLength(1)
      expect(inspection.counts.looked).toBe(0)
    },
  )

  it('under other rules, limits or scope is looked at again as far as needed', async () => {
    const repository = leaky()
    const { look } = withMemory(repository)
    await look()
    expect((await look({}, 'other rules')).counts.looked).toBe(5)
    expect((await look({ scope: { kind: 'all', unreachable: true } })).counts.looked).toBe(0)
    expect((await look({ messages: false })).counts).toMatchObject({ looked: 0, messages: 0, remembered: 3 })
  })

  it('after content under another path is looked at there', async () => {
    const repository = leaky()
    const { look } = withMemory(repository)
    await look()
    repository.commit({ 'b.py': null, 'tests/b.py': 'b\n' })
    expect((await look()).counts.looked).toBe(2)
  })

  it('many times, each with something new, still knows all of it', async () => {
    const repository = leaky()
    const { look } = withMemory(repository)
    for (let run = 0; run < 15; run++) {
      repository.commit({ 'c.py': `${run}\n` })
      expect((await look()).counts.looked).toBe(run === 0 ? 7 : 2)
    }
  })

  it('remembers what Git LFS keeps elsewhere as such', async () => {
    const repository = testRepository()
    repository.commit({ 'm.bin': `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 1\n` })
    const { look } = withMemory(repository)
    await look()
    repository.commit({ 'c.py': 'c\n' })
    expect((await look()).gaps).toMatchObject([{ kind: 'pointer', count: 1 }])
  })

  it('does not keep what was not read', async () => {
    const repository = leaky()
    const { look } = withMemory(repository)
    const limits = { ...DEFAULT_LIMITS, fileMilliseconds: 400 }
    const settings = { hang: 'b.py' }
    expect((await look({ settings, limits })).counts.looked).toBe(5)
    expect((await look({ settings, limits })).counts.looked).toBe(1)
  })
})

describe('the file', () => {
  it('holds no value', async () => {
    const repository = leaky()
    const { look, folder } = withMemory(repository)
    await look()
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
    expect(files.length).toBeGreaterThan(0)
    for (const { parentPath, name } of files)
      expect(readFileSync(join(parentPath, name)).includes(FIRST.slice(4, 16))).toBe(false)
  })

  it('that is damaged is built anew, and that is said', async () => {
    const repository = leaky()
    const { look, folder, notes } = withMemory(repository)
    await look()
    for (const { parentPath, name } of readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) =>
      one.isFile(),
    ))
      writeFileSync(join(parentPath, name), 'this is no database, whatever its name says '.repeat(300))
    expect((await look()).counts.looked).toBe(5)
    expect(notes.join()).toContain('damaged')
    expect((await look()).counts.looked).toBe(0)
  })
})
