import { createRequire } from 'node:module'
import { shannonEntropy } from './shannon-entropy.ts'
import type { ValueKey } from './sensitive-settings.ts'

/** Loaded with the first value: see base/digest. */
const load = createRequire(import.meta.url)

/** Random enough that nobody finds the value by trying: 20 characters with 3 bits each are 2^60 tries of one value alone. */
const UNGUESSABLE_LENGTH = 20
const UNGUESSABLE_BITS = 3

/**
 * A stable name for a value that does not tell it: the first 96 bits of HMAC-SHA-256 (RFC 2104) under the key of the scan,
 * in hexadecimal. Undefined where the key is public and the value could be found by trying passwords or numbers.
 */
export function valueName(key: ValueKey, ruleId: string, value: string): string | undefined {
  if (!key.secret && !isUnguessable(value)) return undefined
  const { createHmac } = load('node:crypto') as typeof import('node:crypto')
  return createHmac('sha256', Buffer.from(key.hex, 'hex'))
    .update(`${ruleId}\0${value}`, 'latin1')
    .digest('hex')
    .slice(0, 24)
}

function isUnguessable(value: string): boolean {
  return value.length >= UNGUESSABLE_LENGTH && shannonEntropy(value) >= UNGUESSABLE_BITS
}
