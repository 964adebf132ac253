import type { SecretRule } from '../secret-rule.ts'
import { secretRule } from './secret-facts.ts'

const COMMON = {
  severity: 'high' as const,
  boundary: /[A-Za-z0-9]/,
  longest: 300,
  // A password that a person chose need not be random; placeholders are kept out by the shape.
  entropy: 2.2,
}
const DATABASE = {
  can: 'log in to the database that the address names and do what its user may',
  also: 'Address, user and password stand together, so nothing else is needed but a way through the network.',
}

/*
 * Password of an address. Not found are references (`${PASS}`, `%(pass)s`, `{pass}`, `<pass>`), the words that documentation
 * uses, and this machine as host.
 */

/** Addresses with a password inside. */
export const urlPasswordRules: readonly SecretRule[] = [
  secretRule({
    ...COMMON,
    ...DATABASE,
    id: 'secrets/postgres-url',
    provider: 'PostgreSQL',
    kind: 'address with a password',
    place: 'ALTER ROLE … PASSWORD',
    revoke: 'https://www.postgresql.org/docs/current/sql-alterrole.html',
    anchors: ['postgres://', 'postgresql://', 'postgresql+'],
    shape:
      /postgres(?:ql)?(?:\+[a-z0-9]{2,16})?:\/\/[^\s:@/"'`<>{}$%]{1,64}:(?!(?i:pass|password|passwd|pwd|secret|changeme|example|user|postgres|admin|root|test|x{3,20}|\*{3,20}|\.{3,20}|your[a-z0-9_-]{0,30})@)(?<secret>[^\s:@/"'`<>{}$\\|]{4,128})@(?!localhost|127\.|\[::1\]|0\.0\.0\.0|host[:/]|hostname|example\.)/d,
    yieldsTo: ['secrets/neon-role-password', 'secrets/planetscale-password'],
  }),
  secretRule({
    ...COMMON,
    ...DATABASE,
    id: 'secrets/mysql-url',
    provider: 'MySQL',
    kind: 'address with a password',
    place: 'ALTER USER … IDENTIFIED BY',
    revoke: 'https://dev.mysql.com/doc/refman/8.4/en/alter-user.html',
    anchors: ['mysql://', 'mysql2://', 'mysql+', 'mariadb://', 'mariadb+'],
    shape:
      /(?:mysql2?|mariadb)(?:\+[a-z0-9]{2,16})?:\/\/[^\s:@/"'`<>{}$%]{1,64}:(?!(?i:pass|password|passwd|pwd|secret|changeme|example|user|mysql|admin|root|test|x{3,20}|\*{3,20}|\.{3,20}|your[a-z0-9_-]{0,30})@)(?<secret>[^\s:@/"'`<>{}$\\|]{4,128})@(?!localhost|127\.|\[::1\]|0\.0\.0\.0|host[:/]|hostname|example\.)/d,
    yieldsTo: ['secrets/planetscale-password'],
  }),
  secretRule({
    ...COMMON,
    ...DATABASE,
    id: 'secrets/mongodb-url',
    provider: 'MongoDB',
    kind: 'address with a password',
    place: 'Database Access → Edit, or db.changeUserPassword()',
    revoke: 'https://www.mongodb.com/docs/manual/reference/method/db.changeUserPassword/',
    anchors: ['mongodb://', 'mongodb+srv://'],
    shape:
      /mongodb(?:\+srv)?:\/\/[^\s:@/"'`<>{}$%]{1,64}:(?!(?i:pass|password|passwd|pwd|secret|changeme|example|user|mongo|admin|root|test|x{3,20}|\*{3,20}|\.{3,20}|your[a-z0-9_-]{0,30})@)(?<secret>[^\s:@/"'`<>{}$\\|]{4,128})@(?!localhost|127\.|\[::1\]|0\.0\.0\.0|host[:/]|hostname|example\.)/d,
  }),
  secretRule({
    ...COMMON,
    ...DATABASE,
    id: 'secrets/redis-url',
    provider: 'Redis',
    kind: 'address with a password',
    place: 'ACL SETUSER, or the access of the service that runs it',
    revoke: 'https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/',
    anchors: ['redis://', 'rediss://'],
    shape:
      /rediss?:\/\/[^\s:@/"'`<>{}$%]{0,64}:(?!(?i:pass|password|passwd|pwd|secret|changeme|example|user|redis|admin|root|test|x{3,20}|\*{3,20}|\.{3,20}|your[a-z0-9_-]{0,30})@)(?<secret>[^\s:@/"'`<>{}$\\|]{4,128})@(?!localhost|127\.|\[::1\]|0\.0\.0\.0|host[:/]|hostname|example\.)/d,
  }),
  secretRule({
    ...COMMON,
    id: 'secrets/amqp-url',
    provider: 'RabbitMQ',
    kind: 'address with a password',
    can: 'read and send the messages of the queues its user may see',
    also: 'Celery and other workers run what they find in a queue.',
    place: 'rabbitmqctl change_password',
    revoke: 'https://www.rabbitmq.com/docs/passwords',
    anchors: ['amqp://', 'amqps://'],
    shape:
      /amqps?:\/\/[^\s:@/"'`<>{}$%]{1,64}:(?!(?i:pass|password|passwd|pwd|secret|changeme|example|user|guest|rabbitmq|admin|root|test|x{3,20}|\*{3,20}|\.{3,20}|your[a-z0-9_-]{0,30})@)(?<secret>[^\s:@/"'`<>{}$\\|]{4,128})@(?!localhost|127\.|\[::1\]|0\.0\.0\.0|host[:/]|hostname|example\.)/d,
  }),
  secretRule({
    ...COMMON,
    ...DATABASE,
    id: 'secrets/database-url',
    provider: 'Database',
    kind: 'address with a password',
    place: 'the user of the database',
    revoke: 'https://docs.sqlalchemy.org/en/20/core/engines.html',
    anchors: [
      'snowflake://',
      'clickhouse://',
      'clickhouse+',
      'mssql://',
      'mssql+',
      'oracle://',
      'oracle+',
      'redshift://',
      'redshift+',
      'cockroachdb://',
      'trino://',
      'presto://',
      'hive://',
      'databricks://',
      'vertica://',
      'teradatasql://',
      'sqlserver://',
      'neo4j://',
      'bolt://',
      'ldap://',
      'ldaps://',
    ],
    shape:
      /[a-z][a-z0-9]{2,14}(?:\+[a-z0-9]{2,16})?:\/\/[^\s:@/"'`<>{}$%]{1,64}:(?!(?i:pass|password|passwd|pwd|secret|changeme|example|user|admin|root|test|token|x{3,20}|\*{3,20}|\.{3,20}|your[a-z0-9_-]{0,30})@)(?<secret>[^\s:@/"'`<>{}$\\|]{4,128})@(?!localhost|127\.|\[::1\]|0\.0\.0\.0|host[:/]|hostname|example\.)/d,
    yieldsTo: ['secrets/databricks-token'],
  }),
]
