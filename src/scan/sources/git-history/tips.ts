import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from '../../../base/digest.ts'
import { LimitError } from '../../../base/errors.ts'
import type { GapLog } from './gap.ts'
import { gitBytes, gitText } from './git-place.ts'
import { type IdTable, idTable } from './id-table.ts'
import type { HistoricRepository } from './open-repository.ts'
import { eachRecord, LF, readHex } from './records.ts'

/** Where a history ends: what refs, working trees and stashes point to. */
export interface Tips {
  /** Of commits, tags, and of trees and blobs where a ref points to one. */
  readonly ids: IdTable
  /** The commit that is checked out here; undefined where there is none yet. */
  readonly head: string | undefined
  readonly refs: number
  /** Names all of them: equal ones mean an unchanged history. */
  readonly digest: string
}

/** Honest repositories have up to some 100,000 refs (one for each pull request). */
const MOST_REFS = 5_000_000

/**
 * Reads all refs of all kinds (branches, remote branches, tags, notes, stash, replacements), the heads of all working trees, and the older stashes, which
 * only the log of `refs/stash` keeps. Throws EXTERNAL_GIT, LIMIT_ENTRIES.
 */
export async function readTips(repository: HistoricRepository, gaps: GapLog, signal?: AbortSignal): Promise<Tips> {
  const ids = idTable(repository.idLength)
  const digest = sha256()
  const [head, heads, stashes] = await Promise.all([
    headOf(repository),
    headsOfWorkingTrees(repository),
    stashesOf(repository, gaps),
  ])
  const refs = await readRefs(repository, ids, digest, gaps, signal)
  for (const id of [...(head === undefined ? [] : [head]), ...heads, ...stashes]) {
    ids.add(Buffer.from(id, 'hex'))
    digest.update(`${id}\n`)
  }
  digest.update(`shallow ${shallowBoundary(repository)}\n`)
  return { ids, head, refs, digest: digest.update(`head ${head}`).digest('hex') }
}

async function readRefs(
  { place, idLength }: HistoricRepository,
  ids: IdTable,
  digest: ReturnType<typeof sha256>,
  gaps: GapLog,
  signal: AbortSignal | undefined,
): Promise<number> {
  const id = new Uint8Array(idLength)
  let refs = 0
  const output = gitBytes(place, ['for-each-ref', '--format=%(objectname) %(refname)'], {
    ...(signal === undefined ? {} : { signal }),
    onComplaint: (line) => {
      const [, name = line] = /ignoring (?:broken ref|ref with broken name) (.*)/.exec(line) ?? []
      gaps.add('broken-ref', 'refs cannot be read', name.slice(0, 120))
    },
  })
  await eachRecord(output, LF, (bytes, start, end) => {
    if (++refs > MOST_REFS) throw new LimitError('LIMIT_ENTRIES', `the repository has more than ${MOST_REFS} refs`)
    if (readHex(bytes, start, id, idLength)) ids.add(id)
    digest.update(bytes.subarray(start, end + 1))
  })
  return refs
}

/** What ends a shallow history: `git fetch --unshallow` moves no ref. */
function shallowBoundary({ shallow, commonDirectory }: HistoricRepository): string {
  if (!shallow) return ''
  try {
    return readFileSync(join(commonDirectory, 'shallow'), 'latin1')
  } catch {
    return 'unknown'
  }
}

async function headOf({ place }: HistoricRepository): Promise<string | undefined> {
  const words = ['rev-parse', '--verify', '--quiet', '--end-of-options', 'HEAD^{commit}']
  return idIn(await gitText(place, words, { allowed: [1, 128] }))
}

async function headsOfWorkingTrees({ place }: HistoricRepository): Promise<readonly string[]> {
  const list = await gitText(place, ['worktree', 'list', '--porcelain'], { allowed: [128, 129] })
  return list
    .split('\n')
    .filter((line) => line.startsWith('HEAD '))
    .flatMap((line) => idIn(line.slice(5)) ?? [])
}

/** One more for each stash but the last, which the ref itself names. */
async function stashesOf({ place }: HistoricRepository, gaps: GapLog): Promise<readonly string[]> {
  const words = ['rev-list', '--walk-reflogs', '--ignore-missing', 'refs/stash', '--']
  try {
    return (await gitText(place, words)).split('\n').flatMap((line) => idIn(line) ?? [])
  } catch (error) {
    // Without a stash there is no such revision, which is what most repositories say.
    if (await gitText(place, ['for-each-ref', '--count=1', 'refs/stash'])) {
      gaps.add('damaged', 'older stashes cannot be listed', error instanceof Error ? error.message : undefined)
    }
    return []
  }
}

/** A name of nothing is written as zeros. */
function idIn(text: string): string | undefined {
  const id = text.trim()
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(id) && !/^0+$/.test(id) ? id : undefined
}

/** The tips that lead to an object; a ref whose object is not here is a gap. Throws EXTERNAL_GIT. */
export async function livingTips(
  { place, idLength }: HistoricRepository,
  ids: IdTable,
  gaps: GapLog,
  signal: AbortSignal,
): Promise<readonly string[]> {
  function* questions(): Iterable<string> {
    for (let number = 0; number < ids.size; number++) yield `${ids.hex(number)}\n`
  }
  const living: string[] = []
  const output = gitBytes(place, ['cat-file', '--batch-check=%(objectname) %(objecttype)', '--buffer'], {
    signal,
    input: questions(),
  })
  await eachRecord(output, LF, (bytes, start, end) => {
    const id = bytes.toString('latin1', start, start + 2 * idLength)
    if (bytes.toString('latin1', end - 7, end) !== 'missing') living.push(id)
    else gaps.add('broken-ref', 'refs point to objects that are not here', id)
  })
  return living
}

/** Commits whose parents a shallow clone left out. */
export function cutOffCommits(repository: HistoricRepository): ReadonlySet<string> {
  return new Set(
    shallowBoundary(repository)
      .split('\n')
      .filter((line) => line !== ''),
  )
}
