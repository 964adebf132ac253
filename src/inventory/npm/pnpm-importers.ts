import { entries, get, scalarText, type TreeEntry, type TreeValue } from '../../formats/tree.ts'
import type { Scope } from '../../model/package-mention.ts'

/** A project of the workspace as the lock file sees it; `.` is the one at the root. */
export interface Importer {
  readonly path: string
  readonly entry: TreeEntry | undefined
  readonly wants: readonly Want[]
}

/** One direct dependency. */
export interface Want {
  /** The name it is installed under, which may be an alias. */
  readonly alias: string
  /** What it is locked to: a version, a key, `link:../core`. */
  readonly reference: string
  readonly scope: Scope
  readonly group: string | undefined
  readonly offset: number
}

const LISTS: readonly { readonly field: string; readonly scope: Scope; readonly group?: string }[] = [
  { field: 'dependencies', scope: 'runtime' },
  { field: 'optionalDependencies', scope: 'optional' },
  { field: 'devDependencies', scope: 'development' },
  // In the document about pnpm itself (pnpm 10.12 and later): installed before the project is, to install it.
  { field: 'configDependencies', scope: 'build', group: 'group:configDependencies' },
  { field: 'packageManagerDependencies', scope: 'build', group: 'group:packageManagerDependencies' },
]

/** The projects of a lock file. One that is no workspace has, before version 9, its dependencies at the top. */
export function readImporters(root: TreeValue): readonly Importer[] {
  const importers = entries(get(root, 'importers'))
  if (importers.length === 0) return [{ path: '.', entry: undefined, wants: wants(root) }]
  return importers.map((entry) => ({ path: entry.key, entry, wants: wants(entry.value) }))
}

function wants(importer: TreeValue): readonly Want[] {
  return LISTS.flatMap(({ field, scope, group }) =>
    entries(get(importer, field)).flatMap(({ key, keyOffset, value }) => {
      // `{ specifier, version }` since version 6; before it the bare version.
      const reference = value.kind === 'object' ? scalarText(get(value, 'version')) : scalarText(value)
      return reference === undefined ? [] : [{ alias: key, reference, scope, group, offset: keyOffset }]
    }),
  )
}

/** The folder that `link:` means, relative to the root of the lock file: `link:../core` in `packages/web` is `packages/core`. */
export function linkedFolder(importer: string, reference: string): string | undefined {
  if (!reference.startsWith('link:')) return undefined
  const target = reference.slice('link:'.length)
  if (target.startsWith('/')) return target
  const segments: string[] = []
  for (const segment of `${importer}/${target}`.split('/')) {
    if (segment === '' || segment === '.') continue
    if (segment === '..' && segments.length > 0 && segments.at(-1) !== '..') segments.pop()
    else segments.push(segment)
  }
  return segments.length === 0 ? '.' : segments.join('/')
}

/** The names that `patchedDependencies` changes, as `name` or `name@version`. */
export function patchedNames(root: TreeValue): ReadonlySet<string> {
  return new Set(entries(get(root, 'patchedDependencies')).map((entry) => entry.key))
}
