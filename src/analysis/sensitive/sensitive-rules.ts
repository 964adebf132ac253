import type { RuleDoc } from '../../model/rule.ts'

/** What the rules for secrets and personal data say of themselves, by id. */
export function sensitiveRules(): readonly RuleDoc[] {
  return []
}
