import { azureIdentifiable } from '../checksums/azure-keys.ts'
import type { SecretRule } from '../secret-rule.ts'
import { secretRule } from './secret-facts.ts'

const LOOKS = { lead: 76, longest: 88, boundary: /[A-Za-z0-9+/]/, severity: 'critical' as const }
const ALSO = 'It has all rights, names nobody in the log and does not expire; its checksum proves that Azure issued it.'

/** Azure's identifiable keys of 64 bytes. */
export const azureStorageKeyRules: readonly SecretRule[] = [
  secretRule({
    ...LOOKS,
    id: 'secrets/azure-storage-key',
    provider: 'Azure Storage',
    kind: 'account key',
    can: 'read, change and delete everything in the storage account, models and training data included',
    also: ALSO,
    place: 'Azure portal → the storage account → Access keys → Rotate key',
    revoke: 'https://learn.microsoft.com/en-us/azure/storage/common/storage-account-keys-manage',
    anchors: ['+ASt'],
    shape: /[A-Za-z0-9+/]{76}\+ASt[A-Za-z0-9+/]{5}[AQgw]==/,
    check: azureIdentifiable([{ seed: 'Default0' }]),
  }),
  secretRule({
    ...LOOKS,
    id: 'secrets/azure-cosmos-key',
    provider: 'Azure Cosmos DB',
    kind: 'account key',
    can: 'read the databases of the account and, with a read-write key, change and delete them',
    also: ALSO,
    place: 'Azure portal → the account → Keys → Regenerate',
    revoke: 'https://learn.microsoft.com/en-us/azure/cosmos-db/how-to-rotate-keys',
    anchors: ['ACDb'],
    shape: /[A-Za-z0-9+/]{76}ACDb[A-Za-z0-9+/]{5}[AQgw]==/,
    check: azureIdentifiable([
      { seed: 'MastRO00', says: 'read only' },
      { seed: 'MastRW00', says: 'read and write' },
      { seed: 'sysAll00', says: 'of the system' },
      { seed: 'Resour00', says: 'for one resource' },
      { seed: 'SystRO00', says: 'of the system, read only' },
      { seed: 'SystRW00', says: 'of the system, read and write' },
      { seed: 'Encryp00', says: 'for encryption' },
    ]),
  }),
  secretRule({
    ...LOOKS,
    id: 'secrets/azure-batch-key',
    provider: 'Azure Batch',
    kind: 'account key',
    can: 'run programs on the machines of the account',
    also: ALSO,
    place: 'Azure portal → the Batch account → Keys',
    revoke: 'https://learn.microsoft.com/en-us/azure/batch/account-key-rotation',
    anchors: ['+ABa'],
    shape: /[A-Za-z0-9+/]{76}\+ABa[A-Za-z0-9+/]{5}[AQgw]==/,
    check: azureIdentifiable([{ seed: 'AbAcct00' }]),
  }),
  secretRule({
    ...LOOKS,
    id: 'secrets/azure-ml-classic-key',
    provider: 'Azure Machine Learning',
    kind: 'classic web service key',
    can: 'call the web service',
    also: 'Studio (classic) was closed in 2024: what still carries such a key is old and worth a look.',
    place: 'delete the web service or the workspace',
    revoke: 'https://learn.microsoft.com/en-us/azure/machine-learning/how-to-authenticate-online-endpoint',
    anchors: ['+AMC'],
    shape: /[A-Za-z0-9+/]{76}\+AMC[A-Za-z0-9+/]{5}[AQgw]==/,
    severity: 'medium',
    check: azureIdentifiable([{ seed: 'Classic0' }]),
  }),
  secretRule({
    ...LOOKS,
    id: 'secrets/azure-api-management-key',
    provider: 'Azure API Management',
    kind: 'key',
    can: 'manage the service, its gateway or its repository, or call the APIs behind it; which of these the key says',
    also: ALSO,
    place: 'Azure portal → the service → Management API, Gateways or Subscriptions',
    revoke: 'https://learn.microsoft.com/en-us/azure/api-management/api-management-subscriptions',
    anchors: ['APIM'],
    shape: /[A-Za-z0-9+/]{76}APIM[A-Za-z0-9+/]{5}[AQgw]==/,
    check: azureIdentifiable([
      { seed: 'Tenant00', says: 'for direct management' },
      { seed: 'IoTHub00', says: 'for a subscription' },
      { seed: 'Gatewy00', says: 'for a gateway' },
      { seed: 'GitKey00', says: 'for the repository' },
    ]),
  }),
]
