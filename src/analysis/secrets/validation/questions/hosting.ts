import { bearer, PLAIN_READ, type Question } from '../question.ts'

const CLOUDFLARE = {
  ...PLAIN_READ,
  provider: 'cloudflare',
  host: 'api.cloudflare.com',
  path: '/client/v4/user/tokens/verify',
  accepted: [{ status: 200, at: ['result', 'status'], is: ['active'] }],
  refused: [{ status: 200, at: ['result', 'status'], is: ['disabled', 'expired'] }, { status: 401 }],
  tells: [{ name: 'expires', at: ['result', 'expires_on'], shape: 'day' }],
  source: 'https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/verify/',
} as const

const VERCEL = {
  ...PLAIN_READ,
  provider: 'vercel',
  host: 'api.vercel.com',
  path: '/v2/user',
  // 403 alone is also the answer to a token of one team or project.
  refused: [{ status: 401 }, { status: 403, at: ['error', 'invalidToken'], is: [true] }],
  source: 'https://vercel.com/docs/rest-api/user/get-the-user',
} as const

/** Clouds, hosting and stores of secrets. */
export const hostingQuestions: readonly Question[] = [
  {
    ...CLOUDFLARE,
    rules: ['secrets/cloudflare-api-token'],
    // Those of an account can only be asked about with its number.
    tokens: /^cfut_/,
  },
  {
    ...CLOUDFLARE,
    rules: ['secrets/cloudflare-legacy-token'],
    elsewhere: 'belongs to an account, not to a person',
  },
  {
    ...PLAIN_READ,
    provider: 'digitalocean',
    rules: ['secrets/digitalocean-token'],
    // Not those that only make new ones.
    tokens: /^do[op]_v1_/,
    host: 'api.digitalocean.com',
    path: '/v2/account',
    limited: [{ status: 403, at: ['id'] }],
    source: 'https://docs.digitalocean.com/reference/api/digitalocean/#tag/Account',
  },
  {
    ...PLAIN_READ,
    provider: 'doppler',
    rules: ['secrets/doppler-token'],
    tokens: /^dp\.(?:pt|ct|sa|st)\./,
    host: 'api.doppler.com',
    path: '/v3/me',
    tells: [
      { name: 'workplace', at: ['workplace', 'name'], shape: 'title' },
      { name: 'kind', at: ['type'], shape: 'words' },
    ],
    source: 'https://docs.doppler.com/reference/auth-me',
  },
  {
    ...PLAIN_READ,
    provider: 'heroku',
    rules: ['secrets/heroku-api-key'],
    host: 'api.heroku.com',
    path: '/account',
    headers: (token) => ({ ...bearer(token), accept: 'application/vnd.heroku+json; version=3' }),
    limited: [{ status: 403, at: ['id'], is: ['forbidden'] }],
    source: 'https://devcenter.heroku.com/articles/platform-api-reference#account',
  },
  {
    ...PLAIN_READ,
    provider: 'netlify',
    rules: ['secrets/netlify-token'],
    host: 'api.netlify.com',
    path: '/api/v1/user',
    source: 'https://open-api.netlify.com/#tag/user/operation/getCurrentUser',
  },
  {
    ...PLAIN_READ,
    provider: 'supabase',
    rules: ['secrets/supabase-access-token'],
    host: 'api.supabase.com',
    path: '/v1/projects',
    limited: [{ status: 403, at: ['message'] }],
    // 60 a minute.
    pauseMilliseconds: 1100,
    source: 'https://supabase.com/docs/reference/api/introduction',
  },
  { ...VERCEL, rules: ['secrets/vercel-token'], tokens: /^vcp_/ },
  { ...VERCEL, rules: ['secrets/vercel-legacy-token'] },
]
