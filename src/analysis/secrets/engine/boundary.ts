import type { CharacterSet } from '../../../base/character-set.ts'
import { HEX_BYTES, runStart } from './bytes-at.ts'

/**
 * Does a value stand by itself, or is it a part of something longer? The letter that ends an escape sequence is no neighbour: the `n` of `\n` in JSON and in
 * notebooks, the digits of `%3D` and `\u0022`, the `m` that ends a colour of a terminal.
 */
export function standsAlone(bytes: Uint8Array, start: number, end: number, boundary: CharacterSet): boolean {
  if (end < bytes.length && boundary[bytes[end] ?? 0] === 1) return false
  return beginsAlone(bytes, start, boundary)
}

/** The first half of `standsAlone`, for a value whose end is not known yet. */
export function beginsAlone(bytes: Uint8Array, start: number, boundary: CharacterSet): boolean {
  return start === 0 || boundary[bytes[start - 1] ?? 0] !== 1 || endsEscape(bytes, start)
}

const BACKSLASH = 0x5c
const ONE_LETTER = new Set(Buffer.from('nrtbfv0'))
/** `\u0041`, `\x41`, `%41`: marks before hexadecimal digits, and how many those are. */
const MARKED = [
  { mark: Buffer.from('\\u'), digits: 4 },
  { mark: Buffer.from('\\x'), digits: 2 },
  { mark: Buffer.from('%'), digits: 2 },
] as const

function endsEscape(bytes: Uint8Array, end: number): boolean {
  const last = bytes[end - 1] ?? 0
  if (bytes[end - 2] === BACKSLASH && ONE_LETTER.has(last)) return true
  if (last === LETTER_M) return endsColour(bytes, end)
  return MARKED.some(({ mark, digits }) => {
    const from = end - digits - mark.length
    if (from < 0 || !mark.every((byte, index) => bytes[from + index] === byte)) return false
    return runStart(bytes, end, end - digits, HEX_BYTES) === end - digits
  })
}

const LETTER_M = 0x6d
const BRACKET = 0x5b
/** Long enough for `38;2;255;255;255`. */
const COLOUR_LENGTH = 20

/** `ESC [ 3 1 m` (ECMA-48, SGR); the ESC may itself be written as `\u001b`. */
function endsColour(bytes: Uint8Array, end: number): boolean {
  for (let at = end - 2; at >= Math.max(0, end - COLOUR_LENGTH); at--) {
    const byte = bytes[at] ?? 0
    if (byte === BRACKET) return true
    if (byte !== 0x3b && (byte < 0x30 || byte > 0x39)) return false
  }
  return false
}
