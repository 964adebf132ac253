import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { FAKE_RULE, fakeScanner, fakeToken } from '../../../test/support/fake-scanner.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { answering, type ProviderServer, providerServer } from '../../../test/support/provider-server.ts'
import { writeZip } from '../../../test/support/zip-writer.ts'
import type { FamilyInspection, FileRuleFamily } from '../../model/rule.ts'
import { bearer, type Question } from '../secrets/validation/question.ts'
import { TokenValidator } from '../secrets/validation/token-validator.ts'
import { validationOf } from '../secrets/validation/validation-settings.ts'
import { validatorFor } from './ask-providers.ts'
import { familyOf } from './sensitive-family.ts'
import { PUBLIC_KEY } from './sensitive-settings.ts'

const FAKE: Question = {
  provider: 'fake',
  rules: [FAKE_RULE.id],
  method: 'GET',
  host: 'api.fake.example',
  path: '/me',
  headers: bearer,
  accepted: [{ status: 200 }],
  refused: [{ status: 401 }],
  tells: [{ name: 'account', at: ['login'], shape: 'handle' }],
  pauseMilliseconds: 1,
  source: 'https://fake.example/docs',
}

let server: ProviderServer
beforeAll(async () => {
  server = await providerServer()
})
afterAll(() => server.close())
beforeEach(() => {
  server.log.length = 0
})

function family(): FileRuleFamily {
  const settings = { key: PUBLIC_KEY, personalData: false, userRules: [] }
  const seam = { ask: server.ask, questions: [FAKE] }
  const validator = new TokenValidator(validationOf(['fake'], {}), seam)
  return familyOf(settings, [fakeScanner()], async () => validator)
}

function inspect(text: string | Uint8Array, path = 'a.env', one = family()): Promise<FamilyInspection> {
  return one.inspect(fileOf(path, text))
}

describe('a secret whose provider was asked', () => {
  it('and accepts it is at least high, and says so', async () => {
    server.behave(answering(200, { login: 'octocat' }))
    const { observations } = await inspect(`K=${fakeToken()}\n`)
    expect(observations).toMatchObject([
      {
        severity: 'high',
        confidence: { level: 'high', because: ['a fake is a fake', 'the provider accepts it (account octocat)'] },
      },
    ])
    expect(observations[0]?.message).toContain('The provider accepts it (account octocat).')
  })

  it('and refuses it is reported without a severity', async () => {
    server.behave(answering(401, {}))
    const { observations } = await inspect(`K=${fakeToken()}\n`)
    expect(
      observations.map(({ severity, message }) => [severity, message.includes('revoked or never issued')]),
    ).toEqual([['none', true]])
  })

  it('and says nothing stays what it was', async () => {
    server.behave(answering(500, {}))
    const { observations } = await inspect(`K=${fakeToken()}\n`)
    expect(observations.map(({ severity }) => severity)).toEqual(['high'])
    expect(observations[0]?.confidence.because.at(-1)).toBe('the provider could not be asked: it answered 500')
  })

  it('keeps its identity, so waivers and baselines go on', async () => {
    const identities: (string | undefined)[] = []
    for (const status of [200, 401, 500]) {
      server.behave(answering(status, {}))
      identities.push((await inspect(fakeToken())).observations[0]?.identity)
    }
    expect(new Set(identities).size).toBe(1)
  })

  it('is asked about once, in an archive and in every file', async () => {
    server.behave(answering(401, {}))
    const one = family()
    const zip = writeZip([
      { name: 'a.env', data: fakeToken() },
      { name: 'b.env', data: fakeToken() },
    ])
    await inspect(zip, 'a.zip', one)
    await inspect(fakeToken(), 'b.env', one)
    expect(server.log).toHaveLength(1)
  })

  it('stands nowhere in what comes of it', async () => {
    const value = fakeToken()
    server.behave(answering(200, { login: value, message: value }))
    const { observations, diagnostics } = await inspect(value)
    const said = JSON.stringify([observations, diagnostics])
    expect(said).not.toContain(value.slice(0, 9))
  })
})

describe('an inspection for which somebody was asked', () => {
  it.each([200, 401, 500])(
    'says that something left the machine, and is thereby not remembered: %d',
    async (status) => {
      server.behave(answering(status, {}))
      const { diagnostics } = await inspect(`${fakeToken()} ${fakeToken('Z')}`)
      expect(diagnostics.map(({ code, level, message }) => [code, level, message])).toEqual([
        ['EXTERNAL_ANSWER', 'note', '2 secrets of this file were put to the provider, as --validate asks'],
      ])
    },
  )

  it('says nothing where nobody had to be asked', async () => {
    expect((await inspect('nothing here')).diagnostics).toEqual([])
    expect(server.log).toEqual([])
  })

  it('takes no longer than a part of the deadline of the file', async () => {
    server.behave(() => {})
    const file = fileOf('a.env', fakeToken())
    const hasty = { ...file, limits: { ...file.limits, fileMilliseconds: 1000 } }
    const started = performance.now()
    const { observations } = await family().inspect(hasty)
    expect(performance.now() - started).toBeLessThan(900)
    expect(observations[0]?.message).toContain('could not be asked')
  })
})

describe('without leave', () => {
  it.each([
    ['no provider was named', validationOf([], {})],
    ['nothing was said', undefined],
  ])('nobody is there who could ask: %s', async (_, settings) => {
    expect(await validatorFor(settings)).toBeUndefined()
  })
})
