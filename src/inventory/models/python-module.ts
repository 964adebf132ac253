import type { PythonImport } from '../../formats/python/module.ts'
import { at } from '../../model/location.ts'
import type { Include } from '../../model/package-mention.ts'
import type { Extractor } from '../extractor.ts'
import { clueExtraction } from './clue-extraction.ts'
import { folderOf } from './folder-of.ts'
import { codeInclude } from './remote-code.ts'

/** Python that a model brings along: read where a configuration names it, and what it imports beside it in turn. */
export const pythonModule: Extractor = {
  id: 'models/python-module',
  title: 'Python that comes with a model, from the configuration that names it to all it imports beside it',
  files: ['**/hubconf.py'],
  async extract(file) {
    const { pythonModule: pythonSyntax } = await import('../../formats/python/python.ts')
    const { imports } = await file.read(pythonSyntax)
    return clueExtraction([{ kind: 'code', path: file.path }], includesOf(file.path, imports))
  },
}

/** A module of a model imports a handful of others; a thousand are an attempt to be slow. */
const MOST_INCLUDES = 300

function includesOf(path: string, imports: readonly PythonImport[]): readonly Include[] {
  const found = new Map<string, Include>()
  for (const one of imports) {
    for (const target of targetsOf(path, one)) {
      if (found.size >= MOST_INCLUDES) return [...found.values()]
      // A module may be a file or a folder, and an absolute one may be a library: nothing is missed where none is there.
      if (!found.has(target)) found.set(target, codeInclude(target, at(path, one.line, one.column), true))
    }
  }
  return [...found.values()]
}

/** `from ..x import y` of `a/b/c.py` is `a/x.py`, `a/x/__init__.py`, or, when x is a package, `a/x/y.py`. */
function targetsOf(path: string, { level, module, name }: PythonImport): readonly string[] {
  const folder = above(folderOf(path), Math.max(0, level - 1))
  if (folder === undefined) return []
  const parts = module === '' ? [] : module.split('.')
  const member = name === undefined || name === '*' ? [] : [name]
  // An absolute import is looked for beside the module, as Python does for the folder a program is started in.
  const whole = level > 0 ? [...parts, ...member] : parts
  const named = [parts, whole].filter((one) => one.length > 0 && one.every((part) => /^[A-Za-z_]\w{0,100}$/.test(part)))
  return [...new Set(named.map((one) => `${folder}${one.join('/')}`))].flatMap((stem) => [
    `${stem}.py`,
    `${stem}/__init__.py`,
  ])
}

/** `levels` folders above; undefined above the root, which nothing is read from. */
function above(folder: string, levels: number): string | undefined {
  let current = folder
  for (let level = 0; level < levels; level++) {
    if (current === '') return undefined
    current = folderOf(current.slice(0, -1))
  }
  return current
}
