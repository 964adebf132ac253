import type { PersonalKind } from '../personal-kind.ts'
import { EMPTY_HASH, hashByte, hashPhrase, LETTER_CLASS } from './word-hash.ts'

/** Words and phrases that announce kinds of personal data, for one look-up a word. */
export interface WordTable {
  /** Not zero where a phrase of this hash (its low 16 bits) may stand: saves the look-up for nearly every word of a text. */
  readonly filter: Uint8Array
  readonly kinds: ReadonlyMap<number, ReadonlySet<PersonalKind>>
}

/** The table of the words of these kinds. */
export function wordTable(kinds: readonly PersonalKind[]): WordTable {
  const filter = new Uint8Array(0x10000)
  const table = new Map<number, Set<PersonalKind>>()
  for (const kind of kinds) {
    for (const phrase of kind.words) {
      const hash = phraseHash(phrase)
      filter[hash & 0xffff] = 1
      const known = table.get(hash)
      if (known === undefined) table.set(hash, new Set([kind]))
      else known.add(kind)
    }
  }
  return { filter, kinds: table }
}

/** Words of UTF-8 bytes, as a scan meets them: everything that is no letter separates. */
function phraseHash(phrase: string): number {
  let hash = 0
  let word = EMPTY_HASH
  let length = 0
  for (const byte of [...Buffer.from(phrase, 'utf8'), 0x20]) {
    if (LETTER_CLASS[byte] !== 0) {
      word = hashByte(word, byte)
      length++
    } else if (length > 0) {
      hash = hash === 0 ? word : hashPhrase(hash, word)
      word = EMPTY_HASH
      length = 0
    }
  }
  return hash
}
