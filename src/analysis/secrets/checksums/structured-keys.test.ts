import { describe, expect, it } from 'vitest'
import {
  ALPHANUMERIC,
  BASE32,
  BASE64,
  HEX,
  LOWER_ALPHANUMERIC,
  UPPER_ALPHANUMERIC,
} from '../../../../test/support/alphabets.ts'
import * as issued from '../../../../test/support/issued-keys.ts'
import { specimenMaker } from '../../../../test/support/specimen-maker.ts'
import type { Check } from '../secret-rule.ts'
import { awsAccountOf, awsKeyId } from './aws-key-id.ts'
import { ageIdentity, isBech32 } from './bech32.ts'
import { jsonWebToken, qdrantKey } from './jwt.ts'
import { pypiToken } from './pypi-token.ts'
import * as keys from './structured-keys.ts'

const make = specimenMaker(3)
const base64 = (text: string): string => Buffer.from(text).toString('base64')

describe('AWS key ids', () => {
  it('spell out their account', () => {
    for (const account of [0, 1, 123_456_789_012, 999_999_999_999]) {
      const id = issued.awsKeyId(make, 'AKIA', account)
      expect(awsAccountOf(id)).toBe(String(account).padStart(12, '0'))
    }
  })

  it('of another alphabet were never issued, and those of the older form do not say it', () => {
    expect(awsKeyId(`AKIA${'1'.repeat(16)}`).verdict).toBe('invalid')
    expect(awsKeyId(`AKIAI${make.text(15, BASE32)}`)).toEqual({ verdict: 'unknown', says: [] })
  })
})

const LOCATION = ['index', 'example'].join('.')

describe('tokens of PyPI', () => {
  it.each([
    { caveats: [], says: ['for every project of the account'] },
    { caveats: [{ version: 1, permissions: 'user' }], says: ['for every project of the account'] },
    { caveats: [{ version: 1, permissions: { projects: ['a'] } }], says: ['for one project'] },
    { caveats: [[1, ['a', 'b']]], says: ['for 2 projects'] },
    {
      caveats: [
        [3, 'c0ffee'],
        [0, 1_800_000_000, 1_700_000_000],
      ],
      says: ['for every project of the account', 'expires 2027-01-15'],
    },
    {
      caveats: [
        [2, ['c0ffee']],
        [4, 'x'],
      ],
      says: ['for one project', 'for one trusted publisher'],
    },
  ])('say $says', ({ caveats, says }) => {
    expect(pypiToken(issued.pypiToken(make, LOCATION, caveats))).toEqual({ verdict: 'valid', says })
  })

  it('cut off or followed by more were never issued', () => {
    const token = issued.pypiToken(make, LOCATION, [[1, ['a']]])
    for (const length of [4, 20, 40, token.length - 4])
      expect(pypiToken(token.slice(0, length)).verdict).toBe('invalid')
    expect(pypiToken(`${token}AAAA`).verdict).toBe('invalid')
  })

  it('of hostile bytes end', () => {
    const bytes = Buffer.concat([Buffer.from([2, 2, 0, 0]), Buffer.alloc(300_000, Buffer.from([2, 0, 0]))])
    expect(pypiToken(`pypi-${bytes.toString('base64url')}`).verdict).toBe('invalid')
  })
})

describe('JSON Web Tokens', () => {
  it('say who issued them and until when', () => {
    const token = issued.jsonWebToken(make, {
      iss: 'https://id.example',
      aud: ['api'],
      role: 'admin',
      exp: 1_800_000_000,
    })
    expect(jsonWebToken(token)).toEqual({
      verdict: 'unknown',
      says: ['issued by https://id.example', 'for api', 'role admin', 'expires 2027-01-15'],
    })
  })

  it.each(['', 'a.b.c', 'eyJ.eyJ.', `${base64('{"alg":1}')}.${base64('{}')}.x`, `${base64('[]')}.${base64('{}')}.x`])(
    'are not %s',
    (value) => {
      expect(jsonWebToken(value).verdict).toBe('invalid')
    },
  )

  it('of Qdrant say their rights', () => {
    expect(qdrantKey(issued.jsonWebToken(make, { access: 'm' })).says).toEqual([
      'may manage the whole database',
      'never expires',
    ])
    expect(qdrantKey(issued.jsonWebToken(make, { access: [{}], exp: 1_800_000_000 })).says).toEqual([
      'for 1 collection',
      'expires 2027-01-15',
    ])
    expect(qdrantKey(issued.jsonWebToken(make, { sub: 'a' })).verdict).toBe('invalid')
  })
})

it('reads bech32 as BIP 173 has it', () => {
  for (const good of ['A12UEL5L', 'abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw', '?1ezyfcl'])
    expect(isBech32(good)).toBe(true)
  for (const bad of ['A1G7SGD8', 'A12uEL5L', '10a06t8', '1qzzfhee', 'x1b4n0q5v', '']) expect(isBech32(bad)).toBe(false)
  expect(ageIdentity(issued.ageIdentity(make)).verdict).toBe('valid')
})

const seconds = 1_800_000_000

const STRUCTURES: readonly {
  readonly what: string
  readonly check: (value: string) => Check
  readonly good: string
  readonly bad: string
  readonly says: readonly string[]
}[] = [
  {
    what: 'NGC',
    check: keys.ngcKey,
    good: base64(`${make.text(26, LOWER_ALPHANUMERIC)}:${issued.uuid(make)}`),
    bad: base64(make.text(63, ALPHANUMERIC)),
    says: [],
  },
  {
    what: 'Neptune',
    check: keys.neptuneToken,
    good: base64(JSON.stringify({ api_address: 'https://a.example', api_key: 'k' })),
    bad: base64('{"api_address":1}'),
    says: ['for https://a.example'],
  },
  {
    what: 'Weaviate',
    check: keys.weaviateKey,
    good: base64(`${make.text(16, BASE64)}_${make.text(43, BASE64)}=_v200`),
    bad: base64(`${make.text(60, BASE64)}=_v200`),
    says: [],
  },
  {
    what: 'Bedrock',
    check: keys.bedrockKey,
    good: `ABSK${base64(`BedrockAPIKey-ab12-at-123456789012:${make.text(44, BASE64)}`)}`,
    bad: `ABSK${base64('nothing')}`,
    says: ['for the AWS account 123456789012'],
  },
  {
    what: 'Bedrock for a day',
    check: keys.bedrockShortKey,
    good: `bedrock-api-key-${base64('bedrock.example/?Action=Call&X-Amz-Date=20260102T030405Z')}`,
    bad: 'bedrock-api-key-',
    says: ['made on 2026-01-02, holds for 12 hours at most'],
  },
  {
    what: 'JFrog',
    check: keys.jfrogReferenceToken,
    good: base64(`reftkn:01:${seconds}:${make.text(28, ALPHANUMERIC)}`),
    bad: base64('reftkn:01:x:y'),
    says: ['expires 2027-01-15'],
  },
  {
    what: 'JFrog for ever',
    check: keys.jfrogReferenceToken,
    good: base64(`reftkn:01:0000000000:${make.text(28, ALPHANUMERIC)}`),
    bad: '',
    says: ['never expires'],
  },
  {
    what: 'Grafana Cloud',
    check: keys.grafanaCloudToken,
    good: `glc_${base64(JSON.stringify({ o: '1', n: 'a', k: 'b' }))}`,
    bad: `glc_${base64('{}')}`,
    says: [],
  },
  {
    what: 'Grafana',
    check: keys.grafanaApiKey,
    good: base64(JSON.stringify({ k: 'b', n: 'a', id: 1 })),
    bad: base64('{"k":1}'),
    says: [],
  },
  {
    what: 'Sentry',
    check: keys.sentryOrganisationToken,
    good: `sntrys_${base64(JSON.stringify({ iat: 1, url: 'u', org: 'acme' }))}_${make.text(43, BASE64)}`,
    bad: 'sntrys_a_b',
    says: ['for the organisation acme'],
  },
  {
    what: '1Password',
    check: keys.onePasswordToken,
    good: `ops_${base64(JSON.stringify({ signInAddress: 'a' }))}`,
    bad: `ops_${base64('{}')}`,
    says: [],
  },
  {
    what: 'Slack',
    check: keys.slackAppToken,
    good: `xapp-1-A${make.text(10, UPPER_ALPHANUMERIC)}-${make.text(13, '123456789')}-${make.text(64, HEX)}`,
    bad: 'xapp-1-B-2-c',
    says: [],
  },
]

describe('keys that say something of themselves', () => {
  it.each(STRUCTURES)('of $what', ({ check, good, bad, says }) => {
    expect(check(good).verdict).toBe('valid')
    expect(check(bad).verdict).not.toBe('valid')
    for (const one of says) expect(check(good).says).toContain(one)
    for (const text of ['', '=', 'a'.repeat(9), '\xff'.repeat(99)]) expect(check(text).verdict).not.toBe('valid')
  })

  it('of Google service accounts, plain and in base64', () => {
    const { text } = issued.serviceAccount(make)
    expect(keys.googleServiceAccount(text).verdict).toBe('valid')
    expect(keys.googleServiceAccount(text).says[0]).toMatch(/^for robot@specimen-/)
    expect(keys.googleServiceAccountBase64(base64(text)).verdict).toBe('valid')
    expect(keys.googleServiceAccount('{"type":"user"}').verdict).toBe('invalid')
  })

  it('show foreign text cut and without controls', () => {
    const hostile = `\u001b[31m${'x'.repeat(500)}`
    const check = keys.neptuneToken(base64(JSON.stringify({ api_address: hostile, api_key: 'k' })))
    expect(check.says.join('').length).toBeLessThan(80)
    expect(check.says.join('')).not.toContain('\u001b')
  })
})
