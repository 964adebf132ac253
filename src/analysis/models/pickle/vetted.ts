import { MODEL_LIBRARIES } from './vetted/model-libraries.ts'
import { NUMERIC } from './vetted/numeric.ts'
import { PYTHON } from './vetted/python.ts'
import { SCIKIT_LEARN } from './vetted/scikit-learn.ts'
import { TORCH } from './vetted/torch.ts'
import { type VettedGroup, vettedNames } from './vetted/vetted-group.ts'

/** Changes with every change of the list, so that a result can say by which it was judged. */
export const VETTED_VERSION = '2026.11.1'

/** All groups, for the documentation and for `assay model allow`. */
export const VETTED_GROUPS: readonly VettedGroup[] = [
  ...PYTHON,
  ...NUMERIC,
  ...TORCH,
  ...SCIKIT_LEARN,
  ...MODEL_LIBRARIES,
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
