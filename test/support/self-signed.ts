import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

/** A key and a certificate for 127.0.0.1 that nobody but its maker trusts, in PEM; made anew each time, so that none stands in the repository. */
export interface SelfSigned {
  readonly key: string
  readonly certificate: string
}

/** X.509 version 3 (RFC 5280) with an elliptic key, valid from yesterday to tomorrow; `names` are addresses of the form 127.0.0.1, or host names. */
export function selfSigned(...names: readonly string[]): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  return certified('a test', 'a test', { privateKey, publicKey }, privateKey, true, names)
}

/** The same for a server, signed by an authority that selfSigned() made. */
export function signedBy(authority: SelfSigned, ...names: readonly string[]): SelfSigned {
  const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  return certified('a server', 'a test', pair, createPrivateKey(authority.key), false, names)
}

interface KeyPair {
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
}

function certified(
  subject: string,
  issuer: string,
  { privateKey, publicKey }: KeyPair,
  signer: KeyObject,
  isAuthority: boolean,
  names: readonly string[],
): SelfSigned {
  const algorithm = sequence(oid(42, 134, 72, 206, 61, 4, 3, 2))
  const alternatives = sequence(...names.map((one) => der(isAddress(one) ? 0x87 : 0x82, nameBytes(one))))
  const constraints = isAuthority ? sequence(der(0x01, Buffer.from([0xff]))) : sequence()
  const extensions = sequence(
    sequence(oid(85, 29, 17), der(0x04, alternatives)),
    sequence(oid(85, 29, 19), der(0x01, Buffer.from([0xff])), der(0x04, constraints)),
  )
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([isAuthority ? 1 : 2])),
    algorithm,
    nameOf(issuer),
    sequence(time(-1), time(1)),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  )
  const signature = sign('sha256', body, signer)
  const whole = sequence(body, algorithm, der(0x03, Buffer.concat([Buffer.from([0]), signature])))
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? []
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
  }
}

function nameOf(name: string): Buffer {
  return sequence(set(sequence(oid(85, 4, 3), der(0x0c, Buffer.from(name)))))
}

function isAddress(name: string): boolean {
  return /^\d+\.\d+\.\d+\.\d+$/.test(name)
}

function nameBytes(name: string): Buffer {
  return isAddress(name) ? Buffer.from(name.split('.').map(Number)) : Buffer.from(name)
}

function time(days: number): Buffer {
  const digits = new Date(Date.now() + days * 86_400_000).toISOString().replaceAll(/[-:T]|\.\d+/g, '')
  return der(0x18, Buffer.from(digits))
}

function oid(...bytes: readonly number[]): Buffer {
  return der(0x06, Buffer.from(bytes))
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts))
}

function set(...parts: readonly Buffer[]): Buffer {
  return der(0x31, Buffer.concat(parts))
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
