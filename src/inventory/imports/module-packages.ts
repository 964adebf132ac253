import { packageName } from '../../model/package-name.ts'
import type { ImportedPackage } from '../../model/source-project.ts'
import { NAMESPACE_TOPS, PACKAGES_OF_MODULE } from './python-module-table.ts'

/** Packages a module may come from, the likeliest first, and what says so. */
export interface ModuleOrigin {
  readonly packages: readonly string[]
  readonly grounds: ImportedPackage['grounds']
}

/** Answers where modules come from. */
export type ModuleOrigins = (module: string) => ModuleOrigin

/** For Python. `provided` says which modules the distributions installed in the tree bring: that goes before the table. */
export function pythonOrigins(provided: ReadonlyMap<string, readonly string[]>): ModuleOrigins {
  return (module) => {
    const [top = ''] = module.split('.', 1)
    const installed = longestOf(module, provided)
    if (installed !== undefined) return { packages: installed, grounds: 'installed' }
    const listed = longestOf(module, PACKAGES_OF_MODULE)
    if (!NAMESPACE_TOPS.has(top)) {
      return listed === undefined
        ? { packages: [packageName('PyPI', top)], grounds: 'name' }
        : { packages: listed, grounds: 'table' }
    }
    return {
      packages: [...new Set([...(listed ?? []), ...dashed(module)])],
      grounds: listed === undefined ? 'name' : 'table',
    }
  }
}

/** `@types/x` brings the types of `x` (TypeScript handbook, "Consumption"); scopes are written with `__`. */
export function npmOrigin(module: string): ModuleOrigin {
  const types = `@types/${module.startsWith('@') ? module.slice(1).replace('/', '__') : module}`
  return { packages: [module, types], grounds: 'name' }
}

/** The entry for the longest beginning of a dotted name. */
function longestOf(module: string, entries: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  for (let end = module.length; end > 0; end = module.lastIndexOf('.', end - 1)) {
    const found = entries.get(module.slice(0, end))
    if (found !== undefined) return found
  }
  return undefined
}

/** `llama_index.llms.openai`: `llama-index-llms-openai`, else `llama-index-llms`, else `llama-index`. */
function dashed(module: string): readonly string[] {
  const parts = module.split('.')
  return parts.map((_, index) => packageName('PyPI', parts.slice(0, parts.length - index).join('-')))
}

/**
 * What the name of a package has in common with that of its module, apart from what authors put around it: `kafka` and
 * `kafka-python`, `levenshtein` and `python-levenshtein`. For packages that no table has: better a module too few reported than one too
 * many.
 */
export function coreOfModule(module: string): string {
  return coreOfPackage(packageName('PyPI', module.split('.', 1)[0] ?? ''))
}

/** The same of a package of PyPI. */
export function coreOfPackage(name: string): string {
  return name
    .replace(/^(?:python3?|py|django|lib)-?(?=[a-z]{3})/, '')
    .replace(/-?(?:python3?|py3?|cpu|gpu|nightly|headless|binary|sdk|client|lib|cu1\d\d?x?|rocm\d*|stubs)$/, '')
    .replaceAll('-', '')
}
