import { ALPHANUMERIC, BASE64, BASE64URL, UPPER_ALPHANUMERIC } from '../../../../test/support/alphabets.ts'
import { pemKey, serviceAccount } from '../../../../test/support/issued-keys.ts'
import { ownSpecimens, specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases } from '../secret-cases.ts'

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens('secrets/google-api-key', 'GEMINI_API_KEY', (make) => `AIzaSy${make.text(32, BASE64URL)}w`),
  specimens('secrets/gemini-express-key', 'GOOGLE_API_KEY', (make) => `AQ.Ab8RN6${make.text(44, BASE64URL)}`, {
    open: true,
  }),
  specimens('secrets/google-oauth-client-secret', 'CLIENT_SECRET', (make) => `GOCSPX-${make.text(28, BASE64URL)}`, {
    notFound: (make) => [
      `client_id=${make.text(12, '123456789')}-${make.text(32, ALPHANUMERIC)}.apps.googleusercontent.com`,
    ],
  }),
  specimens('secrets/google-access-token', 'ACCESS_TOKEN', (make) => `ya29.${make.text(180, BASE64URL)}`, {
    open: true,
  }),
  specimens('secrets/google-refresh-token', 'refresh_token', (make) => `1//0${make.text(90, BASE64URL)}`, {
    open: true,
  }),
  ownSpecimens(
    'secrets/google-storage-hmac-secret',
    (make) =>
      [1, 2, 3].map(() => {
        const value = make.text(40, BASE64)
        return {
          text: `[s3]\ngs_access_key_id = GOOG1E${make.text(55, UPPER_ALPHANUMERIC)}\ngs_secret_access_key = ${value}\n`,
          value,
        }
      }),
    (make) => [
      `gs_secret_access_key = ${make.text(40, BASE64)}\n`,
      `GOOG1E${make.text(55, UPPER_ALPHANUMERIC)}\nsha = ${make.text(44, BASE64)}\n`,
    ],
  ),
  ownSpecimens(
    'secrets/google-service-account-key',
    (make) => {
      const one = serviceAccount(make)
      const other = serviceAccount(make)
      return [
        { text: one.text, value: one.key },
        {
          text: JSON.stringify({ source: [`creds = ${JSON.stringify(JSON.parse(other.text))}`] }),
          value: other.key.replaceAll('\\n', '\\\\n'),
        },
      ]
    },
    (make) => [
      serviceAccount(make).text.replace(/"private_key":.*/, '"private_key": "",'),
      `"private_key": "${pemKey('pkcs8').replaceAll('\n', '\\n')}"`,
    ],
  ),
  ownSpecimens(
    'secrets/google-service-account-base64',
    (make) =>
      ['', '  '].map((indent) => {
        const value = Buffer.from(JSON.stringify(JSON.parse(serviceAccount(make).text), undefined, indent)).toString(
          'base64',
        )
        return { text: `GOOGLE_CREDENTIALS_BASE64=${value}\n`, value }
      }),
    (make) => [
      `X=${Buffer.from(JSON.stringify({ type: 'authorized_user', text: make.text(400, ALPHANUMERIC) })).toString('base64')}\n`,
      `X=${Buffer.from(JSON.stringify({ type: 'service_account', text: make.text(400, ALPHANUMERIC) })).toString('base64')}\n`,
    ],
  ),
]
