import { ALPHANUMERIC, HEX } from '../../../../test/support/alphabets.ts'
import { jsonWebToken } from '../../../../test/support/issued-keys.ts'
import { specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases, SpecimenMaker } from '../secret-cases.ts'

function roleKey(make: SpecimenMaker, role: string): string {
  return jsonWebToken(make, {
    iss: 'supabase',
    ref: make.text(20, 'abcdefghijklmnopqrstuvwxyz'),
    role,
    iat: 1_700_000_000,
    exp: 2_015_000_000,
  })
}

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens(
    'secrets/supabase-secret-key',
    'SUPABASE_SECRET_KEY',
    (make) => `sb_secret_${make.text(22, ALPHANUMERIC)}_${make.text(8, ALPHANUMERIC)}`,
  ),
  specimens('secrets/supabase-service-role-key', 'SUPABASE_SERVICE_ROLE_KEY', (make) => roleKey(make, 'service_role'), {
    notFound: (make) => [`KEY=${roleKey(make, 'anon')}\n`],
  }),
  specimens('secrets/supabase-anon-key', 'SUPABASE_ANON_KEY', (make) => roleKey(make, 'anon'), {
    notFound: (make) => [`KEY=${roleKey(make, 'service_role')}\n`],
  }),
  specimens(
    'secrets/supabase-publishable-key',
    'SUPABASE_KEY',
    (make) => `sb_publishable_${make.text(22, ALPHANUMERIC)}_${make.text(8, ALPHANUMERIC)}`,
  ),
  specimens('secrets/supabase-access-token', 'SUPABASE_ACCESS_TOKEN', (make) => `sbp_${make.text(40, HEX)}`),
]
