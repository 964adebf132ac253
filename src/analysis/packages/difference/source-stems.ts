import type { SourceFile } from './release-view.ts'

/** What a repository could make a file of. */
export interface SourceStems {
  /** Is there a source of this name and of the same innermost folder: `src/a/b.ts` for `dist/a/b.js`, `src/x.pyx` for `x.py`? */
  makes(path: string): boolean
}

/** Reads the names of a repository once. */
export function sourceStems(tree: readonly SourceFile[]): SourceStems {
  const inFolders = new Set<string>()
  const atRoots = new Set<string>()
  for (const { path } of tree) {
    if (!SOURCE.test(path)) continue
    const { folder, stem } = partsOf(path)
    inFolders.add(`${folder}/${stem}`)
    if (ROOTS.has(folder)) atRoots.add(stem)
  }
  return {
    makes(path) {
      const { folder, stem } = partsOf(path)
      return ROOTS.has(folder) ? atRoots.has(stem) : inFolders.has(`${folder}/${stem}`)
    },
  }
}

const SOURCE =
  /\.(?:[cm]?[jt]sx?|coffee|vue|svelte|elm|re|res|civet|py|pyx|pxd|pyi|proto|i|in|j2|jinja2?|tmpl|template|g4|grammar|lark|ipynb|sh|wat|rs|c|cc|cpp|go|zig|json|ya?ml)$/i

/** Folders whose name says nothing of what is in them: a source in one of them is built into any other. */
const ROOTS: ReadonlySet<string> = new Set([
  '',
  'src',
  'source',
  'lib',
  'libs',
  'dist',
  'build',
  'out',
  'output',
  'es',
  'esm',
  'cjs',
  'mjs',
  'umd',
  'types',
  'compiled',
  'bundle',
  'bundles',
  'bin',
  'cli',
  'scripts',
  'entries',
  'entry',
  'packages',
])

/** The innermost folder and the name up to the first dot after its first character. */
function partsOf(path: string): { readonly folder: string; readonly stem: string } {
  const last = path.lastIndexOf('/')
  const name = path.slice(last + 1)
  const dot = name.indexOf('.', 1)
  const folder = last < 0 ? '' : path.slice(path.lastIndexOf('/', last - 1) + 1, last)
  return { folder: folder.toLowerCase(), stem: (dot < 0 ? name : name.slice(0, dot)).toLowerCase() }
}
