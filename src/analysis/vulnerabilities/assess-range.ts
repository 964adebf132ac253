import { isExpected } from '../../base/errors.ts'
import type { AdvisoryLookup } from '../../model/advisory.ts'
import type { Component } from '../../model/component.ts'
import type { AdvisorySummary, OpenRange } from '../../model/finding.ts'
import { EVERYTHING, overlaps } from '../../versions/intervals.ts'
import { parseRange } from '../../versions/parse-range.ts'
import type { SortableScheme } from '../../versions/sortable-scheme.ts'
import { isPopularName } from '../packages/known/popular-name.ts'
import { saneMalware } from '../packages/known/malware-claim.ts'
import { admitsOnly, admittedSets, floorOf, type Admitted, type Allowed } from './admitted.ts'
import { groupByAlias, type AdvisoryGroup } from './advisory-groups.ts'
import { affectedSet, isAffected } from './affected-set.ts'
import type { BoundReader } from './comparable-bound.ts'
import { comparableIntervals } from './comparable-intervals.ts'
import { mayCount } from './rebuild-vendors.ts'
import { summarise } from './summarise.ts'
import { versionPosition } from './version-position.ts'
import { isWhollyMalicious } from './wholly-malicious.ts'

/** What a requirement without an exact version still admits. */
export interface RangeAssessment extends Omit<OpenRange, 'requirement'> {
  /** False when the text of the range could not be read and everything was taken as allowed. */
  readonly understood: boolean
}

/** Undefined when the requirement admits nothing that is known to be affected. */
export function assessRange(
  component: Component,
  known: AdvisoryLookup,
  bounds: BoundReader,
): RangeAssessment | undefined {
  const ofPackage = known.find(component.ecosystem, component.name)
  if (ofPackage.length === 0) return undefined
  const { scheme } = bounds
  const { allowed, understood } = allowedBy(component)
  const sets = ofPackage
    .filter((advisory) => mayCount(advisory, undefined) && known.withdrawn(advisory.id) === undefined)
    .map((advisory) =>
      affectedSet(
        saneMalware(advisory, () => isPopularName(component)),
        component,
        bounds,
      ),
    )
    // The rule malicious-package reports the name itself.
    .filter((set) => !isWhollyMalicious(set, scheme))
  const admitted = admittedSets(allowed, sets, scheme)
  if (admitted.length === 0) return undefined
  const floor = floorOf(allowed, admitted, sets, scheme)
  return {
    advisories: groupByAlias(admitted).map((group) =>
      summarise(group, fixedWithin(group, allowed, scheme), { known, ofPackage }),
    ),
    ...(floor === undefined ? {} : { floor }),
    admits: admitsOnly(allowed, admitted, scheme) ? 'all' : 'some',
    understood,
  }
}

const ANYTHING: Allowed = { intervals: EVERYTHING, prereleases: false, includes: () => true }

/**
 * A bare name, or a package whose version is not said, allows everything. So does, as far as can be told, a range that is
 * not understood: leaving the requirement out would report it as clean, and one bad line must not end the rule.
 */
function allowedBy({ version }: Component): { readonly allowed: Allowed; readonly understood: boolean } {
  if (version.kind !== 'range') return { allowed: ANYTHING, understood: true }
  try {
    return { allowed: parseRange(version.text, version.syntax), understood: true }
  } catch (error) {
    if (!isExpected(error)) throw error
    return { allowed: ANYTHING, understood: false }
  }
}

/** The fixes of the pieces that the range reaches into, in order. */
function fixedWithin(
  group: AdvisoryGroup<Admitted>,
  allowed: Allowed,
  scheme: SortableScheme,
): AdvisorySummary['fixed'] {
  const byKey = new Map<string, string>()
  for (const { set } of group.members) {
    for (const [index, interval] of comparableIntervals(set).entries()) {
      const upper = set.intervals[index]?.upper
      if (upper?.end !== 'fixed' || !upper.standard || !overlaps(scheme, allowed.intervals, [interval])) continue
      byKey.set(upper.key, upper.version)
    }
  }
  const candidates = [...byKey.keys()].sort().flatMap((key) => byKey.get(key) ?? [])
  return candidates.filter((version) => {
    const position = versionPosition(version, scheme)
    return !group.members.some(({ set }) => isAffected(position, set))
  })
}
