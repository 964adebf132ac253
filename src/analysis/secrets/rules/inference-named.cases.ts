import { ALPHANUMERIC, BASE64URL, HEX } from '../../../../test/support/alphabets.ts'
import { uuid } from '../../../../test/support/issued-keys.ts'
import { specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases, SpecimenMaker } from '../secret-cases.ts'

const NAMED = { named: true } as const

/** Random letters and digits, of which none of the three kinds is missing. */
function mixed(make: SpecimenMaker, length: number): string {
  return `Xq${make.text(length - 4, ALPHANUMERIC)}7v`
}

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens('secrets/mistral-api-key', 'MISTRAL_API_KEY', (make) => mixed(make, 32), {
    ...NAMED,
    found: (make) => {
      const value = mixed(make, 32)
      return [{ text: `from mistralai import Mistral\nclient = Mistral(api_key="${value}")\n`, value }]
    },
    notFound: (make) => [`mistral_revision = "${make.text(32, HEX)}"\n`, `mistral/${mixed(make, 32)}.safetensors\n`],
  }),
  specimens('secrets/cohere-api-key', 'COHERE_API_KEY', (make) => mixed(make, 40), {
    ...NAMED,
    found: (make) => {
      const value = mixed(make, 40)
      return [{ text: `CO_API_KEY=${value}\n`, value }]
    },
    notFound: (make) => [`cohere_commit = "${make.text(40, HEX)}"\n`],
  }),
  specimens('secrets/deepinfra-api-key', 'DEEPINFRA_API_KEY', (make) => mixed(make, 32), NAMED),
  specimens('secrets/ai21-api-key', 'AI21_API_KEY', uuid, NAMED),
  specimens('secrets/baseten-api-key', 'BASETEN_API_KEY', (make) => `${mixed(make, 8)}.${mixed(make, 32)}`, NAMED),
  specimens('secrets/upstage-api-key', 'UPSTAGE_API_KEY', (make) => mixed(make, 50), { ...NAMED, open: true }),
  specimens(
    'secrets/zhipu-api-key',
    'ZHIPU_API_KEY',
    (make) => `${make.text(32, HEX)}.${make.text(16, ALPHANUMERIC)}`,
    NAMED,
  ),
  specimens(
    'secrets/ollama-api-key',
    'OLLAMA_API_KEY',
    (make) => `${make.text(32, HEX)}.${make.text(24, BASE64URL)}`,
    NAMED,
  ),
]
