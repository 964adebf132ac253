import { azureCommonKey } from '../checksums/azure-keys.ts'
import type { SecretRule } from '../secret-rule.ts'
import { keyed, wordsAround } from './assigned.ts'
import { secretRule } from './secret-facts.ts'

const PAGE = {
  place: 'Azure portal → the resource → Keys and Endpoint → Regenerate',
  revoke: 'https://learn.microsoft.com/en-us/azure/ai-services/rotate-keys',
}
const ALSO =
  'Every resource has two keys with the same rights: regenerate the one that leaked, use the other meanwhile.'

/** Keys of Azure OpenAI, Azure AI services and others of the 84-character form, whose checksum proves that Azure issued them. */
export const azureAiRules: readonly SecretRule[] = [
  secretRule({
    id: 'secrets/azure-openai-key',
    provider: 'Azure OpenAI',
    kind: 'key',
    severity: 'high',
    can: 'call every deployment of the resource and manage its files and fine-tuning jobs',
    also: ALSO,
    ...PAGE,
    anchors: ['AAABACOG'],
    shape: /[A-Za-z0-9]{52}JQQJ9[9D][A-Z][A-L][A-Za-z0-9]{12}AAABACOG[A-Za-z0-9]{4}/,
    lead: 72,
    longest: 84,
    check: azureCommonKey,
  }),
  secretRule({
    id: 'secrets/azure-ai-services-key',
    provider: 'Azure AI services',
    kind: 'key',
    severity: 'high',
    can: 'call the services of the resource: language, vision, speech, documents, models',
    also: ALSO,
    ...PAGE,
    anchors: ['AAAAACOG'],
    shape: /[A-Za-z0-9]{52}JQQJ9[9D][A-Z][A-L][A-Za-z0-9]{12}AAAAACOG[A-Za-z0-9]{4}/,
    lead: 72,
    longest: 84,
    check: azureCommonKey,
  }),
  secretRule({
    id: 'secrets/azure-event-grid-key',
    provider: 'Azure Event Grid',
    kind: 'key',
    severity: 'high',
    can: 'publish events to the topic, as if they came from its owner',
    also: ALSO,
    place: 'Azure portal → the topic → Access keys',
    revoke: 'https://learn.microsoft.com/en-us/azure/event-grid/get-access-keys',
    anchors: ['AZEG'],
    shape: /[A-Za-z0-9]{52}JQQJ9[9D][A-Z][A-L][A-Za-z0-9]{16}AZEG[A-Za-z0-9]{4}/,
    lead: 76,
    longest: 84,
    check: azureCommonKey,
  }),
  secretRule({
    id: 'secrets/azure-common-key',
    provider: 'Azure',
    kind: 'key of the common annotated form',
    severity: 'high',
    can: 'use the Azure resource that issued it',
    also: 'Which service that is does not stand in a table we know; that Azure issued it is proved by its checksum.',
    place: 'Azure portal → the resource → Keys',
    revoke: 'https://learn.microsoft.com/en-us/azure/ai-services/rotate-keys',
    anchors: ['JQQJ99', 'JQQJ9D'],
    shape: /[A-Za-z0-9]{52}JQQJ9[9D][A-Z][A-L][A-Za-z0-9]{24}/,
    lead: 52,
    longest: 84,
    check: azureCommonKey,
    yieldsTo: [
      'secrets/azure-openai-key',
      'secrets/azure-ai-services-key',
      'secrets/azure-event-grid-key',
      'secrets/azure-devops-token',
    ],
  }),
  secretRule({
    id: 'secrets/azure-openai-legacy-key',
    provider: 'Azure OpenAI',
    kind: 'key of the older form',
    severity: 'high',
    can: 'call every deployment of the resource and manage its files and fine-tuning jobs',
    also: ALSO,
    ...PAGE,
    near: wordsAround(
      'azure_openai',
      'azureopenai',
      'azure-openai',
      'openai.azure.com',
      'cognitiveservices.azure.com',
      'cognitive_services',
      'ocp-apim-subscription-key',
    ),
    shape: keyed(/[0-9a-f]{32}/),
    longest: 64,
    entropy: 3,
  }),
]
