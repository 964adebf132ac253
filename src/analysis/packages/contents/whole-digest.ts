import type { ByteSource } from '../../../base/bytes.ts'
import { sha256 } from '../../../base/digest.ts'
import { memorySource } from '../../../formats/zip-source.ts'
import { partOf } from '../../../formats/source-part.ts'

const PIECE_BYTES = 1024 * 1024
/** What binary readers look at first of a file that is not kept: headers, and at the end sections, directories and signatures. */
const EDGE_BYTES = 256 * 1024

/** The bytes of a file, read once from start to end for their digest. */
export interface Digested {
  readonly sha256: string
  /** From memory up to `holdBytes`; of larger files the first and the last bytes are, what is between them is read again. */
  readonly source: ByteSource
  /** Bytes that could be read; fewer than `source.size` where the source became shorter. */
  readonly read: number
}

/** Reads all of a source. Throws what the source throws: LimitError where the budget of what it is unpacked from ends. */
export async function digested(source: ByteSource, holdBytes: number): Promise<Digested> {
  const hash = sha256()
  if (source.size <= holdBytes) {
    const bytes = await source.slice(0, source.size)
    return { sha256: hash.update(bytes).digest('hex'), source: memorySource(bytes), read: bytes.length }
  }
  const head = await source.slice(0, EDGE_BYTES)
  const tail = Buffer.alloc(EDGE_BYTES)
  const tailStart = source.size - EDGE_BYTES
  let at = 0
  while (at < source.size) {
    const piece = await source.slice(at, PIECE_BYTES)
    if (piece.length === 0) break
    hash.update(piece)
    if (at + piece.length > tailStart)
      tail.set(piece.subarray(Math.max(0, tailStart - at)), Math.max(0, at - tailStart))
    at += piece.length
  }
  return { sha256: hash.digest('hex'), source: edged(source, head, tail, holdBytes), read: at }
}

/** A source of which both ends are in memory. */
function edged(source: ByteSource, head: Uint8Array, tail: Uint8Array, holdBytes: number): ByteSource {
  const tailStart = source.size - tail.length
  return {
    size: source.size,
    all: async () => partOf(source, 0, source.size, holdBytes).all(),
    slice: async (offset, length) => {
      const from = Math.min(Math.max(0, offset), source.size)
      const to = Math.min(from + Math.max(0, length), source.size)
      if (to <= head.length) return head.subarray(from, to)
      if (from >= tailStart) return tail.subarray(from - tailStart, to - tailStart)
      return source.slice(from, to - from)
    },
  }
}
