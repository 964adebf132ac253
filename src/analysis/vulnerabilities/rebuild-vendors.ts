import type { Advisory } from '../../model/advisory.ts'

/**
 * Vendors who rebuild other people's packages and publish records about their builds, by the prefix of their ids in the OSV
 * schema, with the local label of their builds where it is known. Echo published `fixed: 5.2.1+echo.1` for plain PyPI
 * packages, which flags every django that upstream had long fixed (osv.dev#5260).
 */
const REBUILD_VENDORS: ReadonlyMap<string, string | undefined> = new Map([
  ['BELL', undefined],
  ['CGA', undefined],
  ['CLEANSTART', undefined],
  ['DHI', undefined],
  ['ECHO', 'echo'],
  ['MINI', undefined],
  ['ROOT', 'root'],
])

/**
 * May this record be matched against this version? A rebuild vendor's record speaks of that vendor's builds only:
 * `ECHO-…` counts for `5.2.0+echo.1` and for nothing else. Everybody else's counts for every version.
 */
export function mayCount(advisory: Advisory, version: string | undefined): boolean {
  const prefix = advisory.id.slice(0, Math.max(0, advisory.id.indexOf('-'))).toUpperCase()
  if (!REBUILD_VENDORS.has(prefix)) return true
  const label = REBUILD_VENDORS.get(prefix)
  return label !== undefined && version !== undefined && version.toLowerCase().includes(`+${label}`)
}
