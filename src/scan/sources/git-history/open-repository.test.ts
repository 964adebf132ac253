import { chmodSync, existsSync, mkdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runGit, testRepository } from '../../../../test/support/git-repository.ts'
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts'
import { openRepository } from './open-repository.ts'

const ENVIRONMENT = { PATH: process.env['PATH'], HOME: '/nonexistent' }

describe('a repository', () => {
  it('is found from any folder of its working trees, and they share one name', async () => {
    const repository = testRepository()
    repository.commit({ 'a/b/c.py': 'c\n' })
    const second = join(repository.folder, '..', 'second')
    repository.git('worktree', 'add', '-q', '--detach', second)
    const common = join(realpathSync(repository.folder), '.git')
    for (const folder of [repository.folder, join(repository.folder, 'a/b'), second])
      expect(realpathSync((await openRepository(folder, ENVIRONMENT)).commonDirectory)).toBe(common)
  })

  it('that is bare counts if it is named, not if it lies around', async () => {
    const bare = join(temporaryFolder(), 'planted')
    runGit('.', ['init', '-q', '--bare', bare])
    mkdirSync(join(bare, 'sub'))
    expect((await openRepository(bare, ENVIRONMENT)).place.gitDirectory).toBe(realpathSync(bare))
    await expect(openRepository(join(bare, 'sub'), ENVIRONMENT)).rejects.toMatchObject({ code: 'USAGE_REVISION' })
  })

  it('that is none is a usage error', async () => {
    await expect(openRepository(temporaryFolder(), ENVIRONMENT)).rejects.toMatchObject({ code: 'USAGE_REVISION' })
  })

  it('of another user is refused with a hint', async () => {
    const repository = testRepository()
    const environment = { ...ENVIRONMENT, PATH: `${askingGit()}:${process.env['PATH']}` }
    await expect(openRepository(repository.folder, environment)).rejects.toMatchObject({
      code: 'USAGE_REVISION',
      hint: expect.stringContaining('safe.directory'),
    })
  })

  it('without Git cannot be read, and that is said', async () => {
    const nowhere = { PATH: temporaryFolder(), HOME: '/nonexistent' }
    await expect(openRepository(temporaryFolder(), nowhere)).rejects.toThrow('there is no git on this machine')
  })

  it('gets nothing of the environment that names another one, programs or traces', async () => {
    const repository = testRepository()
    const marker = join(temporaryFolder(), 'trace')
    const { place } = await openRepository(repository.folder, {
      ...ENVIRONMENT,
      GIT_DIR: '/nonexistent',
      GIT_TRACE: marker,
      GIT_TRACE2_EVENT: marker,
      GIT_SSH_COMMAND: `touch ${marker}`,
      GIT_EXTERNAL_DIFF: `touch ${marker}`,
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'core.fsmonitor',
      GIT_CONFIG_VALUE_0: `touch ${marker}`,
    })
    expect(
      Object.keys(place.environment).filter((name) =>
        /TRACE|SSH_COMMAND|EXTERNAL|CONFIG_(?:COUNT|KEY|VALUE)/.test(name),
      ),
    ).toEqual([])
    expect(existsSync(marker)).toBe(false)
  })
})

/** A folder with a Git that takes the owner of a repository for somebody else, as GIT_TEST_ASSUME_DIFFERENT_OWNER has the real one do. */
function askingGit(): string {
  const script = `#!/bin/sh\nPATH='${process.env['PATH']}' GIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec git "$@"\n`
  const folder = temporaryFolder({ git: script })
  chmodSync(join(folder, 'git'), 0o755)
  return folder
}
