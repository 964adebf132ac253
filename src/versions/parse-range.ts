import type { RangeSyntax } from '../model/package-mention.ts'
import { condaRange } from './conda-range.ts'
import type { ParsedRange } from './parsed-range.ts'
import { pep440Range } from './pep440-range.ts'
import { poetryRange } from './poetry-range.ts'
import { semverRange } from './semver-range.ts'

/**
 * What a requirement allows, from its text. Throws FormatError FORMAT_SYNTAX where the text does not follow its language,
 * saying what was expected and what was found, and LimitError LIMIT_DEPTH for conda's parentheses. Linear in the text, up
 * to sorting its clauses.
 */
export function parseRange(text: string, syntax: RangeSyntax): ParsedRange {
  return READERS[syntax](text)
}

const READERS: Readonly<Record<RangeSyntax, (text: string) => ParsedRange>> = {
  pep440: pep440Range,
  poetry: poetryRange,
  semver: semverRange,
  conda: condaRange,
}
