import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { SensitiveSettings } from '../../analysis/sensitive/sensitive-settings.ts'
import type { Limits } from '../../base/limits.ts'
import type { TreeSource } from '../../scan/source.ts'
import type { FileInspection, InspectionTask } from '../inspection.ts'
import { isDamage, openCacheDatabase, dropDatabase } from './cache-database.ts'
import type { CacheSettings } from './cache-settings.ts'
import type { ContentMemorySetup, Memory } from './content-memory.ts'
import { today, trim } from './eviction.ts'
import {
  decodeFolder,
  encodeFolder,
  type FileRecord,
  fileOfKey,
  type FolderRecord,
  recordKey,
} from './folder-record.ts'
import { type Keys, keysFor, stampsName } from './keys.ts'
import { decode, encode, plainInspection, unwantedInspection } from './remembered.ts'

/** Inspections that wait before they are written: one transaction for each costs more than they do. */
const BATCH = 500

/** Folders whose records are kept at hand: the walk comes back to those above it. */
const FOLDERS_AT_HAND = 256

export interface InspectionCacheOptions {
  readonly settings: CacheSettings
  /** The database, in a private folder. */
  readonly file: string
  /** codeDigest(). */
  readonly code: string
  readonly limits: Limits
  readonly sensitive?: SensitiveSettings
  readonly tree: TreeSource
  /** Absolute path of the root. */
  readonly root: string
}

/** What is remembered of a file, and the stamp under which it is. */
export interface Found {
  readonly inspection: FileInspection
  readonly stamp: string
}

/**
 * What earlier runs saw. A file whose stamp is the one that was remembered is not opened; a file with bytes that were inspected before, under the same
 * path and by the same code, is opened and not parsed. Whatever goes wrong, the scan goes on without it. A class because it must be closed.
 */
export class InspectionCache {
  /** For the workers. */
  readonly setup: ContentMemorySetup
  readonly #options: InspectionCacheOptions
  readonly #keys: Keys
  readonly #treeName: string
  readonly #day = today()
  readonly #folders = new Map<string, FolderRecord>()
  readonly #changed = new Map<string, FolderRecord>()
  readonly #waiting: { readonly name: string; readonly value: Uint8Array }[] = []
  readonly #touched: string[] = []
  readonly #oldFolders: string[] = []
  #statements: Statements | undefined
  #wrote = false

  /** Throws what SQLite throws. */
  constructor(options: InspectionCacheOptions) {
    const { file, code, limits, sensitive, root, settings } = options
    this.#options = options
    const { restMilliseconds } = settings
    this.setup = { file, code, ...(restMilliseconds === undefined ? {} : { restMilliseconds }) }
    this.#keys = keysFor(code, limits, sensitive)
    this.#treeName = stampsName(root, code, limits)
    const database = openCacheDatabase(file, (what) =>
      settings.onNote(`assay: the cache was damaged (${what}) and is built anew`),
    )
    this.#statements = prepared(database)
  }

  /** False once something went wrong: then nothing is remembered of this scan. */
  get isUsable(): boolean {
    return this.#statements !== undefined
  }

  /** What is remembered of a file that has not changed. `walked`: the walk has just met it. `stamp`: what it is, where that was asked already. */
  find(task: InspectionTask, walked: boolean, stamp?: string): Found | undefined {
    if (!this.#options.settings.stamps) return undefined
    return this.#guard(() => this.#find(task, walked, stamp))
  }

  #find(task: InspectionTask, walked: boolean, stamp?: string): Found | undefined {
    const { folder, file } = split(task.path)
    const record = this.#folder(folder).get(recordKey(file, this.#keys.task(task)))
    if (record === undefined) return undefined
    const now = stamp ?? this.#options.tree.stamp?.(task.path, walked)?.text
    if (now !== record.stamp) return undefined
    const inspection = this.#inspectionOf(record, task)
    return inspection === undefined ? undefined : { inspection, stamp: now }
  }

  #inspectionOf(record: FileRecord, task: InspectionTask): FileInspection | undefined {
    if (record.kind === 'unwanted') return unwantedInspection(task)
    if (record.kind === 'plain') return plainInspection(task)
    return record.inspection ?? this.#content(record.name)
  }

  /** Takes down what a worker says is to be remembered. */
  remember(inspection: FileInspection, memory: Memory): void {
    this.#guard(() => {
      const { task, kind, name, known, stamp } = memory
      if (!known) {
        const value = kind === 'plain' ? new Uint8Array() : encode(inspection)
        if (value === undefined) return
        this.#waiting.push({ name, value })
        if (this.#waiting.length >= BATCH) this.#write()
      }
      if (stamp === undefined || !this.#options.settings.stamps) return
      const { folder, file } = split(task.path)
      const record = this.#changed.get(folder) ?? new Map()
      this.#changed.set(folder, record)
      const whole = kind === 'whole' ? { name, ...small(inspection) } : { name: '' }
      record.set(recordKey(file, this.#keys.task(task)), { stamp, kind, ...whole })
    })
  }

  /** Writes what waits, keeps within the bounds, lets go of the file. */
  close(): void {
    this.#guard(() => {
      this.#write()
      this.#writeFolders()
      const database = this.#statements?.database
      if (database !== undefined && this.#wrote) trim(database, this.#options.settings.maxBytes)
    })
    this.#statements?.database.close()
    this.#statements = undefined
  }

  #folder(path: string): FolderRecord {
    const known = this.#folders.get(path)
    if (known !== undefined) return known
    const row = this.#statements?.folder.get(this.#treeName, path)
    const record = row === undefined ? new Map() : decodeFolder(row['record'] as Uint8Array)
    if (record === undefined) throw new DamagedCache('a record has another sum')
    if (row !== undefined && Number(row['used']) < this.#day) this.#oldFolders.push(path)
    // The oldest makes room.
    if (this.#folders.size >= FOLDERS_AT_HAND) this.#folders.delete(this.#folders.keys().next().value ?? '')
    this.#folders.set(path, record)
    return record
  }

  #content(name: string): FileInspection | undefined {
    const row = this.#statements?.content.get(name)
    if (row === undefined) return undefined
    const inspection = decode(row['value'] as Uint8Array)
    if (inspection === undefined) throw new DamagedCache('an inspection has another sum')
    if (Number(row['used']) < this.#day) this.#touched.push(name)
    return inspection
  }

  #write(): void {
    const statements = this.#statements
    if (statements === undefined || this.#waiting.length === 0) return
    const waiting = this.#waiting.splice(0)
    inTransaction(statements.database, () => {
      for (const { name, value } of waiting) statements.keep.run(name, value, this.#day)
    })
    this.#wrote = true
  }

  #writeFolders(): void {
    const statements = this.#statements
    if (statements === undefined) return
    if (this.#changed.size + this.#touched.length + this.#oldFolders.length === 0) return
    inTransaction(statements.database, () => {
      for (const [path, fresh] of this.#changed) {
        const record = encodeFolder(new Map([...this.#survivors(path, fresh), ...fresh]))
        statements.keepFolder.run(this.#treeName, path, record, this.#day)
      }
      for (const name of this.#touched) statements.touch.run(this.#day, name)
      for (const path of this.#oldFolders) statements.touchFolder.run(this.#day, this.#treeName, path)
    })
    this.#wrote = true
  }

  /** What was known before of files that are still there: a record does not grow with every file that ever was. */
  #survivors(path: string, fresh: FolderRecord): FolderRecord {
    const old = [...this.#folder(path)].filter(([key]) => !fresh.has(key))
    return new Map(
      old.filter(([key]) => {
        const file = fileOfKey(key)
        return this.#options.tree.stamp?.(path === '' ? file : `${path}/${file}`, true) !== undefined
      }),
    )
  }

  /** What the disk or SQLite does must not end a scan: without the cache the same comes out, later. */
  #guard<T>(work: () => T): T | undefined {
    if (this.#statements === undefined) return undefined
    try {
      return work()
    } catch (error) {
      if (!isDamaged(error) && !isSqlite(error)) throw error
      this.#giveUp(error)
      return undefined
    }
  }

  #giveUp(error: unknown): void {
    const { settings, file } = this.#options
    const what = error instanceof Error ? error.message : String(error)
    try {
      this.#statements?.database.close()
    } catch {
      // It was open a moment ago; what is left goes with the process.
    }
    this.#statements = undefined
    if (isDamaged(error)) {
      dropDatabase(file)
      settings.onNote(`assay: the cache was damaged (${what}); the next scan builds it anew`)
    } else if (!/busy|locked/i.test(what)) settings.onNote(`assay: the cache cannot be used any further (${what})`)
  }
}

/** Up to here an inspection is kept in the record of its folder too, in UTF-16 code units of JSON. */
const SMALL = 2048

function small(inspection: FileInspection): { readonly inspection?: FileInspection } {
  return JSON.stringify(inspection).length <= SMALL ? { inspection } : {}
}

function isDamaged(error: unknown): boolean {
  return isDamage(error) || error instanceof DamagedCache
}

function isSqlite(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR'
}

class DamagedCache extends Error {
  override readonly name = 'DamagedCache'
}

interface Statements {
  readonly database: DatabaseSync
  readonly folder: StatementSync
  readonly content: StatementSync
  readonly keep: StatementSync
  readonly keepFolder: StatementSync
  readonly touch: StatementSync
  readonly touchFolder: StatementSync
}

function prepared(database: DatabaseSync): Statements {
  return {
    database,
    folder: database.prepare('SELECT record, used FROM folder WHERE tree = ? AND path = ?'),
    content: database.prepare('SELECT value, used FROM content WHERE name = ?'),
    keep: database.prepare('INSERT INTO content VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET used = excluded.used'),
    keepFolder: database.prepare(
      'INSERT INTO folder VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET record = excluded.record, used = excluded.used',
    ),
    touch: database.prepare('UPDATE content SET used = ? WHERE name = ?'),
    touchFolder: database.prepare('UPDATE folder SET used = ? WHERE tree = ? AND path = ?'),
  }
}

function inTransaction(database: DatabaseSync, work: () => void): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    work()
    database.exec('COMMIT')
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

function split(path: string): { readonly folder: string; readonly file: string } {
  const slash = path.lastIndexOf('/')
  return { folder: slash < 0 ? '' : path.slice(0, slash), file: path.slice(slash + 1) }
}
