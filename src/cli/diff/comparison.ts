import type { Component } from '../../model/component.ts'
import type { Finding } from '../../model/finding.ts'
import type { Model } from '../../model/model.ts'
import type { Decision } from '../../model/verdict.ts'

/** What became of one package. `changed`: a range or an origin is another one, which has no order. */
export type ComponentChange =
  | { readonly kind: 'added'; readonly after: Component }
  | { readonly kind: 'removed'; readonly before: Component }
  | { readonly kind: 'upgraded' | 'downgraded' | 'changed'; readonly before: Component; readonly after: Component }

/** What became of one finding. */
export type FindingChange =
  | { readonly kind: 'new' | 'unchanged'; readonly after: Finding; readonly decision?: Decision }
  | {
      readonly kind: 'worse'
      readonly after: Finding
      readonly because: readonly string[]
      readonly decision?: Decision
    }
  | { readonly kind: 'fixed'; readonly before: Finding }
  /** It is not there any more, and the file it was in could not be looked at: nobody knows. */
  | { readonly kind: 'unseen'; readonly before: Finding; readonly because: string }

/** What became of one model. */
export type ModelChange =
  | { readonly kind: 'added'; readonly after: Model }
  | { readonly kind: 'removed'; readonly before: Model }
  | { readonly kind: 'changed'; readonly before: Model; readonly after: Model; readonly what: readonly string[] }

/** How far each side was looked at. */
export interface CoverageChange {
  readonly before: SideCoverage
  readonly after: SideCoverage
  /** Reasons for which the second side is not complete and the first was not incomplete for. */
  readonly newGaps: readonly string[]
  readonly closedGaps: readonly string[]
}

/** One side in numbers. */
export interface SideCoverage {
  readonly complete: boolean
  readonly filesSeen: number
  readonly filesParsed: number
  readonly filesFailed: number
  readonly packages: number
  /** When the newest advisory it was matched with was changed; null without data. */
  readonly advisoriesAsOf: string | null
}

/** Everything `assay diff` says. Plain data; the JSON output is this object. */
export interface Comparison {
  readonly schemaVersion: 1
  readonly kind: 'assay-diff'
  /** What the sides are, for example a revision or the name of a file. */
  readonly before: string
  readonly after: string
  readonly components: readonly ComponentChange[]
  readonly findings: readonly FindingChange[]
  readonly models: readonly ModelChange[]
  readonly coverage: CoverageChange
  /** What the reader should know of how the two came about. */
  readonly notes: readonly string[]
}
