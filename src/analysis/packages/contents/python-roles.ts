import type { ArtefactKind } from '../artefact-facts.ts'
import { type EntryPaths, NO_ENTRIES } from './manifest-input.ts'
import { baseName, folderOf } from './member-path.ts'
import { roleOfPath } from './path-role.ts'

/**
 * What Python starts of the files of a package without being told by a manifest: the top of each import package, modules at the top, files that every
 * interpreter reads when it starts, `__main__`.
 */
export function pythonEntries(kind: ArtefactKind, paths: readonly string[]): EntryPaths {
  const places = paths.map((path) => ({ path, own: importPath(kind, path) }))
  const packages = new Set(
    places.flatMap(({ own }) => (own !== undefined && PACKAGE.test(baseName(own)) ? [folderOf(own)] : [])),
  )
  const pick = (fits: (own: string, path: string) => boolean): readonly string[] =>
    places.filter(({ own, path }) => own !== undefined && fits(own, path)).map(({ path }) => path)
  const isSource = kind === 'sdist' || kind === 'folder'
  return {
    ...NO_ENTRIES,
    start: pick((own) => isStart(own)),
    import: pick((own, path) => {
      if (isSource && roleOfPath(path) !== undefined) return false
      if (PACKAGE.test(baseName(own))) return folderOf(own) !== '' && !isInPackage(folderOf(folderOf(own)), packages)
      return !own.includes('/') && /\.(?:py|pyc|so|pyd|pyw)$/.test(own) && !(isSource && TOOLS.test(own))
    }),
    command: pick((own) => baseName(own) === '__main__.py'),
  }
}

/** Modules that stand for their folder, as source, compiled or native. */
const PACKAGE = /^__init__(?:\.[\w-]+)*\.(?:py|pyc|so|pyd)$/

/** Files at the top of a project that tools for developers read. */
const TOOLS =
  /^(?:setup|conftest|noxfile|tasks|fabfile|dodo|docs?_?conf|versioneer|hatch_build|pdm_build|build|bootstrap|ez_setup)\.py$/

/**
 * The path below the folder that `import` looks in: a wheel and its `.data/purelib`, `site-packages` of a conda package or of an environment, `src` of a
 * project. Undefined for what is not installed there.
 */
export function importPath(kind: ArtefactKind, path: string): string | undefined {
  const site = /(?:^|\/)(?:site|dist)-packages\/(.+)$/s.exec(path.length > 4096 ? '' : path)?.[1]
  if (site !== undefined) return site
  if (kind === 'conda') return undefined
  const data = /^[^/]+\.data\/(\w+)\/(.*)$/s.exec(path)
  if (data !== null) return data[1] === 'purelib' || data[1] === 'platlib' ? data[2] : undefined
  if (kind === 'sdist' || kind === 'folder') return path.replace(/^(?:src|lib|python)\//, '')
  return path
}

/** `site` reads `.pth` files of its own folder only; the other two are imported by it, wherever they can be found (Python, "site"). */
function isStart(own: string): boolean {
  return !own.includes('/') && (own.endsWith('.pth') || /^(?:site|user)customize\.py[co]?$/.test(own))
}

/** Does the folder or one above it hold a package? */
function isInPackage(folder: string, packages: ReadonlySet<string>): boolean {
  let at = folder
  for (let steps = 0; at !== '' && steps < MOST_SEGMENTS; steps++, at = folderOf(at)) if (packages.has(at)) return true
  return false
}

/** Deeper paths are noted as such; a name of 4 KiB can have 2,000 segments. */
const MOST_SEGMENTS = 64
