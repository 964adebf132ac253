import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runGit, type TestRepository, testRepository } from '../../../test/support/git-repository.ts'
import { lookThroughHistory, objectsWith, planted } from '../../../test/support/look-through-history.ts'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { tokenInspector } from '../../../test/support/token-inspector.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { inspectStaged, type StagedInspection } from './inspect-staged.ts'

const [FIRST, SECOND, THIRD] = [planted(1), planted(2), planted(3)]

function textWith(value: string): string {
  return `key = "${value}"\n`
}

describe('since a revision', () => {
  it.each(['HEAD~1', 'v1', 'HEAD~1^{commit}'])('%s: only what later commits brought', async (revision) => {
    const repository = testRepository()
    repository.commit({ 'a.py': textWith(FIRST), 'b.py': 'b\n' })
    repository.git('tag', 'v1')
    repository.commit({ 'b.py': textWith(SECOND) })
    const inspection = await lookThroughHistory(repository.folder, { scope: { kind: 'since', revision } })
    expect(inspection.objects.map(({ path, origin }) => [path, origin.standing])).toEqual([['b.py', 'head']])
    expect(inspection.counts).toMatchObject({ blobs: 1, messages: 1 })
  })

  it('finds what the range brought and took away again', async () => {
    const repository = testRepository()
    repository.commit({ 'a.py': 'a\n' })
    repository.commit({ 'a.py': textWith(FIRST) })
    repository.commit({ 'a.py': 'clean\n' })
    const inspection = await lookThroughHistory(repository.folder, { scope: { kind: 'since', revision: 'HEAD~2' } })
    expect(objectsWith(FIRST, inspection).map(({ origin }) => origin.standing)).toEqual(['history'])
  })

  it.each(['', '-x', '--all', 'nothing', 'HEAD:a.py', 'HEAD~9', 'HEAD..HEAD', '@{'])(
    '%j is a usage error',
    async (revision) => {
      const repository = testRepository()
      repository.commit({ 'a.py': 'a\n' })
      const looking = lookThroughHistory(repository.folder, { scope: { kind: 'since', revision } })
      await expect(looking).rejects.toMatchObject({ code: 'USAGE_REVISION' })
    },
  )
})

describe('what is staged', () => {
  it('is looked at as it is staged, not as it stands in the folder or in HEAD', async () => {
    const repository = testRepository()
    repository.commit({ 'head.py': textWith(FIRST), 'changed.py': 'c\n', 'gone.py': textWith(FIRST) })
    repository.write({ 'changed.py': textWith(SECOND), 'new/:ä b.py': textWith(THIRD), 'gone.py': null })
    repository.git('add', '-A')
    repository.write({ 'changed.py': 'clean again\n', 'untracked.py': textWith(FIRST) })
    expect(await told(repository)).toEqual(['changed.py', 'new/:ä b.py'])
  })

  it('before the first commit', async () => {
    const repository = testRepository()
    repository.write({ 'a.py': textWith(FIRST) })
    repository.git('add', '-A')
    expect(await told(repository)).toEqual(['a.py'])
  })

  it('with names of SHA-256', async () => {
    const folder = temporaryFolder({ 'a.py': textWith(FIRST) })
    runGit(folder, ['init', '-q', '--object-format=sha256'])
    runGit(folder, ['add', '-A'])
    expect((await staged(folder)).files.map(({ path }) => path)).toEqual(['a.py'])
  })

  it('is nothing where nothing is', async () => {
    const repository = testRepository()
    repository.commit({ 'a.py': textWith(FIRST) })
    expect(await staged(repository.folder)).toEqual({ files: [], gaps: [], count: 0 })
  })

  it('is in the index that Git names to its hook, unless that lies in another repository', async () => {
    const repository = testRepository()
    repository.commit({ 'a.py': 'a\n' })
    const index = join(repository.folder, '.git/index')
    copyFileSync(index, join(repository.folder, '.git/clean.lock'))
    repository.write({ 'a.py': textWith(FIRST) })
    repository.git('add', '-A')
    copyFileSync(join(repository.folder, '.git/clean.lock'), join(temporaryFolder(), 'foreign'))
    expect(await told(repository, { GIT_INDEX_FILE: '.git/clean.lock' })).toEqual([])
    expect(await told(repository, { GIT_INDEX_FILE: join(temporaryFolder(), 'foreign') })).toEqual(['a.py'])
  })

  it('says what it did not look at', async () => {
    const repository = testRepository()
    const id = repository.commit({ 'a.py': 'a\n' })
    repository.git('update-index', '--add', '--cacheinfo', `160000,${id},vendor/lib`)
    repository.git('update-index', '--add', '--cacheinfo', `100644,${'12'.repeat(20)},gone.py`)
    repository.write({ 'big.csv': 'x'.repeat(5000) })
    repository.git('add', 'big.csv')
    const { gaps } = await staged(repository.folder, {}, { ...DEFAULT_LIMITS, fileBytes: 4000 })
    expect(gaps.map(({ kind, examples }) => [kind, ...examples]).toSorted()).toEqual([
      ['missing', 'gone.py'],
      ['submodule', 'vendor/lib'],
      ['too-large', 'big.csv'],
    ])
  })
})

async function told(repository: TestRepository, environment = {}): Promise<readonly string[]> {
  return (await staged(repository.folder, environment)).files.map(({ path }) => path)
}

async function staged(folder: string, environment = {}, limits = DEFAULT_LIMITS): Promise<StagedInspection> {
  return inspectStaged({
    folder,
    environment: { PATH: process.env['PATH'], HOME: '/nonexistent', ...environment },
    limits,
    inspector: tokenInspector,
    signal: new AbortController().signal,
  })
}
