import { compareTimes, textOf, timeOf } from './fields.ts'

/** One line of `modified_id.csv`: a record and when it changed. */
export interface Change {
  readonly id: string
  readonly modified: string
}

/** The newest changes of a list, newest first. */
export interface ChangeList {
  readonly changes: readonly Change[]
  /** There are more changes after the given time than were kept. */
  readonly overflow: boolean
}

/** An id becomes a segment of an address and a file name: no separators, no dots alone. */
const ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/
const LONGEST_LINE = 400

/**
 * Reads `modified_id.csv` (`time,id` per line; in the file for all ecosystems `time,ECO/id`) as it arrives and keeps at most
 * `most` changes after `since`. The list promises to be sorted, newest first; nothing here believes it. Lines that are not
 * understood are passed over: the weekly load as a whole covers what they stood for.
 */
export async function readChangeList(
  body: AsyncIterable<Uint8Array>,
  since: string,
  most: number,
): Promise<ChangeList> {
  const newer = new Map<string, Change>()
  let overflow = false
  for await (const line of lines(body)) {
    const change = changeOf(line)
    if (change === undefined || compareTimes(change.modified, since) <= 0) continue
    const known = newer.get(change.id)
    if (known !== undefined && compareTimes(known.modified, change.modified) >= 0) continue
    if (known !== undefined || newer.size < most) newer.set(change.id, change)
    else overflow = true
  }
  const changes = [...newer.values()].sort((a, b) => compareTimes(b.modified, a.modified))
  return { changes, overflow }
}

function changeOf(line: string): Change | undefined {
  const comma = line.indexOf(',')
  const modified = timeOf(line.slice(0, comma))
  const id = textOf(line.slice(line.lastIndexOf('/') + 1 || comma + 1).trim(), 128)
  return modified !== undefined && id !== undefined && ID.test(id) ? { id, modified } : undefined
}

/** Lines of a stream; one that does not end is cut, so that a body without line breaks stays small. */
async function* lines(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of body) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = (parts.pop() ?? '').slice(0, LONGEST_LINE)
    yield* parts
  }
  if (rest !== '') yield rest
}
