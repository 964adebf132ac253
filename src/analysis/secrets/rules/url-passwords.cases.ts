import { ALPHANUMERIC } from '../../../../test/support/alphabets.ts'
import { ownSpecimens } from '../../../../test/support/secret-specimens.ts'
import type { RuleId } from '../../../model/finding.ts'
import type { SecretCases } from '../secret-cases.ts'

/** Texts around an address, as people write them. */
const AROUND: readonly ((address: string) => string)[] = [
  (address) => `DATABASE_URL=${address}\n`,
  (address) => `engine = create_engine("${address}")\n`,
  (address) => `{"url": "${address}"}`,
  (address) => `url: ${address}\n`,
]

const REFERENCES = [
  '${PASS}',
  '{password}',
  '<password>',
  '%(password)s',
  '$PASS',
  'password',
  'PASSWORD',
  '****',
  'xxxx',
  'your-password',
]

function addresses(
  rule: RuleId,
  schemes: readonly string[],
  user: string,
  notFound: readonly string[] = [],
): SecretCases {
  return ownSpecimens(
    rule,
    (make) =>
      schemes.flatMap((scheme) =>
        AROUND.map((around) => {
          const value = make.text(make.number(10, 24), ALPHANUMERIC)
          return { text: around(`${scheme}://${user}:${value}@db.acme.dev:6432/app`), value }
        }),
      ),
    (make) => [
      ...REFERENCES.map((reference) => `URL=${schemes[0]}://${user}:${reference}@db.acme.dev:6432/app\n`),
      `URL=${schemes[0]}://${user}:${make.text(16, ALPHANUMERIC)}@localhost:6432/app\n`,
      `URL=${schemes[0]}://db.acme.dev:6432/app\n`,
      ...notFound,
    ],
  )
}

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  addresses('secrets/postgres-url', ['postgres', 'postgresql', 'postgresql+psycopg2'], 'app'),
  addresses('secrets/mysql-url', ['mysql', 'mysql+pymysql', 'mariadb'], 'app'),
  addresses('secrets/mongodb-url', ['mongodb', 'mongodb+srv'], 'app'),
  addresses('secrets/redis-url', ['redis', 'rediss'], ''),
  addresses('secrets/amqp-url', ['amqp', 'amqps'], 'worker'),
  addresses('secrets/database-url', ['snowflake', 'clickhouse', 'mssql+pyodbc', 'neo4j'], 'reader'),
]
