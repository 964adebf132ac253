import { ALPHANUMERIC, BASE64, BASE64URL, HEX } from '../../../../test/support/alphabets.ts'
import { confluentSecret, jsonWebToken, zuploKey } from '../../../../test/support/issued-keys.ts'
import { specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases } from '../secret-cases.ts'

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens('secrets/databricks-token', 'DATABRICKS_TOKEN', (make) => `dapi${make.text(32, HEX)}`, {
    found: (make) => {
      const value = `dapi${make.text(32, HEX)}-2`
      return [{ text: `token = ${value}\n`, value }]
    },
  }),
  specimens('secrets/databricks-oauth-secret', 'DATABRICKS_CLIENT_SECRET', (make) => `dose${make.text(32, HEX)}`),
  specimens(
    'secrets/snowflake-access-token',
    'SNOWFLAKE_PAT',
    (make) => jsonWebToken(make, { p: make.text(12, ALPHANUMERIC), iss: 'SF:1017', exp: 1_900_000_000 }),
    {
      open: true,
      named: true,
    },
  ),
  specimens('secrets/prefect-user-key', 'PREFECT_API_KEY', (make) => `pnu_${make.text(36, ALPHANUMERIC)}`),
  specimens('secrets/prefect-service-key', 'PREFECT_API_KEY', (make) => `pnb_${make.text(36, ALPHANUMERIC)}`),
  specimens('secrets/confluent-api-secret', 'KAFKA_SECRET', confluentSecret, {
    notFound: (make) => [`KAFKA_SECRET=cflt${make.text(60, BASE64)}\n`],
  }),
  specimens('secrets/zuplo-api-key', 'API_KEY', zuploKey),
  specimens('secrets/dbt-cloud-token', 'DBT_TOKEN', (make) => `dbtc_${make.text(39, BASE64URL)}a`, { open: true }),
]
