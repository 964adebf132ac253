import type { GapLog } from './gap.ts'
import { gitBytes } from './git-place.ts'
import { NOT_HERE } from './list-objects.ts'
import type { HistoricRepository } from './open-repository.ts'
import { eachRecord, LF, readHex } from './records.ts'

/** What the walk meets: an id that is valid until the next one, and where the path stands. */
export type ObjectVisitor = (id: Uint8Array, path: () => string) => void

/** From where to where a history is walked. */
export interface Range {
  /** Ids of what it ends with. */
  readonly from: Iterable<string>
  /** Ids of what lies before it and is left out with all its ancestors. */
  readonly without: readonly string[]
  /** Look at no ancestors: the way to some of them is broken, and `from` names all there are. */
  readonly alone?: boolean
}

/**
 * Shows every object that a range reaches, each once, newest commits first, with the path under which it was first met: commits, tags, trees and blobs. What is not in this clone becomes a
 * gap. Throws EXTERNAL_GIT when the walk cannot go on (a damaged commit); what was met until then was shown.
 */
export async function walkObjects(
  { place, idLength }: HistoricRepository,
  range: Range,
  gaps: GapLog,
  signal: AbortSignal,
  visit: ObjectVisitor,
): Promise<void> {
  const id = new Uint8Array(idLength)
  const digits = 2 * idLength
  const words = ['rev-list', '--objects', '--missing=print', ...howToWalk(range), '--stdin']
  const output = gitBytes(place, words, { signal, input: revisions(range) })
  await eachRecord(output, LF, (bytes, start, end) => {
    if (bytes[start] === QUESTION_MARK)
      return gaps.add('missing', NOT_HERE, bytes.toString('latin1', start + 1, start + 1 + digits))
    if (!readHex(bytes, start, id, idLength)) return
    visit(id, () => bytes.toString('utf8', start + digits + 1, end))
  })
}

/** Before an id that is named and not there. */
const QUESTION_MARK = 0x3f

/** Words of `git rev-list` for a range. */
export function howToWalk({ alone }: Range): readonly string[] {
  return alone === true ? ['--no-walk=sorted'] : []
}

/** What `git rev-list --stdin` reads for a range. */
export function* revisions({ from, without }: Range): Iterable<string> {
  for (const id of without) yield `^${id}\n`
  for (const id of from) yield `${id}\n`
}
