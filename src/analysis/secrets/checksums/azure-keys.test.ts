import { describe, expect, it } from 'vitest'
import * as issued from '../../../../test/support/issued-keys.ts'
import { specimenMaker } from '../../../../test/support/specimen-maker.ts'
import * as azure from './azure-keys.ts'
import { encodeNumber } from './encodings.ts'
import { marvin32, marvinSeed } from './marvin32.ts'

const make = specimenMaker(2)
const MASK = 0xffffffffn

/** Marvin32 over big integers: another way than the product's. */
function slowMarvin(bytes: Uint8Array, seed: bigint): number {
  const turned = (word: bigint, by: bigint): bigint => ((word << by) | (word >> (32n - by))) & MASK
  let p0 = seed & MASK
  let p1 = seed >> 32n
  const block = (): void => {
    p1 ^= p0
    p0 = (turned(p0, 20n) + p1) & MASK
    p1 = turned(p1, 9n) ^ p0
    p0 = (turned(p0, 27n) + p1) & MASK
    p1 = turned(p1, 19n)
  }
  const padded = [...bytes, 0x80]
  while (padded.length % 4 !== 0) padded.push(0)
  for (let at = 0; at < padded.length; at += 4) {
    const word = padded.slice(at, at + 4).reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
    p0 = (p0 + word) & MASK
    block()
  }
  block()
  return Number(p0 ^ p1)
}

describe('Marvin32', () => {
  it('gives the published sums', () => {
    const seed = 0x004fb61a001bdbccn
    expect(marvin32(Uint8Array.of(), seed)).toBe((0x30ed35c1 ^ 0x00cd3c7d) >>> 0)
    expect(marvin32(Uint8Array.of(0xaf), seed)).toBe((0x48e73fc7 ^ 0x7d75ddc1) >>> 0)
    expect(marvin32(Uint8Array.of(0x86, 0x42, 0xdc, 0x59), seed)).toBe((0x7008f2e8 ^ 0x7e9cf556) >>> 0)
    expect(marvin32(Uint8Array.of(0xab, 0x42, 0x7e, 0xa8, 0xd1, 0x0f, 0xc7), seed)).toBe(
      (0xe11847e4 ^ 0xf0678c41) >>> 0,
    )
  })

  it('agrees with one over big integers', () => {
    for (let length = 0; length < 70; length += 1) {
      const bytes = make.bytes(length)
      expect(marvin32(bytes, marvinSeed('Default0'))).toBe(slowMarvin(bytes, 0x44656661756c7430n))
    }
  })
})

const IDENTIFIABLE = [
  { what: 'storage', size: 64, signature: '+ASt', seed: 'Default0', length: 88 },
  { what: 'Service Bus', size: 32, signature: '+ASb', seed: 'Send0000', length: 44 },
  { what: 'Search', size: 39, signature: 'AzSe', seed: 'Query000', length: 52 },
  { what: 'Functions', size: 40, signature: 'AzFu', seed: 'Master00', length: 56 },
] as const

describe("Azure's identifiable keys", () => {
  it.each(IDENTIFIABLE)('of $what hold under their seed only', ({ size, signature, seed, length }) => {
    const key = issued.azureKey(make, size, signature, seed, signature === 'AzFu')
    expect(key).toHaveLength(length)
    expect(key.replace(/=+$/, '').slice(-10, -6)).toBe(signature)
    expect(azure.azureIdentifiable([{ seed: 'Other000' }, { seed, says: 'of this kind' }])(key)).toEqual({
      verdict: 'valid',
      says: ['of this kind'],
    })
    expect(azure.azureIdentifiable([{ seed: 'Other000' }])(key).verdict).toBe('invalid')
    expect(azure.azureIdentifiable([{ seed }])(spoilt(key)).verdict).toBe('invalid')
  })

  it('are unknown for Redis, which also issues keys without a checksum', () => {
    const key = issued.azureKey(make, 32, 'AzCa', 'Access00')
    expect(azure.azureRedis(key).verdict).toBe('valid')
    expect(azure.azureRedis(spoilt(key)).verdict).toBe('unknown')
  })
})

it("tells when one of Azure's common keys was made", () => {
  const key = issued.azureCommonKey(make, 'AAAB', 'ACOG')
  const check = azure.azureCommonKey(key)
  expect(check.verdict).toBe('valid')
  expect(check.says[0]).toMatch(/^made in 2025-(?:0[1-9]|1[0-2])$/)
  expect(azure.azureCommonKey(spoilt(key)).verdict).toBe('invalid')
  expect(azure.azureCommonKey('').verdict).toBe('invalid')
})

it('takes the base 62 form of the sum, too', () => {
  const head = issued.azureCommonKey(make, 'AAAB', 'ACOG').slice(0, 80)
  const sum = marvin32(Buffer.from(head, 'base64'), marvinSeed('Default0'))
  const digits = encodeNumber(sum, '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz')
  const zeros = '0'.repeat(Math.min(3, Math.floor(Math.clz32(sum) / 8)))
  expect(azure.azureCommonKey(`${head}${`${zeros}${digits}`.padEnd(6, '0').slice(0, 4)}`).verdict).toBe('valid')
})

it('checks client secrets of the form 8Q~, not those of 7Q~', () => {
  const secret = issued.azureClientSecret(make)
  expect(azure.azureClientSecret(secret).verdict).toBe('valid')
  expect(azure.azureClientSecret(spoilt(secret)).verdict).toBe('invalid')
  expect(azure.azureClientSecret(secret.replace('8Q~', '7Q~')).verdict).toBe('unknown')
  // The sample in Microsoft's source: all letters z, so nobody takes it for a live one.
  expect(azure.azureClientSecret(`zzz8Q~${'z'.repeat(31)}blP`).verdict).toBe('valid')
})

it('finds the checksum hidden in a token of Azure DevOps', () => {
  const token = issued.devOpsToken(make)
  expect(token).toHaveLength(52)
  expect(azure.azureDevOpsToken(token).verdict).toBe('valid')
  expect(azure.azureDevOpsToken(spoilt(token)).verdict).toBe('invalid')
  expect(azure.azureDevOpsToken('!'.repeat(52)).verdict).toBe('invalid')
})

function spoilt(value: string): string {
  return `${value.slice(0, 7)}${value[7] === 'a' ? 'b' : 'a'}${value.slice(8)}`
}
