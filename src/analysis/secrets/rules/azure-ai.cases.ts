import { HEX } from '../../../../test/support/alphabets.ts'
import { azureCommonKey } from '../../../../test/support/issued-keys.ts'
import { specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases } from '../secret-cases.ts'

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens('secrets/azure-openai-key', 'AZURE_OPENAI_API_KEY', (make) => azureCommonKey(make, 'AAAB', 'ACOG')),
  specimens('secrets/azure-ai-services-key', 'AZURE_AI_KEY', (make) => azureCommonKey(make, 'AAAA', 'ACOG')),
  specimens('secrets/azure-event-grid-key', 'TOPIC_KEY', (make) => azureCommonKey(make, make.text(4, 'ABCD'), 'AZEG')),
  specimens('secrets/azure-common-key', 'MAPS_KEY', (make) => azureCommonKey(make, make.text(4, 'ABCD'), 'AZMP'), {
    notFound: (make) => [`KEY=${azureCommonKey(make, 'AAAA', 'AZMP').replace(/^..../, 'AbC1')}\n`],
  }),
  specimens('secrets/azure-openai-legacy-key', 'AZURE_OPENAI_API_KEY', (make) => make.text(32, HEX), {
    named: true,
    found: (make) => {
      const value = make.text(32, HEX)
      return [{ text: `openai.api_key = "${value}"\nopenai.api_base = "https://acme.openai.azure.com/"\n`, value }]
    },
    notFound: (make) => [`AZURE_OPENAI_DEPLOYMENT_MD5=${make.text(32, HEX)}\n`],
  }),
]
