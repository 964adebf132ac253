import { condaKey } from './conda-key.ts'
import type { CondaElement, CondaVersion } from './conda-version.ts'
import { DEV, parseConda } from './conda-version.ts'
import type { Bound } from './scheme.ts'
import { BEHIND, compareKeys, textKey } from './sort-key.ts'
import type { SortableScheme } from './sortable-scheme.ts'

/**
 * The order of versions of conda packages: the rules of conda's own `VersionOrder` (conda documentation, "Package
 * specification"). What it does not know comes below all valid versions, ordered as text.
 */
export const conda: SortableScheme = {
  id: 'conda',
  isValid: (version) => parseConda(version) !== undefined,
  compare: (a, b) => (a === b ? 0 : compareKeys(sortKey(a), sortKey(b))),
  publicPart,
  hasLocalPart: (version) => (parseConda(version)?.local.length ?? 0) > 0,
  isPrerelease,
  isPostRelease: (version) => elements(version).some((element) => element.kind === 'post'),
  sortKey,
  keyBehind: (version) => sortKey(version) + BEHIND,
  firstKey,
}

function sortKey(version: string): string {
  const parsed = parseConda(version)
  return parsed === undefined ? `0${textKey(version.trim())}` : condaKey(parsed)
}

/** `1.2.3+cuda` -> `1.2.3`. */
function publicPart(version: string): string {
  const parsed = parseConda(version)
  return parsed === undefined || parsed.local.length === 0 ? version : version.slice(0, version.indexOf('+')).trim()
}

/** `dev`, `rc` and the like, and `a`, `b`, `c` before a number. `1.1.1a` is a release: openssl's letter has no number. */
function isPrerelease(version: string): boolean {
  const all = elements(version)
  return all.some((element, index) => {
    if (element.kind !== 'text') return false
    if (PRERELEASE_WORDS.has(element.text)) return true
    return PRERELEASE_LETTERS.has(element.text) && all[index + 1]?.kind === 'number'
  })
}

const PRERELEASE_WORDS: ReadonlySet<string> = new Set([DEV, 'alpha', 'beta', 'rc', 'pre', 'preview'])
const PRERELEASE_LETTERS: ReadonlySet<string> = new Set(['a', 'b', 'c'])

function elements(version: string): readonly CondaElement[] {
  const parsed: CondaVersion | undefined = parseConda(version)
  return parsed === undefined ? [] : parsed.components.flat()
}

/** The order is dense, and conda's solver chooses pre-releases like any other version: both questions have one answer. */
function firstKey(lower: Bound | undefined): string {
  if (lower === undefined) return ''
  return lower.inclusive ? sortKey(lower.version) : sortKey(lower.version) + BEHIND
}
