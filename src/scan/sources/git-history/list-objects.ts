import { LimitError } from '../../../base/errors.ts'
import type { GapLog } from './gap.ts'
import { gitBytes } from './git-place.ts'
import type { ObjectIndex, ObjectKind } from './object-index.ts'
import type { HistoricRepository } from './open-repository.ts'
import { eachRecord, LF, readHex } from './records.ts'

/** The largest repositories there are (Chromium) have some 30 million objects; 50 bytes of memory for each. */
export const MOST_OBJECTS = 100_000_000

const FORMAT = '--batch-check=%(objectname) %(objecttype) %(objectsize)'

/**
 * Puts every blob, commit and tag of the object store into the index with its size, in the order they have in the packs: versions of a file stand together there, so that
 * reading them in this order resolves each delta once (measured: 2.8 times as fast as in the order of the history, and without need of memory). Throws EXTERNAL_GIT,
 * LIMIT_ENTRIES.
 */
export async function listAllObjects(
  repository: HistoricRepository,
  index: ObjectIndex,
  gaps: GapLog,
  signal: AbortSignal,
): Promise<void> {
  const words = ['cat-file', FORMAT, '--batch-all-objects', '--unordered', '--buffer']
  const onComplaint = (line: string): void => gaps.add('damaged', 'parts of the object store cannot be read', line)
  await readAnswers(repository, words, index, gaps, { signal, onComplaint })
}

/** The same for these objects, in this order. What is not there is told as missing. */
export async function listObjects(
  repository: HistoricRepository,
  ids: Iterable<string>,
  index: ObjectIndex,
  gaps: GapLog,
  signal: AbortSignal,
): Promise<void> {
  await readAnswers(repository, ['cat-file', FORMAT, '--buffer'], index, gaps, { signal, input: lines(ids) })
}

function* lines(ids: Iterable<string>): Iterable<string> {
  for (const id of ids) yield `${id}\n`
}

async function readAnswers(
  { place, idLength }: HistoricRepository,
  words: readonly string[],
  index: ObjectIndex,
  gaps: GapLog,
  options: Parameters<typeof gitBytes>[2],
): Promise<void> {
  const id = new Uint8Array(idLength)
  await eachRecord(gitBytes(place, words, options), LF, (bytes, start, end) => {
    const kindAt = start + 2 * idLength + 1
    const kind = KIND_BY_LETTERS[(bytes[kindAt] ?? 0) * 256 + (bytes[kindAt + 1] ?? 0)]
    if (kind === undefined || !readHex(bytes, start, id, idLength)) return
    if (kind === 'missing') gaps.add('missing', NOT_HERE, bytes.toString('latin1', start, start + 2 * idLength))
    else if (index.length >= MOST_OBJECTS)
      throw new LimitError('LIMIT_ENTRIES', `the repository has more than ${MOST_OBJECTS} objects`)
    else index.add(id, kind, Number(bytes.toString('latin1', kindAt + kind.length + 1, end)))
  })
}

/** Said of objects that the history names and this clone does not have. */
export const NOT_HERE = 'objects are not in this clone (a partial clone, or a damaged one) and were not looked at'

/** By the first two letters: trees and what is not known are passed over without a string. */
const KIND_BY_LETTERS: Readonly<Record<number, ObjectKind | 'missing'>> = Object.fromEntries(
  (['blob', 'commit', 'tag', 'missing'] as const).map((word) => [word.charCodeAt(0) * 256 + word.charCodeAt(1), word]),
)
