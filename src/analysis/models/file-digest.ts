import type { ByteSource } from '../../base/bytes.ts'
import { sha256 } from '../../base/digest.ts'

/** Larger files would cost their whole deadline: sha256 does about 1.5 GB/s on one core of 2026. */
const LARGEST = 8 * 1024 ** 3
const PIECE = 4 * 1024 * 1024

/**
 * `sha256:` and 64 hexadecimal digits of all bytes, so that a waiver can name this very file; undefined for what is too large.
 * Only asked for when something was found: a clean file is not read to its end. Throws what the source throws.
 */
export async function fileDigest(source: ByteSource): Promise<string | undefined> {
  if (source.size > LARGEST) return undefined
  const hash = sha256()
  for (let offset = 0; offset < source.size; offset += PIECE) {
    const piece = await source.slice(offset, PIECE)
    // The file became shorter while it was read: what was hashed is no file that was there.
    if (piece.length === 0) return undefined
    hash.update(piece)
  }
  return `sha256:${hash.digest('hex')}`
}
