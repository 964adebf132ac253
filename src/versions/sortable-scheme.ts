import type { Bound, VersionScheme } from './scheme.ts'

/** Which versions a question is about: every one, or only those that are no pre-releases. */
export type Versions = 'all' | 'releases'

/** A scheme that can translate its versions into sort keys (sort-key.ts), which the interval algebra works on. */
export interface SortableScheme extends VersionScheme {
  /** A text whose order by UTF-16 code unit is the order of versions. Equal for versions that are the same. */
  sortKey(version: string): string
  /**
   * A key just behind `version` and all that counts as it: in PEP 440 its local versions, as `<=2.0` allows `2.0+cu118`.
   * `andPosts`: behind its post releases too.
   */
  keyBehind(version: string, andPosts: boolean): string
  /**
   * The key of the first version there can be at or above a lower bound: a gap between two bounds may hold none
   * (`>2.0.dev1,<2.0.dev2`), or none that is a release. Where there is no first one, the key that all of them are above.
   */
  firstKey(lower: Bound | undefined, versions: Versions): string
}
