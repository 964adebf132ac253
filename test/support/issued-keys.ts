import { generateKeyPairSync } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { SpecimenMaker } from '../../src/analysis/secrets/secret-cases.ts'
import { CRC32_TEXT } from '../../src/analysis/secrets/checksums/crc32-suffix.ts'
import { encodeNumber } from '../../src/analysis/secrets/checksums/encodings.ts'
import { fineGrainedSum } from '../../src/analysis/secrets/checksums/github-fine-grained.ts'
import { marvin32, marvinSeed } from '../../src/analysis/secrets/checksums/marvin32.ts'
import { ALPHANUMERIC, BASE32, BASE64, BASE64URL, HEX, LOWER_ALPHANUMERIC, UPPER_ALPHANUMERIC } from './alphabets.ts'

// Keys as their providers would issue them, out of random text: they were never issued and open nothing.

/** `ghp_`, `npm_` and the like: `length` characters behind the prefix, checksum included. */
export function underscoreToken(make: SpecimenMaker, prefix: string, length = 36): string {
  const body = make.text(length - 6, ALPHANUMERIC)
  return `${prefix}${body}${CRC32_TEXT.base62(body)}`
}

export function fineGrainedToken(make: SpecimenMaker): string {
  const head = `github_pat_1${make.text(21, UPPER_ALPHANUMERIC)}_${make.text(43, ALPHANUMERIC)}`
  return `${head}${fineGrainedSum(head)}${make.text(8, ALPHANUMERIC)}`
}

export function routableToken(make: SpecimenMaker, prefix: string): string {
  const payload = make.text(make.number(27, 60), BASE64URL)
  const head = `${prefix}${payload}.01.${payload.length.toString(36).padStart(2, '0')}`
  return `${head}${CRC32_TEXT.base36(head)}`
}

export function grafanaToken(make: SpecimenMaker): string {
  const head = `glsa_${make.text(32, ALPHANUMERIC)}`
  return `${head}_${CRC32_TEXT.littleHex(head)}`
}

export function atlassianToken(make: SpecimenMaker, prefix: string, length: number, joint: string): string {
  const head = `${prefix}${make.text(length, joint === '' ? ALPHANUMERIC : BASE64URL)}${joint}`
  return `${head}${CRC32_TEXT.upperHex(head)}`
}

export function confluentSecret(make: SpecimenMaker): string {
  const body = make.text(54, BASE64)
  return `cflt${body}${CRC32_TEXT.littleBase64(body)}`
}

export function zuploKey(make: SpecimenMaker): string {
  const body = make.text(32, HEX)
  return `zpka_${body}_${CRC32_TEXT.hex(body)}`
}

export function cloudflareToken(make: SpecimenMaker, prefix: string): string {
  const body = make.text(40, ALPHANUMERIC)
  return `${prefix}${body}${CRC32_TEXT.hex(body)}`
}

/** `size` bytes that end with a signature, readable in base64, and the checksum. */
export function azureKey(make: SpecimenMaker, size: number, signature: string, seed: string, url = false): string {
  const bits = [...make.bytes(size)].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  // The signature ends at the last character that lies wholly before the six characters of the checksum.
  const end = Math.ceil((size * 8) / 6) - 6
  const plain = signature.replaceAll('-', '+').replaceAll('_', '/')
  const mark = [...plain].map((one) => BASE64_ORDER.indexOf(one).toString(2).padStart(6, '0')).join('')
  const from = end * 6 - mark.length
  const rest = '0'.repeat((size - 4) * 8 - end * 6)
  const head = Buffer.from(
    `${bits.slice(0, from)}${mark}${rest}`.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? [],
  )
  const sum = Buffer.alloc(4)
  sum.writeUInt32LE(marvin32(head, marvinSeed(seed)))
  const text = Buffer.concat([head, sum]).toString('base64')
  return url ? text.replaceAll('+', '-').replaceAll('/', '_') : text
}

const BASE64_ORDER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** An 84-character key of the common annotated form; `service` are the 12 characters before the checksum. */
export function azureCommonKey(make: SpecimenMaker, platform: string, provider: string): string {
  for (;;) {
    const head = `${make.text(52, ALPHANUMERIC)}JQQJ99B${make.text(1, 'ABCDEFGHIJKL')}${make.text(12, ALPHANUMERIC)}${platform}${provider}`
    const sum = marvin32(Buffer.from(head, 'base64'), marvinSeed('Default0'))
    const little = Buffer.alloc(4)
    little.writeUInt32LE(sum)
    const text = little.toString('base64').slice(0, 4)
    if (!/[+/]/.test(text)) return `${head}${text}`
  }
}

export function azureClientSecret(make: SpecimenMaker): string {
  const alphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890.-_~'
  for (;;) {
    const head = `${make.text(3, ALPHANUMERIC)}8Q~${make.text(31, alphabet)}`
    const sum = encodeNumber(marvin32(Buffer.from(head), marvinSeed('AadPwd00')), alphabet).slice(0, 3)
    // A sentence's full stop is no part of a secret: specimens end with a letter.
    if (/[A-Za-z0-9]$/.test(sum)) return `${head}${sum}`
  }
}

export function devOpsToken(make: SpecimenMaker): string {
  const rest = make.bytes(28)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE((crc32(rest) ^ 0xe0b9692d) >>> 0)
  const [a = 0, b = 0, c = 0, d = 0] = sum
  const bytes = [...rest.slice(0, 2), a, ...rest.slice(2, 6), b, c, ...rest.slice(6, 19), d, ...rest.slice(19)]
  const bits = bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.padEnd(260, '0').match(/.{5}/g) ?? [])
    .map((five) => BASE32.charAt(Number.parseInt(five, 2)).toLowerCase())
    .join('')
}

/** A macaroon as PyPI makes them; `caveats` as JSON. */
export function pypiToken(make: SpecimenMaker, location: string, caveats: readonly unknown[]): string {
  const field = (kind: number, data: Uint8Array): Buffer =>
    Buffer.concat([
      Buffer.from(data.length < 128 ? [kind, data.length] : [kind, (data.length & 127) | 128, data.length >> 7]),
      data,
    ])
  const parts = [
    Buffer.from([2]),
    field(1, Buffer.from(location)),
    field(2, Buffer.from(uuid(make))),
    Buffer.from([0]),
    ...caveats.flatMap((caveat) => [field(2, Buffer.from(JSON.stringify(caveat))), Buffer.from([0])]),
    Buffer.from([0]),
    field(6, make.bytes(32)),
  ]
  return `pypi-${Buffer.concat(parts).toString('base64url')}`
}

export function uuid(make: SpecimenMaker): string {
  return [8, 4, 4, 4, 12].map((length) => make.text(length, HEX)).join('-')
}

/** A JSON Web Token with a signature of `size` random bytes. */
export function jsonWebToken(make: SpecimenMaker, payload: unknown, size = 32): string {
  const encoded = [{ alg: 'HS256', typ: 'JWT' }, payload].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  )
  return `${encoded.join('.')}.${Buffer.from(make.bytes(size)).toString('base64url')}`
}

/** An AWS key id of an account. */
export function awsKeyId(make: SpecimenMaker, prefix: string, account: number): string {
  const bits = `1${account.toString(2).padStart(40, '0')}${[...make.bytes(5)].map((byte) => (byte % 256).toString(2).padStart(8, '0')).join('')}`
  return `${prefix}${(bits.slice(0, 80).match(/.{5}/g) ?? []).map((five) => BASE32.charAt(Number.parseInt(five, 2))).join('')}`
}

const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'

/** An age identity, with BIP 173's checksum done by polynomial division over text of bits. */
export function ageIdentity(make: SpecimenMaker): string {
  const prefix = 'age-secret-key-'
  const data = [...Array.from({ length: 51 }, () => make.number(0, 31)), 16 * make.number(0, 1)]
  const codes = [...prefix].map((one) => one.charCodeAt(0))
  const values = [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31), ...data, 0, 0, 0, 0, 0, 0]
  const generators = [0x3b6a57b2n, 0x26508e6dn, 0x1ea119fan, 0x3d4233ddn, 0x2a1462b3n]
  let sum = 1n
  for (const value of values) {
    const top = sum >> 25n
    sum = ((sum & 0x1ffffffn) << 5n) ^ BigInt(value)
    generators.forEach((generator, bit) => {
      if (((top >> BigInt(bit)) & 1n) === 1n) sum ^= generator
    })
  }
  sum ^= 1n
  const check = Array.from({ length: 6 }, (_, index) => Number((sum >> BigInt(5 * (5 - index))) & 31n))
  return `${prefix}1${[...data, ...check].map((value) => BECH32.charAt(value)).join('')}`.toUpperCase()
}

/** A private key made by Node, as PEM text without the last line break. */
export function pemKey(form: 'pkcs8' | 'pkcs1' | 'sec1' | 'encrypted' | 'ed25519'): string {
  const passphrase = { cipher: 'aes-256-cbc', passphrase: 'specimen' }
  if (form === 'sec1') return ecKey()
  if (form === 'ed25519')
    return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().trim()
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const type = form === 'pkcs1' ? 'pkcs1' : 'pkcs8'
  return privateKey
    .export({ type, format: 'pem', ...(form === 'encrypted' ? passphrase : {}) })
    .toString()
    .trim()
}

function ecKey(): string {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'sec1', format: 'pem' })
    .toString()
    .trim()
}

/** An OpenSSH private key of random bytes; its clear part is as `ssh-keygen` writes it. */
export function opensshPem(make: SpecimenMaker, cipher: 'none' | 'aes256-ctr'): string {
  const text = (bytes: Uint8Array): Buffer => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length)
    return Buffer.concat([length, bytes])
  }
  const derivation =
    cipher === 'none' ? [Buffer.from('none'), Buffer.alloc(0)] : [Buffer.from('bcrypt'), make.bytes(24)]
  const body = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    text(Buffer.from(cipher)),
    ...derivation.map((part) => text(part)),
    Buffer.from([0, 0, 0, 1]),
    text(Buffer.concat([text(Buffer.from('ssh-ed25519')), text(make.bytes(32))])),
    text(make.bytes(144)),
  ])
  const lines = body.toString('base64').match(/.{1,70}/g) ?? []
  return [`-----BEGIN OPENSSH ${'PRIVATE'} KEY-----`, ...lines, `-----END OPENSSH ${'PRIVATE'} KEY-----`].join('\n')
}

/** The text of a Google service account's key file. */
export function serviceAccount(make: SpecimenMaker): { readonly text: string; readonly key: string } {
  const key = pemKey('pkcs8')
  const project = `specimen-${make.text(6, LOWER_ALPHANUMERIC)}`
  const account = {
    type: 'service_account',
    project_id: project,
    private_key_id: make.text(40, HEX),
    private_key: `${key}\n`,
    client_email: `robot@${project}.iam.gserviceaccount.com`,
    client_id: make.text(21, '123456789'),
    token_uri: 'https://oauth2.googleapis.com/token',
  }
  return { text: JSON.stringify(account, undefined, 2), key: key.replaceAll('\n', '\\n') }
}
