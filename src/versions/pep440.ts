import { incremented } from './characters.ts'
import { pep440Key, pep440KeyBehind } from './pep440-key.ts'
import { legacyKey } from './pep440-legacy.ts'
import type { Pep440Version } from './pep440-grammar.ts'
import { isUnstable, parsePep440 } from './pep440-version.ts'
import type { Bound } from './scheme.ts'
import { BEHIND, compareKeys } from './sort-key.ts'
import type { SortableScheme, Versions } from './sortable-scheme.ts'

/**
 * The order of versions on PyPI: PEP 440 (now the "Version specifiers" page of the PyPA specifications). Strings that it
 * does not know have a place below all valid versions (pep440-legacy.ts), since advisories and old releases hold them.
 */
export const pep440: SortableScheme = {
  id: 'pep440',
  isValid: (version) => parsePep440(version) !== undefined,
  compare: (a, b) => (a === b ? 0 : compareKeys(sortKey(a), sortKey(b))),
  publicPart,
  hasLocalPart: (version) => parsePep440(version)?.local !== undefined,
  isPrerelease,
  isPostRelease: (version) => parsePep440(version)?.post !== undefined,
  sortKey,
  keyBehind,
  firstKey,
}

function sortKey(version: string): string {
  const parsed = parsePep440(version)
  return parsed === undefined ? legacyKey(version) : pep440Key(parsed)
}

/** `2.1.0+cu118` -> `2.1.0`. A legacy string has no parts. */
function publicPart(version: string): string {
  const parsed = parsePep440(version)
  return parsed?.local === undefined ? version : version.slice(0, version.indexOf('+')).trim()
}

function isPrerelease(version: string): boolean {
  const parsed = parsePep440(version)
  return parsed !== undefined && isUnstable(parsed)
}

function keyBehind(version: string, andPosts: boolean): string {
  const parsed = parsePep440(version)
  return parsed === undefined ? legacyKey(version) + BEHIND : pep440KeyBehind(parsed, andPosts)
}

function firstKey(lower: Bound | undefined, versions: Versions): string {
  if (lower === undefined) return sortKey(FIRST[versions])
  const parsed = parsePep440(lower.version)
  if (parsed === undefined) return lower.inclusive ? sortKey(lower.version) : keyBehind(lower.version, false)
  if (lower.inclusive) return pep440Key(versions === 'releases' ? releaseAtOrAfter(parsed) : parsed)
  const next = lower.andPosts === true ? afterPosts(parsed) : afterLocals(parsed)
  if (next === undefined) return pep440KeyBehind(parsed, lower.andPosts === true)
  return pep440Key(versions === 'releases' ? releaseAtOrAfter(next) : next)
}

/** The lowest valid versions; legacy strings, which lie below, are nothing that a range can choose. */
const FIRST = { all: '0.dev0', releases: '0' } as const

/** `1.0rc1.post2` -> `1.0`; a dev release of a post release leads to that post release. */
function releaseAtOrAfter(version: Pep440Version): Pep440Version {
  if (!isUnstable(version)) return version
  if (version.pre !== undefined)
    return { ...version, pre: undefined, post: undefined, dev: undefined, local: undefined }
  return { ...version, dev: undefined, local: undefined }
}

/** The first version behind a version and its local labels; none is the first behind `1.0+cu118`. */
function afterLocals(version: Pep440Version): Pep440Version | undefined {
  if (version.local !== undefined) return undefined
  if (version.dev !== undefined) return { ...version, dev: incremented(version.dev) }
  return { ...version, post: version.post === undefined ? '0' : incremented(version.post), dev: '0' }
}

/** The first version behind all post releases: none is the first behind those of a final release. */
function afterPosts(version: Pep440Version): Pep440Version | undefined {
  if (version.pre === undefined) return undefined
  const pre = { phase: version.pre.phase, number: incremented(version.pre.number) }
  return { ...version, pre, post: undefined, dev: '0', local: undefined }
}
