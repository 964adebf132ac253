import * as ruleRegistry from '../analysis/rules.ts'
import * as extractorRegistry from '../inventory/extractors.ts'
import type { Extractor } from '../inventory/extractor.ts'
import type { BomRule, FileRule } from '../model/rule.ts'

/** All registered extractors, by id. */
export const EXTRACTORS: readonly Extractor[] = sortedById(Object.values<Extractor>(extractorRegistry))

const ALL_RULES = sortedById(Object.values<FileRule | BomRule>(ruleRegistry))

/** Rules that see bytes, by id. */
export const FILE_RULES: readonly FileRule[] = ALL_RULES.filter((rule) => 'files' in rule)

/** Rules that see the inventory, by id. */
export const BOM_RULES: readonly BomRule[] = ALL_RULES.filter((rule): rule is BomRule => !('files' in rule))

function sortedById<T extends { readonly id: string }>(plugins: readonly T[]): readonly T[] {
  return plugins.toSorted((a, b) => (a.id < b.id ? -1 : 1))
}
