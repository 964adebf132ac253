import type { Located, PackageResolver } from './package-resolver.ts'

/** Longest names that are taken apart. */
const MOST_PARTS = 24

/**
 * How Python finds modules inside one distribution: relative names by their leading dots, absolute ones from every folder that may be on the
 * path - the top of the archive, `src`, and the folder of the file, from which a started script imports. Specifiers are whole dotted
 * names (`.net.send`, `pkg.net.send`); the longest part that is a module is one, the rest is a member of it.
 */
export function pythonResolver(files: Iterable<string>, endings: readonly string[] = ENDINGS): PackageResolver {
  const known = new Set(files)
  const roots = rootsOf(known)
  const located = new Map<string, readonly Located[]>()
  const locate = (from: string, specifier: string): readonly Located[] => {
    const key = `${folderOf(from)}\0${specifier}`
    const found = located.get(key) ?? find(known, roots, from, specifier, endings)
    located.set(key, found)
    return found
  }
  const loaded = (from: string, specifier: string): readonly string[] => [
    ...new Set(locate(from, specifier).flatMap(({ path }) => [...packagesAround(known, path), path])),
  ]
  return { locate, loaded }
}

/** Folders from which absolute names begin: those that hold packages or modules, and are no package themselves. */
function rootsOf(files: ReadonlySet<string>): readonly string[] {
  const roots = new Set<string>([''])
  for (const path of files) {
    const folder = folderOf(path)
    if (/(?:^|\/)(?:src|lib|python)$/.test(folder)) roots.add(folder)
    if (path.endsWith('/__init__.py') && !files.has(join(folderOf(folder), '__init__.py'))) roots.add(folderOf(folder))
    if (roots.size >= MOST_ROOTS) break
  }
  return [...roots]
}

const MOST_ROOTS = 64

function find(
  files: ReadonlySet<string>,
  roots: readonly string[],
  from: string,
  specifier: string,
  endings: readonly string[],
): readonly Located[] {
  const started = /^<(?:start|here|project)>\/(.+)$/.exec(specifier)?.[1]
  if (started !== undefined) {
    const paths = [join(folderOf(from), started), started].filter((path) => files.has(path))
    return paths.slice(0, 1).map((path) => ({ path, member: '' }))
  }
  const level = /^\.*/.exec(specifier)?.[0].length ?? 0
  const parts = specifier
    .slice(level)
    .split('.')
    .filter((part) => part !== '')
    .slice(0, MOST_PARTS)
  if (level === 0) {
    for (const root of [...roots, folderOf(from)]) {
      const found = moduleIn(files, root, parts, endings)
      if (found !== undefined && found.path !== join(root, '__init__.py')) return [found]
    }
    return []
  }
  let folder = folderOf(from)
  for (let i = 1; i < level; i++) {
    if (folder === '') return []
    folder = folderOf(folder)
  }
  const found = moduleIn(files, folder, parts, endings)
  return found === undefined ? [] : [found]
}

function moduleIn(
  files: ReadonlySet<string>,
  root: string,
  parts: readonly string[],
  endings: readonly string[],
): Located | undefined {
  for (let count = parts.length; count >= 0; count--) {
    const path = join(root, parts.slice(0, count).join('/'))
    const file = endings
      .map((ending) => (path === '' ? ending.slice(1) : `${path}${ending}`))
      .find((one) => files.has(one))
    if (file !== undefined && !(count === 0 && parts.length > 0 && file === `${path}.py`))
      return { path: file, member: parts.slice(count).join('.') }
  }
  return undefined
}

const ENDINGS: readonly string[] = ['/__init__.py', '.py', '/__init__.pyw', '.pyw']

/** With what Python imports where there is no source. */
export const BYTECODE_ENDINGS: readonly string[] = [...ENDINGS, '/__init__.pyc', '.pyc']

function packagesAround(files: ReadonlySet<string>, path: string): readonly string[] {
  const found: string[] = []
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) {
    const init = join(folder, '__init__.py')
    if (files.has(init)) found.push(init)
  }
  return found
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

function join(folder: string, name: string): string {
  return folder === '' ? name : name === '' ? folder : `${folder}/${name}`
}
