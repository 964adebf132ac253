const BASE36 = '0123456789abcdefghijklmnopqrstuvwxyz'
/** Digits, capitals, small letters: the order GitHub and Microsoft use. */
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** RFC 4648, section 6. */
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** A whole number in the digits of `alphabet`, most significant first; `0` gives the first digit. */
export function encodeNumber(number: number, alphabet: string): string {
  let rest = number
  let text = ''
  do {
    text = alphabet.charAt(rest % alphabet.length) + text
    rest = Math.floor(rest / alphabet.length)
  } while (rest > 0)
  return text
}

/** Base 62, padded with `0` on the left to `width`. */
export function base62(number: number, width: number): string {
  return encodeNumber(number, BASE62).padStart(width, '0')
}

/** Base 36 in small letters, padded with `0` on the left to `width`. */
export function base36(number: number, width: number): string {
  return encodeNumber(number, BASE36).padStart(width, '0')
}

/** Four bytes as hexadecimal digits, most significant byte first. */
export function hex32(number: number): string {
  return number.toString(16).padStart(8, '0')
}

/** Base32 of RFC 4648 without padding. */
export function encodeBase32(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += BASE32.charAt((held >> bits) & 31)
    }
  }
  return bits === 0 ? text : text + BASE32.charAt((held << (5 - bits)) & 31)
}

/** The bytes of base32 text in capitals or small letters, unfinished bits dropped; `undefined` for any other character. */
export function decodeBase32(text: string): Uint8Array | undefined {
  const bytes: number[] = []
  let bits = 0
  let held = 0
  for (const character of text.toUpperCase()) {
    const value = BASE32.indexOf(character)
    if (value < 0) return undefined
    held = ((held << 5) | value) & 0xfff
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes.push((held >> bits) & 0xff)
  }
  return Uint8Array.from(bytes)
}

/** The bytes of base64 or base64url text with or without padding; `undefined` for any other character or an impossible length. */
export function decodeBase64(text: string): Buffer | undefined {
  const body = text.replace(/={1,2}$/, '')
  if (body.length % 4 === 1 || !/^[A-Za-z0-9+/_-]*$/.test(body)) return undefined
  return Buffer.from(body, 'base64')
}

/** What a JSON object says, read from bytes; `undefined` where they hold no JSON object. */
export function jsonObject(bytes: Uint8Array | undefined): Readonly<Record<string, unknown>> | undefined {
  if (bytes === undefined) return undefined
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return isRecord(value) ? value : undefined
  } catch {
    // Not UTF-8 or not JSON: the value is no token of this kind, which is the answer.
    return undefined
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
