import { literalsOf } from '../../../base/pattern-literals.ts'
import { parsePattern } from '../../../base/pattern-parser.ts'
import type { WrittenPattern } from './user-rule.ts'

/** Shorter ones would be hits everywhere. */
export const SHORTEST_KEYWORD = 3

/** The keywords given, in lower case, or where there are none the literal texts that every match of the pattern holds. */
export function keywordsFor(given: readonly string[], { source, flags }: WrittenPattern): readonly string[] {
  const usable = [...new Set(given.map((keyword) => keyword.toLowerCase()))]
  if (usable.length > 0 && usable.every((keyword) => keyword.length >= SHORTEST_KEYWORD)) return usable
  return literalsOf(parsePattern(source, flags), SHORTEST_KEYWORD)
}
