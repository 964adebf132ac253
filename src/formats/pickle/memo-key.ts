/** Fifteen digits are exact as a number; a key beyond needs a memo that no machine has. */
const MOST_DIGITS = 15

/**
 * The key on the line of GET or PUT, as CPython's `int()` reads it: blanks around it, a sign, underscores between digits and zeros
 * before them are allowed, and its C reader (PyLong_FromString on a C string) stops at a NUL. Undefined where every loader
 * raises an error.
 */
export function memoKey(line: string): number | undefined {
  const nul = line.indexOf('\0')
  const text = (nul < 0 ? line : line.slice(0, nul)).trim()
  if (!/^[+-]?\d[\d_]*$/.test(text) || text.endsWith('_') || text.includes('__')) return undefined
  const digits = text.replace(/[+_-]/g, '').replace(/^0+(?=\d)/, '')
  if (digits.length > MOST_DIGITS || (text.startsWith('-') && digits !== '0')) return undefined
  return Number(digits)
}
