import type { ByteSource } from '../../base/bytes.ts'
import { unescapeRaw, unescapeString } from './escapes.ts'
import type { Constant } from './report.ts'

/**
 * All bytes of a constant, decoded: UTF-8 for text, the bytes themselves for bytes and for the strings of Python 2.
 * Undefined when there are more than `most`. Throws what the source throws.
 */
export async function payloadBytes(
  constant: Constant,
  source: ByteSource,
  most: number,
): Promise<Uint8Array | undefined> {
  const { offset, coding } = constant.payload
  const isLine = coding === 'quoted' || coding === 'escaped'
  const length = isLine && constant.cut ? await lineLength(source, offset, most) : constant.payload.length
  if (length > most) return undefined
  const raw = (await source.slice(offset, length)).slice()
  if (coding === 'quoted') return Buffer.from(unescapeString(Buffer.from(raw).toString('latin1')).text, 'latin1')
  if (coding === 'escaped') return Buffer.from(unescapeRaw(Buffer.from(raw).toString('latin1')).text, 'utf8')
  return raw
}

const PIECE_BYTES = 64 * 1024

/** Of a line only the start was read when the constant was: its end is looked for here. More than `most` when it is further away. */
async function lineLength(source: ByteSource, offset: number, most: number): Promise<number> {
  for (let at = offset; at - offset <= most; at += PIECE_BYTES) {
    const piece = await source.slice(at, PIECE_BYTES)
    const end = piece.indexOf(0x0a)
    if (end >= 0) return at - offset + end
    if (piece.length < PIECE_BYTES) return at - offset + piece.length
  }
  return most + 1
}
