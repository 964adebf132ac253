import type { Question } from '../question.ts'

/** Providers of speech and of vector search. */
export const speechAndVectorQuestions: readonly Question[] = [
  {
    provider: 'deepgram',
    rules: ['secrets/deepgram-api-key'],
    method: 'GET',
    host: 'api.deepgram.com',
    path: '/v1/projects',
    headers: (token) => ({ authorization: `Token ${token}` }),
    accepted: [{ status: 200, at: ['projects'] }],
    limited: [{ status: 403, at: ['category'] }],
    refused: [{ status: 401 }],
    tells: [],
    source: 'https://developers.deepgram.com/reference/manage/projects/list',
  },
  {
    provider: 'elevenlabs',
    rules: ['secrets/elevenlabs-api-key', 'secrets/elevenlabs-legacy-key'],
    method: 'GET',
    host: 'api.elevenlabs.io',
    path: '/v1/user',
    headers: (token) => ({ 'xi-api-key': token }),
    accepted: [{ status: 200 }],
    // The same status for a key that works and may not read this.
    limited: [{ status: 401, at: ['detail', 'status'], is: ['missing_permissions'] }],
    refused: [{ status: 401, at: ['detail', 'status'], is: ['invalid_api_key'] }],
    tells: [],
    elsewhere: 'belongs to an isolated region',
    source: 'https://elevenlabs.io/docs/api-reference/user/get',
  },
  {
    provider: 'pinecone',
    rules: ['secrets/pinecone-api-key', 'secrets/pinecone-legacy-key'],
    method: 'GET',
    host: 'api.pinecone.io',
    path: '/indexes',
    headers: (token) => ({ 'api-key': token, 'x-pinecone-api-version': '2025-04' }),
    accepted: [{ status: 200 }],
    refused: [{ status: 401 }],
    tells: [],
    source: 'https://docs.pinecone.io/reference/api/2025-04/control-plane/list_indexes',
  },
]
