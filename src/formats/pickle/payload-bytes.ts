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
  const { offset, length, coding } = constant.payload
  if (length > most) return undefined
  const raw = (await source.slice(offset, length)).slice()
  if (coding === 'quoted') return Buffer.from(unescapeString(Buffer.from(raw).toString('latin1')).text, 'latin1')
  if (coding === 'escaped') return Buffer.from(unescapeRaw(Buffer.from(raw).toString('latin1')).text, 'utf8')
  return raw
}
