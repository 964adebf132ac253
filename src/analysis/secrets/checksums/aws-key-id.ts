import type { Check } from '../secret-rule.ts'
import { decodeBase32 } from './encodings.ts'
import { INVALID, UNKNOWN } from './verdict.ts'

/** The account number takes 40 bits of the first 48, one bit from the left. */
const SHIFT = 128
const ACCOUNTS = 2 ** 40
const LARGEST_ACCOUNT = 999_999_999_999

/**
 * The number of the account an AWS key id belongs to, which the id spells out: base32 of 80 bits, in which the account stands in bits 1
 * to 40. Source: research by A. Steele (2020) and T. Be'ery (2023), whose published samples hold; ids made before 2019 have another
 * first character and do not say it.
 */
export function awsAccountOf(id: string): string | undefined {
  const bytes = decodeBase32(id.slice(4))
  // Ids of the older form begin with I or J behind the prefix.
  if (bytes === undefined || bytes.length !== 10 || /^....[IJ]/.test(id)) return undefined
  const head = Buffer.from(bytes).readUIntBE(0, 6)
  const account = Math.floor(head / SHIFT) % ACCOUNTS
  return account > LARGEST_ACCOUNT ? undefined : String(account).padStart(12, '0')
}

/** Says the account of an AWS key id. */
export function awsKeyId(value: string): Check {
  if (decodeBase32(value.slice(4)) === undefined) return INVALID
  const account = awsAccountOf(value)
  // Any text of this alphabet decodes to some number: it proves nothing.
  return account === undefined ? UNKNOWN : { verdict: 'unknown', says: [`for the AWS account ${account}`] }
}
