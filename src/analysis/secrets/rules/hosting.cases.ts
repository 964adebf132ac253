import { ALPHANUMERIC, BASE64, BASE64URL, HEX } from '../../../../test/support/alphabets.ts'
import { specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases } from '../secret-cases.ts'

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens('secrets/vercel-token', 'VERCEL_TOKEN', (make) => `vcp_${make.text(55, BASE64URL)}a`),
  specimens('secrets/vercel-legacy-token', 'VERCEL_TOKEN', (make) => `Xq${make.text(20, ALPHANUMERIC)}7v`, {
    named: true,
  }),
  specimens('secrets/netlify-token', 'NETLIFY_AUTH_TOKEN', (make) => `nfp_${make.text(36, ALPHANUMERIC)}`),
  specimens('secrets/heroku-api-key', 'HEROKU_API_KEY', (make) => `HRKU-AA${make.text(57, BASE64URL)}a`),
  specimens('secrets/digitalocean-token', 'DIGITALOCEAN_TOKEN', (make) => `dop_v1_${make.text(64, HEX)}`),
  specimens('secrets/flyio-token', 'FLY_API_TOKEN', (make) => `fo1_${make.text(42, BASE64URL)}a`, {
    open: true,
    found: (make) => {
      const value = `fm2_${make.text(300, BASE64)}=`
      return [{ text: `FLY_API_TOKEN="FlyV1 ${value}"\n`, value }]
    },
  }),
  specimens('secrets/render-api-key', 'RENDER_API_KEY', (make) => `rnd_Xq${make.text(24, ALPHANUMERIC)}7v`),
  specimens(
    'secrets/tailscale-key',
    'TS_AUTHKEY',
    (make) => `tskey-auth-${make.text(16, ALPHANUMERIC)}-${make.text(32, ALPHANUMERIC)}`,
    {
      open: true,
    },
  ),
  specimens(
    'secrets/alibaba-access-key-id',
    'ALIBABA_ACCESS_KEY_ID',
    (make) => `LTAI5t${make.text(18, ALPHANUMERIC)}`,
    { open: true },
  ),
  specimens('secrets/tencent-secret-id', 'TENCENTCLOUD_SECRET_ID', (make) => `AKIDz8${make.text(30, ALPHANUMERIC)}`),
]
