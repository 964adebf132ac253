import { ALPHANUMERIC, BASE64URL, HEX, LOWER_ALPHANUMERIC } from '../../../../test/support/alphabets.ts'
import { uuid } from '../../../../test/support/issued-keys.ts'
import { specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases } from '../secret-cases.ts'

const NAMED = { named: true } as const

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens('secrets/nvidia-api-key', 'NVIDIA_API_KEY', (make) => `nvapi-${make.text(64, BASE64URL)}`, { open: true }),
  specimens(
    'secrets/nvidia-ngc-legacy-key',
    'NGC_API_KEY',
    (make) => Buffer.from(`${make.text(26, LOWER_ALPHANUMERIC)}:${uuid(make)}`).toString('base64'),
    { ...NAMED, notFound: (make) => [`NGC_API_KEY=${make.text(84, ALPHANUMERIC)}\n`] },
  ),
  specimens('secrets/minimax-api-key', 'MINIMAX_API_KEY', (make) => `sk-api-${make.text(119, BASE64URL)}`),
  specimens('secrets/cursor-api-key', 'CURSOR_API_KEY', (make) => `key_${make.text(64, HEX)}`),
  specimens('secrets/runway-api-key', 'RUNWAYML_API_SECRET', (make) => `key_${make.text(128, HEX)}`),
  specimens('secrets/coderabbit-api-key', 'CODERABBIT_API_KEY', (make) => `cr-${make.text(58, HEX)}`),
  specimens('secrets/scale-api-key', 'SCALE_API_KEY', (make) => `live_${make.text(32, HEX)}`, NAMED),
  specimens('secrets/clarifai-access-token', 'CLARIFAI_PAT_KEY', (make) => make.text(32, HEX), {
    ...NAMED,
    notFound: (make) => [`clarifai_md5=${make.text(32, HEX)}\n`],
  }),
  specimens('secrets/fal-api-key', 'FAL_KEY', (make) => `${uuid(make)}:${make.text(32, HEX)}`, NAMED),
  specimens(
    'secrets/sourcegraph-token',
    'SRC_ACCESS_TOKEN',
    (make) => `sgp_${make.text(16, HEX)}_${make.text(40, HEX)}`,
  ),
]
