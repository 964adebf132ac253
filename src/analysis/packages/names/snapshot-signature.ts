import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { UsageError } from '../../../base/errors.ts'

/** Names a key: SHA-256 over its public part (SubjectPublicKeyInfo, DER), in hex. Takes a private or a public key. */
export function keyId(key: KeyObject): string {
  const open = key.type === 'public' ? key : createPublicKey(key)
  return createHash('sha256')
    .update(open.export({ type: 'spki', format: 'der' }))
    .digest('hex')
}

/** An Ed25519 signature (RFC 8032), 64 bytes. Throws USAGE_ARGUMENTS for another kind of key. */
export function signed(bytes: Uint8Array, key: KeyObject): Uint8Array {
  if (key.type !== 'private' || key.asymmetricKeyType !== 'ed25519') {
    throw new UsageError(
      'USAGE_ARGUMENTS',
      `expected a private Ed25519 key to sign with, found a ${key.type} key${key.asymmetricKeyType === undefined ? '' : ` (${key.asymmetricKeyType})`}`,
      'Make one with `openssl genpkey -algorithm ed25519 -out names.key`.',
    )
  }
  return sign(null, bytes, key)
}

/** Is it the signature of this key? Keys that are not Ed25519 have signed nothing. */
export function isSignedBy(bytes: Uint8Array, signature: Uint8Array, key: KeyObject): boolean {
  const open = key.type === 'private' ? createPublicKey(key) : key
  return open.asymmetricKeyType === 'ed25519' && verify(null, bytes, open, signature)
}
