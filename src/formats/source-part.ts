import type { ByteSource } from '../base/bytes.ts'
import { LimitError } from '../base/errors.ts'

/**
 * `length` bytes of `source` from `offset` as a source of their own; what lies outside `source` is left away. Nothing is
 * read or copied. `all()` throws LIMIT_SIZE above `mostBytes`.
 */
export function partOf(source: ByteSource, offset: number, length: number, mostBytes = DEFAULT_MOST_BYTES): ByteSource {
  const start = Math.min(Math.max(0, offset), source.size)
  const size = Math.min(Math.max(0, length), source.size - start)
  return {
    size,
    all: () => {
      if (size > mostBytes) {
        throw new LimitError('LIMIT_SIZE', `a part of ${size} bytes, the limit is ${mostBytes}`, { byte: start })
      }
      return source.slice(start, size)
    },
    slice: (from, count) => {
      const at = Math.min(Math.max(0, from), size)
      return source.slice(start + at, Math.min(count, size - at))
    },
  }
}

const DEFAULT_MOST_BYTES = 64 * 1024 * 1024

/**
 * A source that is read as a whole with the first look at it and then kept: for parts of streams that can only be read
 * forward, where a look at the end would mean to unpack everything anew. For parts that may be held in memory.
 */
export function heldPart(source: ByteSource): ByteSource {
  let whole: Promise<Uint8Array> | undefined
  const held = (): Promise<Uint8Array> => (whole ??= source.slice(0, source.size))
  return {
    size: source.size,
    all: held,
    slice: async (offset, length) => (await held()).subarray(offset, offset + length),
  }
}

/** The bytes of a source from `from` to `to`, in pieces of `pieceBytes`. */
export async function* piecesOf(
  source: ByteSource,
  from: number,
  to: number,
  pieceBytes: number,
): AsyncGenerator<Uint8Array> {
  for (let at = from; at < to;) {
    const piece = await source.slice(at, Math.min(pieceBytes, to - at))
    // A source that shrank under us must not make this loop endless.
    if (piece.length === 0) return
    yield piece
    at += piece.length
  }
}

/** Bytes as a Buffer over the same memory, for its number readers. */
export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
