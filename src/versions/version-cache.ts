import { sortable } from './scheme-of.ts'
import type { VersionScheme } from './scheme.ts'
import { compareKeys } from './sort-key.ts'

/** Remembers the sort keys of versions, for whoever compares the same ones again and again. Lives as long as its owner. */
export interface VersionCache {
  readonly scheme: VersionScheme
  /** A text whose order by UTF-16 code unit (`<`) is the order of versions; equal for versions that are the same. */
  key(version: string): string
  /** The same answer as `scheme.compare`. */
  compare(a: string, b: string): number
}

/** A new cache. It keeps every version it is asked for: create one per scan or per rule, not per process. */
export function versionCache(scheme: VersionScheme): VersionCache {
  const keys = new Map<string, string>()
  const order = sortable(scheme)
  function key(version: string): string {
    const known = keys.get(version)
    if (known !== undefined) return known
    const made = order.sortKey(version)
    keys.set(version, made)
    return made
  }
  return { scheme, key, compare: (a, b) => (a === b ? 0 : compareKeys(key(a), key(b))) }
}
