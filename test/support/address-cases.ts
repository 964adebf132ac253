import type { SecretCases } from '../../src/analysis/secrets/secret-cases.ts'
import type { RuleId } from '../../src/model/finding.ts'
import { ALPHANUMERIC } from './alphabets.ts'
import { ownSpecimens } from './secret-specimens.ts'

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

/** Specimens of addresses with a password in them, in the notations people use, and of addresses with a reference in its place. */
export function addressCases(
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
