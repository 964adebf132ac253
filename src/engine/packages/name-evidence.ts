import { nameCandidates, twinCandidate } from '../../analysis/packages/names/name-candidates.ts'
import type { Ecosystem } from '../../model/ecosystem.ts'
import type { NameSign } from '../../model/package-assessment.ts'
import { isRegistered, type PopularNames } from './package-services.ts'

/** Popular names that a name could be meant for, the likeliest first. None for conda, of which nobody counts names. */
export function nameEvidence(name: string, ecosystem: Ecosystem, names: PopularNames): readonly NameSign[] {
  if (!isRegistered(ecosystem)) return []
  const here = names[ecosystem]
  const twin = twinCandidate(name, here, names[ecosystem === 'npm' ? 'PyPI' : 'npm'])
  return [...nameCandidates(name, here), ...(twin === undefined ? [] : [twin])].map(
    ({ kind, popular, because, weight }) => ({
      kind,
      popular,
      text: `${name} ${because}`,
      chance: weight.chance,
    }),
  )
}

/** 1 for the most popular; undefined for a name that stands in no list. */
export function rankOf(name: string, ecosystem: Ecosystem, names: PopularNames): number | undefined {
  const number = isRegistered(ecosystem) ? names[ecosystem].numbers.get(name) : undefined
  return number === undefined ? undefined : number + 1
}
