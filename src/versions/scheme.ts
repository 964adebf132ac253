import type { RangeSyntax } from '../model/package-mention.ts'

/**
 * The order of versions in one ecosystem. Nothing here throws on a version: every string has a place in the order, legacy
 * strings below all valid ones, because real advisories contain `0.9-ivysaur`, `trunk` and `2013-01-21T20:33:09+0100`.
 */
export interface VersionScheme {
  readonly id: 'pep440' | 'semver' | 'conda'
  /** Is it a version by the letter of the ecosystem's rules? `1.0.0rc1` on PyPI yes, `2.0.0-final` no. */
  isValid(version: string): boolean
  /** Negative when `a` comes before `b`, zero when they are the same version (`1.0` and `1.0.0` on PyPI), positive after. */
  compare(a: string, b: string): number
  /** Without what does not order releases: `2.1.0+cu118` -> `2.1.0` on PyPI (PEP 440 local label), build metadata in semver. */
  publicPart(version: string): string
  /** Does it carry a local label or build metadata? */
  hasLocalPart(version: string): boolean
  /** Is it a pre-release (`1.0rc1`, `2.0.0-beta.1`, a dev release)? */
  isPrerelease(version: string): boolean
  /** A post release of another (`2.0.post1`)? Always false in semver. */
  isPostRelease(version: string): boolean
}

/** One end of an interval; `version` is compared by the scheme. */
export interface Bound {
  readonly version: string
  readonly inclusive: boolean
  /** The end lies behind the post releases of `version` too: `>1.7` leaves out `1.7.post1` (PEP 440). Set only there. */
  readonly andPosts?: true
}

/** A connected piece of the order of versions; an absent bound is open to that side. */
export interface Interval {
  readonly lower?: Bound
  readonly upper?: Bound
}

/** What a requirement allows. */
export interface VersionRange {
  readonly text: string
  readonly syntax: RangeSyntax
  /**
   * Sorted, disjoint. Exact over release versions; what cannot be said with intervals (`!=`) is cut out of them.
   * An empty list allows nothing (`>2,<1`).
   */
  readonly intervals: readonly Interval[]
  /** Does it allow this version, with the ecosystem's rules about pre-releases and local labels? */
  includes(version: string): boolean
}
