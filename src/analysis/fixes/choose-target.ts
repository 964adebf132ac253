import type { VersionClaim } from '../../model/package-mention.ts'
import { schemeOf } from '../../versions/scheme-of.ts'
import type { Adviser } from './adviser.ts'
import { understood } from './raise-specifier.ts'
import { raiseSite, type SpecifierSite } from './specifier-site.ts'
import type { Troubled } from './troubled.ts'
import { isMajorStep } from './version-numbers.ts'

/** The version to go to, and what is known against it all the same. */
export interface Target {
  readonly version: string
  readonly keeps: readonly string[]
  readonly major: boolean
}

/** Why there is none. */
export type NoTarget = { readonly none: 'unfixed' } | { readonly none: 'major'; readonly version: string }

/** One package in trouble with the places of its versions. */
export interface Placement {
  readonly troubled: Troubled
  readonly sites: readonly SpecifierSite[]
}

/**
 * The smallest known version that none of the placements' requirements would let a known vulnerability in with. Where there
 * is none, the one that leaves the fewest, if it ends any. The order of versions puts those of the same major first.
 */
export function chooseTarget(placements: readonly Placement[], adviser: Adviser, majors: boolean): Target | NoTarget {
  const [first] = placements
  if (first === undefined) return { none: 'unfixed' }
  const { component } = first.troubled
  const floor = highestFloor(placements)
  const now = new Set(placements.flatMap((one) => standing(one, adviser)))
  let best: Target | undefined
  for (const version of adviser.candidates(component, floor)) {
    const keeps = [...new Set(placements.flatMap((one) => left(one, version, adviser)))]
    const major = floor !== undefined && isMajorStep(floor, version, component.ecosystem === 'npm')
    if (keeps.length >= now.size || keeps.length >= (best?.keeps.length ?? Infinity)) continue
    if (major && !majors) return best ?? { none: 'major', version }
    best = { version, keeps, major }
    if (keeps.length === 0) break
  }
  return best ?? { none: 'unfixed' }
}

/** The highest version that is asked for now; of a range its lower end. */
export function highestFloor(placements: readonly Placement[]): string | undefined {
  const floors = placements.flatMap(({ troubled: { component } }) => floorOf(component.version) ?? [])
  const ecosystem = placements[0]?.troubled.component.ecosystem ?? 'PyPI'
  return floors.toSorted(schemeOf(ecosystem).compare).at(-1)
}

/** A version the claim begins at; undefined for an open beginning. */
export function floorOf(claim: VersionClaim): string | undefined {
  if (claim.kind === 'exact') return claim.version
  if (claim.kind !== 'range') return undefined
  return understood(claim.text, claim.syntax)?.intervals[0]?.lower?.version
}

function standing({ troubled: { component } }: Placement, adviser: Adviser): readonly string[] {
  return adviser.admitted(component, component.version)
}

/** What a version pinned by a lock has; what a range that begins there still lets in. */
function left({ troubled, sites }: Placement, version: string, adviser: Adviser): readonly string[] {
  const { component, locked } = troubled
  const own = adviser.affecting(component, version)
  if (component.version.kind === 'exact' || locked.length > 0) return own
  const ranges = sites.flatMap((site) => {
    const raised = raiseSite(site, version, false)
    if (raised === undefined || site.kind === 'exact') return []
    return adviser.admitted(component, { kind: 'range', text: raised.text, syntax: syntaxOf(site) })
  })
  return [...own, ...ranges]
}

function syntaxOf({ mention: { version, ecosystem } }: SpecifierSite): 'pep440' | 'semver' | 'conda' | 'poetry' {
  if (version.kind === 'range') return version.syntax
  return ({ PyPI: 'pep440', npm: 'semver', conda: 'conda' } as const)[ecosystem]
}
