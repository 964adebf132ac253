import { describe, expect, it } from 'vitest'
import { ALPHANUMERIC } from '../../../../test/support/alphabets.ts'
import * as issued from '../../../../test/support/issued-keys.ts'
import { specimenMaker } from '../../../../test/support/specimen-maker.ts'
import type { Check } from '../secret-rule.ts'
import * as suffix from './crc32-suffix.ts'
import { githubFineGrained } from './github-fine-grained.ts'

const make = specimenMaker(1)

/** Computed with Python's zlib and base64. */
const VECTORS = [
  { text: '', base62: '000000', base36: '0000000', hex: '00000000', littleHex: '00000000', littleBase64: 'AAAAAA' },
  { text: 'a', base62: '4GEHKN', base36: '1skjwar', hex: 'e8b7be43', littleHex: '43beb7e8', littleBase64: 'Q7636A' },
  {
    text: '123456789',
    base62: '3jZRME',
    base36: '1kl8mjq',
    hex: 'cbf43926',
    littleHex: '2639f4cb',
    littleBase64: 'Jjn0yw',
  },
] as const

describe('the ways to write a CRC-32', () => {
  it.each(VECTORS)('writes that of "$text" as Python does', ({ text, ...expected }) => {
    const { upperHex, ...texts } = suffix.CRC32_TEXT
    expect(Object.fromEntries(Object.entries(texts).map(([name, write]) => [name, write(text)]))).toEqual(expected)
    expect(upperHex(text)).toBe(expected.hex.toUpperCase())
  })
})

/** Bit by bit, another way than zlib's table. */
function slowCrc(text: string): number {
  let sum = 0xffffffff
  for (const character of text) {
    sum ^= character.charCodeAt(0)
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1
  }
  return (sum ^ 0xffffffff) >>> 0
}

it('agrees with a CRC-32 computed bit by bit', () => {
  for (let round = 0; round < 200; round += 1) {
    const text = make.text(make.number(0, 80), ALPHANUMERIC)
    expect(Number.parseInt(suffix.CRC32_TEXT.hex(text), 16)).toBe(slowCrc(text))
  }
})

const TOKENS: readonly {
  readonly what: string
  readonly token: () => string
  readonly check: (value: string) => Check
}[] = [
  { what: "GitHub's classic", token: () => issued.underscoreToken(make, 'ghp_'), check: suffix.underscoreBase62 },
  { what: "GitHub's refresh", token: () => issued.underscoreToken(make, 'ghr_', 76), check: suffix.underscoreBase62 },
  { what: "npm's", token: () => issued.underscoreToken(make, 'npm_'), check: suffix.underscoreBase62 },
  { what: "GitLab's routable", token: () => issued.routableToken(make, 'glpat-'), check: suffix.gitlabRoutable },
  { what: "Grafana's", token: () => issued.grafanaToken(make), check: suffix.grafanaServiceAccount },
  { what: "Bitbucket's", token: () => issued.atlassianToken(make, 'ATBB', 24, ''), check: suffix.atlassian },
  { what: "Confluent's", token: () => issued.confluentSecret(make), check: suffix.confluent },
  { what: "Zuplo's", token: () => issued.zuploKey(make), check: suffix.zuplo },
  { what: "Cloudflare's", token: () => issued.cloudflareToken(make, 'cfut_'), check: suffix.cloudflare },
]

describe('tokens with a CRC-32 behind them', () => {
  it.each(TOKENS)('$what hold as issued and no longer with one character changed', ({ token, check }) => {
    for (let round = 0; round < 20; round += 1) {
      const value = token()
      expect(check(value).verdict).toBe('valid')
      expect(check(spoilt(value)).verdict).toBe('invalid')
    }
  })

  it.each(TOKENS)('$what can be asked about any text', ({ check }) => {
    for (const text of ['', '_', '-', '.', 'a'.repeat(5), '\xff'.repeat(300)])
      expect(check(text).verdict).not.toBe('valid')
  })
})

it("calls a fine-grained token of GitHub's valid or unknown, never invented", () => {
  const value = issued.fineGrainedToken(make)
  expect(githubFineGrained(value).verdict).toBe('valid')
  expect(githubFineGrained(spoilt(value)).verdict).toBe('unknown')
})

/** With the 14th character replaced by another one of its alphabet. */
function spoilt(value: string): string {
  return `${value.slice(0, 13)}${value[13] === 'a' ? 'b' : 'a'}${value.slice(14)}`
}
