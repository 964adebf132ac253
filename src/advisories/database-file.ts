import { statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { ExternalError } from '../base/errors.ts'
import { APPLICATION_ID, FORMAT_VERSION, TABLES } from './schema.ts'

/**
 * Opens a database for reading. `immutable`: updates replace the file and never write into it, so no lock is needed and a
 * read-only file system is fine. Throws ExternalError EXTERNAL_DATABASE when it is missing, cut off, not ours or of another version.
 */
export function openDatabaseFile(path: string): DatabaseSync {
  const bytes = sizeOf(path)
  return withDatabase(path, () => {
    const database = new DatabaseSync(immutableAddress(path), { readOnly: true, defensive: true })
    try {
      check(database, path, bytes)
      return database
    } catch (error) {
      database.close()
      throw error
    }
  })
}

/** The address under which SQLite opens the file without locks, also for ATTACH. */
export function immutableAddress(path: string): URL {
  const address = pathToFileURL(path)
  address.search = 'mode=ro&immutable=1'
  return address
}

/** Runs a piece of work on the database; what SQLite complains of becomes EXTERNAL_DATABASE. */
export function withDatabase<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR') {
      throw damaged(path, `cannot be read (${error.message})`, error)
    }
    throw error
  }
}

/** The error of a database that is there and not usable. */
export function damaged(path: string, what: string, cause?: unknown): ExternalError {
  return new ExternalError('EXTERNAL_DATABASE', `the advisory database ${path} ${what}`, { retryable: false, cause })
}

function sizeOf(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined || !stats.isFile()) throw damaged(path, 'is not there')
  return stats.size
}

function check(database: DatabaseSync, path: string, bytes: number): void {
  if (pragma(database, 'application_id') !== APPLICATION_ID) throw damaged(path, 'was not written by Assay')
  const version = pragma(database, 'user_version')
  if (version !== FORMAT_VERSION) {
    throw damaged(path, `is of format ${version}, this version of Assay reads format ${FORMAT_VERSION}`)
  }
  const expected = pragma(database, 'page_count') * pragma(database, 'page_size')
  if (expected !== bytes) throw damaged(path, `has ${bytes} bytes, its header says ${expected}`)
  const tables = database.prepare("SELECT name, sql FROM sqlite_schema WHERE type <> 'index'").all()
  const ours =
    tables.length === Object.keys(TABLES).length && tables.every(({ name, sql }) => TABLES[String(name)] === sql)
  if (!ours) throw damaged(path, 'does not hold the tables of its format')
}

function pragma(database: DatabaseSync, name: string): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name])
}
