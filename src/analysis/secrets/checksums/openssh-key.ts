import { excerpt } from '../../../base/escape.ts'
import type { Check } from '../secret-rule.ts'
import { INVALID, valid } from './verdict.ts'

const MAGIC = Buffer.from('openssh-key-v1\0', 'latin1')
const SHOWN = 40

/** An OpenSSH private key says in clear whether a passphrase protects it and of which kind it is. Source: OpenSSH, PROTOCOL.key. */
export function opensshKey(bytes: Buffer): Check {
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) return INVALID
  const cipher = readString(bytes, MAGIC.length)
  const derivation = cipher === undefined ? undefined : readString(bytes, cipher.end)
  const options = derivation === undefined ? undefined : readString(bytes, derivation.end)
  if (cipher === undefined || options === undefined) return INVALID
  const kind = kindOf(bytes, options.end + 4)
  const protection = cipher.text === 'none' ? 'not protected by a passphrase' : 'protected by a passphrase'
  return valid(...(kind === undefined ? [] : [excerpt(kind, SHOWN)]), protection)
}

/** The public key stands in clear and begins with its kind, for example `ssh-ed25519`. */
function kindOf(bytes: Buffer, at: number): string | undefined {
  const key = readString(bytes, at)
  return key === undefined ? undefined : readString(bytes, at + 4)?.text
}

function readString(bytes: Buffer, at: number): { readonly text: string; readonly end: number } | undefined {
  if (at + 4 > bytes.length) return undefined
  const length = bytes.readUInt32BE(at)
  const end = at + 4 + length
  return end > bytes.length ? undefined : { text: bytes.toString('latin1', at + 4, end), end }
}
