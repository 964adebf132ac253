import { ALPHANUMERIC, BASE64URL, HEX, LOWER_ALPHANUMERIC } from '../../../../test/support/alphabets.ts'
import { specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases } from '../secret-cases.ts'

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens('secrets/mongodb-atlas-secret', 'ATLAS_CLIENT_SECRET', (make) => `mdb_sa_sk_${make.text(39, BASE64URL)}a`),
  specimens('secrets/neon-api-key', 'NEON_API_KEY', (make) => `napi_${make.text(64, LOWER_ALPHANUMERIC)}`, {
    open: true,
  }),
  specimens(
    'secrets/planetscale-service-token',
    'PLANETSCALE_TOKEN',
    (make) => `pscale_tkn_${make.text(42, BASE64URL)}a`,
    { open: true },
  ),
  specimens(
    'secrets/planetscale-oauth-token',
    'PLANETSCALE_TOKEN',
    (make) => `pscale_oauth_${make.text(42, BASE64URL)}a`,
    { open: true },
  ),
  specimens('secrets/planetscale-password', 'DB_PASSWORD', (make) => `pscale_pw_${make.text(42, BASE64URL)}a`, {
    open: true,
  }),
  specimens(
    'secrets/clickhouse-cloud-secret',
    'CLICKHOUSE_KEY_SECRET',
    (make) => `4b1dXq${make.text(34, ALPHANUMERIC)}7v`,
    {
      notFound: (make) => [`sha=4b1d${make.text(38, HEX)}\n`],
    },
  ),
  specimens(
    'secrets/cockroach-api-key',
    'COCKROACH_API_KEY',
    (make) => `CCDB1_${make.text(22, ALPHANUMERIC)}_${make.text(40, ALPHANUMERIC)}`,
  ),
  specimens('secrets/neon-role-password', 'NEON_PGPASSWORD', (make) => `npg_${make.text(12, ALPHANUMERIC)}`, {
    named: true,
  }),
]
