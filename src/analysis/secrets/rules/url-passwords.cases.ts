import { addressCases } from '../../../../test/support/address-cases.ts'
import type { SecretCases } from '../secret-cases.ts'

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  addressCases('secrets/postgres-url', ['postgres', 'postgresql', 'postgresql+psycopg2'], 'app'),
  addressCases('secrets/mysql-url', ['mysql', 'mysql+pymysql', 'mariadb'], 'app'),
  addressCases('secrets/mongodb-url', ['mongodb', 'mongodb+srv'], 'app'),
  addressCases('secrets/redis-url', ['redis', 'rediss'], ''),
  addressCases('secrets/amqp-url', ['amqp', 'amqps'], 'worker'),
  addressCases('secrets/database-url', ['snowflake', 'clickhouse', 'mssql+pyodbc', 'neo4j'], 'reader'),
]
