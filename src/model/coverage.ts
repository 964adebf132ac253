import type { AdvisoryState } from './advisory.ts'

/** A file, package or place that was not looked at, and why. */
export interface Skipped {
  readonly what: string
  readonly reason: string
}

/** What was looked at and what was not. `complete` is false as soon as anything a policy could care about was not. */
export interface Coverage {
  readonly complete: boolean
  /** One sentence per reason for `complete: false`; empty when complete. */
  readonly gaps: readonly string[]
  readonly files: {
    /** Regular files met by the walk, ignored ones not counted. */
    readonly seen: number
    /** Of these, the ones some plug-in asked for and read to the end. */
    readonly parsed: number
    /** Asked for, but not or not fully understood: see the diagnostics. */
    readonly failed: number
    /** Left out although they were in the tree: ignored folders, links, too large, devices; at most 200 are listed. */
    readonly skipped: readonly Skipped[]
    readonly skippedCount: number
  }
  readonly packages: {
    readonly total: number
    /** With an exact version, in an ecosystem that has advisory data. */
    readonly resolved: number
    /** Required with a range or without a version, and locked nowhere. */
    readonly unpinned: number
    /** The project's own. */
    readonly local: number
    /** From git or a plain address: matched by name and version only where both are stated. */
    readonly unregistered: number
    /** In an ecosystem without advisories (conda), or one the loaded data does not hold; `listed` has at most 200. */
    readonly outsideAdvisories: number
    readonly listed: readonly Skipped[]
  }
  readonly advisories: AdvisoryState & {
    /** Whole days between `asOf` and the scan; null without data. */
    readonly ageDays: number | null
  }
}
