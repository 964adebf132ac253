import type { RuleId } from '../../model/finding.ts'
import type { RuleDoc } from '../../model/rule.ts'

/** What can be told of a value without asking anybody. */
export interface Check {
  /** `valid`: its checksum or structure holds, so nobody made it up; `invalid`: it was never issued; `unknown`: cannot be told. */
  readonly verdict: 'valid' | 'invalid' | 'unknown'
  /** What can be read out of it, without telling it: `expires 2027-01-31`, `for one project`. */
  readonly says: readonly string[]
}

/** Words that must stand nearby for a value that looks like many others. */
export interface NearbyWords {
  /** Lower case; compared without regard to case. One of them suffices. */
  readonly words: readonly string[]
  /** How many bytes before the value; and after it, where the words may follow. */
  readonly before: number
  readonly after: number
}

/** A second value that must stand nearby: `as-…` is only a Modal secret beside its `ak-…`. */
export interface Partner {
  /** Linear in time, without flags; needs a boundary of its own where it could be part of something longer. */
  readonly shape: RegExp
  /** How many bytes may stand between the two, on either side. */
  readonly within: number
}

/**
 * How one kind of secret looks. The engine searches the anchors of all rules in one pass over the bytes and tries `shape`
 * only around a hit, on text of one character a byte (latin1).
 */
export interface SecretRule extends RuleDoc {
  /** Who issued it, for people: `OpenAI`. */
  readonly provider: string
  /**
   * Literal text of at least three characters, one of which every match holds: a prefix or an infix of the value
   * (compared as written), or, where `shape` needs them, one of the words of `near` (compared without regard to case).
   */
  readonly anchors: readonly string[]
  /** `value`: an anchor is part of the value. `near`: the value has nothing of its own to search for; the words of `near` are the anchors. */
  readonly anchored: 'value' | 'near'
  /** How far before its anchor the value may begin, in bytes; 0 where the anchor begins it. Only for `anchored: 'value'`. */
  readonly lead: number
  /** The longest value, in bytes. */
  readonly longest: number
  /**
   * Linear in time: no nested or adjacent overlapping repetition. With the flag `d` and a group named `secret` where the value is a part of
   * what the pattern matches; the whole match otherwise. The engine adds the flag `g` or `y` as it needs.
   */
  readonly shape: RegExp
  /** Characters that end a value: a match that one of them precedes or follows is part of something longer. Default: `[A-Za-z0-9_-]`. */
  readonly boundary?: RegExp
  readonly near?: NearbyWords
  /** Present where the value counts only together with another one. */
  readonly partner?: Partner
  /** Globs of the files it can stand in. Absent: in any. */
  readonly paths?: readonly string[]
  /** Bits of Shannon entropy a character below which a value is not random. Absent: the shape alone decides. */
  readonly entropy?: number
  /** Offline proof; see secrets/checksums. Absent where the provider's format has none. */
  readonly check?: (value: string) => Check
  /** Rules that know such a value better: where one of them finds an overlapping value, this one keeps silent. */
  readonly yieldsTo?: readonly RuleId[]
  /** Where it is revoked, a page of the provider; also among `references`. */
  readonly revoke: string
}
