import { ageIdentity } from '../checksums/bech32.ts'
import { onePasswordToken } from '../checksums/structured-keys.ts'
import type { SecretRule } from '../secret-rule.ts'
import { secretRule } from './secret-facts.ts'

const KEYS = 'One secret here is all the secrets behind it.'
const VAULT = {
  provider: 'HashiCorp Vault',
  severity: 'critical' as const,
  revoke: 'https://developer.hashicorp.com/vault/docs/commands/token/revoke',
}

/** What opens stores of secrets: the worst of all to leave in a file. */
export const secretStoreRules: readonly SecretRule[] = [
  secretRule({
    ...VAULT,
    id: 'secrets/vault-service-token',
    kind: 'service token',
    can: 'read and write the secrets that its policies allow, and make further tokens',
    also: KEYS,
    place: '`vault token revoke`',
    anchors: ['hvs.'],
    shape: /hvs\.[A-Za-z0-9_-]{24,160}/,
    longest: 164,
    entropy: 3.6,
  }),
  secretRule({
    ...VAULT,
    id: 'secrets/vault-batch-token',
    kind: 'batch token',
    can: 'read and write the secrets that its policies allow until it ends',
    also: 'A batch token cannot be revoked by itself, only with the token that made it.',
    place: '`vault token revoke` on its parent',
    anchors: ['hvb.'],
    shape: /hvb\.[A-Za-z0-9_-]{120,320}/,
    longest: 324,
    entropy: 3.6,
  }),
  secretRule({
    id: 'secrets/doppler-token',
    provider: 'Doppler',
    kind: 'token',
    severity: 'critical',
    can: 'read the secrets of the configuration, project or person it was made for',
    also: KEYS,
    place: 'Tokens, or Access of the configuration',
    revoke: 'https://docs.doppler.com/docs/service-tokens',
    anchors: ['dp.pt.', 'dp.st.', 'dp.ct.', 'dp.sa.', 'dp.scim.', 'dp.audit.'],
    shape: /dp\.(?:pt|ct|sa|scim|audit|st(?:\.[a-z0-9_-]{1,60})?)\.[A-Za-z0-9]{40,44}/,
    longest: 120,
  }),
  secretRule({
    id: 'secrets/onepassword-service-account',
    provider: '1Password',
    kind: 'service account token',
    severity: 'critical',
    can: 'read, and if so allowed change, the vaults it was made for',
    also: KEYS,
    place: 'Developer → Service Accounts → Revoke',
    revoke: 'https://www.1password.dev/service-accounts/manage-service-accounts',
    anchors: ['ops_eyJ'],
    shape: /ops_eyJ[A-Za-z0-9+/_-]{200,2000}={0,2}/,
    boundary: /[A-Za-z0-9+/_-]/,
    longest: 2010,
    check: onePasswordToken,
  }),
  secretRule({
    id: 'secrets/infisical-service-token',
    provider: 'Infisical',
    kind: 'service token',
    severity: 'critical',
    can: 'read, and if so allowed change, the secrets of the environment it was made for, and decrypt them',
    also: KEYS,
    place: 'Project → Access Control → Service Tokens',
    revoke: 'https://infisical.com/docs/documentation/platform/token',
    anchors: ['st.'],
    shape: /st\.[0-9a-f]{24}\.[0-9a-f]{32}\.[0-9a-f]{32}/,
    longest: 93,
  }),
  secretRule({
    id: 'secrets/age-identity',
    provider: 'age',
    kind: 'secret key',
    severity: 'critical',
    can: 'decrypt every file that was encrypted to it, those of SOPS included',
    also: 'Files that were copied stay readable with it for ever: change what is in them, too.',
    place: 'make a new identity and encrypt everything again',
    revoke: 'https://age-encryption.org/v1',
    anchors: ['AGE-SECRET-KEY-1'],
    shape: /AGE-SECRET-KEY-1[AC-HJ-NP-Z02-9]{58}/,
    longest: 74,
    check: ageIdentity,
  }),
]
