import { createHash, type Hash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { ByteSource } from '../../../base/bytes.ts'
import type { OciDigest } from '../../../formats/oci/digest.ts'

const PIECE_BYTES = 1024 * 1024

/** A source that hashes while it is read: every byte once and in order, wherever the readers jump. */
export interface HashedSource extends ByteSource {
  /** Reads what nobody has read and gives the digest in hexadecimal. */
  digest(): Promise<string>
}

/** Over a source that does not change. */
export function hashedSource(source: ByteSource, algorithm: OciDigest['algorithm']): HashedSource {
  const hash: Hash = createHash(algorithm)
  let hashed = 0
  let known: string | undefined
  const hashUpTo = async (end: number): Promise<void> => {
    while (hashed < end) {
      const piece = await source.slice(hashed, Math.min(PIECE_BYTES, end - hashed))
      if (piece.length === 0) return
      hash.update(piece)
      hashed += piece.length
      // Gigabytes may be left of a layer that was given up: Ctrl-C must still be heard.
      await setImmediate()
    }
  }
  return {
    size: source.size,
    all: () => source.all(),
    slice: async (offset, length) => {
      await hashUpTo(Math.min(offset, source.size))
      const bytes = await source.slice(offset, length)
      const fresh = bytes.subarray(Math.min(bytes.length, Math.max(0, hashed - offset)))
      hash.update(fresh)
      hashed += fresh.length
      return bytes
    },
    digest: async () => {
      await hashUpTo(source.size)
      return (known ??= hash.digest('hex'))
    },
  }
}
