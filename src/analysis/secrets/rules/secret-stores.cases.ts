import { ALPHANUMERIC, BASE64URL, HEX } from '../../../../test/support/alphabets.ts'
import { ageIdentity } from '../../../../test/support/issued-keys.ts'
import { specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases, SpecimenMaker } from '../secret-cases.ts'

function serviceAccount(make: SpecimenMaker): string {
  const object = {
    signInAddress: 'acme.1password.example',
    userAuth: { method: 'SRPg-4096' },
    email: 'a@b.example',
    srpX: make.text(64, HEX),
    throttleSecret: make.text(40, ALPHANUMERIC),
    deviceUuid: make.text(26, ALPHANUMERIC),
  }
  return `ops_${Buffer.from(JSON.stringify(object)).toString('base64')}`
}

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens('secrets/vault-service-token', 'VAULT_TOKEN', (make) => `hvs.${make.text(94, BASE64URL)}a`, {
    open: true,
    notFound: () => ['hvs.vault_service_token_name\n', 'import hvs.utilities.configuration_loader_module\n'],
  }),
  specimens('secrets/vault-batch-token', 'VAULT_TOKEN', (make) => `hvb.${make.text(180, BASE64URL)}a`, { open: true }),
  specimens('secrets/doppler-token', 'DOPPLER_TOKEN', (make) => `dp.pt.${make.text(43, ALPHANUMERIC)}`, {
    open: true,
    found: (make) => {
      const value = `dp.st.prd.${make.text(43, ALPHANUMERIC)}`
      return [{ text: `DOPPLER_TOKEN=${value}\n`, value }]
    },
  }),
  specimens('secrets/onepassword-service-account', 'OP_SERVICE_ACCOUNT_TOKEN', serviceAccount, { open: true }),
  specimens(
    'secrets/infisical-service-token',
    'INFISICAL_TOKEN',
    (make) => `st.${make.text(24, HEX)}.${make.text(32, HEX)}.${make.text(32, HEX)}`,
  ),
  specimens('secrets/age-identity', 'SOPS_AGE_KEY', ageIdentity, {
    notFound: (make) => [`SOPS_AGE_KEY=AGE-SECRET-KEY-1${make.text(58, 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L')}\n`],
  }),
]
