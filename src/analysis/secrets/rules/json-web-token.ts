import { jsonWebToken } from '../checksums/jwt.ts'
import type { SecretRule } from '../secret-rule.ts'
import { secretRule } from './secret-facts.ts'

const HEADERS = [
  'alg',
  'typ',
  'kid',
  'enc',
  'x5t',
  'jku',
  'jwk',
  'cty',
  'zip',
  'b64',
  'ver',
  'crit',
  'nonce',
  'iss',
].map((name) => Buffer.from(`{"${name}":`).toString('base64').slice(0, 8))

/** Signed tokens of anybody. */
export const jsonWebTokenRules: readonly SecretRule[] = [
  secretRule({
    id: 'secrets/json-web-token',
    provider: 'JSON Web Token',
    kind: '(signed)',
    severity: 'medium',
    can: 'do until it expires what the token grants; who issued it and until when it holds stands in it',
    also: 'A token without an end holds until the key that signs all of them is changed.',
    place: 'end the session at its issuer',
    revoke: 'https://www.rfc-editor.org/rfc/rfc7009',
    references: ['https://www.rfc-editor.org/rfc/rfc7519'],
    // `{"alg":`, `{"typ":` and the other names that RFC 7515 and its issuers let a header begin with.
    anchors: HEADERS,
    shape: /eyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,8000}\.[A-Za-z0-9_-]{20,1400}/,
    longest: 11_500,
    check: jsonWebToken,
    yieldsTo: [
      'secrets/github-stateless-token',
      'secrets/qdrant-api-key',
      'secrets/snowflake-access-token',
      'secrets/supabase-anon-key',
      'secrets/supabase-service-role-key',
    ],
  }),
]
