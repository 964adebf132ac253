import { isExpected } from '../base/errors.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { TreeSource } from '../scan/source.ts'

/** Where package managers of operating systems keep what they installed, and how it is counted. */
const DATABASES: readonly { readonly manager: string; readonly path: string; readonly entry?: RegExp }[] = [
  { manager: 'dpkg', path: 'var/lib/dpkg/status', entry: /^Status: \S+ \S+ installed\r?$/gm },
  { manager: 'apk', path: 'lib/apk/db/installed', entry: /^P:/gm },
  { manager: 'apk', path: 'usr/lib/apk/db/installed', entry: /^P:/gm },
  { manager: 'rpm', path: 'var/lib/rpm/rpmdb.sqlite' },
  { manager: 'rpm', path: 'var/lib/rpm/Packages.db' },
  { manager: 'rpm', path: 'var/lib/rpm/Packages' },
  { manager: 'rpm', path: 'usr/lib/sysimage/rpm/rpmdb.sqlite' },
  { manager: 'rpm', path: 'usr/lib/sysimage/rpm/Packages.db' },
]

/** Folders with an item for each package: images without a shell (distroless) list theirs so, and pacman. */
const FOLDERS: readonly { readonly manager: string; readonly path: string; readonly entry: RegExp }[] = [
  { manager: 'dpkg', path: 'var/lib/dpkg/status.d', entry: /^(?!.*\.md5sums$)/ },
  { manager: 'pacman', path: 'var/lib/pacman/local', entry: /-\d+$/ },
]

/** The database of a full desktop has 5 MB. */
const MOST_BYTES = 32 * 1024 * 1024

/** Is it a database of packages of the operating system? An image keeps them at hand. */
export function isPackageDatabase(path: string): boolean {
  return DATABASES.some((one) => one.path === path)
}

/**
 * Says of a file system that holds an operating system that the packages of that system were not checked: nobody must take the
 * silence about them for a clean bill. One diagnostic for each package manager; none for a project. `entry` counts lines.
 */
export async function operatingSystemPackages(tree: TreeSource): Promise<readonly Diagnostic[]> {
  const counts = new Map<string, { readonly path: string; count: number | undefined }>()
  for (const { manager, path, entry } of DATABASES) {
    if (counts.has(manager) || (await tree.state(path)).kind !== 'file') continue
    counts.set(manager, { path, count: entry === undefined ? undefined : await countIn(tree, path, entry) })
  }
  for (const { manager, path, entry } of FOLDERS) {
    const count = await itemsIn(tree, path, entry)
    const known = counts.get(manager)
    if (count > 0 && known?.count !== undefined) known.count += count
    else if (count > 0 && known === undefined) counts.set(manager, { path, count })
  }
  return [...counts]
    .filter(([, { count }]) => count !== 0)
    .map(([manager, { path, count }]) => diagnostic(manager, path, count))
}

function diagnostic(manager: string, path: string, count: number | undefined): Diagnostic {
  const what = count === 1 ? 'package' : 'packages'
  const subject = `${count === undefined ? 'the' : count} ${what} of the operating system (${manager})`
  const message = `${subject} ${count === 1 ? 'was' : 'were'} not checked: Assay looks at packages of Python, npm and conda`
  return { code: 'FORMAT_UNCOVERED', level: 'warning', message, location: { path }, source: 'scan/system-packages' }
}

/** Undefined where it cannot be read: then it is there all the same. */
async function countIn(tree: TreeSource, path: string, entry: RegExp): Promise<number | undefined> {
  try {
    const file = await tree.open(path)
    try {
      const text = new TextDecoder().decode(await file.slice(0, MOST_BYTES))
      return file.size > MOST_BYTES ? undefined : (text.match(entry)?.length ?? 0)
    } finally {
      await file.close()
    }
  } catch (error) {
    if (!isExpected(error)) throw error
    return undefined
  }
}

async function itemsIn(tree: TreeSource, path: string, entry: RegExp): Promise<number> {
  try {
    return (await tree.list(path)).filter(({ name }) => entry.test(name)).length
  } catch (error) {
    if (!isExpected(error)) throw error
    return 0
  }
}
