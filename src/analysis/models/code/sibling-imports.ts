import type { PythonModule, PythonMoment } from '../../../formats/python/module.ts'

/** A file that a module needs beside it. */
export interface SiblingImport {
  /** Dots of the import: 1 is the folder of the module, 2 the one above; 0 is an absolute import, which may be a file beside it. */
  readonly level: number
  /** Dotted, without leading dots, for example `configuration_x` or `layers.attention`. */
  readonly module: string
  readonly line: number
  readonly runs: PythonMoment
}

/**
 * The modules a module imports that may lie beside it, in order, each once: all relative imports (`from . import x` names `x`, which
 * may also be a name of the package), and absolute ones, of which the caller knows which exist as files.
 */
export function siblingImports(module: PythonModule): readonly SiblingImport[] {
  const found = new Map<string, SiblingImport>()
  for (const { module: name, level, name: imported, line, runs } of module.imports) {
    const isPackage = level > 0 && name === ''
    const target = isPackage ? (imported ?? '') : name
    const key = `${level} ${target}`
    // `from . import *` names the package itself.
    if (!found.has(key)) found.set(key, { level, module: target === '*' ? '__init__' : target, line, runs })
  }
  return [...found.values()]
}
