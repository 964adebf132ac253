/** Which of the 256 characters of latin1 (one byte each) belong to a class. */
export type CharacterSet = Uint8Array

export const CHARACTERS = 256

/** The set of the characters a predicate takes. */
export function characterSet(holds: (character: string, code: number) => boolean): CharacterSet {
  return Uint8Array.from({ length: CHARACTERS }, (_, code) => Number(holds(String.fromCharCode(code), code)))
}

/** The set of the characters that stand in a text. */
export function charactersOf(text: string): CharacterSet {
  const set = new Uint8Array(CHARACTERS)
  for (let i = 0; i < text.length; i++) set[text.charCodeAt(i)] = 1
  return set
}

export function union(a: CharacterSet, b: CharacterSet): CharacterSet {
  return a.map((flag, code) => flag | (b[code] ?? 0))
}

export function complement(set: CharacterSet): CharacterSet {
  return set.map((flag) => 1 - flag)
}

export function overlaps(a: CharacterSet, b: CharacterSet): boolean {
  return a.some((flag, code) => flag !== 0 && b[code] !== 0)
}

/** The set with the other case of every ASCII letter in it, as the flag `i` reads it. */
export function withBothCases(set: CharacterSet): CharacterSet {
  const both = set.slice()
  for (let lower = 0x61; lower <= 0x7a; lower++) {
    const upper = lower - 0x20
    const has = (set[lower] ?? 0) | (set[upper] ?? 0)
    both[lower] = has
    both[upper] = has
  }
  return both
}
