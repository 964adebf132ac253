import { ALPHANUMERIC, HEX, LOWER_ALPHANUMERIC } from '../../../../test/support/alphabets.ts'
import { specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases } from '../secret-cases.ts'

const GROQ = ['WGdy', 'b3FY'].join('')

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens('secrets/replicate-api-token', 'REPLICATE_API_TOKEN', (make) => `r8_${make.text(37, ALPHANUMERIC)}`),
  specimens(
    'secrets/groq-api-key',
    'GROQ_API_KEY',
    (make) => `gsk_${make.text(20, ALPHANUMERIC)}${GROQ}${make.text(24, ALPHANUMERIC)}`,
    {
      notFound: (make) => [`GROQ_API_KEY=gsk_${make.text(52, LOWER_ALPHANUMERIC)}\n`],
    },
  ),
  specimens('secrets/xai-api-key', 'XAI_API_KEY', (make) => `xai-${make.text(80, ALPHANUMERIC)}`, { open: true }),
  specimens('secrets/perplexity-api-key', 'PPLX_API_KEY', (make) => `pplx-${make.text(48, ALPHANUMERIC)}`, {
    open: true,
    notFound: () => ['model: pplx-70b-online\n', 'model: pplx-7b-chat-alpha\n'],
  }),
  specimens('secrets/openrouter-api-key', 'OPENROUTER_API_KEY', (make) => `sk-or-v1-${make.text(64, HEX)}`),
  specimens('secrets/cerebras-api-key', 'CEREBRAS_API_KEY', (make) => `csk-${make.text(48, LOWER_ALPHANUMERIC)}`),
]
