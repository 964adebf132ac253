import { rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

/** What SQLite writes into the file to know it again: "Assy" and the version of these tables. */
const APPLICATION_ID = 0x41737379
const VERSION = 1

/** How long to wait for another run that is writing; then this run remembers less. */
const BUSY_MILLISECONDS = 2000

const TABLES = `
  CREATE TABLE content (name TEXT PRIMARY KEY, value BLOB NOT NULL, used INTEGER NOT NULL);
  CREATE TABLE folder (tree TEXT NOT NULL, path TEXT NOT NULL, record BLOB NOT NULL, used INTEGER NOT NULL, PRIMARY KEY (tree, path));
  CREATE INDEX content_used ON content (used);
  CREATE INDEX folder_used ON folder (used);
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${VERSION};
`

/** Came later: a file without it is as good, so it is made where it is not there, and the version stays. */
const TREE_TABLE =
  'CREATE TABLE IF NOT EXISTS tree (name TEXT PRIMARY KEY, head BLOB NOT NULL, body BLOB, used INTEGER NOT NULL)'

/**
 * Opens the file for reading and writing; one file that any number of runs share: readers never wait, writers take turns (WAL). A file that
 * is damaged or of another kind is made anew, and `onDamaged` told. Throws what SQLite throws when even that fails.
 */
export function openCacheDatabase(file: string, onDamaged: (what: string) => void): DatabaseSync {
  try {
    return opened(file)
  } catch (error) {
    if (!isDamage(error)) throw error
    onDamaged(error instanceof Error ? error.message : String(error))
    dropDatabase(file)
    return opened(file)
  }
}

/** Removes the file and what SQLite keeps beside it. A run that has it open goes on with what it has and loses nothing but that. */
export function dropDatabase(file: string): void {
  for (const ending of ['', '-wal', '-shm']) rmSync(file + ending, { force: true })
}

/** Is it the file that is wrong, and not that somebody else is writing or the disk is full? */
export function isDamage(error: unknown): boolean {
  if (!(error instanceof Error) || !('errcode' in error)) return error instanceof DamagedError
  const primary = Number(error.errcode) & 0xff
  return primary === SQLITE_CORRUPT || primary === SQLITE_NOTADB || primary === SQLITE_ERROR
}

/** https://sqlite.org/rescode.html; ERROR is what a table that is not there gives. */
const [SQLITE_ERROR, SQLITE_CORRUPT, SQLITE_NOTADB] = [1, 11, 26]

class DamagedError extends Error {
  override readonly name = 'DamagedError'
}

function opened(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: BUSY_MILLISECONDS, defensive: true })
  try {
    const empty = pragma(database, 'schema_version') === 0
    // Before the first table: a file cannot learn it later.
    if (empty) database.exec('PRAGMA auto_vacuum = INCREMENTAL')
    // NORMAL: a power cut may lose the last runs, not damage the file.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000')
    if (empty) create(database)
    if (pragma(database, 'application_id') !== APPLICATION_ID) throw new DamagedError('it was not written by Assay')
    if (pragma(database, 'user_version') !== VERSION) throw new DamagedError('it is of another version')
    database.exec(TREE_TABLE)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** Another run may do the same at the same time: who comes second finds the tables. */
function create(database: DatabaseSync): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    if (pragma(database, 'user_version') === 0) database.exec(TABLES)
    database.exec('COMMIT')
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}

function pragma(database: DatabaseSync, name: string): number {
  const row = database.prepare(`PRAGMA ${name}`).get()
  return Number(Object.values(row ?? {})[0] ?? 0)
}
