import type { SecretRule } from '../secret-rule.ts'

/** What an allow list may look at. */
export interface FoundValue {
  readonly value: string
  /** All that the pattern matched, the value and what it asks for around it. */
  readonly match: string
  readonly line: string
  readonly path: string
}

/** A rule of ours or of a user; a user's brings values that he knows and allows. */
export interface ScannerRule extends SecretRule {
  readonly allows?: (found: FoundValue) => boolean
  /** What its user wants found is found: no placeholder, no word is too plain for it. */
  readonly isOfUser?: boolean
}
