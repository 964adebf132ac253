import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { answering, type ProviderServer, providerServer } from '../../../../test/support/provider-server.ts'
import { httpsLine, httpsOnce } from '../../../base/http-once.ts'
import { answerText } from './answer.ts'
import { bearer, type Question } from './question.ts'
import { type Ask, type Token, TokenValidator } from './token-validator.ts'
import { MOST_QUESTIONS, sharedTurns } from './turns.ts'
import { validationOf } from './validation-settings.ts'

const ACME: Question = {
  provider: 'acme',
  rules: ['secrets/acme-token'],
  method: 'GET',
  host: 'api.acme.example',
  path: '/me',
  headers: bearer,
  accepted: [{ status: 200, at: ['login'] }],
  refused: [{ status: 401 }],
  tells: [{ name: 'account', at: ['login'], shape: 'handle' }],
  pauseMilliseconds: 1,
  source: 'https://acme.example/docs',
}
const OTHER: Question = { ...ACME, provider: 'other', rules: ['secrets/other-token'], host: 'api.other.example' }

const token = (letter = 'a', rule: Token['rule'] = 'secrets/acme-token'): Token => ({
  rule,
  value: `tok_${letter.repeat(24)}`,
})

let server: ProviderServer
beforeAll(async () => {
  server = await providerServer()
})
afterAll(() => server.close())
beforeEach(() => {
  server.log.length = 0
})

function validator(ask: Ask = server.ask, questions: readonly Question[] = [ACME, OTHER]): TokenValidator {
  return new TokenValidator(validationOf(['acme'], {}), { ask, questions })
}

async function texts(from: TokenValidator, tokens: readonly Token[], milliseconds = 4000): Promise<readonly string[]> {
  const answers = await from.answers(tokens, milliseconds)
  return tokens.map((one) => {
    const answer = answers.get(one)
    return answer === undefined ? 'nobody was asked' : answerText(answer)
  })
}

describe('a provider', () => {
  it('that knows the token says whose it is', async () => {
    server.behave(answering(200, { login: 'octocat' }))
    expect(await texts(validator(), [token()])).toEqual(['the provider accepts it (account octocat)'])
    expect(server.log).toEqual([`GET /me Bearer ${token().value} assay`])
  })

  it('that does not know it says so', async () => {
    server.behave(answering(401, {}))
    expect(await texts(validator(), [token()])).toEqual(['the provider refuses it: it was revoked or never issued'])
  })

  it('is asked once about a token, in however many files it stands', async () => {
    server.behave(answering(401, {}))
    const one = validator()
    expect(new Set([...(await texts(one, [token(), token()])), ...(await texts(one, [token()]))]).size).toBe(1)
    expect(server.log).toHaveLength(1)
  })

  it('that nobody named is not asked', async () => {
    const stranger = token('a', 'secrets/other-token')
    const one = validator()
    expect(one.concerns(stranger)).toBe(false)
    expect(await texts(one, [stranger, token('b', 'secrets/unheard-of')])).toEqual([
      'nobody was asked',
      'nobody was asked',
    ])
    expect(server.log).toEqual([])
  })

  it('is not asked about tokens that are not of the kind it can be asked about', async () => {
    const one = validator(server.ask, [{ ...ACME, tokens: /^tok_b/ }])
    expect([one.concerns(token('a')), one.concerns(token('b'))]).toEqual([false, true])
  })

  it('that redirects is not followed, and the token stays with it', async () => {
    const other = await providerServer()
    other.behave(answering(200, { login: 'thief' }))
    server.behave((_, response) => void response.writeHead(302, { location: `${other.address}/me` }).end())
    expect(await texts(validator(), [token()])).toEqual([
      'the provider could not be asked: it answered with a redirect (302), which is not followed',
    ])
    expect(other.log).toEqual([])
    await other.close()
  })

  it('that is overrun once gets a second chance, and not a third', async () => {
    let asked = 0
    server.behave((request, response) => {
      const overrun = asked++ === 0
      answering(overrun ? 429 : 200, { login: 'octocat' }, { 'retry-after': '0' })(request, response)
    })
    expect(await texts(validator(), [token()])).toEqual(['the provider accepts it (account octocat)'])
    server.log.length = 0
    server.behave(answering(503, {}))
    expect(await texts(validator(), [token()])).toEqual(['the provider could not be asked: it answered 503'])
    expect(server.log).toHaveLength(2)
  })

  it('that asks for patience is left alone, about other tokens too', async () => {
    server.behave(answering(429, {}, { 'retry-after': '3600' }))
    const started = performance.now()
    const [first, second] = await texts(validator(), [token('a'), token('b')])
    expect(first).toBe('the provider could not be asked: it asks for patience (429)')
    expect(second).toContain('the time for this file was over')
    expect(server.log).toHaveLength(1)
    expect(performance.now() - started).toBeLessThan(2000)
  })

  it('that is slow holds nobody up for longer than there is time', async () => {
    server.behave(() => {})
    const started = performance.now()
    const [first, second] = await texts(validator(), [token('a'), token('b')], 600)
    expect(first).toBe('the provider could not be asked: it did not answer in time')
    expect(second).toContain('could not be asked')
    expect(performance.now() - started).toBeLessThan(1500)
  })

  it('is asked again with another file about what time did not allow', async () => {
    server.behave(answering(200, { login: 'octocat' }))
    const one = validator()
    expect(await texts(one, [token()], 100)).toEqual([
      'the provider could not be asked: the time for this file was over',
    ])
    expect(await texts(one, [token()])).toEqual(['the provider accepts it (account octocat)'])
  })

  it('that pours without end is cut off', async () => {
    let closed = false
    server.behave((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const pour = (): void => {
        while (response.write(`"${'x'.repeat(8000)}",`));
        response.once('drain', pour)
      }
      response.on('close', () => (closed = true))
      pour()
    })
    expect((await texts(validator(), [token()]))[0]).toContain('could not be asked')
    await expect.poll(() => closed).toBe(true)
  })

  it('that answers with escape sequences and the token has none of it told', async () => {
    const { value } = token()
    server.behave(answering(200, { login: `\u001b]0;${value}\u0007`, [value]: value }, { 'x-echo': value }))
    expect(await texts(validator(), [token()])).toEqual(['the provider accepts it'])
  })

  it('that cannot be reached three times in a row is not asked again', async () => {
    let tried = 0
    const nobody: Ask = (request, bounds) => {
      tried++
      return httpsOnce(server.line, { ...request, address: 'https://127.0.0.1:9/me' }, bounds)
    }
    const tokens = [...'abcdef'].map((letter) => token(letter))
    const said = await texts(validator(nobody), tokens)
    expect(said[0]).toBe('the provider could not be asked: it could not be reached (ECONNREFUSED)')
    expect(said.at(-1)).toBe(`${said[0]}, several times in a row`)
    expect(tried).toBe(4)
  })

  it('whose certificate is wrong does not see the token', async () => {
    const distrustful: Ask = (request, bounds) =>
      httpsOnce(httpsLine({}), { ...request, address: `${server.address}/me` }, bounds)
    const [said] = await texts(validator(distrustful), [token()])
    expect(said).toMatch(/^the provider could not be asked: it could not be reached \([A-Z_]+\)$/)
    expect(server.log).toEqual([])
  })

  it.each([
    ['a line break', 'tok_abcdefgh\r\nhost: elsewhere.example'],
    ['a letter that is not ASCII', 'tok_abcdefgh\u00e9'],
    ['hardly anything', 'tok'],
  ])('is not sent a value with %s', async (_, value) => {
    const [said] = await texts(validator(), [{ rule: 'secrets/acme-token', value }])
    expect(said).toBe('the provider could not be asked: no request can carry such a value')
    expect(server.log).toEqual([])
  })

  it('is asked about so many tokens in a scan, by all threads together', async () => {
    server.behave(answering(401, {}))
    const turns = sharedTurns(1)
    new BigInt64Array(turns)[0] = BigInt(MOST_QUESTIONS - 1)
    const settings = { ...validationOf(['acme'], {}), turns }
    const [one, other] = [1, 2].map(() => new TokenValidator(settings, { ask: server.ask, questions: [ACME] }))
    if (one === undefined || other === undefined) return
    expect((await texts(one, [token('a')]))[0]).toContain('refuses it')
    expect((await texts(other, [token('b')]))[0]).toContain('200 tokens were asked about in this scan')
    expect(server.log).toHaveLength(1)
  })
})

describe('settings', () => {
  it('name each provider once and are the same for the cache in every scan', () => {
    const once = validationOf(['b', 'a', 'b'], { NO_PROXY: 'x' })
    expect(once.providers).toEqual(['a', 'b'])
    expect(JSON.stringify(structuredClone(once))).toBe(JSON.stringify(validationOf(['a', 'b'], { NO_PROXY: 'x' })))
  })
})
