import { ALPHANUMERIC, BASE64, BASE64URL, HEX, LOWER_ALPHANUMERIC } from '../../../../test/support/alphabets.ts'
import { ownSpecimens, specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases } from '../secret-cases.ts'

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens('secrets/stripe-secret-key', 'STRIPE_KEY', (make) => `sk_live_${make.text(99, ALPHANUMERIC)}`, {
    open: true,
    found: (make) => {
      const value = `sk_live_${make.text(24, ALPHANUMERIC)}`
      return [{ text: `stripe.api_key = "${value}"`, value }]
    },
  }),
  specimens('secrets/stripe-restricted-key', 'STRIPE_KEY', (make) => `rk_live_${make.text(99, ALPHANUMERIC)}`, {
    open: true,
  }),
  specimens('secrets/stripe-test-key', 'STRIPE_KEY', (make) => `sk_test_${make.text(99, ALPHANUMERIC)}`, {
    open: true,
  }),
  specimens(
    'secrets/stripe-webhook-secret',
    'STRIPE_WEBHOOK_SECRET',
    (make) => `whsec_${make.text(32, ALPHANUMERIC)}`,
    {
      found: (make) => {
        const value = `whsec_${make.text(43, BASE64)}=`
        return [{ text: `secret: ${value}\n`, value }]
      },
    },
  ),
  specimens(
    'secrets/stripe-publishable-key',
    'STRIPE_PUBLISHABLE_KEY',
    (make) => `pk_live_${make.text(99, ALPHANUMERIC)}`,
    {
      open: true,
    },
  ),
  specimens('secrets/square-access-token', 'SQUARE_ACCESS_TOKEN', (make) => `EAAA${make.text(59, BASE64URL)}a`, {
    found: (make) => {
      const value = `sq0csp-${make.text(42, BASE64URL)}a`
      return [{ text: `secret: ${value}\n`, value }]
    },
    notFound: () => ['EAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n'],
  }),
  specimens('secrets/shopify-access-token', 'SHOPIFY_TOKEN', (make) => `shpat_${make.text(32, HEX)}`),
  specimens('secrets/shopify-shared-secret', 'SHOPIFY_SECRET', (make) => `shpss_${make.text(32, HEX)}`),
  ownSpecimens(
    'secrets/braintree-access-token',
    (make) =>
      [1, 2].map(() => {
        const value = `access_token$production$${make.text(16, LOWER_ALPHANUMERIC)}$${make.text(32, HEX)}`
        return { text: `BRAINTREE='${value}'\n`, value }
      }),
    (make) => [
      `access_token$sandbox$${make.text(16, LOWER_ALPHANUMERIC)}$${make.text(32, HEX)}\n`,
      'access_token$production$\n',
    ],
  ),
]
