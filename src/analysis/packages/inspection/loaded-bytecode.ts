import { BYTECODE_ENDINGS, pythonResolver } from '../flow/python-resolver.ts'
import type { FileRole } from '../package-file.ts'
import type { WaitingModule } from './file-inspection.ts'

/**
 * By path: the roles of compiled modules without source that other modules import as soon as they run (fshec2 on PyPI, 2023): what is in them runs
 * then. Native modules are left out: of their strings nobody knows when they are used.
 */
export function loadedBytecode(
  modules: readonly WaitingModule[],
  paths: readonly string[],
  roleOf: (path: string) => FileRole,
): ReadonlyMap<string, FileRole> {
  const roles = new Map<string, FileRole>()
  if (!paths.some(isLoneBytecode)) return roles
  const resolver = pythonResolver(paths, BYTECODE_ENDINGS)
  for (const { language, summary } of modules) {
    const by = roleOf(summary.file.path)
    if (language !== 'python' || !EARLY.has(by)) continue
    for (const { specifier, runs } of summary.loads)
      for (const { path } of runs === 'import' ? resolver.locate(summary.file.path, specifier) : [])
        if (path.endsWith('.pyc') && !roles.has(path) && roleOf(path) === 'library') roles.set(path, by)
  }
  return roles
}

/** Is a file compiled Python that is imported as it is, and not kept beside its source? */
export function isLoneBytecode(path: string): boolean {
  return path.endsWith('.pyc') && !/(?:^|\/)__pycache__\//.test(path)
}

const EARLY: ReadonlySet<FileRole> = new Set(['import', 'start', 'install'])
