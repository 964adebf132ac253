import { ALPHANUMERIC, BASE64URL, DIGITS, HEX, LOWER_ALPHANUMERIC } from '../../../../test/support/alphabets.ts'
import { uuid } from '../../../../test/support/issued-keys.ts'
import { ownSpecimens, specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases, SpecimenMaker } from '../secret-cases.ts'

function botToken(make: SpecimenMaker): string {
  const id = Buffer.from(`10${make.text(16, DIGITS)}`).toString('base64')
  return `${id.replace(/=+$/, '')}.${make.text(6, ALPHANUMERIC)}.${make.text(37, BASE64URL)}a`
}

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens('secrets/discord-bot-token', 'DISCORD_BOT_TOKEN', botToken, { named: true, open: true }),
  ownSpecimens(
    'secrets/discord-webhook',
    (make) =>
      [1, 2].map(() => {
        const value = `discord.com/api/webhooks/10${make.text(17, DIGITS)}/${make.text(67, BASE64URL)}a`
        return { text: `WEBHOOK=https://${value}\n`, value }
      }),
    () => ['https://discord.com/api/webhooks/123/abc\n', 'https://discord.com/api/webhooks/<id>/<token>\n'],
  ),
  specimens(
    'secrets/telegram-bot-token',
    'TELEGRAM_TOKEN',
    (make) => `7${make.text(9, DIGITS)}:AA${make.text(32, BASE64URL)}a`,
    {
      found: (make) => {
        const value = `7${make.text(9, DIGITS)}:AA${make.text(32, BASE64URL)}a`
        return [{ text: `https://api.telegram.org/bot${value}/getMe\n`, value }]
      },
    },
  ),
  ownSpecimens(
    'secrets/teams-webhook',
    (make) =>
      [1, 2].map(() => {
        const value = `acme.webhook.office.com/webhookb2/${uuid(make)}@${uuid(make)}/IncomingWebhook/${make.text(32, HEX)}/${uuid(make)}`
        return { text: `TEAMS=https://${value}\n`, value }
      }),
    (make) => [
      `https://acme.webhook.office.com/webhookb2/${uuid(make)}\n`,
      'https://acme.webhook.office.com/webhookb2/\n',
    ],
  ),
  ownSpecimens(
    'secrets/zapier-webhook',
    (make) =>
      [1, 2].map(() => {
        const value = `hooks.zapier.com/hooks/catch/1${make.text(6, DIGITS)}/${make.text(7, LOWER_ALPHANUMERIC)}`
        return { text: `url: https://${value}/\n`, value }
      }),
    () => ['https://hooks.zapier.com/hooks/catch/\n', 'https://hooks.zapier.com/hooks/catch/<id>/<name>\n'],
  ),
]
