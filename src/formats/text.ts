import { FormatError } from '../base/errors.ts'
import type { Format } from '../base/bytes.ts'

/** Text as one string: UTF-8 with or without a byte order mark, UTF-16 with one. Windows PowerShell writes the latter (`pip freeze > requirements.txt`). */
export const text: Format<string> = {
  id: 'text',
  parse: (bytes) => decodeText(bytes),
}

/** Decodes; throws FORMAT_ENCODING with the byte where UTF-8 ends. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new FormatError('FORMAT_ENCODING', 'expected UTF-8 or UTF-16 with a byte order mark, found other bytes', {
      byte: firstInvalidByte(bytes),
    })
  }
}

/** The length of the longest valid UTF-8 prefix, by bisection over a streaming decoder: O(n log n), only on the error path. */
function firstInvalidByte(bytes: Uint8Array): number {
  let low = 0
  let high = bytes.length
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (decodesAsPrefix(bytes.subarray(0, middle))) low = middle
    else high = middle - 1
  }
  return low
}

function decodesAsPrefix(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}
