import * as ruleRegistry from '../analysis/rules.ts'
import type { BomRule, FileRule } from '../model/rule.ts'

const ALL_RULES = Object.values<FileRule | BomRule>(ruleRegistry).toSorted((a, b) => (a.id < b.id ? -1 : 1))

/** Rules that see bytes, by id. */
export const FILE_RULES: readonly FileRule[] = ALL_RULES.filter((rule) => 'files' in rule)

/** Rules that see the inventory, by id. */
export const BOM_RULES: readonly BomRule[] = ALL_RULES.filter((rule): rule is BomRule => !('files' in rule))
