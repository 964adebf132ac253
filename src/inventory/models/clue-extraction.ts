import type { Diagnostic } from '../../model/diagnostic.ts'
import type { ModelClue } from '../../model/model-clue.ts'
import type { Extraction, Include } from '../../model/package-mention.ts'

/** What a file says of a model, of no packages. */
export function clueExtraction(
  clues: readonly ModelClue[],
  includes: readonly Include[] = [],
  diagnostics: readonly Diagnostic[] = [],
): Extraction {
  return { mentions: [], edges: [], includes, clues, diagnostics }
}
