import { BASE64, DIGITS, HEX, UPPER_ALPHANUMERIC } from '../../../../test/support/alphabets.ts'
import { ownSpecimens, specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases, SpecimenMaker } from '../secret-cases.ts'

const NAMED = { named: true } as const

function sentryToken(make: SpecimenMaker): string {
  const head = {
    iat: 1_700_000_000.5,
    url: 'https://sentry.example',
    region_url: 'https://eu.sentry.example',
    org: 'acme',
  }
  return `sntrys_${Buffer.from(JSON.stringify(head)).toString('base64')}_${make.text(43, BASE64)}`
}

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens('secrets/sentry-user-token', 'SENTRY_AUTH_TOKEN', (make) => `sntryu_${make.text(64, HEX)}`),
  specimens('secrets/sentry-organisation-token', 'SENTRY_AUTH_TOKEN', sentryToken),
  ownSpecimens(
    'secrets/sentry-dsn',
    (make) =>
      ['', 'us.'].map((region) => {
        const value = `https://${make.text(32, HEX)}@o45${make.text(12, DIGITS)}.ingest.${region}sentry.io/45${make.text(12, DIGITS)}`
        return { text: `sentry_sdk.init("${value}")`, value }
      }),
    () => ['https://key@o0.ingest.sentry.io/0\n', 'https://o1.ingest.sentry.io/api/\n'],
  ),
  specimens(
    'secrets/dynatrace-token',
    'DT_TOKEN',
    (make) => `dt0c01.${make.text(24, UPPER_ALPHANUMERIC)}.${make.text(64, UPPER_ALPHANUMERIC)}`,
  ),
  specimens('secrets/new-relic-key', 'NEW_RELIC_KEY', (make) => `NRAK-${make.text(27, UPPER_ALPHANUMERIC)}`),
  specimens('secrets/datadog-key', 'DD_API_KEY', (make) => make.text(32, HEX), NAMED),
  specimens('secrets/sonar-token', 'SONAR_TOKEN', (make) => `squ_${make.text(40, HEX)}`),
]
