import type { VersionClaim } from '../../model/package-mention.ts'

/** node-semver refuses longer versions. */
const LONGEST_VERSION = 256
/** Longer texts are no requirement anybody wrote. */
const LONGEST_RANGE = 512

/** What yarn writes for the project's own packages. */
const OWN_VERSION = '0.0.0-use.local'

/** One comparator of a node-semver range. Linear: what may follow a number never starts with a digit. */
const COMPARATOR =
  /^(?:~>|[~^]|[<>]=?|=)?[vV=]?(?:[xX*]|\d+)(?:\.(?:[xX*]|\d+)){0,3}(?:[-A-Za-z][0-9A-Za-z.-]*)?(?:\+[0-9A-Za-z.-]+)?$/
const OPERATOR = /^(?:~>|[~^]|[<>]=?|=|-)$/
const FULL_VERSION = /^[=v]{0,2}(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?)$/
const LOCKED_VERSION = /^\d[0-9A-Za-z.+_~-]*$/
const TAG = /^[A-Za-z][\w.-]*$/

/**
 * What a range, a version or a tag in a manifest asks for. `*`, an empty text and a tag (`latest`, `next`) leave the choice
 * to the registry: `any`. Undefined when it is none of them.
 */
export function requestedVersion(text: string): VersionClaim | undefined {
  if (text.length > LONGEST_RANGE) return undefined
  const wanted = text.trim()
  if (wanted === '' || /^[*xX]$/.test(wanted)) return { kind: 'any' }
  const exact = FULL_VERSION.exec(wanted)?.[1]
  if (exact !== undefined) return { kind: 'exact', version: exact }
  if (isRange(wanted)) return { kind: 'range', text: wanted, syntax: 'semver' }
  return TAG.test(wanted) ? { kind: 'any' } : undefined
}

/** Comparators joined by spaces, `||` and ` - `; npm allows a space behind an operator. */
function isRange(text: string): boolean {
  const words = text.split(/\s*\|\|\s*|\s+/).filter((word) => word !== '')
  return (
    words.some((word) => COMPARATOR.test(word)) && words.every((word) => COMPARATOR.test(word) || OPERATOR.test(word))
  )
}

/**
 * The version a lock file states. `unstated` for none and for yarn's `0.0.0-use.local`; undefined for text that is no
 * version (escapes, addresses, megabytes), which the caller reports.
 */
export function lockedVersion(text: string | undefined): VersionClaim | undefined {
  if (text === undefined || text === OWN_VERSION) return { kind: 'unstated' }
  const version = text.startsWith('v') ? text.slice(1) : text
  if (version.length > LONGEST_VERSION || !LOCKED_VERSION.test(version)) return undefined
  return { kind: 'exact', version }
}

/** Is it a complete version, as the keys of lock files carry it (`1.2.3`, `1.2.3-rc.1+build`)? */
export function isFullVersion(text: string): boolean {
  return text.length <= LONGEST_VERSION && FULL_VERSION.test(text)
}
