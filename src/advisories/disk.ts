import { open } from 'node:fs/promises'
import type { ByteSource } from '../base/bytes.ts'
import { ExternalError, LimitError } from '../base/errors.ts'

/** Runs work on the file system; what it refuses becomes ExternalError EXTERNAL_DISK. Other errors pass. */
export async function onDisk<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Error && 'syscall' in error && 'code' in error) {
      throw new ExternalError('EXTERNAL_DISK', `${what}: ${String(error.code)}`, { retryable: false, cause: error })
    }
    throw error
  }
}

/** Opens a file as a source of bytes for the time of `use`. Throws EXTERNAL_DISK, and LIMIT_SIZE for a file above `mostBytes`. */
export async function withFile<T>(
  path: string,
  mostBytes: number,
  use: (source: ByteSource) => Promise<T>,
): Promise<T> {
  const file = await onDisk(path, () => open(path, 'r'))
  try {
    const { size } = await onDisk(path, () => file.stat())
    if (size > mostBytes) throw new LimitError('LIMIT_SIZE', `${path} has ${size} bytes, the limit is ${mostBytes}`)
    const slice = (offset: number, length: number): Promise<Uint8Array> =>
      onDisk(path, async () => {
        const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(length, size - offset)))
        const { bytesRead } = await file.read(bytes, 0, bytes.length, offset)
        return bytes.subarray(0, bytesRead)
      })
    return await use({ size, slice, all: () => slice(0, size) })
  } finally {
    await file.close()
  }
}

/** A whole file, at most `mostBytes`. Throws as withFile() does. */
export function readBounded(path: string, mostBytes: number): Promise<Uint8Array> {
  return withFile(path, mostBytes, (source) => source.all())
}
