import type { ByteSource } from '../../../base/bytes.ts'
import { ExternalError, LimitError } from '../../../base/errors.ts'
import { gitBytes, type GitPlace } from './git-place.ts'

/** How much behind the reader stays at hand: pieces that overlap, headers that are looked at twice. */
const KEPT_BEHIND = 4 * 1024 * 1024

/** Going back further starts Git anew, which reads everything again; a reader that jumps about is refused. */
const MOST_STARTS = 8

/** A large object as it comes, to be closed. */
export interface ForwardSource extends ByteSource {
  close(): Promise<void>
}

/**
 * A blob that is too large to be held: it is read front to back while slices are asked for, and memory stays at a slice and 4 MiB. `all` throws LIMIT_SIZE, and so
 * does a slice larger than `largest`, or going back too often. Throws EXTERNAL_GIT.
 */
export function forwardSource(place: GitPlace, id: string, size: number, largest: number): ForwardSource {
  let stream: AsyncGenerator<Buffer, void> | undefined
  let starts = 0
  /** What is at hand, and where it begins in the object. */
  let held: Buffer[] = []
  let [from, to] = [0, 0]

  const restart = async (): Promise<void> => {
    await stream?.return()
    if (++starts > MOST_STARTS) throw new LimitError('LIMIT_SIZE', `${size} bytes, too many to be read in this order`)
    // `blob` writes nothing but the content, and no filter or text conversion is asked for.
    stream = gitBytes(place, ['cat-file', 'blob', id])
    held = []
    from = to = 0
  }
  const drop = (before: number): void => {
    for (let first = held[0]; first !== undefined && from + first.length <= before; first = held[0]) {
      from += first.length
      held.shift()
    }
  }
  const slice = async (offset: number, length: number): Promise<Uint8Array> => {
    const end = Math.min(size, offset + length)
    if (end - offset > largest)
      throw new LimitError('LIMIT_SIZE', `${end - offset} bytes at once, the limit is ${largest}`)
    if (end <= offset) return new Uint8Array()
    if (stream === undefined || offset < from) await restart()
    while (to < end) {
      const next = await stream?.next()
      if (next === undefined || next.done === true) throw ended(to, size)
      held.push(next.value)
      to += next.value.length
      drop(Math.min(offset, to) - KEPT_BEHIND)
    }
    return joined(held, from, offset, end)
  }
  return {
    size,
    slice,
    all: async () => {
      throw new LimitError('LIMIT_SIZE', `${size} bytes, the limit is ${largest}`)
    },
    close: async () => void (await stream?.return()),
  }
}

function ended(to: number, size: number): ExternalError {
  return new ExternalError('EXTERNAL_GIT', `git cat-file gave ${to} of ${size} bytes`, { retryable: false })
}

function joined(held: readonly Buffer[], from: number, start: number, end: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(end - start)
  let at = from
  for (const piece of held) {
    const [first, last] = [Math.max(start, at), Math.min(end, at + piece.length)]
    if (first < last) piece.copy(bytes, first - start, first - at, last - at)
    at += piece.length
  }
  return bytes
}
