import { packageName } from '../../model/package-name.ts'
import type { Twin } from '../../model/package-mention.ts'
import { PYPI_NAMES_VERSION, RENAMED, SAME, VARIANTS } from './pypi-names.ts'

/** The PyPI project that a conda package is a build of, by Assay's own table; undefined for what is not in it. */
export function condaTwin(condaName: string): Twin | undefined {
  const name = packageName('conda', condaName)
  if (Object.hasOwn(RENAMED, name)) return twin(RENAMED[name] ?? name, 'a build of the project under another name')
  if (Object.hasOwn(VARIANTS, name)) return twin(VARIANTS[name] ?? name, 'a variant or a part of the project')
  return SAME.has(name) ? twin(name, 'the same project under the same name') : undefined
}

function twin(name: string, reason: string): Twin {
  const because = `Assay's table of conda names (${PYPI_NAMES_VERSION}): ${reason}`
  return { ecosystem: 'PyPI', name: packageName('PyPI', name), because }
}
