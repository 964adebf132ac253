import { PUBLIC_KEY, type SensitiveSettings, type ValueKey } from '../analysis/sensitive/sensitive-settings.ts'
import { UsageError } from '../base/errors.ts'
import type { Policy } from '../model/policy.ts'
import type { Arguments, Context, Option } from './command.ts'

/** Options of every command that looks for secrets beside other things. */
export const SENSITIVE_OPTIONS: readonly Option[] = [
  { name: 'no-secrets', help: 'Do not look for secrets and personal data.' },
  { name: 'no-personal-data', help: 'Look for secrets, not for personal data.' },
]

/** How a scan looks for secrets and personal data; undefined where it was asked not to. Throws USAGE_ARGUMENTS for a wrong key. */
export function sensitiveFor(args: Arguments, context: Context, policy: Policy): SensitiveSettings | undefined {
  if (args.has('no-secrets')) return undefined
  const personalData = policy.sensitive.personalData && !args.has('no-personal-data')
  return { key: keyFor(context, policy), personalData, userRules: [] }
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
