import { UsageError } from '../../base/errors.ts'
import { excerpt } from '../../base/escape.ts'
import type { GapLog } from '../../scan/sources/git-history/gap.ts'
import { GitFailure, gitText } from '../../scan/sources/git-history/git-place.ts'
import { listAllObjects, listObjects } from '../../scan/sources/git-history/list-objects.ts'
import { type ObjectIndex, objectIndex } from '../../scan/sources/git-history/object-index.ts'
import type { HistoricRepository } from '../../scan/sources/git-history/open-repository.ts'
import { livingTips, type Tips } from '../../scan/sources/git-history/tips.ts'
import { type Range, walkObjects } from '../../scan/sources/git-history/walk-objects.ts'
import type { HistoryScope } from './history-inspection.ts'

/** What there is to be looked at. */
export interface Enumeration {
  readonly index: ObjectIndex
  /** Is this object part of the scope? */
  readonly wanted: (number: number) => boolean
  /** Does nothing lead to it? Only with `unreachable`, or where the walk broke off. */
  readonly unreachable: (number: number) => boolean
  /** The range whose commits brought it. */
  readonly range: Range
}

/** Finds all objects of a scope, each once, with their sizes and paths. Throws USAGE_REVISION, EXTERNAL_GIT, LIMIT_ENTRIES. */
export async function enumerate(
  repository: HistoricRepository,
  scope: HistoryScope,
  tips: Tips,
  gaps: GapLog,
  signal: AbortSignal,
): Promise<Enumeration> {
  return scope.kind === 'since'
    ? enumerateSince(repository, scope.revision, tips, gaps, signal)
    : enumerateAll(repository, scope.unreachable, tips, gaps, signal)
}

async function enumerateAll(
  repository: HistoricRepository,
  unreachable: boolean,
  tips: Tips,
  gaps: GapLog,
  signal: AbortSignal,
): Promise<Enumeration> {
  const index = objectIndex(repository.idLength)
  const [from] = await Promise.all([
    livingTips(repository, tips.ids, gaps, signal),
    listAllObjects(repository, index, gaps, signal),
  ])
  const range = { from, without: [] }
  const whole = await walk(repository, range, index, gaps, signal)
  // Some object in between cannot be read, so it is not known what lies behind it: all that is there is looked at.
  if (!whole)
    gaps.add('damaged', 'histories cannot be walked to their end: all objects were looked at, some without a path')
  if (whole && !unreachable) return { index, wanted: index.reached, unreachable: () => false, range }
  const reached = Uint8Array.from({ length: index.length }, (_, number) => (index.reached(number) ? 1 : 0))
  const ends = looseEnds(index)
  // Some object in between cannot be read, so it is not known what lies behind it: all that is there is looked at.
  const rest = whole ? { from: ends, without: from } : { from: ends, without: [], alone: true }
  if (ends.length > 0) await walk(repository, rest, index, gaps, signal)
  return {
    index,
    wanted: () => true,
    unreachable: (number) => whole && reached[number] === 0,
    range: whole ? { from: [...from, ...ends], without: [] } : { from: commitsIn(index), without: [], alone: true },
  }
}

function commitsIn(index: ObjectIndex): readonly string[] {
  const commits: string[] = []
  for (let number = 0; number < index.length; number++)
    if (index.kind(number) === 'commit') commits.push(index.hex(number))
  return commits
}

/** Commits and tags that nothing leads to. */
function looseEnds(index: ObjectIndex): readonly string[] {
  const ends: string[] = []
  for (let number = 0; number < index.length; number++)
    if (index.kind(number) !== 'blob' && !index.reached(number)) ends.push(index.hex(number))
  return ends
}

async function walk(
  repository: HistoricRepository,
  range: Range,
  index: ObjectIndex,
  gaps: GapLog,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await walkObjects(repository, range, gaps, signal, (id, path) => {
      const number = index.find(id)
      if (number >= 0 && !index.reached(number)) index.reach(number, index.kind(number) === 'blob' ? path() : '')
    })
    return true
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error
    gaps.add(
      'damaged',
      'histories cannot be walked to their end: all objects that are here were looked at, some without a path',
      error.message,
    )
    return false
  }
}

async function enumerateSince(
  repository: HistoricRepository,
  revision: string,
  tips: Tips,
  gaps: GapLog,
  signal: AbortSignal,
): Promise<Enumeration> {
  const without = await commitOf(repository, revision, signal)
  const range = { from: tips.head === undefined ? [] : [tips.head], without: [without] }
  const index = objectIndex(repository.idLength)
  const met = new Map<string, string>()
  await walkObjects(repository, range, gaps, signal, (id, path) => {
    const hex = Buffer.from(id.buffer, id.byteOffset, id.byteLength).toString('hex')
    if (!met.has(hex)) met.set(hex, path())
  })
  await listObjects(repository, met.keys(), index, gaps, signal)
  for (let number = 0; number < index.length; number++)
    index.reach(number, index.kind(number) === 'blob' ? (met.get(index.hex(number)) ?? '') : '')
  return { index, wanted: () => true, unreachable: () => false, range }
}

/** Throws USAGE_REVISION for a name that stands for no commit. */
async function commitOf({ place, shallow }: HistoricRepository, name: string, signal: AbortSignal): Promise<string> {
  const words = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]
  const sane = name !== '' && !name.startsWith('-') && name.length <= 1000
  const id = sane ? (await gitText(place, words, { signal, allowed: [1, 128] })).trim() : ''
  if (/^[0-9a-f]{40,64}$/.test(id)) return id
  const hint = shallow ? 'This is a shallow clone: `git fetch --unshallow`, or fetch that commit.' : undefined
  throw new UsageError('USAGE_REVISION', `Git knows no commit ${excerpt(name, 80)} here`, hint)
}
