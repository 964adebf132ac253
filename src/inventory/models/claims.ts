import { excerpt } from '../../base/escape.ts'
import { items, scalarText, type TreeValue } from '../../formats/tree.ts'
import type { ModelClaims } from '../../model/model-clue.ts'

/** A card can list more; nobody reads them. */
const MOST_VALUES = 100
const LONGEST_VALUE = 200

/** Nothing is claimed. */
export const NO_CLAIMS: ModelClaims = { licenses: [], baseModels: [], datasets: [] }

/** A text or a list of texts, as people write both in cards; each cut to a readable length. */
export function textsOf(value: TreeValue | undefined): readonly string[] {
  const own = claimText(value)
  if (own !== undefined) return [own]
  return items(value)
    .slice(0, MOST_VALUES)
    .flatMap((item) => claimText(item) ?? [])
}

/** One text; undefined for anything else and for an empty one. */
export function claimText(value: TreeValue | undefined): string | undefined {
  const text = scalarText(value)
  return text === undefined || text.trim() === '' ? undefined : excerpt(text, LONGEST_VALUE)
}
