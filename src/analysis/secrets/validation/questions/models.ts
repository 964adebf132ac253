import { bearer, type Question } from '../question.ts'

/** Lists what the key may use: free of charge with every provider below. */
const LIST = {
  method: 'GET',
  headers: bearer,
  accepted: [{ status: 200 }],
  refused: [{ status: 401 }],
  tells: [],
} as const

const ANTHROPIC = {
  ...LIST,
  provider: 'anthropic',
  host: 'api.anthropic.com',
  headers: (token: string) => ({ 'x-api-key': token, 'anthropic-version': '2023-06-01' }),
  limited: [{ status: 403, at: ['error', 'type'], is: ['permission_error'] }],
  refused: [{ status: 401, at: ['error', 'type'], is: ['authentication_error'] }],
} as const

const OPENAI = {
  ...LIST,
  provider: 'openai',
  host: 'api.openai.com',
  limited: [{ status: 403, mentions: ['missing scopes'] }],
  // 401 is also the answer to a key that works from other addresses only, or lacks an organisation.
  refused: [{ status: 401, at: ['error', 'code'], is: ['invalid_api_key', 'account_deactivated'] }],
} as const

/** Providers of models. */
export const modelQuestions: readonly Question[] = [
  {
    ...ANTHROPIC,
    rules: ['secrets/anthropic-api-key'],
    path: '/v1/models?limit=1',
    source: 'https://platform.claude.com/docs/en/api/models-list',
  },
  {
    ...ANTHROPIC,
    rules: ['secrets/anthropic-admin-key'],
    path: '/v1/organizations/me',
    tells: [{ name: 'organisation', at: ['name'], shape: 'title' }],
    source: 'https://platform.claude.com/docs/en/api/admin/organizations/me',
  },
  {
    ...LIST,
    provider: 'cerebras',
    rules: ['secrets/cerebras-api-key'],
    host: 'api.cerebras.ai',
    path: '/v1/models',
    source: 'https://inference-docs.cerebras.ai/api-reference/models',
  },
  {
    provider: 'cohere',
    rules: ['secrets/cohere-api-key'],
    // Made for this; it takes no body and changes nothing.
    method: 'POST',
    host: 'api.cohere.com',
    path: '/v1/check-api-key',
    headers: bearer,
    accepted: [{ status: 200, at: ['valid'], is: [true] }],
    refused: [{ status: 200, at: ['valid'], is: [false] }, { status: 401 }],
    tells: [],
    source: 'https://docs.cohere.com/reference/check-api-key',
  },
  {
    ...LIST,
    provider: 'deepseek',
    rules: ['secrets/deepseek-api-key'],
    host: 'api.deepseek.com',
    path: '/user/balance',
    elsewhere: 'belongs to another service whose keys look the same',
    source: 'https://api-docs.deepseek.com/api/get-user-balance',
  },
  {
    ...LIST,
    provider: 'groq',
    rules: ['secrets/groq-api-key'],
    host: 'api.groq.com',
    path: '/openai/v1/models',
    source: 'https://console.groq.com/docs/api-reference#models-list',
  },
  {
    provider: 'huggingface',
    rules: ['secrets/huggingface-token', 'secrets/huggingface-organisation-token'],
    method: 'GET',
    host: 'huggingface.co',
    path: '/api/whoami-v2',
    headers: bearer,
    accepted: [{ status: 200, at: ['type'] }],
    refused: [{ status: 401 }],
    tells: [
      { name: 'account', at: ['name'], shape: 'handle' },
      { name: 'role', at: ['auth', 'accessToken', 'role'], shape: 'words' },
    ],
    source: 'https://huggingface.co/docs/huggingface.js/main/hub/interfaces/AuthInfo',
  },
  {
    ...LIST,
    provider: 'mistral',
    rules: ['secrets/mistral-api-key'],
    host: 'api.mistral.ai',
    path: '/v1/models',
    elsewhere: 'is one for Codestral alone',
    source: 'https://docs.mistral.ai/api/#tag/models',
  },
  {
    ...OPENAI,
    rules: ['secrets/openai-project-key', 'secrets/openai-service-account-key', 'secrets/openai-legacy-key'],
    path: '/v1/models',
    source: 'https://platform.openai.com/docs/api-reference/models/list',
  },
  {
    ...OPENAI,
    rules: ['secrets/openai-admin-key'],
    path: '/v1/organization/projects?limit=1',
    source: 'https://platform.openai.com/docs/api-reference/projects/list',
  },
  {
    ...LIST,
    provider: 'openrouter',
    rules: ['secrets/openrouter-api-key'],
    host: 'openrouter.ai',
    path: '/api/v1/key',
    source: 'https://openrouter.ai/docs/api-reference/limits',
  },
  {
    provider: 'replicate',
    rules: ['secrets/replicate-api-token'],
    method: 'GET',
    host: 'api.replicate.com',
    path: '/v1/account',
    headers: bearer,
    accepted: [{ status: 200, at: ['username'] }],
    refused: [{ status: 401 }],
    tells: [{ name: 'account', at: ['username'], shape: 'handle' }],
    source: 'https://replicate.com/docs/reference/http#account.get',
  },
  {
    ...LIST,
    provider: 'together',
    rules: ['secrets/together-api-key', 'secrets/together-legacy-key'],
    host: 'api.together.xyz',
    path: '/v1/models',
    source: 'https://docs.together.ai/reference/models',
  },
  {
    provider: 'xai',
    rules: ['secrets/xai-api-key'],
    method: 'GET',
    host: 'api.x.ai',
    path: '/v1/api-key',
    headers: bearer,
    accepted: [{ status: 200, at: ['api_key_id'] }],
    refused: [
      { status: 200, at: ['api_key_disabled'], is: [true] },
      { status: 200, at: ['api_key_blocked'], is: [true] },
      { status: 200, at: ['team_blocked'], is: [true] },
      { status: 400, mentions: ['api key'] },
      { status: 401 },
    ],
    tells: [{ name: 'scopes', at: ['acls'], shape: 'words' }],
    source: 'https://docs.x.ai/docs/api-reference#api-key',
  },
]
