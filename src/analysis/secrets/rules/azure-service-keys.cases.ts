import { azureKey } from '../../../../test/support/issued-keys.ts'
import { specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases, SpecimenMaker } from '../secret-cases.ts'

/** Keys for searching are made again until they hold letters and digits only. */
function searchKey(make: SpecimenMaker, seed: string): string {
  for (;;) {
    const key = azureKey(make, 39, 'AzSe', seed)
    if (!/[+/]/.test(key)) return key
  }
}

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens('secrets/azure-service-bus-key', 'SB_KEY', (make) => azureKey(make, 32, '+ASb', 'Send0000'), {
    found: (make) => {
      const value = azureKey(make, 32, '+ASb', 'Manage00')
      return [
        { text: `Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=${value}`, value },
      ]
    },
    notFound: (make) => [`SB_KEY=${azureKey(make, 32, '+ASb', 'Other000')}\n`],
  }),
  specimens('secrets/azure-event-hub-key', 'EH_KEY', (make) => azureKey(make, 32, '+AEh', 'Listen00')),
  specimens('secrets/azure-relay-key', 'RELAY_KEY', (make) => azureKey(make, 32, '+ARm', 'Manage00')),
  specimens('secrets/azure-iot-key', 'IOT_KEY', (make) => azureKey(make, 32, 'AIoT', 'Device00')),
  specimens('secrets/azure-redis-key', 'REDIS_KEY', (make) => azureKey(make, 32, 'AzCa', 'Access00')),
  specimens('secrets/azure-search-key', 'SEARCH_KEY', (make) => searchKey(make, 'PAdmin00')),
  specimens('secrets/azure-container-registry-key', 'ACR_PASSWORD', (make) => azureKey(make, 39, '+ACR', 'ACRDflt0')),
  specimens('secrets/azure-functions-key', 'FUNCTION_KEY', (make) => azureKey(make, 40, 'AzFu', 'Master00', true), {
    open: true,
  }),
]
