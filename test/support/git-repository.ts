import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll } from 'vitest'

/** A real repository in a temporary folder, removed after the test file. */
export interface TestRepository {
  readonly folder: string
  /** Writes files (null removes one) and commits everything; gives the id of the commit. */
  commit(files: Readonly<Record<string, string | Uint8Array | null>>): string
  write(files: Readonly<Record<string, string | Uint8Array | null>>): void
  git(...words: readonly string[]): string
}

/** A repository named `project` with the branch `main` and no commit. */
export function testRepository(): TestRepository {
  const parent = mkdtempSync(join(tmpdir(), 'assay-git-'))
  afterAll(() => rmSync(parent, { recursive: true, force: true }))
  const folder = join(parent, 'project')
  mkdirSync(folder)
  const git = (...words: readonly string[]): string => runGit(folder, words)
  git('init', '-q', '-b', 'main')
  const write: TestRepository['write'] = (files) => {
    for (const [path, content] of Object.entries(files)) {
      const target = join(folder, path)
      if (content === null) rmSync(target)
      else {
        mkdirSync(dirname(target), { recursive: true })
        writeFileSync(target, content)
      }
    }
  }
  return {
    folder,
    git,
    write,
    commit(files) {
      write(files)
      git('add', '-A')
      git('commit', '-q', '--allow-empty', '-m', 'change')
      return git('rev-parse', 'HEAD')
    },
  }
}

/** Git without the settings of whoever runs the tests. */
export function runGit(folder: string, words: readonly string[], input?: string): string {
  const identity = [
    'user.name=Test',
    'user.email=test@example.org',
    'commit.gpgsign=false',
    'protocol.file.allow=always',
  ]
  const options = identity.flatMap((one) => ['-c', one])
  return execFileSync('git', ['-C', folder, ...options, ...words], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(input === undefined ? {} : { input }),
  }).trim()
}
