import type { SecretRule } from '../secret-rule.ts'
import { secretRule } from './secret-facts.ts'

const PAGE = { place: 'Settings → API keys', revoke: 'https://platform.openai.com/api-keys' }
const CAN =
  'call every model the project may use, read its files, assistants and stored responses, and start fine-tuning'

/** Keys of OpenAI, and those that look like its first ones. */
export const openaiRules: readonly SecretRule[] = [
  secretRule({
    id: 'secrets/openai-project-key',
    provider: 'OpenAI',
    kind: 'project key',
    severity: 'high',
    can: CAN,
    also: 'The bill goes to the organisation that owns the project, up to its limit.',
    ...PAGE,
    anchors: ['sk-proj-', 'sk-None-'],
    // Both halves had 20, 58 and 74 characters so far; base64 of "OpenAI" stands between them.
    shape: /sk-(?:proj|None)-[A-Za-z0-9_-]{20,80}T3BlbkFJ[A-Za-z0-9_-]{20,80}/,
    longest: 180,
  }),
  secretRule({
    id: 'secrets/openai-service-account-key',
    provider: 'OpenAI',
    kind: 'service account key',
    severity: 'high',
    can: CAN,
    also: 'It belongs to no person, so it goes on working when the one who made it leaves.',
    ...PAGE,
    anchors: ['sk-svcacct-', 'sk-service-'],
    shape: /sk-(?:svcacct|service)-[A-Za-z0-9_-]{20,80}T3BlbkFJ[A-Za-z0-9_-]{20,80}/,
    longest: 180,
  }),
  secretRule({
    id: 'secrets/openai-admin-key',
    provider: 'OpenAI',
    kind: 'admin key',
    severity: 'critical',
    can: 'manage the whole organisation: invite people, make projects and keys, read the audit log and the usage',
    also: 'It outlives every project key, because it can make new ones.',
    place: 'Settings → Organization → Admin keys',
    revoke: 'https://platform.openai.com/settings/organization/admin-keys',
    anchors: ['sk-admin-'],
    shape: /sk-admin-[A-Za-z0-9_-]{20,80}T3BlbkFJ[A-Za-z0-9_-]{20,80}/,
    longest: 180,
  }),
  secretRule({
    id: 'secrets/openai-legacy-key',
    provider: 'OpenAI',
    kind: 'user key',
    severity: 'high',
    can: 'do in every project of the person what that person may do',
    also: 'Keys of this form are not tied to one project.',
    ...PAGE,
    anchors: ['T3BlbkFJ'],
    shape: /sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}/,
    lead: 23,
    longest: 51,
  }),
  /** Many services and gateways took over the form of OpenAI's first keys: what it opens is not known, that it opens something is. */
  secretRule({
    id: 'secrets/openai-compatible-key',
    provider: 'OpenAI-compatible service',
    kind: 'API key',
    severity: 'medium',
    can: 'call the models of the service that issued it',
    also: 'DeepSeek, DashScope, Moonshot, SiliconFlow and many gateways issue keys of this form; which one it was does not stand in the key.',
    place: 'the API keys of the service it is sent to',
    revoke: 'https://platform.openai.com/api-keys',
    anchors: ['sk-'],
    shape: /sk-(?:[0-9a-f]{32}|[a-z]{48}|(?=[a-z0-9]{0,47}[A-Z])(?=[A-Z0-9]{0,47}[a-z])[A-Za-z0-9]{48})/,
    longest: 51,
    yieldsTo: [
      'secrets/openai-legacy-key',
      'secrets/deepseek-api-key',
      'secrets/dashscope-api-key',
      'secrets/moonshot-api-key',
      'secrets/siliconflow-api-key',
      'secrets/stability-api-key',
    ],
  }),
]
