import { withoutLeadingZeros } from './characters.ts'

/**
 * Sort keys: a version is translated once into a text whose order by UTF-16 code unit is the order of versions, so that a
 * comparison is one comparison of strings and a key can be stored, indexed and remembered. The parts below are
 * self-delimiting: no part is the beginning of another, so they can be written one after the other.
 */

/** Below every other character used in a key: it ends a list, so that the shorter list comes first. */
export const END = '!'

/** Above every other character used in a key: the place just behind everything that begins with the key before it. */
export const BEHIND = '~'

/** Negative, zero or positive, as the first key comes before, with or after the second. */
export function compareKeys(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/**
 * A non-negative number of any length, given by its digits: a letter for the number of digits, then the digits. Linear in
 * the length (a BigInt of 10,000 digits is not), exact beyond 2^53. `0` -> `A`, `7` -> `B7`, `10` -> `C10`.
 */
export function numberKey(digits: string): string {
  const significant = withoutLeadingZeros(digits)
  return lengthKey(significant.length) + significant
}

/** Ends with two NULs; a NUL inside is followed by 1, so that no text is the beginning of another. */
export function textKey(text: string): string {
  const escaped = text.includes('\u0000') ? text.replaceAll('\u0000', '\u0000\u0001') : text
  return `${escaped}\u0000\u0000`
}

/** Up to 24 digits in one letter; longer numbers say `Z` and then the length as a number of its own. */
function lengthKey(length: number): string {
  return length < 25 ? String.fromCharCode(65 + length) : `Z${numberKey(String(length))}`
}
