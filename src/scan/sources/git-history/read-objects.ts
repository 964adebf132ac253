import { gitBytes, GitFailure, type GitPlace } from './git-place.ts'
import { takeObjects } from './object-stream.ts'

/** One answer. `bytes` are valid until the promise of the visitor is kept. */
export type ReadObject =
  | { readonly state: 'read'; readonly type: string; readonly bytes: Uint8Array }
  | { readonly state: 'too-large'; readonly size: number }
  | { readonly state: 'missing' }
  | { readonly state: 'damaged'; readonly why: string }

/** Gets one answer for each id, in order, with its position in the list. */
export type ObjectReader = (position: number, object: ReadObject) => Promise<void> | void

/** Git ends at a damaged object and is started anew behind it; a store that is damaged as often as this is given up. */
const MOST_RESTARTS = 64

/**
 * Reads objects by one `git cat-file --batch` and hands each to the reader as a whole; memory stays at the largest of them, at most `largest` bytes. What cannot be
 * read is told and the next one read. Throws EXTERNAL_GIT when Git cannot be run at all, and what the reader throws.
 */
export async function readObjects(
  place: GitPlace,
  ids: readonly string[],
  largest: number,
  reader: ObjectReader,
  signal?: AbortSignal,
): Promise<void> {
  let next = 0
  const buffer = reusedBuffer()
  for (let restarts = 0; next < ids.length; restarts++) {
    const done = { count: 0 }
    let why = 'git cat-file gave fewer objects than it was asked for'
    try {
      const from = next
      const output = gitBytes(place, ['cat-file', '--batch', '--buffer'], {
        input: linesOf(ids, from),
        ...(signal === undefined ? {} : { signal }),
      })
      await readAll(output, largest, buffer, done, (position, object) => reader(from + position, object))
    } catch (error) {
      if (!(error instanceof GitFailure)) throw error
      why = error.message
    }
    next += done.count
    if (next >= ids.length) return
    const last = restarts >= MOST_RESTARTS ? ids.length - 1 : next
    for (; next <= last; next++) await reader(next, { state: 'damaged', why })
  }
}

function* linesOf(ids: readonly string[], from: number): Iterable<string> {
  for (let at = from; at < ids.length; at += 1000) yield `${ids.slice(at, at + 1000).join('\n')}\n`
}

async function readAll(
  output: AsyncIterable<Buffer>,
  largest: number,
  buffer: ReusedBuffer,
  done: { count: number },
  reader: ObjectReader,
): Promise<void> {
  let object = { type: '', size: 0 }
  let filled = 0
  /** The piece that holds all of a small object: nothing to be copied. */
  let whole: Uint8Array | undefined
  const answer = (given: ReadObject): Promise<void> | void => {
    const waiting = reader(done.count, given)
    if (waiting === undefined) return void done.count++
    return waiting.then(() => void done.count++)
  }
  await takeObjects(output, {
    missing: () => answer({ state: 'missing' }),
    begin(type, size) {
      object = { type, size }
      filled = 0
      whole = undefined
      if (size <= largest) buffer.make(size)
    },
    write(bytes) {
      if (object.size > largest) return
      if (bytes.length === object.size) whole = bytes
      else {
        buffer.bytes.set(bytes, filled)
        filled += bytes.length
      }
    },
    end() {
      const { type, size } = object
      if (size > largest) return answer({ state: 'too-large', size })
      return answer({ state: 'read', type, bytes: whole ?? buffer.bytes.subarray(0, size) })
    },
  })
}

interface ReusedBuffer {
  readonly bytes: Uint8Array
  make(size: number): void
}

/** One buffer for objects that come in several pieces, as large as the largest of them was. */
function reusedBuffer(): ReusedBuffer {
  let bytes = Buffer.allocUnsafeSlow(256 * 1024)
  return {
    get bytes() {
      return bytes
    },
    make(size) {
      if (size > bytes.length) bytes = Buffer.allocUnsafeSlow(Math.max(size, bytes.length * 2))
    },
  }
}
