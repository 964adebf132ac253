import { statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { dropDatabase } from './cache-database.ts'
import { dropPackages, type KeptFiles, keptPackages } from './package-folders.ts'
import { databaseFile } from './private-folder.ts'

/** What is in a cache. */
export interface CacheStatus {
  readonly folder: string
  /** Of the inspections, on disk. */
  readonly bytes: number
  readonly inspections: number
  /** Folders of scanned trees whose files are known by their stamps. */
  readonly folders: number
  /** Trees whose whole result is known. */
  readonly trees: number
  /** Facts of packages that were looked through. */
  readonly packages: KeptFiles
  /** What was fetched from registries, below the folder of the cache. */
  readonly artefacts: KeptFiles
  /** Why it cannot be read; absent when it can. */
  readonly problem?: string
}

/** Looks into the cache below `folder` and changes nothing. Throws what the disk throws. */
export function cacheStatus(folder: string): CacheStatus {
  const file = databaseFile(folder)
  const bytes = bytesOnDisk(file)
  const kept = keptPackages(folder)
  const nothing = { folder, bytes, inspections: 0, folders: 0, trees: 0, ...kept }
  if (bytes === 0) return nothing
  try {
    const database = new DatabaseSync(file, { readOnly: true, timeout: 2000 })
    try {
      const trees = hasTable(database, 'tree') ? rows(database, 'tree') : 0
      return { ...nothing, inspections: rows(database, 'content'), folders: rows(database, 'folder'), trees }
    } finally {
      database.close()
    }
  } catch (error) {
    return { ...nothing, problem: error instanceof Error ? error.message : String(error) }
  }
}

/** Removes the cache below `folder`, and nothing else that is there. Throws what the disk throws. */
export function clearCache(folder: string): { readonly bytes: number } {
  const file = databaseFile(folder)
  const bytes = bytesOnDisk(file)
  dropDatabase(file)
  return { bytes: bytes + dropPackages(folder) }
}

function bytesOnDisk(file: string): number {
  return ['', '-wal', '-shm'].reduce(
    (sum, end) => sum + (statSync(file + end, { throwIfNoEntry: false })?.size ?? 0),
    0,
  )
}

/** A file that nobody has written to since trees are kept has none. */
function hasTable(database: DatabaseSync, table: string): boolean {
  return database.prepare('SELECT 1 FROM sqlite_schema WHERE type = ? AND name = ?').get('table', table) !== undefined
}

function rows(database: DatabaseSync, table: 'content' | 'folder' | 'tree'): number {
  return Number(
    database.prepare(`SELECT count(*) AS n FROM ${table}${table === 'tree' ? ' WHERE body IS NOT NULL' : ''}`).get()?.[
      'n'
    ] ?? 0,
  )
}
