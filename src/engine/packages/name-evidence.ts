import { importNameCandidate } from '../../analysis/packages/names/import-name.ts'
import { nameCandidates, twinCandidate } from '../../analysis/packages/names/name-candidates.ts'
import { privateNameCandidate } from '../../analysis/packages/names/private-name.ts'
import type { Ecosystem } from '../../model/ecosystem.ts'
import type { NameSign } from '../../model/package-assessment.ts'
import { isRegistered, type PackageServices, type PopularNames } from './package-services.ts'

/** What names are compared with. */
export type NameSurroundings = Pick<PackageServices, 'names' | 'modules' | 'isPrivate'>

/**
 * Names that a name could be meant for, the likeliest first: popular ones, of another ecosystem, a module's, one that is kept for private packages. None
 * for conda, of which nobody counts names. `isOutside`: a public registry has the package.
 */
export function nameEvidence(
  name: string,
  ecosystem: Ecosystem,
  { names, modules, isPrivate }: NameSurroundings,
  isOutside: boolean,
): readonly NameSign[] {
  if (!isRegistered(ecosystem)) return []
  const here = names[ecosystem]
  const candidates = [
    ...nameCandidates(name, here),
    twinCandidate(name, here, names[ecosystem === 'npm' ? 'PyPI' : 'npm']),
    ecosystem === 'PyPI' ? importNameCandidate(name, modules, (one) => here.numbers.has(one)) : undefined,
    isPrivate === undefined
      ? undefined
      : privateNameCandidate(name, ecosystem, isPrivate, isOutside ? 'exists' : 'unknown'),
  ]
  return candidates
    .filter((one) => one !== undefined)
    .map(({ kind, popular, because, weight }) => ({ kind, popular, text: `${name} ${because}`, chance: weight.chance }))
}

/** 1 for the most popular; undefined for a name that stands in no list. */
export function rankOf(name: string, ecosystem: Ecosystem, names: PopularNames): number | undefined {
  const number = isRegistered(ecosystem) ? names[ecosystem].numbers.get(name) : undefined
  return number === undefined ? undefined : number + 1
}
