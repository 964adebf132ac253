/** Byte classes: what may stand beside a number or not. */
const DIGIT = 1
const LETTER = 2
const UNDERSCORE = 3
const CLASS: Uint8Array = classes()

function classes(): Uint8Array {
  const table = new Uint8Array(256)
  table.fill(DIGIT, 0x30, 0x3a)
  table.fill(LETTER, 0x41, 0x5b)
  table.fill(LETTER, 0x61, 0x7b)
  table[0x5f] = UNDERSCORE
  return table
}

/** A digit of ASCII. */
export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39
}

/** A letter of ASCII. */
export function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && CLASS[byte] === LETTER
}

/** A capital letter of ASCII. */
export function isCapital(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x41 && byte <= 0x5a
}

/** A letter, a digit or an underscore of ASCII. */
export function isWord(byte: number | undefined): boolean {
  return byte !== undefined && CLASS[byte] !== 0
}

/**
 * Whether a value may begin here: not in the middle of a word, a number, a path, an amount. `\n` and its like, written out in a string
 * of JSON, separate although their last character is a letter.
 */
export function startsHere(bytes: Uint8Array, at: number): boolean {
  const before = bytes[at - 1]
  if (before === undefined) return true
  if (CLASS[before] !== 0) return isEscape(bytes, at - 1)
  switch (before) {
    case 0x2e: // . of a decimal or a version; after a word it ends an abbreviation: `Nr.`
      return isLetter(bytes[at - 2])
    case 0x2d: // -
    case 0x2b: // +
    case 0x2f: // /
    case 0x5c: // \
    case 0x25: // %
    case 0x24: // $
    case 0x40: // @
    case 0x7e: // ~
      return false
    default:
      return true
  }
}

/** Whether a value may end before `end`. */
export function endsHere(bytes: Uint8Array, end: number): boolean {
  const after = bytes[end]
  if (after === undefined) return true
  if (CLASS[after] !== 0) return false
  switch (after) {
    case 0x2e: // .
    case 0x2d: // -
    case 0x2f: // /
    case 0x3a: // :
      return !isWord(bytes[end + 1])
    case 0x25: // %
    case 0x40: // @
    case 0x2b: // +
      return false
    default:
      return true
  }
}

/** The letter of `\n`, `\r` or `\t` written with a backslash. */
export function isEscape(bytes: Uint8Array, at: number): boolean {
  const letter = bytes[at]
  return bytes[at - 1] === 0x5c && (letter === 0x6e || letter === 0x72 || letter === 0x74)
}
