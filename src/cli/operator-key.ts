import type { KeyObject } from 'node:crypto'
import { UsageError } from '../base/errors.ts'
import { visible } from '../base/escape.ts'
import type { Context } from './command.ts'
import { operatorFile } from './operator-file.ts'

/** The key in a file that the operator named, private or public as `make` makes it. Throws USAGE_PATH, and USAGE_ARGUMENTS for what is no key. */
export async function keyFrom(file: string, context: Context, make: (pem: Buffer) => KeyObject): Promise<KeyObject> {
  const pem = Buffer.from(await operatorFile(context.folder, file, 'the key'))
  try {
    return make(pem)
  } catch {
    // What OpenSSL says could quote the key.
    const hint = 'Make one with `openssl genpkey -algorithm ed25519`, its public half with `openssl pkey -pubout`.'
    throw new UsageError('USAGE_ARGUMENTS', `expected an Ed25519 key in PEM in ${visible(file)}`, hint)
  }
}
