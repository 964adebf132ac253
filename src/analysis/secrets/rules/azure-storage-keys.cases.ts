import { azureKey } from '../../../../test/support/issued-keys.ts'
import { specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases } from '../secret-cases.ts'

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens('secrets/azure-storage-key', 'AZURE_STORAGE_KEY', (make) => azureKey(make, 64, '+ASt', 'Default0'), {
    found: (make) => {
      const value = azureKey(make, 64, '+ASt', 'Default0')
      return [
        {
          text: `DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=${value};EndpointSuffix=core.windows.net`,
          value,
        },
      ]
    },
    notFound: (make) => [`AZURE_STORAGE_KEY=${azureKey(make, 64, '+ASt', 'Other000')}\n`],
  }),
  specimens('secrets/azure-cosmos-key', 'COSMOS_KEY', (make) => azureKey(make, 64, 'ACDb', 'MastRW00')),
  specimens('secrets/azure-batch-key', 'BATCH_KEY', (make) => azureKey(make, 64, '+ABa', 'AbAcct00')),
  specimens('secrets/azure-ml-classic-key', 'API_KEY', (make) => azureKey(make, 64, '+AMC', 'Classic0')),
  specimens('secrets/azure-api-management-key', 'APIM_KEY', (make) => azureKey(make, 64, 'APIM', 'Gatewy00')),
]
