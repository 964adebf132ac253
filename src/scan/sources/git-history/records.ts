import { ExternalError } from '../../../base/errors.ts'

/** A path of Git is at most 4096 bytes on most systems, a ref less; whoever writes more is not telling paths. */
const LONGEST = 64 * 1024

/**
 * Splits bytes at a separator and shows each record where it lies: from `start` to `end` of `bytes`, until the next one. What follows the last
 * separator is shown too when it is not empty. Throws EXTERNAL_GIT for a record of more than 64 KiB.
 */
export async function eachRecord(
  chunks: AsyncIterable<Buffer>,
  separator: number,
  visit: (bytes: Buffer, start: number, end: number) => void,
): Promise<void> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    let start = 0
    for (let end = bytes.indexOf(separator); end >= 0; end = bytes.indexOf(separator, start)) {
      visit(bytes, start, end)
      start = end + 1
    }
    rest = bytes.subarray(start)
    if (rest.length > LONGEST)
      throw new ExternalError('EXTERNAL_GIT', 'git wrote a line of more than 64 kB', { retryable: false })
  }
  if (rest.length > 0) visit(rest, 0, rest.length)
}

/** Line feed and zero. */
export const [LF, NUL] = [0x0a, 0x00]

/** Reads `count` bytes out of hexadecimal digits into `into`; false when there are others. */
export function readHex(bytes: Uint8Array, start: number, into: Uint8Array, count: number): boolean {
  for (let i = 0; i < count; i++) {
    const high = DIGITS[bytes[start + 2 * i] ?? 0] ?? 0
    const low = DIGITS[bytes[start + 2 * i + 1] ?? 0] ?? 0
    if ((high | low) === NONE || high === NONE || low === NONE) return false
    into[i] = high * 16 + low
  }
  return true
}

const NONE = 255

/** Git writes small letters. */
const DIGITS = Uint8Array.from({ length: 256 }, (_, code) => {
  const digit = '0123456789abcdef'.indexOf(String.fromCharCode(code))
  return digit < 0 ? NONE : digit
})
