import type { AdvisoryLookup } from '../../model/advisory.ts'
import type { AdvisorySummary } from '../../model/finding.ts'
import { EVERYTHING, isCovered } from '../../versions/intervals.ts'
import { schemeOf } from '../../versions/scheme-of.ts'
import type { SortableScheme } from '../../versions/sortable-scheme.ts'
import { isPopularName } from '../packages/known/popular-name.ts'
import { saneMalware } from '../packages/known/malware-claim.ts'
import { groupByAlias } from './advisory-groups.ts'
import { affectedSet, type AffectedSet, type PackageKey } from './affected-set.ts'
import { boundReader } from './comparable-bound.ts'
import { comparableIntervals } from './comparable-intervals.ts'
import { summarise } from './summarise.ts'

/** The malware records that call every version of this name malicious (`introduced: "0"` and no end), one per group. */
export function whollyMalicious(key: PackageKey, known: AdvisoryLookup): AdvisorySummary[] {
  const ofPackage = known.find(key.ecosystem, key.name)
  const malware = ofPackage.filter(({ malicious, id }) => malicious && known.withdrawn(id) === undefined)
  if (malware.length === 0) return []
  const bounds = boundReader(schemeOf(key.ecosystem))
  const sane = malware.map((advisory) => saneMalware(advisory, () => isPopularName(key)))
  const whole = sane.filter((advisory) => isWhollyMalicious(affectedSet(advisory, key, bounds), bounds.scheme))
  const groups = groupByAlias(whole.map((advisory) => ({ advisory })))
  return groups.map((group) => summarise(group, [], { known, ofPackage }))
}

/** A malware record whose ranges leave no version out. */
export function isWhollyMalicious(set: AffectedSet, scheme: SortableScheme): boolean {
  return set.advisory.malicious && isCovered(scheme, EVERYTHING, comparableIntervals(set))
}
