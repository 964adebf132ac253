import type { RuleId } from '../../model/finding.ts'
import type { RuleDoc } from '../../model/rule.ts'
import type { SensitiveMatch } from './sensitive-match.ts'

/** What kind of text the bytes are: decides which rules are worth asking and how much a match is believed. */
export type TextRole = 'source' | 'configuration' | 'prose' | 'output' | 'data' | 'binary'

/** What is known of the bytes before they are looked at. */
export interface ScanContext {
  readonly role: TextRole
  /** Of the file they come from, relative to the scanned root. */
  readonly path: string
  /** What names these bytes from outside: the column of a table, the key of a JSON value. */
  readonly label?: string
  /** Hears of everything that a bound kept from being looked at or told, so that nothing is dropped silently. */
  readonly omitted?: (what: Omission) => void
}

/** What was left out, and why: `{ why: 'matches', rule: 'secrets/github-token', count: 12 }`. */
export interface Omission {
  /** `matches`: more of one rule than are told. `decoding`: wrapped bytes beyond the budget for unwrapping. */
  readonly why: 'matches' | 'decoding'
  readonly rule?: RuleId
  /** Matches, or bytes. */
  readonly count: number
}

/** Looks for sensitive values in bytes. Keeps nothing between two calls; time is linear in the bytes. */
export interface SensitiveScanner {
  readonly rules: readonly RuleDoc[]
  /** No match is longer than this many bytes, its context words included: pieces of a long file overlap by as much. */
  readonly reach: number
  /** Does it look for more in bytes of the role `data` that have this label than in the same bytes without one? */
  heeds(label: string): boolean
  /** In order of `start`, without overlaps of the same rule. Never throws for what the bytes hold. */
  scan(bytes: Uint8Array, context: ScanContext): readonly SensitiveMatch[]
}
