import { FURTHER_ESTIMATORS } from './vetted/further-estimators.ts'
import { MODEL_LIBRARIES } from './vetted/model-libraries.ts'
import { NETWORKS } from './vetted/networks.ts'
import { NUMERIC } from './vetted/numeric.ts'
import { PYTHON } from './vetted/python.ts'
import { SCIKIT_LEARN } from './vetted/scikit-learn.ts'
import { STATISTICS } from './vetted/statistics.ts'
import { TORCH } from './vetted/torch.ts'
import { type VettedGroup, vettedNames } from './vetted/vetted-group.ts'

/** Changes with every change of the list, so that a result can say by which it was judged. */
export const VETTED_VERSION = '2026.11.2'

/** All groups, for the documentation and for `assay model allow`. */
export const VETTED_GROUPS: readonly VettedGroup[] = [
  ...PYTHON,
  ...NUMERIC,
  ...TORCH,
  ...SCIKIT_LEARN,
  ...MODEL_LIBRARIES,
  ...NETWORKS,
  ...FURTHER_ESTIMATORS,
  ...STATISTICS,
]

const BY_MODULE: ReadonlyMap<string, ReadonlyMap<string, VettedGroup>> = index(VETTED_GROUPS)

/** The group in which exactly this module and name stand; undefined for everything else. */
export function vettedGroup(module: string, name: string): VettedGroup | undefined {
  return BY_MODULE.get(module)?.get(name)
}

/** Has this module any vetted name? */
export function isVettedModule(module: string): boolean {
  return BY_MODULE.has(module)
}

/** The library that a name belongs to, by its top module; undefined where no name of that module is vetted. */
export function libraryOf(global: string): string | undefined {
  return LIBRARIES.get(global.split('.', 1)[0] ?? '')
}

/** The library with most names decides: joblib once lived in scikit-learn. */
const LIBRARIES: ReadonlyMap<string, string> = mostNamed()

function mostNamed(): ReadonlyMap<string, string> {
  const counts = new Map<string, Map<string, number>>()
  for (const group of VETTED_GROUPS) {
    for (const [module] of vettedNames(group)) {
      const root = module.split('.', 1)[0] ?? module
      const libraries = counts.get(root) ?? new Map<string, number>()
      counts.set(root, libraries.set(group.library, (libraries.get(group.library) ?? 0) + 1))
    }
  }
  return new Map(
    [...counts].map(([root, libraries]) => [root, [...libraries].sort((a, b) => b[1] - a[1])[0]?.[0] ?? root]),
  )
}

/** A name that stands in two groups belongs to the first. */
function index(groups: readonly VettedGroup[]): ReadonlyMap<string, ReadonlyMap<string, VettedGroup>> {
  const modules = new Map<string, Map<string, VettedGroup>>()
  for (const group of groups) {
    for (const [module, name] of vettedNames(group)) {
      const names = modules.get(module) ?? new Map<string, VettedGroup>()
      modules.set(module, names)
      if (!names.has(name)) names.set(name, group)
    }
  }
  return modules
}
