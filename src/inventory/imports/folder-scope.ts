import type { Ecosystem } from '../../model/ecosystem.ts'
import type { Declaration } from './declarations.ts'
import { coreOfModule, coreOfPackage, type ModuleOrigin } from './module-packages.ts'
import type { ResolvedModule } from './resolved-module.ts'

/** What is declared for the files of a folder. */
export interface FolderScope {
  readonly project: string
  /** Folders of projects it lies in, innermost first. */
  readonly around: readonly string[]
  readonly chain: readonly Declaration[]
  readonly names: ReadonlySet<string>
  /** The names by what is left of them without what authors put around; made when it is asked for. */
  readonly cores: () => ReadonlyMap<string, readonly string[]>
  /** Modules that were looked up here; a name with `/` where a folder has it, too. */
  readonly resolved: Map<string, ResolvedModule | undefined>
}

/** The scope of a folder that adds something to that of the folder around it. */
export function within(
  outer: FolderScope | undefined,
  folder: string,
  own: readonly Declaration[],
  isProject: boolean,
): FolderScope {
  const { project = '', around = [], chain = [] } = outer ?? {}
  const all = [...own, ...chain]
  const names = new Set(all.map(({ name }) => name))
  let cores: ReadonlyMap<string, readonly string[]> | undefined
  return {
    project: isProject ? folder : project,
    around: isProject ? [folder, ...around] : around,
    chain: all,
    names,
    cores: () => (cores ??= Map.groupBy(names, coreOfPackage)),
    resolved: new Map(),
  }
}

/** Declared names that bring the module: those it is known to come from, else, on PyPI, those that look like it. */
export function matching(
  ecosystem: Ecosystem,
  module: string,
  { packages, grounds }: ModuleOrigin,
  { names, cores }: FolderScope,
): readonly string[] {
  const exact = packages.filter((name) => names.has(name))
  if (exact.length > 0 || grounds === 'installed' || ecosystem === 'npm') return exact
  const alike = cores().get(coreOfModule(module)) ?? []
  // Every plug-in of pytest depends on it.
  const plugins = module === 'pytest' ? [...names].filter((name) => name.startsWith('pytest-')) : []
  return [...alike, ...plugins].toSorted()
}
