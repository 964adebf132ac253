import type { AdvisoryLookup } from '../../model/advisory.ts'
import type { Component } from '../../model/component.ts'
import type { VersionClaim } from '../../model/package-mention.ts'
import { schemeOf } from '../../versions/scheme-of.ts'
import type { SortableScheme } from '../../versions/sortable-scheme.ts'
import { affectedSet, fixedVersions, type PackageKey } from '../vulnerabilities/affected-set.ts'
import { versionAssessor } from '../vulnerabilities/assess-version.ts'
import { assessRange } from '../vulnerabilities/assess-range.ts'
import { boundReaders } from '../vulnerabilities/comparable-bound.ts'
import { mayCount } from '../vulnerabilities/rebuild-vendors.ts'
import { isPlainVersion } from './plain-text.ts'

/** What the advisories say of versions that might be gone to. Lives as long as one plan. */
export interface Adviser {
  readonly scheme: (component: Component) => SortableScheme
  /**
   * The versions that some record calls fixed, above `floor`, in order, releases before pre-releases unless the floor is
   * one. No other version is known to exist.
   */
  candidates(component: Component, floor: string | undefined): readonly string[]
  /** The vulnerabilities of a version: the names people use. */
  affecting(component: Component, version: string): readonly string[]
  /** The vulnerabilities that some version the claim allows has. */
  admitted(component: Component, claim: VersionClaim): readonly string[]
}

/** No honest package has more branches that were fixed; each costs a look at all its records. */
const MOST_CANDIDATES = 300

export function adviser(known: AdvisoryLookup): Adviser {
  const assess = versionAssessor(known)
  const readers = boundReaders()
  const asked = new Map<string, readonly string[]>()
  const remembered = (key: string, answer: () => readonly string[]): readonly string[] => {
    const found = asked.get(key) ?? answer()
    asked.set(key, found)
    return found
  }
  return {
    scheme: (component) => schemeOf(keyOf(component).ecosystem),
    candidates(component, floor) {
      const key = keyOf(component)
      const bounds = readers(key.ecosystem)
      const { scheme } = bounds
      const fixed = new Map(
        known
          .find(key.ecosystem, key.name)
          .filter((advisory) => mayCount(advisory, undefined) && known.withdrawn(advisory.id) === undefined)
          .flatMap((advisory) => fixedVersions(affectedSet(advisory, key, bounds)))
          .map((bound) => [bound.key, bound.version]),
      )
      const above = [...fixed]
        .filter(([place, version]) => isPlainVersion(version) && (floor === undefined || place > scheme.sortKey(floor)))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, version]) => version)
        .slice(0, MOST_CANDIDATES)
      return releasesFirst(above, scheme, floor)
    },
    affecting(component, version) {
      const key = keyOf(component)
      return remembered(`${key.ecosystem} ${key.name} ${version}`, () =>
        assess(key, version, () => true).groups.map(({ summary }) => summary.id),
      )
    },
    admitted(component, claim) {
      const key = keyOf(component)
      if (claim.kind === 'exact') return this.affecting(component, claim.version)
      return remembered(`${key.ecosystem} ${key.name} ${JSON.stringify(claim)}`, () => {
        const range = assessRange({ ...component, ...key, version: claim }, known, readers(key.ecosystem))
        return range?.advisories.map(({ id }) => id) ?? []
      })
    },
  }
}

/** A conda package has its advisories under the name it has on PyPI. */
function keyOf({ ecosystem, name, twin }: Component): PackageKey {
  return twin === undefined ? { ecosystem, name } : { ecosystem: twin.ecosystem, name: twin.name }
}

function releasesFirst(
  versions: readonly string[],
  scheme: SortableScheme,
  floor: string | undefined,
): readonly string[] {
  if (floor !== undefined && scheme.isPrerelease(floor)) return versions
  const isPrerelease = (version: string): boolean => scheme.isPrerelease(version)
  return [...versions.filter((version) => !isPrerelease(version)), ...versions.filter(isPrerelease)]
}
