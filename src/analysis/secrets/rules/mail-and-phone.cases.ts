import { ALPHANUMERIC, BASE64URL, HEX } from '../../../../test/support/alphabets.ts'
import { specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases } from '../secret-cases.ts'

const NAMED = { named: true } as const

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens(
    'secrets/sendgrid-api-key',
    'SENDGRID_API_KEY',
    (make) => `SG.${make.text(22, BASE64URL)}.${make.text(42, BASE64URL)}a`,
  ),
  specimens('secrets/twilio-auth-token', 'TWILIO_AUTH_TOKEN', (make) => make.text(32, HEX), {
    ...NAMED,
    notFound: (make) => [`TWILIO_ACCOUNT_SID=AC${make.text(32, HEX)}\n`],
  }),
  specimens('secrets/twilio-api-key', 'TWILIO_API_KEY', (make) => `SK${make.text(32, HEX)}`, NAMED),
  specimens('secrets/mailgun-api-key', 'MAILGUN_API_KEY', (make) => `key-${make.text(32, HEX)}`, NAMED),
  specimens('secrets/mailchimp-api-key', 'MAILCHIMP_API_KEY', (make) => `${make.text(32, HEX)}-us6`, { open: true }),
  specimens(
    'secrets/resend-api-key',
    'RESEND_API_KEY',
    (make) => `re_Xq${make.text(6, ALPHANUMERIC)}_${make.text(24, ALPHANUMERIC)}`,
    {
      notFound: () => ['re_matchText_withPatternAndFlagsNow1\n'],
    },
  ),
  specimens(
    'secrets/brevo-api-key',
    'BREVO_API_KEY',
    (make) => `xkeysib-${make.text(64, HEX)}-${make.text(16, ALPHANUMERIC)}`,
  ),
]
