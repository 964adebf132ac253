import { LimitError } from '../../../base/errors.ts'
import type { GapLog } from './gap.ts'
import { gitBytes, GitFailure } from './git-place.ts'
import type { HistoricRepository } from './open-repository.ts'
import { eachRecord, NUL } from './records.ts'

/** Most files of one tree: beyond it a few kilobytes of trees name each other ("git bomb"). */
const MOST_FILES = 5_000_000

/**
 * Where wanted blobs stand in the tree of a commit, by id; submodules of it are gaps. Throws EXTERNAL_GIT.
 */
export async function placesInTree(
  { place, idLength }: HistoricRepository,
  commit: string,
  wanted: ReadonlySet<string>,
  gaps: GapLog,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const places = new Map<string, string[]>()
  let files = 0
  try {
    await eachRecord(
      gitBytes(place, ['ls-tree', '-r', '-z', '--full-tree', commit], { signal }),
      NUL,
      (bytes, start, end) => {
        if (++files > MOST_FILES) throw new LimitError('LIMIT_ENTRIES', `the tree has more than ${MOST_FILES} files`)
        const tab = bytes.indexOf(0x09, start)
        const id = bytes.toString('latin1', tab - 2 * idLength, tab)
        if (bytes.toString('latin1', start, start + 6) === '160000') {
          gaps.add('submodule', 'submodules were not looked into', bytes.toString('utf8', tab + 1, end))
        } else if (wanted.has(id)) {
          const known = places.get(id) ?? []
          if (known.length < MOST_PLACES) places.set(id, [...known, bytes.toString('utf8', tab + 1, end)])
        }
      },
    )
  } catch (error) {
    if (error instanceof LimitError)
      gaps.add('too-many', 'trees have too many files to tell all places where findings still stand', commit)
    else if (error instanceof GitFailure)
      gaps.add('unknown-origin', 'trees are not all here: some findings may still stand where it is not told', commit)
    else throw error
  }
  return places
}

/** Of one blob. */
const MOST_PLACES = 20
