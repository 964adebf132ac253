import { UsageError } from '../../base/errors.ts'
import { excerpt } from '../../base/escape.ts'
import { type Git, gitIn } from './git.ts'

/** A folder of a working tree, and what can be asked of its history. */
export interface Repository {
  readonly git: Git
  /** Absolute path of the working tree. */
  readonly root: string
  /** The folder within it, with `/` behind; empty for the root. */
  readonly prefix: string
  /** Only a part of the history is there. */
  readonly shallow: boolean
}

/** The repository around a folder. Throws USAGE_REVISION where there is none, EXTERNAL_GIT without Git. */
export async function repositoryAt(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Repository> {
  const git = gitIn(folder, environment)
  const [root = '', prefix = '', shallow = ''] = (
    await git.text(['rev-parse', '--show-toplevel', '--show-prefix', '--is-shallow-repository'])
  ).split('\n')
  return { git, root, prefix, shallow: shallow === 'true' }
}

/** The id of the commit a name stands for; undefined when Git does not know it. */
export async function commitOf({ git }: Repository, name: string): Promise<string | undefined> {
  if (name === '' || name.startsWith('-') || name.length > 1000) return undefined
  const id = await git.ask(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`])
  return id === undefined || !/^[0-9a-f]{40,64}$/.test(id.trim()) ? undefined : id.trim()
}

/** The same, for a name the operator gave. Throws USAGE_REVISION. */
export async function givenCommit(repository: Repository, name: string): Promise<string> {
  const commit = await commitOf(repository, name)
  if (commit !== undefined) return commit
  const hint = repository.shallow
    ? 'This is a shallow clone: `git fetch --unshallow`, or fetch that commit.'
    : undefined
  throw new UsageError('USAGE_REVISION', `Git knows no commit ${excerpt(name, 80)} here`, hint)
}

/** Git's tree without files, which every repository of SHA-1 knows; nothing has this name in one of SHA-256. */
const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'

/** The same, for what something is compared with: before the first commit HEAD is a branch without files. Throws USAGE_REVISION. */
export async function givenBase(repository: Repository, name: string): Promise<string> {
  return name === 'HEAD' && (await isUnborn(repository)) ? EMPTY_TREE : givenCommit(repository, name)
}

async function isUnborn({ git }: Repository): Promise<boolean> {
  const branch = (await git.ask(['symbolic-ref', '--quiet', 'HEAD']))?.trim()
  return branch?.startsWith('refs/heads/') === true && (await git.ask(['show-ref', '--verify', branch])) === undefined
}

/** The last commit that both have; undefined where the history that is there does not reach it. */
export async function mergeBase({ git }: Repository, a: string, b: string): Promise<string | undefined> {
  const id = await git.ask(['merge-base', a, b])
  return id?.trim() === '' ? undefined : id?.trim()
}
