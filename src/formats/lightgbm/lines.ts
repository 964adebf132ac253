import type { ByteSource } from '../../base/bytes.ts'

/** A line without its end, and where it begins. */
export interface Line {
  readonly text: string
  readonly byte: number
  /** It was longer than `MOST_BYTES`; the rest of it was passed over. */
  readonly cut: boolean
}

const PIECE_BYTES = 1024 * 1024
/** Names of half a million features. */
const MOST_BYTES = 16 * 1024 * 1024
const NEWLINE = 0x0a

/** The lines of a text of any size, byte for byte (latin-1): the structure is ASCII, names are not looked into. */
export async function* linesOf(source: ByteSource): AsyncGenerator<Line> {
  let parts: Uint8Array[] = []
  let kept = 0
  let length = 0
  let start = 0
  const finished = (): Line => {
    const text = Buffer.concat(parts).toString('latin1')
    const line = { text: text.endsWith('\r') ? text.slice(0, -1) : text, byte: start, cut: length > kept }
    start += length + 1
    parts = []
    kept = 0
    length = 0
    return line
  }
  const add = (bytes: Uint8Array): void => {
    length += bytes.length
    const room = bytes.subarray(0, Math.max(0, MOST_BYTES - kept))
    kept += room.length
    if (room.length > 0) parts.push(room)
  }
  for (let at = 0; at < source.size;) {
    const piece = await source.slice(at, Math.min(PIECE_BYTES, source.size - at))
    if (piece.length === 0) break
    at += piece.length
    let from = 0
    for (let end = piece.indexOf(NEWLINE); end >= 0; end = piece.indexOf(NEWLINE, from)) {
      add(piece.subarray(from, end))
      yield finished()
      from = end + 1
    }
    add(piece.subarray(from))
  }
  if (length > 0) yield finished()
}
