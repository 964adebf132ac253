import type { Limits } from '../base/limits.ts'
import { isCondaName } from '../formats/conda-match.ts'
import { isPackageName } from '../formats/pep508.ts'
import type { Ecosystem } from '../model/ecosystem.ts'
import { isNpmName } from './npm/package-name.ts'

/** Can it be the name of a package there? What cannot is never taken for one. */
export function isNameOf(ecosystem: Ecosystem, name: string, limits: Limits): boolean {
  if (ecosystem === 'npm') return isNpmName(name)
  return ecosystem === 'PyPI' ? isPackageName(name, limits) : isCondaName(name, limits)
}
