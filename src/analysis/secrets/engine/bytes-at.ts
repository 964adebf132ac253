import { type CharacterSet, characterSet, charactersOf, union } from '../../../base/character-set.ts'

/** Letters, digits, `_` and `-`: what a name or a token goes on with. */
export const NAME_BYTES = characterSet((character) => /[A-Za-z0-9_-]/.test(character))
export const HEX_BYTES = characterSet((character) => /[0-9A-Fa-f]/.test(character))
/** Both alphabets of base64 (RFC 4648, sections 4 and 5), without padding. */
export const BASE64_BYTES = characterSet((character) => /[A-Za-z0-9+/_-]/.test(character))
/** What can stand in a percent-encoded value: the unreserved characters of RFC 3986 and those that usually stand between them. */
export const URL_BYTES = union(NAME_BYTES, charactersOf('.~%+/:@=&?!$,;*#'))
export const PRINTABLE_BYTES = characterSet((_, code) => (code >= 0x20 && code < 0x7f) || (code >= 9 && code <= 13))

/** Text of one character a byte; `from` and `to` may lie outside. */
export function latin1(bytes: Uint8Array, from: number, to: number): string {
  const buffer = bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return buffer.toString('latin1', from, to)
}

/** The first offset from `from` on, at most `limit`, at which a byte is outside the set. */
export function runEnd(bytes: Uint8Array, from: number, limit: number, set: CharacterSet): number {
  let at = from
  while (at < limit && set[bytes[at] ?? 0] === 1) at++
  return at
}

/** The last offset down to `limit` such that all bytes from it up to `from` are in the set. */
export function runStart(bytes: Uint8Array, from: number, limit: number, set: CharacterSet): number {
  let at = from
  while (at > limit && set[bytes[at - 1] ?? 0] === 1) at--
  return at
}

/** Does this text stand at an offset? */
export function standsAt(bytes: Uint8Array, text: Uint8Array, at: number): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text[i]) return false
  return true
}

/** The last offset from `from` up to `to` at which a byte stands; -1 where it does not. */
export function lastOf(bytes: Uint8Array, byte: number, from: number, to: number): number {
  let at = to - 1
  while (at >= from && bytes[at] !== byte) at--
  return at < from ? -1 : at
}
