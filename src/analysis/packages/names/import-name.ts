import { packageName } from '../../../model/package-name.ts'
import type { NameCandidate } from './candidate.ts'
import { candidateWeight } from './candidate-weight.ts'

/** Packages that bring a module, the usual one first, by the name of the module: `cv2` -> `opencv-python`, … */
export type ModulePackages = ReadonlyMap<string, readonly string[]>

/** The same by the name a package of that spelling would have: modules keep case and `_` (`PIL`, `rest_framework`), packages do not. */
export function importNames(modules: ModulePackages): ModulePackages {
  const topLevel = [...modules].filter(([module]) => !module.includes('.'))
  return new Map(topLevel.map(([module, packages]) => [packageName('PyPI', module), packages]))
}

/**
 * Is a PyPI name the name under which another package is imported (`cv2`, `sklearn`, `yaml`)? `imports` as importNames() makes it; a
 * package that brings the module itself is none. `isPopular`: an honest package may have the name of a module too, and then is
 * asked for by many.
 */
export function importNameCandidate(
  written: string,
  imports: ModulePackages,
  isPopular: (name: string) => boolean,
  prior?: number,
): NameCandidate | undefined {
  const name = packageName('PyPI', written)
  const packages = imports.get(name) ?? []
  const [usual] = packages
  if (usual === undefined || packages.includes(name) || isPopular(name)) return undefined
  return {
    kind: 'import-name',
    popular: usual,
    ecosystem: 'PyPI',
    distance: 0,
    weight: candidateWeight('import-name', 'PyPI', prior),
    because: `is the name under which ${usual} is imported`,
  }
}
