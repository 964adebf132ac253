import { ALPHANUMERIC, DIGITS, HEX, UPPER_ALPHANUMERIC } from '../../../../test/support/alphabets.ts'
import { ownSpecimens, specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases, SpecimenMaker } from '../secret-cases.ts'

function number(make: SpecimenMaker, length: number): string {
  return `2${make.text(length - 1, DIGITS)}`
}

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens(
    'secrets/slack-bot-token',
    'SLACK_BOT_TOKEN',
    (make) => `xoxb-${number(make, 12)}-${number(make, 13)}-${make.text(24, ALPHANUMERIC)}`,
    {
      open: true,
      notFound: () => ['SLACK_BOT_TOKEN=xoxb-your-token\n'],
    },
  ),
  specimens(
    'secrets/slack-user-token',
    'SLACK_TOKEN',
    (make) => `xoxp-${number(make, 12)}-${number(make, 12)}-${number(make, 13)}-${make.text(32, HEX)}`,
    {
      open: true,
    },
  ),
  specimens(
    'secrets/slack-session-token',
    'SLACK_TOKEN',
    (make) => `xoxc-${number(make, 12)}-${number(make, 12)}-${number(make, 13)}-${make.text(64, HEX)}`,
    {
      found: (make) => {
        const value = `xoxd-${make.text(120, ALPHANUMERIC)}%2B${make.text(40, ALPHANUMERIC)}%3D`
        return [{ text: `SLACK_COOKIE="d=${value}"\n`, value }]
      },
    },
  ),
  specimens(
    'secrets/slack-app-token',
    'SLACK_APP_TOKEN',
    (make) => `xapp-1-A${make.text(10, UPPER_ALPHANUMERIC)}-${number(make, 13)}-${make.text(64, HEX)}`,
  ),
  specimens(
    'secrets/slack-configuration-token',
    'SLACK_CONFIG_TOKEN',
    (make) => `xoxe.xoxp-1-${make.text(160, ALPHANUMERIC)}`,
    {
      open: true,
      found: (make) => {
        const value = `xoxe-1-${make.text(146, ALPHANUMERIC)}`
        return [{ text: `refresh: ${value}\n`, value }]
      },
    },
  ),
  ownSpecimens(
    'secrets/slack-webhook',
    (make) =>
      [1, 2].map(() => {
        const value = `hooks.slack.com/services/T${make.text(10, UPPER_ALPHANUMERIC)}/B${make.text(10, UPPER_ALPHANUMERIC)}/${make.text(24, ALPHANUMERIC)}`
        return { text: `curl -d '{}' https://${value}\n`, value }
      }),
    () => [
      'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX\n',
      'https://hooks.slack.com/services/\n',
    ],
  ),
]
