/** Length of the longest phrase that is looked up, in words. */
export const LONGEST_PHRASE = 3

/** The hash of one more byte of a word (FNV-1a); `byte` in lower case. */
export function hashByte(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, 0x01000193)
}

export const EMPTY_HASH = 0x811c9dc5

/** The hash of a phrase from that of its beginning and that of the word that follows. */
export function hashPhrase(before: number, word: number): number {
  return Math.imul(before ^ 0x9e3779b9, 0x01000193) + word || 0
}

/** What a byte is in a word: 0 nothing, 1 a small letter or a byte of a letter beyond ASCII, 2 a capital. */
export const LETTER_CLASS: Uint8Array = letterClasses()

function letterClasses(): Uint8Array {
  const classes = new Uint8Array(256)
  classes.fill(1, 0x61, 0x7b)
  classes.fill(1, 0x80)
  classes.fill(2, 0x41, 0x5b)
  return classes
}
