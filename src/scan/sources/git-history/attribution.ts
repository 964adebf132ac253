import type { GapLog } from './gap.ts'
import { gitBytes, GitFailure, type GitPlace } from './git-place.ts'
import type { HistoricRepository } from './open-repository.ts'
import { type IdTable, idTable } from './id-table.ts'
import { eachRecord, LF, NUL, readHex } from './records.ts'
import { howToWalk, type Range, revisions } from './walk-objects.ts'

/** Where a blob comes up in a history. Ids of commits are hexadecimal. */
export interface BlobTrace {
  /** The earliest commit that brought it: parents come before children, and by date where neither is the other's ancestor. */
  readonly first: string
  /** The latest commit that brought it: the same again, or under another path, or back again. */
  readonly last: string
  /**
   * The commit that took it away for good or put other content in its place; undefined where none did, or where a merge only chose the side without it.
   */
  readonly ended: string | undefined
  /** Commits that brought it. */
  readonly times: number
  /** In the order of the first commit of each, at most `MOST_PATHS`. */
  readonly paths: readonly string[]
  /** More paths than are listed. */
  readonly morePaths: boolean
}

/** Of one blob, so many paths are listed. */
const MOST_PATHS = 20

/**
 * A few kilobytes of trees can name each other until billions of paths come out of one commit ("git bomb"), and Git collects all of a commit's changes before it writes the first: some
 * 400 bytes for each. A first commit of a million files stays far below.
 */
const MOST_MEGABYTES = 4096

/** Commits whose trees cannot be compared are left out one by one; a history that is damaged in more places is given up. */
const MOST_RESTARTS = 32

/**
 * Finds where blobs come from, in one pass over the changes of all commits of a range. A merge is compared with all of its parents at once (`-c`): what it took from one of them came with that
 * parent's commits, and only what is in none of them is its own; so content that a merge alone brings in is seen, and nothing twice. Blobs that no commit brings
 * (a tag of a blob, the index) have no trace. A commit that takes longer than `milliseconds` is left out, which is a gap. Throws EXTERNAL_GIT when the commits cannot be listed.
 */
export async function traceBlobs(
  repository: HistoricRepository,
  wanted: Iterable<string>,
  range: Range,
  milliseconds: number,
  gaps: GapLog,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, BlobTrace>> {
  const table = idTable(repository.idLength)
  for (const id of wanted) table.add(Buffer.from(id, 'hex'))
  const traces: (OpenTrace | undefined)[] = []
  if (table.size === 0) return new Map()
  const commits = await listCommits(repository, range, signal)
  let next = 0
  for (let restarts = 0; next < commits.size; restarts++) {
    const reading = changesReader(table, traces, repository.idLength)
    try {
      const words = [
        'diff-tree',
        '--stdin',
        '-r',
        '-c',
        '--root',
        '--no-renames',
        '--no-abbrev',
        '--raw',
        '-z',
        '--always',
      ]
      const bounds = { mostMegabytes: MOST_MEGABYTES, silenceMilliseconds: milliseconds }
      const output = gitBytes(repository.place, words, { signal, input: batches(commits, next), ...bounds })
      await eachRecord(output, NUL, reading.record)
      return closed(table, traces)
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof GitFailure)) throw error
      // Git writes a commit's id once its changes are known: the one it died of was not written.
      next += reading.commits() + 1
      const example = commits.hex(Math.min(next, commits.size) - 1)
      if (restarts >= MOST_RESTARTS) {
        gaps.add(
          'unknown-origin',
          'histories are damaged in too many places to tell where all findings come from',
          example,
        )
        break
      }
      gaps.add(
        'unknown-origin',
        'commits cannot be compared with their parents: findings that only they brought have no commit',
        example,
      )
    }
  }
  return closed(table, traces)
}

/** Newest first, children before parents. */
export async function listCommits(
  { place, idLength }: { readonly place: GitPlace; readonly idLength: 20 | 32 },
  range: Range,
  signal: AbortSignal,
): Promise<IdTable> {
  const commits = idTable(idLength)
  const id = new Uint8Array(idLength)
  const words = ['rev-list', '--date-order', ...howToWalk(range), '--stdin']
  const output = gitBytes(place, words, { signal, input: revisions(range) })
  await eachRecord(output, LF, (bytes, start) => {
    if (readHex(bytes, start, id, idLength)) commits.add(id)
  })
  return commits
}

interface OpenTrace {
  first: string
  last: string
  ended: string | undefined
  times: number
  /** Newest first while they are read. */
  paths: Set<string>
  more: boolean
}

function* batches(commits: IdTable, from: number): Iterable<string> {
  for (let number = from; number < commits.size; number++) yield `${commits.hex(number)}\n`
}

/** Reads `commit NUL`, then for each change `:modes ids status NUL path NUL`, one colon and old id for each parent. */
function changesReader(
  table: IdTable,
  traces: (OpenTrace | undefined)[],
  idLength: 20 | 32,
): { readonly record: (bytes: Buffer, start: number, end: number) => void; readonly commits: () => number } {
  const id = new Uint8Array(idLength)
  const digits = 2 * idLength
  let commit = ''
  let commits = 0
  /** Blobs of the last line that are wanted, until its path comes. */
  let brought = -1
  const taken: number[] = []
  let pathNext = false
  const numberAt = (bytes: Buffer, at: number): number =>
    readHex(bytes.subarray(at), 0, id, idLength) ? table.find(id) : -1
  return {
    commits: () => commits,
    record(bytes, start, end) {
      if (pathNext) {
        pathNext = false
        if (brought >= 0) bring(traces, brought, commit, bytes.toString('utf8', start, end))
        for (const number of taken.splice(0)) take(traces, number, commit)
        return
      }
      if (bytes[start] !== COLON) {
        commits++
        commit = bytes.toString('latin1', start, start + digits)
        return
      }
      pathNext = true
      let parents = 0
      while (bytes[start + parents] === COLON) parents++
      // So many modes of six digits and the new one, each with a blank behind it.
      const ids = start + parents + (parents + 1) * 7
      for (let parent = 0; parent < parents; parent++) {
        const number = numberAt(bytes, ids + parent * (digits + 1))
        if (number >= 0) taken.push(number)
      }
      brought = numberAt(bytes, ids + parents * (digits + 1))
    },
  }
}

const COLON = 0x3a

/** Commits come newest first: the first one that brings a blob is the last, and the last one the first. */
function bring(traces: (OpenTrace | undefined)[], number: number, commit: string, path: string): void {
  const trace = (traces[number] ??= { first: '', last: '', ended: undefined, times: 0, paths: new Set(), more: false })
  if (trace.first !== commit) trace.times++
  if (trace.last === '') trace.last = commit
  trace.first = commit
  // Moved, not taken away.
  if (trace.ended === commit) trace.ended = undefined
  if (trace.paths.size < MOST_PATHS) trace.paths.add(path)
  else if (!trace.paths.has(path)) trace.more = true
}

function take(traces: (OpenTrace | undefined)[], number: number, commit: string): void {
  const trace = (traces[number] ??= { first: '', last: '', ended: undefined, times: 0, paths: new Set(), more: false })
  // What was brought again later was not taken away for good.
  if (trace.last === '') trace.ended ??= commit
}

function closed(table: IdTable, traces: readonly (OpenTrace | undefined)[]): ReadonlyMap<string, BlobTrace> {
  const found = new Map<string, BlobTrace>()
  traces.forEach((trace, number) => {
    if (trace === undefined || trace.times === 0) return
    const { first, last, ended, times, paths, more } = trace
    found.set(table.hex(number), { first, last, ended, times, paths: [...paths].toReversed(), morePaths: more })
  })
  return found
}
