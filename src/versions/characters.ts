/** Is it made of the digits 0 to 9 only, at least one of them? */
export function isDigits(text: string): boolean {
  return text !== '' && !/[^0-9]/.test(text)
}

/** `007` -> `7`, `000` -> the empty text. */
export function withoutLeadingZeros(digits: string): string {
  let zeros = 0
  while (digits.charCodeAt(zeros) === 48) zeros += 1
  return zeros === 0 ? digits : digits.slice(zeros)
}

/** The next number, digit by digit: `9` -> `10`. */
export function incremented(digits: string): string {
  let nines = 0
  while (nines < digits.length && digits.charAt(digits.length - 1 - nines) === '9') nines += 1
  const head = digits.slice(0, digits.length - nines)
  return `${head === '' ? '1' : lastDigitRaised(head)}${'0'.repeat(nines)}`
}

/** Is there a digit 0 to 9 at this index? False outside the text. */
export function isDigitAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code >= 48 && code <= 57
}

/** Is there a letter A to Z, of either case, at this index? False outside the text. */
export function isLetterAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at) | 32
  return code >= 97 && code <= 122
}

/**
 * A text without the characters at its end that a question is true of. A pattern such as `/[0-9]+$/` would ask the same and
 * take time quadratic in the length of a run of digits that is not at the end.
 */
export function withoutEnd(text: string, drops: (character: string) => boolean): string {
  let end = text.length
  while (end > 0 && drops(text.charAt(end - 1))) end -= 1
  return end === text.length ? text : text.slice(0, end)
}

function lastDigitRaised(digits: string): string {
  return digits.slice(0, -1) + String(Number(digits.slice(-1)) + 1)
}
