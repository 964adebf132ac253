import { bearer, type Question } from '../question.ts'

const GITHUB = {
  provider: 'github',
  method: 'GET',
  host: 'api.github.com',
  headers: (token: string) => ({
    ...bearer(token),
    accept: 'application/vnd.github+json',
    'x-github-api-version': '2022-11-28',
  }),
  accepted: [{ status: 200 }],
  refused: [{ status: 401 }],
  // Tokens of a server of one's own look the same, down to the checksum.
  elsewhere: 'belongs to a GitHub Enterprise Server',
} as const

/**
 * Hosts of source and of pipelines. A token that is refused by the public host may be one of an installation of the organisation's own, which
 * cannot be told from it: such a refusal is told and makes nothing harmless.
 */
export const codeHostQuestions: readonly Question[] = [
  {
    ...GITHUB,
    rules: [
      'secrets/github-personal-token',
      'secrets/github-oauth-token',
      'secrets/github-app-user-token',
      'secrets/github-fine-grained-token',
    ],
    path: '/user',
    tells: [
      { name: 'account', at: ['login'], shape: 'handle' },
      { name: 'scopes', header: 'x-oauth-scopes', shape: 'words' },
    ],
    source: 'https://docs.github.com/en/rest/users/users#get-the-authenticated-user',
  },
  {
    ...GITHUB,
    rules: ['secrets/github-app-installation-token', 'secrets/github-stateless-token'],
    // An installation is no user; this request counts against no limit.
    path: '/rate_limit',
    tells: [],
    source: 'https://docs.github.com/en/rest/rate-limit/rate-limit',
  },
  {
    provider: 'gitlab',
    rules: [
      'secrets/gitlab-access-token',
      'secrets/gitlab-routable-token',
      'secrets/gitlab-routable-token-unversioned',
    ],
    method: 'GET',
    host: 'gitlab.com',
    path: '/api/v4/personal_access_tokens/self',
    headers: (token) => ({ 'private-token': token }),
    accepted: [{ status: 200, at: ['active'], is: [true] }],
    refused: [{ status: 200, at: ['active'], is: [false] }, { status: 401 }],
    tells: [
      { name: 'scopes', at: ['scopes'], shape: 'words' },
      { name: 'expires', at: ['expires_at'], shape: 'day' },
    ],
    elsewhere: 'belongs to another GitLab than gitlab.com',
    source: 'https://docs.gitlab.com/api/personal_access_tokens/#get-details-on-a-personal-access-token',
  },
  {
    provider: 'buildkite',
    rules: ['secrets/buildkite-token'],
    method: 'GET',
    host: 'api.buildkite.com',
    path: '/v2/access-token',
    headers: bearer,
    accepted: [{ status: 200, at: ['uuid'] }],
    refused: [{ status: 401 }],
    tells: [{ name: 'scopes', at: ['scopes'], shape: 'words' }],
    elsewhere: 'works from other addresses only',
    source: 'https://buildkite.com/docs/apis/rest-api/access-token',
  },
  {
    provider: 'circleci',
    rules: ['secrets/circleci-token'],
    // Tokens of projects are not taken by this version of the API.
    tokens: /^CCIPAT_/,
    method: 'GET',
    host: 'circleci.com',
    path: '/api/v2/me',
    headers: (token) => ({ 'circle-token': token }),
    accepted: [{ status: 200, at: ['id'] }],
    refused: [{ status: 401 }],
    tells: [],
    elsewhere: 'belongs to a CircleCI server',
    source: 'https://circleci.com/docs/guides/toolkit/api-developers-guide',
  },
]
