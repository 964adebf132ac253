import { traceBlobs, listCommits, type BlobTrace } from '../../scan/sources/git-history/attribution.ts'
import { type Authorship, readAuthorships } from '../../scan/sources/git-history/commits.ts'
import type { GapLog } from '../../scan/sources/git-history/gap.ts'
import { GitFailure } from '../../scan/sources/git-history/git-place.ts'
import type { IdTable } from '../../scan/sources/git-history/id-table.ts'
import type { HistoricRepository } from '../../scan/sources/git-history/open-repository.ts'
import { refsOf } from '../../scan/sources/git-history/refs-of.ts'
import { cutOffCommits, type Tips } from '../../scan/sources/git-history/tips.ts'
import { placesInTree } from '../../scan/sources/git-history/tree-of-head.ts'
import type { Range } from '../../scan/sources/git-history/walk-objects.ts'
import type { Enumeration } from './enumerate.ts'
import type { Origin } from './history-inspection.ts'

/** Where objects (by their numbers) come from, by number. Submodules of HEAD become gaps, and commits whose changes are not known after `milliseconds`. Throws EXTERNAL_GIT. */
export async function findOrigins(
  repository: HistoricRepository,
  { index, range, unreachable }: Enumeration,
  found: readonly number[],
  { head }: Tips,
  milliseconds: number,
  gaps: GapLog,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, Origin>> {
  const blobs = new Set(found.filter((number) => index.kind(number) === 'blob').map(index.hex))
  const [places, traces, ofHead] = await Promise.all([
    head === undefined ? new Map<string, readonly string[]>() : placesInTree(repository, head, blobs, gaps, signal),
    traceBlobs(repository, blobs, range, milliseconds, gaps, signal),
    head === undefined || found.length === 0 ? undefined : commitsOf(repository, head, gaps, signal),
  ])
  const inHead = (commit: string): boolean => (ofHead?.find(Buffer.from(commit, 'hex')) ?? -1) >= 0
  const commits = [...traces.values()].flatMap(({ first, last, ended }) => [
    first,
    last,
    ...(ended === undefined ? [] : [ended]),
  ])
  const messages = found.filter((number) => index.kind(number) !== 'blob').map(index.hex)
  const authors = await readAuthorships(repository.place, [...new Set([...commits, ...messages])], signal)
  const cutOff = cutOffCommits(repository)
  const origins = new Map<number, Origin>()
  for (const number of found) {
    const id = index.hex(number)
    const trace = index.kind(number) === 'blob' ? traces.get(id) : traceOfItself(id)
    const here = places.get(id)
    const standing =
      here !== undefined
        ? 'head'
        : unreachable(number)
          ? 'unreachable'
          : trace !== undefined && inHead(trace.first)
            ? 'history'
            : 'elsewhere'
    origins.set(number, { ...origin(trace, here, authors), standing, cutOff: cutOff.has(trace?.first ?? '') })
  }
  return withRefs(repository, origins, range, head, signal)
}

async function commitsOf(
  repository: HistoricRepository,
  head: string,
  gaps: GapLog,
  signal: AbortSignal,
): Promise<IdTable | undefined> {
  try {
    return await listCommits(repository, { from: [head], without: [] }, signal)
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error
    gaps.add('unknown-origin', 'histories are damaged: it is not known which commits HEAD leads to', error.message)
    return undefined
  }
}

function traceOfItself(id: string): BlobTrace {
  return { first: id, last: id, ended: undefined, times: 1, paths: [], morePaths: false }
}

function origin(
  trace: BlobTrace | undefined,
  here: readonly string[] | undefined,
  authors: ReadonlyMap<string, Authorship>,
): Omit<Origin, 'standing' | 'cutOff'> {
  const { first = '', last = '', ended = '', paths = [], morePaths = false } = trace ?? {}
  return {
    paths: here ?? paths,
    morePaths: here === undefined && morePaths,
    first: authors.get(first),
    last: last === first ? undefined : authors.get(last),
    ended: here === undefined ? authors.get(ended) : undefined,
    refs: [],
  }
}

/** Names the refs that lead to what HEAD does not have. */
async function withRefs(
  repository: HistoricRepository,
  origins: ReadonlyMap<number, Origin>,
  { from, alone }: Range,
  head: string | undefined,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, Origin>> {
  if (![...origins.values()].some(({ standing }) => standing === 'elsewhere')) return origins
  // Where the way is broken, nothing can be handed down.
  if (alone === true) return origins
  const refs = await refsOf(repository, { from, without: head === undefined ? [] : [head] }, signal)
  return new Map(
    [...origins].map(([number, one]) => {
      const names = one.standing === 'elsewhere' ? refs.get(one.first?.id ?? '') : undefined
      return [number, names === undefined ? one : { ...one, refs: names }]
    }),
  )
}
