import { describe, expect, it } from 'vitest'
import { ACME_TOKEN, ruleLike } from '../../../test/support/secret-rule-fakes.ts'
import { specimenMaker } from '../../../test/support/specimen-maker.ts'
import { SECRET_RULES } from './rules/rules.ts'
import { secretScanner } from './secret-scanner.ts'

const MEGABYTE = 1024 * 1024

function repeated(piece: string): string {
  return piece.repeat(Math.ceil(MEGABYTE / piece.length)).slice(0, MEGABYTE)
}

function nested(depth: number): string {
  const inside = depth === 0 ? 'plain text, '.repeat(4000) : nested(depth - 1)
  return Buffer.from(`${inside}\n`).toString(depth % 2 === 0 ? 'base64' : 'hex')
}

const NASTY: Readonly<Record<string, string>> = {
  'anchors without end': repeated('AKIA'),
  'anchors that may begin anywhere': repeated('sk-'),
  'keys that begin and never end': repeated('-----BEGIN RSA PRIVATE KEY-----\n'),
  'tokens that begin and never end': repeated('eyJhbGciOiJIUzI1NiJ9.'),
  'words of rules': repeated('azure openai cohere mistral groq token=secret_key: '),
  'words of rules without gaps': repeated('secretpasswordtokenapi_key'),
  signs: repeated('='),
  colons: repeated('token:'),
  'quotes that never close': repeated('password="'),
  'quotes that are escaped': repeated('password=\\"\\'),
  addresses: repeated('https://a:b@'),
  'addresses without a host': repeated('https://a:'),
  'base64 of text': repeated(Buffer.from('some plain text here ').toString('base64')),
  'base64 of text in short lines': repeated(`${Buffer.from('some plain text here ok').toString('base64')}\n`),
  'base64 of noise': Buffer.from(specimenMaker(3).bytes(MEGABYTE)).toString('base64'),
  'hexadecimal text': Buffer.from(repeated('plain text ').slice(0, MEGABYTE / 2)).toString('hex'),
  'nested wrappings': repeated(`${nested(4)}\n`),
  'percent signs': repeated('%41'),
  'escapes of JSON': repeated('\\u0041'),
  'escaped slashes': repeated('\\/'),
  'zero bytes': repeated('\0'),
  'wide characters': repeated('A\0'),
  'one line': repeated('a'),
  'names without end': repeated('a_'),
  bearers: repeated('bearer '),
  'curl commands': repeated('curl -u '),
}

const EVERYTHING = secretScanner({ rules: SECRET_RULES, generic: true })

describe('a megabyte of', () => {
  it.each(Object.entries(NASTY))('%s is looked through in linear time', (_, text) => {
    const started = performance.now()
    EVERYTHING.scan(Buffer.from(text, 'latin1'), { role: 'configuration', path: 'a.conf' })
    // What is quadratic takes minutes for this; most take some milliseconds.
    expect(performance.now() - started).toBeLessThan(15_000)
  })
})

describe('any bytes', () => {
  it('are looked through without an error', () => {
    const make = specimenMaker(9)
    for (let round = 0; round < 200; round++) {
      const bytes = make.bytes(make.number(0, 2000))
      expect(() => EVERYTHING.scan(bytes, { role: 'output', path: 'a.log', label: 'api_key' })).not.toThrow()
    }
  })

  it('that end in the midst of a hit are looked through', () => {
    const scanner = secretScanner({
      rules: [ACME_TOKEN, ruleLike({ anchored: 'near', near: { words: ['acme'], before: 9, after: 9 } })],
      generic: true,
    })
    for (const text of [
      'acme_',
      'password',
      'password=',
      'password="',
      'bearer ',
      'https://',
      'https://a:b@',
      '\\u00',
      '%2',
      'H4sI',
      '"auth"',
    ])
      expect(scanner.scan(Buffer.from(text), { role: 'configuration', path: 'a' })).toEqual([])
  })
})
