import { ALPHANUMERIC, BASE64URL, HEX, LOWER, LOWER_ALPHANUMERIC } from '../../../../test/support/alphabets.ts'
import { specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases } from '../secret-cases.ts'

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens('secrets/together-api-key', 'TOGETHER_API_KEY', (make) => `tgp_v1_${make.text(43, BASE64URL)}`),
  specimens('secrets/together-legacy-key', 'TOGETHER_API_KEY', (make) => make.text(64, HEX), {
    named: true,
    notFound: (make) => [`together.ai model sha256=${make.text(64, HEX)}\n`],
  }),
  specimens('secrets/fireworks-api-key', 'FIREWORKS_API_KEY', (make) => `fw_3Z${make.text(21, ALPHANUMERIC)}a`, {
    notFound: () => ['fw_version_check_and_reload\n', 'fw_updateFirmwareVersionNow1\n'],
  }),
  specimens('secrets/anyscale-api-key', 'ANYSCALE_API_KEY', (make) => `esecret_${make.text(26, LOWER_ALPHANUMERIC)}`),
  specimens('secrets/vercel-ai-gateway-key', 'AI_GATEWAY_API_KEY', (make) => `vck_${make.text(56, BASE64URL)}`),
  specimens('secrets/friendli-token', 'FRIENDLI_TOKEN', (make) => `flp_${make.text(46, ALPHANUMERIC)}`, {
    notFound: (make) => [`flp_${make.text(20, LOWER)}_${make.text(25, LOWER)}`],
  }),
]
