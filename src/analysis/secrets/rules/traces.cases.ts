import { HEX, LOWER_ALPHANUMERIC } from '../../../../test/support/alphabets.ts'
import { uuid } from '../../../../test/support/issued-keys.ts'
import { specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases, SpecimenMaker } from '../secret-cases.ts'

function heliconeKey(make: SpecimenMaker, prefix: string): string {
  return `${prefix}${[7, 7, 7, 7].map((length) => make.text(length, LOWER_ALPHANUMERIC)).join('-')}`
}

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens(
    'secrets/langsmith-api-key',
    'LANGCHAIN_API_KEY',
    (make) => `lsv2_pt_${make.text(32, HEX)}_${make.text(10, HEX)}`,
  ),
  specimens('secrets/langfuse-secret-key', 'LANGFUSE_SECRET_KEY', (make) => `sk-lf-${uuid(make)}`),
  specimens('secrets/langfuse-public-key', 'LANGFUSE_PUBLIC_KEY', (make) => `pk-lf-${uuid(make)}`),
  specimens('secrets/helicone-api-key', 'HELICONE_API_KEY', (make) => heliconeKey(make, 'sk-helicone-'), {
    found: (make) =>
      ['sk-helicone-eu-', 'pk-helicone-', 'sk-helicone-proxy-']
        .map((prefix) => heliconeKey(make, prefix))
        .map((value) => ({ text: `key: ${value}\n`, value })),
  }),
]
