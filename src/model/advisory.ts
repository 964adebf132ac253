import type { Ecosystem } from './ecosystem.ts'
import type { Severity } from './severity.ts'

/** One change of state on the line of versions, as OSV writes it. */
export type RangeEvent =
  | { readonly introduced: string }
  | { readonly fixed: string }
  | { readonly last_affected: string }
  | { readonly limit: string }

/** An OSV range over package versions. GIT ranges do not speak of package versions and are left out of the database. */
export interface AffectedRange {
  readonly type: 'ECOSYSTEM' | 'SEMVER'
  /** In the order of the record, which is not promised to be sorted. */
  readonly events: readonly RangeEvent[]
}

/** How severe a record says it is, and on what ground. */
export interface SeverityStatement {
  readonly level: Severity
  /** The vector it was computed from; absent when it is a word or unknown. `score` is 0 to 10. */
  readonly cvss?: { readonly version: '2.0' | '3.0' | '3.1' | '4.0'; readonly vector: string; readonly score: number }
}

/** What one record says of one package. */
export interface Affected {
  readonly ecosystem: Ecosystem
  /** Normalised by packageName(). */
  readonly name: string
  /** Enumerated affected versions, as written. */
  readonly versions: readonly string[]
  readonly ranges: readonly AffectedRange[]
}

/** One OSV record, cut to what matching and telling need, for one package. Never a withdrawn one. */
export interface Advisory {
  readonly id: string
  readonly aliases: readonly string[]
  /** Directional: severity and exploitation may be taken from these, but they never merge. */
  readonly upstream: readonly string[]
  /** RFC 3339 in UTC, as written. Empty when the record has none. */
  readonly published: string
  readonly modified: string
  /** One sentence or the first line of the details; at most 300 characters. May hold any character. */
  readonly summary: string
  readonly severity: SeverityStatement
  /** A record of the malicious-packages feed (id `MAL-…`): critical by rule. */
  readonly malicious: boolean
  readonly cwes: readonly string[]
  /** At most five addresses, advisories and fixes first. */
  readonly references: readonly string[]
  /** Who reported it, sorted; of malware only, and absent where the record does not say. */
  readonly sources?: readonly string[]
  /** The entries of this record for the package that was asked for. */
  readonly affected: readonly Affected[]
}

/** An entry of CISA's catalogue of known exploited vulnerabilities. Dates are `YYYY-MM-DD`. */
export interface KnownExploited {
  readonly cve: string
  readonly dateAdded: string
  readonly dueDate: string
  readonly ransomware: boolean
}

/** FIRST's estimate that a CVE is exploited within 30 days. Both figures are 0 to 1. */
export interface ExploitPrediction {
  readonly cve: string
  readonly score: number
  readonly percentile: number
}

/** What the advisory data is and how old. */
export interface AdvisoryState {
  readonly kind: 'none' | 'starter' | 'database'
  /** The newest record of the ecosystem that lags furthest behind, RFC 3339; null without data. */
  readonly asOf: string | null
  /** When the file was built, RFC 3339; null when it is not a built database. */
  readonly builtAt: string | null
  /** sha256 of the content in hex; null without data. */
  readonly digest: string | null
  /** By ecosystem: how many records can be matched. Sorted by ecosystem. */
  readonly ecosystems: readonly { readonly ecosystem: Ecosystem; readonly records: number }[]
  readonly knownExploited: number
  readonly exploitPredictions: number
}

/**
 * What a rule may ask of the advisory database. Synchronous: a lookup reads one row of a local indexed file.
 */
export interface AdvisoryLookup {
  readonly state: AdvisoryState
  /** All records that name this package; `name` normalised by packageName(). Sorted by id. */
  find(ecosystem: Ecosystem, name: string): readonly Advisory[]
  /** Was this id withdrawn, and when (RFC 3339)? */
  withdrawn(id: string): string | undefined
  knownExploited(cve: string): KnownExploited | undefined
  exploitPrediction(cve: string): ExploitPrediction | undefined
}
