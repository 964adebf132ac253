import type { Check } from '../secret-rule.ts'
import { decodeBase64 } from './encodings.ts'
import { opensshKey } from './openssh-key.ts'
import { privateKeyKind } from './private-key-kind.ts'
import { UNKNOWN, valid } from './verdict.ts'

/**
 * A private key between `-----BEGIN` and `-----END` (RFC 7468, RFC 1421), also with line breaks written as `\n` as in JSON. Says what kind
 * it is and whether a passphrase protects it, without decrypting anything.
 */
export function pemPrivateKey(value: string): Check {
  const label = /^-----BEGIN (?<label>[A-Z0-9 ]{0,40}?) ?PRIVATE KEY/.exec(value)?.groups?.['label'] ?? ''
  if (label === 'ENCRYPTED' || /Proc-Type: ?4,ENCRYPTED/.test(value)) return valid('protected by a passphrase')
  const body = decodeBase64(pemBody(value))
  if (body === undefined || body.length === 0) return UNKNOWN
  if (label === 'OPENSSH') return opensshKey(body)
  const kind = privateKeyKind(body, label)
  return kind === undefined ? UNKNOWN : valid(kind, 'not protected by a passphrase')
}

/** What stands between the two lines, without blanks, written line breaks, and the quotes and plus signs of strings put together in source code. */
function pemBody(value: string): string {
  const start = value.indexOf('-----', 5) + 5
  const end = value.indexOf('-----', start)
  return value
    .slice(start, end)
    .replace(/\\[nrt]/g, '')
    .replace(/["'](?:\s{0,80}\+)?\s{0,80}["']/g, '')
    .replace(/["',;\\\s]/g, '')
}
