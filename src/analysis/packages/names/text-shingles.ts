/**
 * The hashes of all runs of WORDS words of a text, in lower case, without punctuation and marks of Markdown. At most MOST_CHARACTERS are
 * read. Two texts that share runs share sentences, whatever was moved (Broder 1997, "On the resemblance and containment of documents").
 */
export function textShingles(text: string): ReadonlySet<number> {
  const words =
    text
      .slice(0, MOST_CHARACTERS)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  const shingles = new Set<number>()
  for (let start = 0; start + WORDS <= words.length; start++) shingles.add(hashOf(words, start))
  return shingles
}

/** Short runs are the field's common speech, long ones miss texts with a word replaced here and there. */
export const WORDS = 4
const MOST_CHARACTERS = 256 * 1024

function hashOf(words: readonly string[], start: number): number {
  let hash = 0x811c9dc5
  for (let at = start; at < start + WORDS; at++) {
    const word = words[at] ?? ''
    for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193)
    // What ends a word counts: `ab c` and `a bc` are not one run.
    hash = Math.imul(hash ^ 0x20, 0x01000193)
  }
  return hash >>> 0
}
