import { readSync } from 'node:fs'
import { ExternalError, LimitError } from '../../../base/errors.ts'
import type { ByteSource } from '../../../base/bytes.ts'
import type { Limits } from '../../../base/limits.ts'
import type { FilePlace, OpenedFile, TreeSource } from '../../source.ts'

/** The worker's side of an image: it knows no tree, each task brings the place of its file. */
export function placedSource(limits: Limits): TreeSource {
  return {
    list: () => Promise.reject(nowhere('a folder')),
    state: (path) => Promise.reject(nowhere(path)),
    open: async (_path, place) => {
      if (place === undefined) throw notKept()
      return openPlace(place, limits)
    },
  }
}

/** A file at its place. The descriptor belongs to the image and stays open. */
export function openPlace(place: FilePlace, limits: Limits): OpenedFile {
  const { size, links, stamp } = place
  const bytes = bytesAt(place)
  return {
    ...bytes,
    links,
    // The layers were read and named by their digest before: these bytes never change.
    stamp: () => ({ text: stamp, changed: 0 }),
    all: async () => {
      if (size > limits.fileBytes) throw new LimitError('LIMIT_SIZE', `${size} bytes, the limit is ${limits.fileBytes}`)
      return bytes.slice(0, size)
    },
    close: async () => {},
  }
}

/** What a wanted file becomes whose bytes could not be kept when its layer was unpacked. */
export function notKept(): LimitError {
  return new LimitError(
    'LIMIT_SIZE',
    'its bytes were not kept when its layer was unpacked; see what is said of the image',
  )
}

/** A range of an open file. Synchronous like the source of folders: a hop through the thread pool costs more than a small read. */
export function bytesAt(place: Pick<FilePlace, 'descriptor' | 'offset' | 'size'>): ByteSource {
  const { size } = place
  const slice = async (offset: number, length: number): Promise<Uint8Array> => {
    const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(length, size - offset)))
    return buffer.subarray(0, readAt(place, buffer, offset))
  }
  return { size, slice, all: () => slice(0, size) }
}

/** Fills the buffer from `offset` on, as far as the range goes; gives the number of bytes. Throws EXTERNAL_DISK. */
export function readAt(
  { descriptor, offset, size }: Pick<FilePlace, 'descriptor' | 'offset' | 'size'>,
  into: Uint8Array,
  from: number,
): number {
  const most = Math.max(0, Math.min(into.length, size - from))
  let filled = 0
  try {
    while (filled < most) {
      const count = readSync(descriptor, into, filled, most - filled, offset + from + filled)
      if (count === 0) break
      filled += count
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    throw new ExternalError('EXTERNAL_DISK', `the image cannot be read: ${code}`, { retryable: false, cause: error })
  }
  return filled
}

function nowhere(what: string): ExternalError {
  return new ExternalError('EXTERNAL_DISK', `${what || '.'}: a worker has no tree of the image`, { retryable: false })
}
