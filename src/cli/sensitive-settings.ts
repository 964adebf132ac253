import { PUBLIC_KEY, type SensitiveSettings, type ValueKey } from '../analysis/sensitive/sensitive-settings.ts'
import type { UserRule, UserRules } from '../analysis/secrets/user-rules/user-rule.ts'
import { UsageError } from '../base/errors.ts'
import { DEFAULT_LIMITS } from '../base/limits.ts'
import type { Policy } from '../model/policy.ts'
import type { Arguments, Context, Option } from './command.ts'
import { operatorFile } from './operator-file.ts'
import type { LoadedPolicy } from './policy-source.ts'
import { validationFor } from './validation-options.ts'

/** Options of every command that looks for secrets beside other things. */
export const SENSITIVE_OPTIONS: readonly Option[] = [
  { name: 'no-secrets', help: 'Do not look for secrets and personal data.' },
  { name: 'no-personal-data', help: 'Look for secrets, not for personal data.' },
  {
    name: 'secret-rules',
    value: 'FILE',
    multiple: true,
    help: 'Further rules for secrets: our YAML, or the TOML of gitleaks.',
  },
]

/**
 * How a scan looks for secrets and personal data; undefined where it was asked not to. Throws USAGE_ARGUMENTS for a wrong key or provider and
 * USAGE_POLICY for rules that cannot be used.
 */
export async function sensitiveFor(
  args: Arguments,
  context: Context,
  { policy, read }: LoadedPolicy,
): Promise<SensitiveSettings | undefined> {
  if (args.has('no-secrets')) return undefined
  const userRules: UserRule[] = []
  for (const file of policy.sensitive.ruleFiles) userRules.push(...(await rulesIn(file, await read(file))))
  for (const file of args.values('secret-rules')) {
    userRules.push(...(await rulesIn(file, await operatorFile(context.folder, file, 'the rules'))))
  }
  const personalData = policy.sensitive.personalData && !args.has('no-personal-data')
  const validate = await validationFor(args, context)
  const settings = { key: keyFor(context, policy), personalData, userRules }
  return validate === undefined ? settings : { ...settings, validate }
}

/** Loaded with the first file of rules. */
async function rulesIn(file: string, bytes: Uint8Array): Promise<readonly UserRule[]> {
  const { rules, problems } = await readRules(file, bytes)
  const [first] = problems
  if (first === undefined) return rules
  const others = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
  throw new UsageError('USAGE_POLICY', `${file}:${first.line}: ${first.message}${others}`)
}

async function readRules(file: string, bytes: Uint8Array): Promise<UserRules> {
  if (file.endsWith('.toml')) {
    const { readGitleaksRules } = await import('../analysis/secrets/user-rules/read-gitleaks-rules.ts')
    return readGitleaksRules(bytes, DEFAULT_LIMITS)
  }
  const { readUserRules } = await import('../analysis/secrets/user-rules/read-user-rules.ts')
  return readUserRules(bytes, DEFAULT_LIMITS)
}

/** ASSAY_FINGERPRINT_KEY, else the one in assay.yaml, else the one that everybody knows. */
function keyFor({ environment }: Context, policy: Policy): ValueKey {
  const given = environment['ASSAY_FINGERPRINT_KEY'] ?? ''
  if (given !== '') {
    if (/^[0-9a-f]{64}$/.test(given)) return { hex: given, secret: true }
    // Not even the wrong key is shown: it may be the right one with a blank too many.
    const hint = 'Make one with `assay secrets key`.'
    throw new UsageError(
      'USAGE_ARGUMENTS',
      `expected ASSAY_FINGERPRINT_KEY to be 64 hexadecimal digits, found ${given.length} characters`,
      hint,
    )
  }
  const written = policy.sensitive.fingerprintKey
  return written === undefined ? PUBLIC_KEY : { hex: written, secret: true }
}
