import { describe, expect, it } from 'vitest'
import type { OneReply } from '../../../base/http-once.ts'
import { answerText, severityAfter } from './answer.ts'
import type { Question } from './question.ts'
import { QUESTIONS } from './questions.ts'
import { readAnswer } from './read-answer.ts'

const TOKEN = 'tok-9fKq27LmXc41VbWz80Qe'

function reply(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): OneReply {
  const all: Readonly<Record<string, string>> = { 'content-type': 'application/json', ...headers }
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return { status, header: (name) => all[name], body: Buffer.from(text), cut: false }
}

function of(provider: string, index = 0): Question {
  const question = QUESTIONS.filter((one) => one.provider === provider)[index]
  if (question === undefined) throw new Error(`nobody asks ${provider}`)
  return question
}

const read = (provider: string, answer: OneReply): string => answerText(readAnswer(of(provider), answer, TOKEN))

const DEAD = 'the provider refuses it: it was revoked or never issued'

describe('what an answer says', () => {
  it.each([
    [
      'github',
      reply(200, { login: 'octocat', email: 'o@x.example', name: 'O. Cat' }, { 'x-oauth-scopes': 'repo, read:org' }),
      'the provider accepts it (account octocat; scopes repo, read:org)',
    ],
    [
      'github',
      reply(401, { message: 'Bad credentials' }),
      `${DEAD.replace(' or ', ', ')}, or belongs to a GitHub Enterprise Server`,
    ],
    ['github', reply(403, {}), 'the provider could not be asked: it answered 403 in a way that is not known'],
    [
      'gitlab',
      reply(200, { active: true, scopes: ['api'], expires_at: '2027-01-31' }),
      'the provider accepts it (scopes api; expires 2027-01-31)',
    ],
    ['openai', reply(200, { data: [] }), 'the provider accepts it'],
    ['openai', reply(401, { error: { code: 'invalid_api_key' } }), DEAD],
    [
      'openai',
      reply(401, { error: { code: null, message: 'IP not authorized' } }),
      'the provider could not be asked: it answered 401 in a way that is not known',
    ],
    [
      'openai',
      reply(403, { error: { message: 'You have insufficient permissions. Missing scopes: api.model.read' } }),
      'the provider accepts it (without leave to read what was asked for)',
    ],
    ['anthropic', reply(401, { error: { type: 'authentication_error' } }), DEAD],
    ['slack', reply(200, { ok: true, team: 'Acme, Inc.' }), 'the provider accepts it (workspace Acme, Inc.)'],
    [
      'slack',
      reply(200, { ok: false, error: 'token_revoked' }),
      `${DEAD.replace(' or ', ', ')}, or works from other addresses only`,
    ],
    [
      'slack',
      reply(200, { ok: false, error: 'ratelimited' }),
      'the provider could not be asked: it answered 200 in a way that is not known',
    ],
    ['cohere', reply(200, { valid: false }), DEAD],
    ['xai', reply(200, { api_key_id: 'a', api_key_disabled: true }), DEAD],
    ['xai', reply(400, { error: 'Incorrect API key provided' }), DEAD],
    [
      'elevenlabs',
      reply(401, { detail: { status: 'missing_permissions' } }),
      'the provider accepts it (without leave to read what was asked for)',
    ],
    ['linear', reply(400, { errors: [{ extensions: { code: 'AUTHENTICATION_ERROR' } }] }), DEAD],
    [
      'stripe',
      reply(401, { error: { message: 'The API key does not allow requests from your address' } }),
      'the provider could not be asked: it answered 401 in a way that is not known',
    ],
    ['telegram', reply(200, { ok: true, result: { username: 'acme_bot' } }), 'the provider accepts it (bot acme_bot)'],
    ['cloudflare', reply(200, { result: { status: 'expired' } }), DEAD],
    [
      'groq',
      reply(302, '', { location: 'https://elsewhere.example/' }),
      'the provider could not be asked: it answered with a redirect (302), which is not followed',
    ],
    [
      'groq',
      reply(200, '<html>Please sign in to the network', { 'content-type': 'text/html; charset=utf-8' }),
      'the provider could not be asked: it answered 200 with a page for people',
    ],
    [
      'groq',
      reply(401, '<html>blocked by your company', { 'content-type': 'text/html' }),
      'the provider could not be asked: it answered 401 with a page for people',
    ],
    ['groq', reply(200, 'welcome'), 'the provider could not be asked: it answered 200 in a way that is not known'],
  ])('of %s, %#', (provider, answer, text) => {
    expect(read(provider, answer)).toBe(text)
  })

  it('is yes where a long list was cut, and unknown where what is looked for was', () => {
    const cut = { ...reply(200, '{"data":[{"id":"mo'), cut: true }
    expect(read('groq', cut)).toBe('the provider accepts it')
    expect(read('gitlab', cut)).toContain('in a way that is not known')
  })

  it.each([
    ['escape sequences', '\u001b[2Joctocat'],
    ['a turned direction of writing', 'octo\u202ecat'],
    ['a line break', 'octo\ncat'],
    ['a mail address', 'octo@cat.example'],
    ['a full name', 'Octo Cat'],
    ['the token', TOKEN],
    ['a part of the token', `x${TOKEN.slice(6, 14)}`],
    ['a long text', 'x'.repeat(65)],
    ['no text', { toString: 'octocat' }],
    ['nothing', undefined],
  ])('tells no account that is %s', (_, login) => {
    expect(read('github', reply(200, { login }))).toBe('the provider accepts it')
  })

  it('tells six scopes of many, and none that is none', () => {
    const scopes = ['a:b', '\u001b[31mred', `see ${TOKEN}`, ...Array.from({ length: 9 }, (_, index) => `scope${index}`)]
    expect(read('sendgrid', reply(200, { scopes }))).toBe(
      'the provider accepts it (scopes a:b, scope0, scope1, scope2, scope3, scope4 and 4 more)',
    )
  })

  it.each([
    ['deep', `${'['.repeat(30_000)}`],
    ['deep and closed', `${'['.repeat(30_000)}${']'.repeat(30_000)}`],
    ['not UTF-8', '\ud800'],
    ['a poisoned prototype', '{"__proto__":{"active":true},"constructor":{"active":true}}'],
  ])('survives a body that is %s', (_, body) => {
    expect(read('gitlab', reply(200, body))).toContain('in a way that is not known')
  })
})

describe('how bad it is after an answer', () => {
  it.each([
    ['medium', { verdict: 'accepted', told: [] }, 'high'],
    ['critical', { verdict: 'accepted', told: [] }, 'critical'],
    ['unknown', { verdict: 'accepted', told: [] }, 'high'],
    ['critical', { verdict: 'refused' }, 'none'],
    ['critical', { verdict: 'refused', elsewhere: 'belongs to another one' }, 'critical'],
    ['high', { verdict: 'unasked', why: 'it is asleep' }, 'high'],
  ] as const)('%s, %o: %s', (before, answer, after) => {
    expect(severityAfter(before, answer)).toBe(after)
  })
})
