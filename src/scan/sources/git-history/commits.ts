import type { GitPlace } from './git-place.ts'
import { readObjects } from './read-objects.ts'

/** Who made a commit or a tag, and when. */
export interface Authorship {
  /** Of the commit or tag, hexadecimal. */
  readonly id: string
  /** As written; may hold any character. */
  readonly name: string
  /** As written: to be redacted where reports must not hold it. */
  readonly email: string
  /** UTC, `2026-11-22T06:33:00Z`; empty when it is not a time. */
  readonly date: string
}

/** A header is shorter than its message: signatures and merged tags are some kilobytes. */
const LARGEST_COMMIT = 16 * 1024 * 1024

/** A name that is longer is cut. */
const LONGEST_NAME = 200

/** Reads authors of commits and taggers of tags; those that cannot be read are absent. */
export async function readAuthorships(
  place: GitPlace,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Authorship>> {
  const found = new Map<string, Authorship>()
  await readObjects(
    place,
    ids,
    LARGEST_COMMIT,
    (position, object) => {
      const id = ids[position] ?? ''
      if (object.state === 'read') found.set(id, { id, ...personIn(object.bytes) })
    },
    signal,
  )
  return found
}

/** Where the message of a commit or tag begins: behind the first empty line. */
export function messageStart(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1))
    if (bytes[at + 1] === 0x0a) return at + 2
  return bytes.length
}

function personIn(bytes: Uint8Array): Omit<Authorship, 'id'> {
  const head = Buffer.from(bytes.subarray(0, Math.min(messageStart(bytes), 8192))).toString('utf8')
  const line = head.split('\n').find((one) => one.startsWith('author ') || one.startsWith('tagger ')) ?? ''
  // By hand, because names may hold anything: the last brackets are those of the address.
  const [open, close] = [line.lastIndexOf('<'), line.lastIndexOf('>')]
  if (open < 0 || close < open) return { name: '', email: '', date: '' }
  return {
    name: line
      .slice(line.indexOf(' ') + 1, open)
      .trim()
      .slice(0, LONGEST_NAME),
    email: line.slice(open + 1, close).slice(0, LONGEST_NAME),
    date: dateOf(
      line
        .slice(close + 1)
        .trim()
        .split(' ')[0] ?? '',
    ),
  }
}

function dateOf(seconds: string): string {
  if (!/^-?\d{1,12}$/.test(seconds)) return ''
  const date = new Date(Number(seconds) * 1000)
  return Number.isNaN(date.getTime()) ? '' : `${date.toISOString().slice(0, 19)}Z`
}
