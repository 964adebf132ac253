import { classOf, CLASS_COUNT } from './rarity-classes.ts'
import { RARITY_ROWS } from './rarity-table.ts'

/**
 * How surprising a text is to a reader of code and prose, in bits a character: names and words have about 4, random letters and digits about 7. A chain of
 * character pairs, trained by tools/train-rarity.ts. 0 for texts of fewer than two characters.
 */
export function rarity(text: string): number {
  if (text.length < 2) return 0
  let bits = 0
  let before = classOf(text.charCodeAt(0))
  for (let i = 1; i < text.length; i++) {
    const behind = classOf(text.charCodeAt(i))
    bits += TABLE[before * CLASS_COUNT + behind] ?? 0
    before = behind
  }
  return bits / (text.length - 1)
}

const TABLE = Float32Array.from(RARITY_ROWS.flatMap((row) => Array.from(row, quarterBits)))

function quarterBits(digit: string): number {
  return 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.indexOf(digit) / 4
}
