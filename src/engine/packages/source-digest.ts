import type { ByteSource } from '../../base/bytes.ts'
import { sha256 } from '../../base/digest.ts'

const PIECE_BYTES = 1024 * 1024

/** The SHA-256 of all bytes, in lower-case hexadecimal, piece by piece. Throws what the source throws. */
export async function sourceDigest(source: ByteSource): Promise<string> {
  const hash = sha256()
  for (let at = 0; at < source.size; at += PIECE_BYTES) hash.update(await source.slice(at, PIECE_BYTES))
  return hash.digest('hex')
}
