import { ALPHANUMERIC, HEX } from '../../../../test/support/alphabets.ts'
import { cloudflareToken } from '../../../../test/support/issued-keys.ts'
import { specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases } from '../secret-cases.ts'

const NAMED = { named: true } as const

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens('secrets/cloudflare-api-token', 'CLOUDFLARE_API_TOKEN', (make) => cloudflareToken(make, 'cfut_'), {
    found: (make) => {
      const value = cloudflareToken(make, 'cfat_')
      return [{ text: `api_token: ${value}\n`, value }]
    },
    notFound: (make) => [`CLOUDFLARE_API_TOKEN=cfat_${make.text(40, ALPHANUMERIC)}${make.text(8, HEX)}\n`],
  }),
  specimens('secrets/cloudflare-global-key', 'CLOUDFLARE_API_KEY', (make) => cloudflareToken(make, 'cfk_')),
  specimens(
    'secrets/cloudflare-origin-ca-key',
    'ORIGIN_CA_KEY',
    (make) => `v1.0-${make.text(24, HEX)}-${make.text(146, HEX)}`,
  ),
  specimens(
    'secrets/cloudflare-legacy-token',
    'CLOUDFLARE_API_TOKEN',
    (make) => `Xq${make.text(36, ALPHANUMERIC)}7v`,
    NAMED,
  ),
  specimens('secrets/cloudflare-legacy-global-key', 'CLOUDFLARE_API_KEY', (make) => make.text(37, HEX), NAMED),
]
