import type { Validators } from '../base/http.ts'
import type { Ecosystem } from '../model/ecosystem.ts'

/** The three kinds of feeds. */
export type FeedKind = 'osv' | 'kev' | 'epss'

/** What a feed held. For osv these are records, for kev and epss entries. */
export interface FeedCounts {
  /** Understood, at least in part, with something to match. */
  readonly records: number
  readonly withdrawn: number
  /** Understood, but without versions or ranges for a package of the ecosystem: only GIT ranges, other registries. */
  readonly empty: number
  /** Left out by the rules about id prefixes. */
  readonly denied: number
  /** Not understood at all. */
  readonly bad: number
  /** Of the records and empty ones, those understood in part: what is missing is not covered. */
  readonly partial: number
}

/** What is remembered of one feed in one ecosystem, to ask next time only for what is new. */
export interface SourceState {
  readonly counts: FeedCounts
  /** The first few bad and partial ones: `ID: what was not understood`. */
  readonly examples: readonly string[]
  /** Newest `modified` of its records, bounded by the time of loading; empty without one. */
  readonly newest: string
  /** When it was last loaded as a whole, RFC 3339. */
  readonly fullAt: string
  /** Which records were taken; another rule makes a load as a whole necessary. */
  readonly rules: string
  /** http: of the archive or file, and of the list of changes. */
  readonly validators?: Validators
  readonly indexValidators?: Validators
  /** Local: sizes and times, cheap to compare, and the sha256 of the content. */
  readonly stamp?: string
  readonly digest?: string
}

/** A feed in the database. */
export interface KnownSource {
  readonly number: number
  readonly kind: FeedKind
  /** Address without secrets, or path as given. */
  readonly label: string
  /** Absent for kev, epss and a single archive, which may hold several. */
  readonly ecosystem?: Ecosystem
  readonly state: SourceState
}
