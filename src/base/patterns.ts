import { patternCost } from './pattern-cost.ts'
import { parsePattern } from './pattern-parser.ts'
import { PatternMistake } from './pattern-tree.ts'

/**
 * The most steps that trying a pattern at one place may take: a few milliseconds on the nastiest text. A pattern of a token takes a few hundred, one with
 * three repetitions that can trade characters up to two million (the usual "keyword, up to 20 characters, sign, value"), `(a+)+` has no bound.
 */
export const PATTERN_STEPS = 2_000_000

/**
 * Compiles a pattern that is data: of a user, of a rule file. `reach` is how many characters it will see at most. Throws PatternMistake with the offset
 * for a pattern that has mistakes, or whose time is not bounded by PATTERN_STEPS a place (pattern-cost).
 */
export function compilePattern(source: string, flags: string, reach: number): RegExp {
  const mistake = patternMistake(source, flags, reach)
  if (mistake !== undefined) throw mistake
  return new RegExp(source, flags)
}

/** Why a pattern cannot be used, as the end of a sentence: `has a back reference`. */
export function patternMistake(source: string, flags: string, reach: number): PatternMistake | undefined {
  try {
    const steps = patternCost(parsePattern(source, flags), reach)
    if (steps <= PATTERN_STEPS) return undefined
    return new PatternMistake(`can take ${steps} steps at one place of a text, the limit is ${PATTERN_STEPS}`, 0)
  } catch (error) {
    if (error instanceof PatternMistake) return error
    throw error
  }
}

/** The same pattern with other flags: the `y` or `g` that a search needs. For patterns of our own. */
export function withFlags(pattern: RegExp, flags: string): RegExp {
  return new RegExp(pattern.source, flags)
}
