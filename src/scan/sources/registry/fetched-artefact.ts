import { open } from 'node:fs/promises'
import type { ByteSource } from '../../../base/bytes.ts'
import { LimitError } from '../../../base/errors.ts'
import type { Limits } from '../../../base/limits.ts'
import type { DigestAlgorithm } from './release.ts'

/** The bytes of a file of a release. Must be closed. */
export interface FetchedArtefact {
  readonly source: ByteSource
  /** Where they are kept, for a worker that opens them itself. */
  readonly path: string
  readonly sha256: string
  /** Digests that the registry states and that the bytes have. */
  readonly verified: readonly DigestAlgorithm[]
  /**
   * `strong`: the bytes are those that the registry states. `weak`: they fit MD5 or SHA-1 only, for which others can be made.
   * `none`: the registry states no digest, so nothing was compared.
   */
  readonly proof: 'strong' | 'weak' | 'none'
  /** Nothing was fetched: they were here. */
  readonly cached: boolean
  close(): Promise<void>
}

/** A file on disk as a source of bytes. */
export async function fileSource(
  path: string,
  limits: Limits,
): Promise<{ readonly source: ByteSource; close(): Promise<void> }> {
  const file = await open(path, 'r')
  const { size } = await file.stat()
  const slice = async (offset: number, length: number): Promise<Uint8Array> => {
    const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(length, size - offset)))
    let filled = 0
    while (filled < bytes.length) {
      const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, offset + filled)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    return bytes.subarray(0, filled)
  }
  const all = async (): Promise<Uint8Array> => {
    if (size > limits.fileBytes) throw new LimitError('LIMIT_SIZE', `${size} bytes, the limit is ${limits.fileBytes}`)
    return slice(0, size)
  }
  return { source: { size, slice, all }, close: () => file.close() }
}
