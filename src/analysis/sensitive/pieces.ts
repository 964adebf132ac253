import type { ByteSource } from '../../base/bytes.ts'

/** Of a text, or of bytes, that are looked at one after the other. */
export interface Piece {
  readonly bytes: Uint8Array
  /** Of the first byte, in the source. */
  readonly offset: number
  /** A match belongs to this piece when it starts here or later … */
  readonly from: number
  /** … and before this; both in the source. */
  readonly to: number
}

/** Large enough that the reach at both ends costs nothing, small enough that memory stays flat. */
export const PIECE_BYTES = 4 * 1024 * 1024

/** The bytes from `from` to `to` in pieces that see `reach` bytes more at both ends: no match is cut, none belongs to two. */
export async function* piecesOf(
  source: ByteSource,
  { from, to, reach }: { readonly from: number; readonly to: number; readonly reach: number },
): AsyncGenerator<Piece, void, void> {
  for (let at = from; at < to; at += PIECE_BYTES) {
    const end = Math.min(to, at + PIECE_BYTES)
    const offset = Math.max(from, at - reach)
    const bytes = await source.slice(offset, Math.min(to, end + reach) - offset)
    if (bytes.length === 0) return
    yield { bytes, offset, from: at, to: end }
  }
}
