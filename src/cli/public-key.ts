import { createPublicKey, type KeyObject } from 'node:crypto'
import { UsageError } from '../base/errors.ts'
import { visible } from '../base/escape.ts'

/** The public key in a file that the operator named. Throws USAGE_ARGUMENTS for what is none, without quoting it: it could be the other half. */
export function publicKey(pem: Uint8Array, file: string): KeyObject {
  try {
    return createPublicKey(Buffer.from(pem))
  } catch {
    throw new UsageError('USAGE_ARGUMENTS', `expected an Ed25519 public key in PEM in ${visible(file)}`)
  }
}
