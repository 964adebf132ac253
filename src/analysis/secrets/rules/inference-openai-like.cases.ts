import { ALPHANUMERIC, HEX, LOWER } from '../../../../test/support/alphabets.ts'
import { specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases, SpecimenMaker } from '../secret-cases.ts'

const NAMED = { named: true } as const

/** Random letters and digits, of which none of the three kinds is missing. */
function mixed(make: SpecimenMaker, length: number): string {
  return `Xq${make.text(length - 4, ALPHANUMERIC)}7v`
}

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens('secrets/deepseek-api-key', 'DEEPSEEK_API_KEY', (make) => `sk-${make.text(32, HEX)}`, {
    ...NAMED,
    found: (make) => {
      const value = `sk-${make.text(32, HEX)}`
      return [{ text: `client = OpenAI(api_key="${value}", base_url="https://api.deepseek.com")\n`, value }]
    },
  }),
  specimens('secrets/dashscope-api-key', 'DASHSCOPE_API_KEY', (make) => `sk-${make.text(32, HEX)}`, NAMED),
  specimens('secrets/moonshot-api-key', 'MOONSHOT_API_KEY', (make) => `sk-${mixed(make, 48)}`, {
    ...NAMED,
    found: (make) => {
      const value = `sk-kimi-${make.text(64, ALPHANUMERIC)}`
      return [{ text: `KIMI_API_KEY=${value}\n`, value }]
    },
  }),
  specimens('secrets/siliconflow-api-key', 'SILICONFLOW_API_KEY', (make) => `sk-${make.text(48, LOWER)}`, NAMED),
  specimens('secrets/stability-api-key', 'STABILITY_API_KEY', (make) => `sk-${mixed(make, 48)}`, NAMED),
]
