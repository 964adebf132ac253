import { excerpt } from '../../base/escape.ts'
import { commitOf, mergeBase, type Repository } from '../git/repository.ts'
import type { BaseCandidate } from './platforms.ts'

/** What a change is compared with, or why with nothing. */
export type BaseRevision =
  | { readonly commit: string; readonly how: string }
  | { readonly commit: undefined; readonly why: string }

/**
 * The first candidate that is in this clone, taken back to where the branch began. Behind those of the platform stand the default branch of the
 * remote and the usual names. Nothing is fetched.
 */
export async function baseRevision(
  repository: Repository,
  candidates: readonly BaseCandidate[],
): Promise<BaseRevision> {
  const head = await commitOf(repository, 'HEAD')
  if (head === undefined) return { commit: undefined, why: 'there is no commit yet' }
  const absent: string[] = []
  const reached: string[] = []
  for (const candidate of [...candidates, ...USUAL]) {
    const tip = await tipOf(repository, candidate)
    if (tip === undefined) {
      if (candidates.includes(candidate)) absent.push(`${candidate.how} (${excerpt(candidate.revision, 40)})`)
      continue
    }
    const found: Began =
      candidate.is === 'merge-base'
        ? { commit: tip, how: candidate.how }
        : await began(repository, candidate, tip, head)
    if (found.commit !== head) return found
    reached.push(candidate.how)
  }
  return { commit: undefined, why: whyNone(absent, reached, repository.shallow) }
}

interface Began {
  readonly commit: string
  readonly how: string
}

const USUAL: readonly BaseCandidate[] = ['HEAD', 'main', 'master'].map((revision) => ({
  revision,
  kind: 'branch',
  is: 'tip',
  how: revision === 'HEAD' ? 'the default branch of origin' : `the branch ${revision}`,
}))

async function tipOf(repository: Repository, { kind, revision }: BaseCandidate): Promise<string | undefined> {
  if (kind === 'commit') return commitOf(repository, revision)
  const remote = await commitOf(repository, `refs/remotes/origin/${revision}`)
  return remote ?? (revision === 'HEAD' ? undefined : commitOf(repository, `refs/heads/${revision}`))
}

async function began(repository: Repository, { how }: BaseCandidate, tip: string, head: string): Promise<Began> {
  const base = await mergeBase(repository, tip, head)
  if (base !== undefined) return { commit: base, how: `merge base with ${how}` }
  const because = repository.shallow ? 'this shallow clone does not reach the merge base' : 'there is no merge base'
  return { commit: tip, how: `${how} itself: ${because}` }
}

function whyNone(absent: readonly string[], reached: readonly string[], shallow: boolean): string {
  const whys = [
    ...(absent.length > 0 ? [`not in this clone: ${absent.join(', ')}`] : []),
    ...(reached.length > 0 ? [`this commit is part of ${reached[0] ?? ''} already`] : []),
    ...(shallow ? ['the clone is shallow, fetch more history (`fetch-depth: 0`)'] : []),
  ]
  return whys.length === 0 ? 'no base is named' : whys.join('; ')
}
