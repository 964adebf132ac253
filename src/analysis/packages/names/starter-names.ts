import type { Ecosystem } from '../../../model/ecosystem.ts'
import { STARTER_NPM } from './starter-npm.ts'
import { STARTER_PYPI } from './starter-pypi.ts'

/**
 * Names to compare with as long as no snapshot was built: a few hundred of our own choice for each ecosystem, most used first. Whoever
 * reports with it must say so: a name that resembles none of these was compared with little. None for conda.
 */
export function starterNames(ecosystem: Ecosystem): readonly string[] {
  if (ecosystem === 'PyPI') return STARTER_PYPI
  return ecosystem === 'npm' ? STARTER_NPM : []
}
