import { compareKeys } from '../../versions/sort-key.ts'
import type { SortableScheme } from '../../versions/sortable-scheme.ts'
import type { ComparableBound } from './comparable-bound.ts'

/** One version, ready to be compared with many bounds. */
export interface VersionPosition {
  readonly version: string
  /** The version without its local label; the same as `version` when it has none. */
  readonly publicPart: string
  readonly scheme: SortableScheme
  /** Negative when the version is below the bound, zero when it is the same, positive above. */
  compareTo(bound: ComparableBound): number
  /** Is it the version that a record's list names? In the ecosystem's own sense: `1.0` is `1.0.0` on PyPI. */
  isSame(listed: string): boolean
}

/**
 * Local labels (`2.1.0+cu118`, PEP 440) name builds of one release: the public part is compared, unless the other side
 * carries a label itself. By the letter `2.0+cu118` is above `last_affected: 2.0` and every CUDA wheel would be missed.
 */
export function versionPosition(version: string, scheme: SortableScheme): VersionPosition {
  const publicPart = scheme.publicPart(version)
  const publicKey = scheme.sortKey(publicPart)
  const key = publicPart === version ? publicKey : scheme.sortKey(version)
  return position({ version, key }, { version: publicPart, key: publicKey }, scheme)
}

/** The version that a bound names, for asking whether a fix is affected itself. */
export function boundPosition(bound: ComparableBound, scheme: SortableScheme): VersionPosition {
  return bound.local ? versionPosition(bound.version, scheme) : position(bound, bound, scheme)
}

interface Keyed {
  readonly version: string
  readonly key: string
}

function position(whole: Keyed, bare: Keyed, scheme: SortableScheme): VersionPosition {
  const { version } = whole
  const publicPart = bare.version
  return {
    version,
    publicPart,
    scheme,
    compareTo: (bound) => compareKeys(bound.local ? whole.key : bare.key, bound.key),
    isSame(listed) {
      if (listed === version || listed === publicPart) return true
      if (scheme.id === 'pep440' && !couldBeSame(publicPart, listed)) return false
      return scheme.sortKey(listed) === (scheme.hasLocalPart(listed) ? whole.key : bare.key)
    },
  }
}

/**
 * A cheap reason why two spellings are not one version of PEP 440: the digits 1 to 9 up to a `+` differ. Zeros and
 * separators do not count (`1.0` is `1.0.0`, `1.0-1` is `1.0.post1`). Lists hold hundreds of versions; nearly all end here.
 */
function couldBeSame(a: string, b: string): boolean {
  let i = 0
  let j = 0
  for (;;) {
    while (i < a.length && !isTelling(a, i)) i++
    while (j < b.length && !isTelling(b, j)) j++
    const left = i < a.length ? a.charCodeAt(i++) : PLUS
    const right = j < b.length ? b.charCodeAt(j++) : PLUS
    if (left !== right) return false
    if (left === PLUS) return true
  }
}

const PLUS = 43

function isTelling(text: string, index: number): boolean {
  const code = text.charCodeAt(index)
  return code === PLUS || (code >= 49 && code <= 57)
}
