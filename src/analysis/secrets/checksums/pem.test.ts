import { describe, expect, it } from 'vitest'
import { opensshPem, pemKey } from '../../../../test/support/issued-keys.ts'
import { specimenMaker } from '../../../../test/support/specimen-maker.ts'
import { pemPrivateKey } from './pem.ts'

const make = specimenMaker(4)
const OPEN = 'not protected by a passphrase'

describe('private keys', () => {
  it.each([
    { what: 'PKCS #8', key: pemKey('pkcs8'), says: ['RSA 1024 bit', OPEN] },
    { what: 'PKCS #1', key: pemKey('pkcs1'), says: ['RSA 1024 bit', OPEN] },
    { what: 'SEC 1', key: pemKey('sec1'), says: ['EC', OPEN] },
    { what: 'Ed25519', key: pemKey('ed25519'), says: ['Ed25519', OPEN] },
    { what: 'encrypted PKCS #8', key: pemKey('encrypted'), says: ['protected by a passphrase'] },
    { what: 'OpenSSH', key: opensshPem(make, 'none'), says: ['ssh-ed25519', OPEN] },
    {
      what: 'OpenSSH with a passphrase',
      key: opensshPem(make, 'aes256-ctr'),
      says: ['ssh-ed25519', 'protected by a passphrase'],
    },
  ])('$what says $says', ({ key, says }) => {
    expect(pemPrivateKey(key)).toEqual({ verdict: 'valid', says })
    expect(pemPrivateKey(key.replaceAll('\n', '\\n'))).toEqual({ verdict: 'valid', says })
    expect(pemPrivateKey(key.replaceAll('\n', '\r\n  '))).toEqual({ verdict: 'valid', says })
    expect(pemPrivateKey(key.replaceAll('\n', '\\n" +\n  "'))).toEqual({ verdict: 'valid', says })
  })

  it('that somebody made up are not called valid', () => {
    const [begin = '', end = ''] = ['BEGIN', 'END'].map((word) => `-----${word} RSA ${'PRIVATE'} KEY-----`)
    for (const body of ['', 'MIIE…', 'A'.repeat(64), '!'.repeat(64), 'MIIEpAIBAAKCAQEA'.repeat(4)]) {
      expect(pemPrivateKey(`${begin}\n${body}\n${end}`).verdict).not.toBe('valid')
    }
  })

  it('of hostile text take linear time', () => {
    const begin = `-----BEGIN ${'PRIVATE'} KEY-----`
    const started = performance.now()
    for (const nasty of ['" ', '\\n', '"+', '\\', '-a']) pemPrivateKey(`${begin}${nasty.repeat(500_000)}-----`)
    expect(performance.now() - started).toBeLessThan(5000)
  })
})
