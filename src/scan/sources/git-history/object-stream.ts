import { ExternalError } from '../../../base/errors.ts'

/** Where a reader of `git cat-file --batch` puts what comes: `id type size LF bytes LF`, or `id missing LF`, again and again. */
export interface ObjectTaker {
  /** The next one is not there. What is returned is waited for. */
  missing(): Promise<void> | void
  /** The next one has so many bytes. */
  begin(type: string, size: number): void
  /** A piece of it, valid for this call. */
  write(bytes: Uint8Array): void
  /** It is whole. What is returned is waited for. */
  end(): Promise<void> | void
}

/** Takes an output of `git cat-file --batch` apart as it comes; memory stays at one chunk. Throws EXTERNAL_GIT for anything else. */
export async function takeObjects(chunks: AsyncIterable<Buffer>, taker: ObjectTaker): Promise<void> {
  let header = ''
  /** Bytes of the object still to come; 0: the line feed behind it; -1: a header. */
  let left = -1
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length;) {
      if (left > 0) {
        const end = Math.min(chunk.length, at + left)
        taker.write(chunk.subarray(at, end))
        left -= end - at
        at = end
      } else if (left === 0) {
        const done = taker.end()
        if (done !== undefined) await done
        left = -1
        at++
      } else {
        const end = chunk.indexOf(0x0a, at)
        header += chunk.toString('latin1', at, end < 0 ? chunk.length : end)
        if (header.length > LONGEST_HEADER) throw strange(header)
        if (end < 0) break
        const answered = announce(header, taker)
        left = typeof answered === 'number' ? answered : -1
        if (typeof answered !== 'number') await answered
        header = ''
        at = end + 1
      }
    }
  }
}

const LONGEST_HEADER = 400

/** How many bytes follow; no number where the object is not there. */
function announce(header: string, taker: ObjectTaker): number | Promise<void> | void {
  const [, type = '', size = ''] = header.split(' ')
  if (type === 'missing' && size === '') return taker.missing()
  if (!/^\d{1,15}$/.test(size)) throw strange(header)
  taker.begin(type, Number(size))
  return Number(size)
}

function strange(header: string): ExternalError {
  return new ExternalError('EXTERNAL_GIT', `git cat-file answered ${header.slice(0, 100)}`, { retryable: false })
}
