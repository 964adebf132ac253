import type { VersionRange } from './scheme.ts'

/** A range and what its reader learnt of it beyond the contract. */
export interface ParsedRange extends VersionRange {
  /**
   * Does it speak of pre-releases, so that an installer may choose one? False for `>=2.0`, true for `>=2.0rc1`; always
   * true in conda, whose solver treats them like any other version. Where it is false, questions to the interval algebra
   * are best asked about `releases`.
   */
  readonly prereleases: boolean
}
