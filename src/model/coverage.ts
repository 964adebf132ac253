import type { AdvisoryState } from './advisory.ts'

/**
 * Why a file or folder was left out. On purpose: `ignored` by .gitignore, `excluded` by the operator, `tool` (version control,
 * caches), `installed` (packages that a lock or another scan tells of), `image` (scanned on its own), `link` (to a folder that is
 * met under its own name, or to nothing), `special` (a device, a socket, a pipe). Against the will: `outside` (a link that leaves
 * the tree), `limit`, `unreadable`.
 */
export type SkipKind =
  | 'ignored'
  | 'excluded'
  | 'tool'
  | 'installed'
  | 'image'
  | 'link'
  | 'special'
  | 'outside'
  | 'limit'
  | 'unreadable'

/** A file or folder that was not looked at, and why, in a word and in a sentence. */
export interface Skipped {
  readonly what: string
  readonly kind: SkipKind
  readonly reason: string
}

/** A package that no advisory can speak of, and why. */
export interface UncoveredPackage {
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
    /** Left out although they were in the tree; at most 200 are listed, those that keep the result from being complete first. */
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
    readonly listed: readonly UncoveredPackage[]
  }
  readonly advisories: AdvisoryState & {
    /** Whole days between `asOf` and the scan; null without data. */
    readonly ageDays: number | null
  }
}
