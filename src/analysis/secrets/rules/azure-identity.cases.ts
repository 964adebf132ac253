import { ALPHANUMERIC, BASE64, LOWER_BASE32 } from '../../../../test/support/alphabets.ts'
import { azureClientSecret, azureCommonKey, devOpsToken } from '../../../../test/support/issued-keys.ts'
import { ownSpecimens, specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases } from '../secret-cases.ts'

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens('secrets/azure-client-secret', 'AZURE_CLIENT_SECRET', (make) => azureClientSecret(make), {
    notFound: (make) => [`AZURE_CLIENT_SECRET=${make.text(3, ALPHANUMERIC)}8Q~${make.text(34, ALPHANUMERIC)}\n`],
  }),
  specimens('secrets/azure-devops-token', 'AZURE_DEVOPS_PAT', (make) =>
    azureCommonKey(make, make.text(4, 'ABCD'), 'AZDO'),
  ),
  specimens('secrets/azure-devops-classic-token', 'AZURE_DEVOPS_EXT_PAT', (make) => devOpsToken(make), {
    named: true,
    notFound: (make) => [`AZURE_DEVOPS_EXT_PAT=${make.text(52, LOWER_BASE32)}\n`],
  }),
  ownSpecimens(
    'secrets/azure-connection-string',
    (make) =>
      [1, 2].map(() => {
        const value = `${make.text(86, BASE64)}==`
        return {
          text: `CONN="DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=${value};EndpointSuffix=core.windows.net"`,
          value,
        }
      }),
    (make) => [`AccountKey=${make.text(80, BASE64)}==`, `AccountKey=${'x'.repeat(86)}==`, 'AccountKey=${AZURE_KEY}'],
  ),
  ownSpecimens(
    'secrets/azure-shared-access-key',
    (make) =>
      [1, 2].map(() => {
        const value = `${make.text(43, BASE64)}=`
        return {
          text: `Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=${value};EntityPath=q`,
          value,
        }
      }),
    (make) => [`SharedAccessKey=${make.text(30, BASE64)}=`, 'SharedAccessKey=<key>'],
  ),
  ownSpecimens(
    'secrets/azure-shared-access-signature',
    (make) =>
      [1, 2].map(() => {
        const value = `${make.text(42, ALPHANUMERIC)}%2F%3D`
        return {
          text: `wget "https://acme.blob.core.windows.net/models/a.bin?sv=2024-11-04&sp=r&se=2031-01-01T00:00:00Z&sig=${value}"`,
          value,
        }
      }),
    (make) => [`https://a.example/?sig=${make.text(43, ALPHANUMERIC)}%3D`, '?sv=2024-11-04&sig=SIGNATURE'],
  ),
  specimens('secrets/azure-storage-legacy-key', 'AZURE_STORAGE_KEY', (make) => `${make.text(86, BASE64)}==`, {
    named: true,
  }),
]
