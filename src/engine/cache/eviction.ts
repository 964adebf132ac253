import type { DatabaseSync } from 'node:sqlite'

/** What nobody asked for in so many days goes, however much room there is: branches that are gone, versions of Assay that are not used any more. */
const KEPT_DAYS = 60

/** Everything that is kept, each row with the day when it was used last. */
const TABLES = ['content', 'folder', 'tree'] as const

type Table = (typeof TABLES)[number]

/** A round of making room takes so many rows at least: an inspection is small, the result of a tree has megabytes. */
const LEAST: Readonly<Record<Table, number>> = { content: 100, folder: 100, tree: 1 }

/** Room is made down to this part of the bound, so that it is not made with every run. */
const REFILL = 0.8

/** Days since 1970: fine enough for "unused for longest", and a second run on the same day writes nothing. */
export function today(): number {
  return Math.floor(Date.now() / 86_400_000)
}

/** Drops what was not used for longest until the file is within the bound. */
export function trim(database: DatabaseSync, maxBytes: number): void {
  const oldest = today() - KEPT_DAYS
  for (const table of TABLES) database.prepare(`DELETE FROM ${table} WHERE used < ?`).run(oldest)
  if (bytesUsed(database) > maxBytes) makeRoom(database, maxBytes * REFILL)
  // Pages that became free are given back, if they are many.
  if (pragma(database, 'freelist_count') > pragma(database, 'page_count') / 4)
    database.exec('PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE)')
}

/** Bytes of the pages that hold something. */
export function bytesUsed(database: DatabaseSync): number {
  return (pragma(database, 'page_count') - pragma(database, 'freelist_count')) * pragma(database, 'page_size')
}

function makeRoom(database: DatabaseSync, target: number): void {
  for (let left = 64; left > 0 && bytesUsed(database) > target; left--) {
    const dropped = TABLES.map((table) => dropOldest(database, table))
    if (dropped.every((rows) => rows === 0)) return
  }
}

/** An eighth of what there is, and no less than is worth a round: it ends after a few. */
function dropOldest(database: DatabaseSync, table: Table): number {
  const rows = Number(database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n'] ?? 0)
  const some = Math.max(LEAST[table], Math.ceil(rows / 8))
  const statement = database.prepare(
    `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} ORDER BY used, rowid LIMIT ?)`,
  )
  return Number(statement.run(some).changes)
}

function pragma(database: DatabaseSync, name: string): number {
  const row = database.prepare(`PRAGMA ${name}`).get()
  return Number(Object.values(row ?? {})[0] ?? 0)
}
