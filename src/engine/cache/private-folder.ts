import { chmodSync, closeSync, lstatSync, mkdirSync, openSync, realpathSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join, relative, sep } from 'node:path'
import type { CacheSettings } from './cache-settings.ts'

/** The file below the folder; another format gets another name. */
const FILE = 'inspections-1.db'

/** The folder in the operator's folder that is nobody else's. */
const OWN = 'inspections'

/** A folder that only this user can enter, ready for the database. */
export interface PrivateFolder {
  readonly path: string
  readonly file: string
}

/**
 * Makes the folder of the cache or finds it, for this user alone (0700, the file 0600). A string says why it cannot be used: it belongs to
 * somebody else, is a link, or lies in the scanned tree, where a project could bring along a cache that calls it clean.
 */
export function privateFolder(
  { folder }: Pick<CacheSettings, 'folder'>,
  scanned: string | undefined,
): PrivateFolder | string {
  const own = ownFolder(folder, OWN, scanned)
  if (typeof own === 'string') return own
  try {
    const file = join(own.path, FILE)
    // SQLite would make it readable for all; its -wal and -shm take over these permissions.
    closeSync(openSync(file, 'a', 0o600))
    return { path: own.path, file }
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
}

/** The same for a folder of another name; without a file. */
export function ownFolder(folder: string, name: string, scanned?: string): Pick<PrivateFolder, 'path'> | string {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const path = join(realpathSync(folder), name)
    if (scanned !== undefined && isBelow(path, realpathSync(scanned))) return 'it lies in the scanned folder'
    mkdirSync(path, { recursive: true, mode: 0o700 })
    return ownership(path) ?? { path }
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
}

/** Where the database would be, without making anything. */
export function databaseFile(folder: string): string {
  return join(folder, OWN, FILE)
}

function ownership(path: string): string | undefined {
  const info = lstatSync(path)
  if (!info.isDirectory()) return 'it is not a folder of its own'
  const { uid } = userInfo()
  // Windows has neither: there the folder lies in the profile of the user.
  if (uid < 0) return undefined
  if (info.uid !== uid) return 'it belongs to another user'
  if ((info.mode & 0o077) !== 0) chmodSync(path, 0o700)
  return undefined
}

function isBelow(path: string, root: string): boolean {
  const way = relative(root, path)
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !/^[A-Za-z]:/.test(way))
}
