import { BASE64URL, HEX } from '../../../../test/support/alphabets.ts'
import { uuid } from '../../../../test/support/issued-keys.ts'
import { specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases } from '../secret-cases.ts'

const NAMED = { named: true } as const

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens('secrets/elevenlabs-api-key', 'ELEVENLABS_API_KEY', (make) => `sk_${make.text(48, HEX)}`),
  specimens('secrets/elevenlabs-legacy-key', 'XI_API_KEY', (make) => make.text(32, HEX), {
    ...NAMED,
    found: (make) => {
      const value = make.text(32, HEX)
      return [{ text: `curl -H "xi-api-key: ${value}" https://api.elevenlabs.io/v1/voices`, value }]
    },
  }),
  specimens('secrets/assemblyai-api-key', 'ASSEMBLYAI_API_KEY', (make) => make.text(32, HEX), NAMED),
  specimens('secrets/deepgram-api-key', 'DEEPGRAM_API_KEY', (make) => make.text(40, HEX), {
    ...NAMED,
    found: (make) => {
      const value = make.text(40, HEX)
      return [{ text: `curl -H "Authorization: Token ${value}" https://api.deepgram.com/v1/listen`, value }]
    },
    notFound: (make) => [`deepgram_rev: ${make.text(40, HEX)}\n`],
  }),
  specimens('secrets/voyage-api-key', 'VOYAGE_API_KEY', (make) => `pa-${make.text(42, BASE64URL)}a`, NAMED),
  specimens('secrets/jina-api-key', 'JINA_API_KEY', (make) => `jina_${make.text(59, BASE64URL)}a`, {
    notFound: () => ['jina_embeddings_v3_model_configuration_for_text_and_code_retrieval\n'],
  }),
  specimens('secrets/gladia-api-key', 'GLADIA_API_KEY', uuid, NAMED),
]
