import { PERSONAL_KINDS } from '../personal-data/personal-kinds.ts'
import { personalDataScanner } from '../personal-data/personal-data-scanner.ts'
import { GENERIC_FINDERS } from '../secrets/generic/generic-finders.ts'
import { SECRET_RULES } from '../secrets/rules/rules.ts'
import { secretScanner } from '../secrets/secret-scanner.ts'
import { compileUserRules } from '../secrets/user-rules/compile-user-rule.ts'
import type { RuleDoc } from '../../model/rule.ts'
import type { SensitiveScanner } from './sensitive-scanner.ts'
import type { SensitiveSettings } from './sensitive-settings.ts'

/** The scanners that these settings ask for. Each makes its tables with its first scan: one set for each worker. */
export function scannersFor({ personalData, userRules }: SensitiveSettings): readonly SensitiveScanner[] {
  const secrets = secretScanner({ rules: [...SECRET_RULES, ...compileUserRules(userRules)], generic: true })
  return personalData ? [secrets, personalDataScanner()] : [secrets]
}

/** What the rules for secrets and personal data that Assay brings along say of themselves, by id. */
export function sensitiveRules(): readonly RuleDoc[] {
  return [...SECRET_RULES, ...GENERIC_FINDERS.flatMap((finder) => finder.rules), ...PERSONAL_KINDS].toSorted((a, b) =>
    a.id < b.id ? -1 : 1,
  )
}
