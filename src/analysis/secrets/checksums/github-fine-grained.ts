import { sha256 } from '../../../base/digest.ts'
import type { Check } from '../secret-rule.ts'
import { encodeBase32 } from './encodings.ts'
import { UNKNOWN, valid } from './verdict.ts'

/** Where the checksum of `github_pat_<22>_<59>` stands. */
const SUM = { start: 77, end: 85 } as const

/**
 * GitHub's fine-grained tokens: eight characters after the first 77 are the start of the base32 of the SHA-256 of those 77; eight
 * random characters follow. GitHub has not published this: measured on a published sample, so a token that does not
 * hold is called unknown, not invented.
 */
export function githubFineGrained(value: string): Check {
  return fineGrainedSum(value.slice(0, SUM.start)) === value.slice(SUM.start, SUM.end) ? valid() : UNKNOWN
}

/** The eight characters behind the first 77. */
export function fineGrainedSum(head: string): string {
  return encodeBase32(sha256().update(head, 'latin1').digest()).slice(0, SUM.end - SUM.start)
}
