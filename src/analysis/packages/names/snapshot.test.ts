import { generateKeyPairSync } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../../test/support/random.ts'
import { existenceFilter, mayExist, murmur3 } from './existence-filter.ts'
import { decodeNames, encodeNames } from './front-coding.ts'
import { readSnapshot } from './snapshot-reader.ts'
import { keyId } from './snapshot-signature.ts'
import { buildSnapshot, type SnapshotOrder } from './snapshot-writer.ts'

const ours = generateKeyPairSync('ed25519')
const theirs = generateKeyPairSync('ed25519')
const ORDER: SnapshotOrder = { ecosystem: 'PyPI', date: '2026-11-01', source: 'our mirror', key: ours.privateKey }
const TRUST = { keys: [theirs.publicKey, ours.publicKey] }
const NAMES = ['requests', 'numpy', 'request', 'numpy-financial', 'a', 'zope.interface']

describe('a snapshot', () => {
  it('comes back as it was written', () => {
    const { bytes, names, existing, leftOut } = buildSnapshot(NAMES, { ...ORDER, existing: ['left-pad', 'Some_Name'] })
    const read = readSnapshot(bytes, TRUST)
    expect(read).toMatchObject({
      ecosystem: 'PyPI',
      date: '2026-11-01',
      source: 'our mirror',
      signedBy: keyId(ours.publicKey),
    })
    expect(read.names).toEqual(['requests', 'numpy', 'request', 'numpy-financial', 'a', 'zope-interface'])
    expect([names, existing, leftOut]).toEqual([6, 8, 0])
    for (const name of [...NAMES, 'left_pad', 'some.name', 'Zope_Interface']) {
      expect(read.exists && mayExist(read.exists, name)).toBe('probably')
    }
    expect(read.exists && mayExist(read.exists, 'deepseeek')).toBe('no')
  })

  it('is the same for the same list', () => {
    expect(buildSnapshot(NAMES, ORDER).bytes).toEqual(buildSnapshot(NAMES, ORDER).bytes)
  })

  it('leaves out what is no name, and says how many', () => {
    const { bytes, leftOut } = buildSnapshot(
      ['requests', 'Requests', '', ' numpy ', 'no name', 'ｆull', 'x'.repeat(300)],
      ORDER,
    )
    expect(readSnapshot(bytes, TRUST).names).toEqual(['requests', 'numpy'])
    expect(leftOut).toBe(5)
  })

  it('of npm keeps scopes and capitals', () => {
    const list = ['@babel/core', 'JSONStream', 'socket.io', '@types/node', '~x']
    expect(readSnapshot(buildSnapshot(list, { ...ORDER, ecosystem: 'npm' }).bytes, TRUST).names).toEqual(list)
  })

  it('takes few bytes', () => {
    const random = seededRandom(1)
    const words = ['cloud', 'data', 'torch', 'lang', 'kit', 'flow', 'client', 'server'] as const
    const names = Array.from({ length: 15_000 }, () => `${random.pick(words)}-${random.pick(words)}-${random.hex(5)}`)
    const { bytes } = buildSnapshot(names, ORDER)
    expect(bytes.length / new Set(names).size).toBeLessThan(10)
  })
})

describe('a snapshot that is not believed', () => {
  const { bytes } = buildSnapshot(NAMES, { ...ORDER, existing: ['left-pad'] })
  const changed = (at: number): Uint8Array => bytes.map((byte, place) => (place === at ? byte ^ 1 : byte))

  it('one with any byte changed', () => {
    for (let at = 0; at < bytes.length; at++) {
      expect(() => readSnapshot(changed(at), TRUST), `byte ${at}`).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^(?:FORMAT|LIMIT)_/) }),
      )
    }
  })

  it('one cut off anywhere, or with something behind', () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(() => readSnapshot(bytes.subarray(0, length), TRUST), `${length} bytes`).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^FORMAT_/) }),
      )
    }
    expect(() => readSnapshot(Buffer.concat([bytes, Buffer.from([0])]), TRUST)).toThrow(
      expect.objectContaining({ code: 'FORMAT_DIGEST' }),
    )
  })

  it.each([
    ['of a key that is not trusted', bytes, { keys: [theirs.publicKey] }, /signature of a trusted key/],
    ['of no key', bytes, { keys: [] }, /signature of a trusted key/],
    ['of no key although unsigned ones are taken', bytes, { keys: [], unsigned: true }, /signature of a trusted key/],
    [
      'that nobody signed',
      buildSnapshot(NAMES, { ecosystem: 'PyPI', date: '2026-11-01', source: '' }).bytes,
      TRUST,
      /nobody signed/,
    ],
  ])('one %s', (_, file, trust, message) => {
    expect(() => readSnapshot(file, trust)).toThrow(
      expect.objectContaining({ code: 'FORMAT_DIGEST', message: expect.stringMatching(message) }),
    )
  })

  it('one that another key signed in the name of ours', () => {
    const foreign = Buffer.from(buildSnapshot(NAMES, { ...ORDER, key: theirs.privateKey }).bytes)
    const forged = Buffer.from(
      foreign.toString('latin1').replace(keyId(theirs.publicKey), keyId(ours.publicKey)),
      'latin1',
    )
    expect(() => readSnapshot(forged, TRUST)).toThrow(/the signature is not one of key/)
  })

  it('one of a newer format', () => {
    const newer = Buffer.from(bytes)
    newer.writeUInt32LE(2, 8)
    expect(() => readSnapshot(newer, TRUST)).toThrow(expect.objectContaining({ code: 'FORMAT_VERSION' }))
  })

  it('an unsigned one is read where that is allowed, and says so', () => {
    const { bytes: unsigned } = buildSnapshot(NAMES, { ecosystem: 'PyPI', date: '2026-11-01', source: '' })
    const read = readSnapshot(unsigned, { keys: [], unsigned: true })
    expect(read.names).toHaveLength(6)
    expect(read.signedBy).toBeUndefined()
  })
})

describe('orders that cannot be carried out', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  it.each([
    ['a list without names', [], ORDER, 'FORMAT_SHAPE'],
    ['a date that is none', NAMES, { ...ORDER, date: '2026-13-41' }, 'USAGE_ARGUMENTS'],
    ['a key of another kind', NAMES, { ...ORDER, key: rsa.privateKey }, 'USAGE_ARGUMENTS'],
    ['a public key', NAMES, { ...ORDER, key: ours.publicKey }, 'USAGE_ARGUMENTS'],
  ])('%s', (_, names, order, code) => {
    expect(() => buildSnapshot(names, order)).toThrow(expect.objectContaining({ code }))
  })
})

describe('front coding', () => {
  it('any distinct names come back in their order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ unit: 'grapheme', maxLength: 12 }), { maxLength: 30 }), (names) => {
        expect(decodeNames(encodeNames(names), names.length)).toEqual(names)
      }),
    )
  })

  it.each([
    ['a shared beginning that is not there', [1, 1, 97, 1], 1],
    ['an end within a name', [0, 9, 97, 1], 1],
    ['an end within a number', [0, 1, 97, 128], 1],
    ['a number without an end', [128, 128, 128, 128, 128, 128, 1], 1],
    ['a rank that is none', [0, 1, 97, 2], 1],
    ['a rank twice', [0, 1, 97, 1, 0, 1, 98, 1], 2],
    ['names out of order', [0, 1, 98, 1, 0, 1, 97, 2], 2],
    ['something behind the last', [0, 1, 97, 1, 0], 1],
  ])('refuses %s', (_, bytes, count) => {
    expect(() => decodeNames(Uint8Array.from(bytes), count)).toThrow(expect.objectContaining({ code: 'FORMAT_SYNTAX' }))
  })

  it('refuses names that grow out of few bytes', () => {
    // Each name is the one before and one letter: four to six bytes of the file for 65,000 characters.
    const number = (value: number): readonly number[] => [(value & 127) | 128, ((value >> 7) & 127) | 128, value >> 14]
    const bomb = [Buffer.from([0, ...number(65_536)]), Buffer.alloc(65_536, 97), Buffer.from([1])]
    for (let rank = 2; rank <= 2000; rank++) bomb.push(Buffer.from([...number(65_534 + rank), 1, 97, ...number(rank)]))
    expect(() => decodeNames(Buffer.concat(bomb), 2000)).toThrow(expect.objectContaining({ code: 'LIMIT_SIZE' }))
    expect(() => decodeNames(new Uint8Array(), 5_000_000)).toThrow(expect.objectContaining({ code: 'LIMIT_ENTRIES' }))
  })
})

describe('the existence filter', () => {
  const random = seededRandom(2)
  const known = Array.from({ length: 50_000 }, (_, n) => `known-${random.hex(6)}-${n}`)
  const filter = existenceFilter('npm', known)

  it('never says no to a name that exists', () => {
    expect(known.filter((name) => mayExist(filter, name) === 'no')).toEqual([])
  })

  it('is wrong for one unknown name in a hundred', () => {
    const unknown = Array.from({ length: 50_000 }, (_, n) => `new-${random.hex(6)}-${n}`)
    const rate = unknown.filter((name) => mayExist(filter, name) === 'probably').length / unknown.length
    expect(rate).toBeGreaterThan(0.008)
    expect(rate).toBeLessThan(0.012)
  })

  it('takes ten bits a name', () => {
    expect((filter.bytes.length * 8) / known.length).toBeCloseTo(9.59, 1)
    expect(filter).toMatchObject({ items: 50_000, hashes: 7 })
  })

  // Values of the reference implementation.
  it.each([
    ['', 0, 0],
    ['', 1, 0x514e28b7],
    ['hello', 0, 0x248bfa47],
    ['hello, world', 0, 0x149bbb7f],
    ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
  ])('MurmurHash3 of %j with seed %i', (text, seed, hash) => expect(murmur3(Buffer.from(text), seed)).toBe(hash))
})
