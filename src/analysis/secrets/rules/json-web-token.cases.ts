import { ALPHANUMERIC } from '../../../../test/support/alphabets.ts'
import { jsonWebToken } from '../../../../test/support/issued-keys.ts'
import { specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases } from '../secret-cases.ts'

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens(
    'secrets/json-web-token',
    'AUTH_TOKEN',
    (make) => jsonWebToken(make, { sub: make.text(12, ALPHANUMERIC), exp: 1_900_000_000 }),
    {
      open: true,
      found: (make) => {
        const value = jsonWebToken(make, { iss: 'https://id.example', sub: '1' }, 256)
        return [{ text: `curl -H "Authorization: Bearer ${value}" https://api.example\n`, value }]
      },
      notFound: (make) => [
        `eyJ${make.text(40, ALPHANUMERIC)}.eyJ${make.text(40, ALPHANUMERIC)}.${make.text(43, ALPHANUMERIC)}`,
        `data:image/png;base64,eyJ${make.text(300, ALPHANUMERIC)}`,
      ],
    },
  ),
]
