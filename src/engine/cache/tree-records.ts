import { DatabaseSync } from 'node:sqlite'
import { packJson, unpackJson } from '../history/packed-json.ts'
import { dropDatabase, isDamage, openCacheDatabase } from './cache-database.ts'
import { today, trim } from './eviction.ts'
import type { CachePlace } from './open-cache.ts'

/** How to know a tree again. */
export interface TreeHead {
  /** TreeSeal.digest(). */
  readonly seal: string
  /** Paths that its files ask for, in the order in which they were asked for. */
  readonly includes: readonly string[]
}

/** What is kept of a tree; without a body it is only known what it was. */
export interface TreeRecord {
  readonly head: TreeHead
  readonly hasBody: boolean
  /** Used on an earlier day. */
  readonly isOld: boolean
  /** What was concluded from it, as keepTree got it; undefined when that is damaged. Unpacked when asked for. */
  body(): unknown
}

/** What is kept under this name; undefined when there is nothing, and when it cannot be read: the scan then says why. */
export function readTree({ file }: CachePlace, name: string): TreeRecord | undefined {
  try {
    const database = new DatabaseSync(file, { readOnly: true, timeout: 500 })
    try {
      // One question: another run may write in between.
      const row = database.prepare('SELECT head, body, used FROM tree WHERE name = ?').get(name)
      return row === undefined ? undefined : recordOf(row)
    } finally {
      database.close()
    }
  } catch (error) {
    if (isOfDisk(error)) return undefined
    throw error
  }
}

function recordOf({ head, body, used }: Record<string, unknown>): TreeRecord | undefined {
  const known = head instanceof Uint8Array ? (unpackJson(head) as TreeHead | undefined) : undefined
  if (known === undefined) return undefined
  const packed = body instanceof Uint8Array ? body : undefined
  return {
    head: known,
    hasBody: packed !== undefined,
    isOld: Number(used) < today(),
    body: () => packed && unpackJson(packed),
  }
}

/** Keeps it in place of what was there, nothing where there is no head. What goes wrong is for the next scan to say; only damage is told. */
export function keepTree(place: CachePlace, name: string, head: TreeHead | undefined, body: object | null): void {
  withDatabase(place, (database) => {
    const packed = head === undefined ? undefined : packJson(head)
    if (packed === undefined) {
      database.prepare('DELETE FROM tree WHERE name = ?').run(name)
      return
    }
    database
      .prepare(
        'INSERT INTO tree VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET head = excluded.head, body = excluded.body, used = excluded.used',
      )
      .run(name, packed, (body === null ? undefined : packJson(body)) ?? null, today())
    trim(database, place.settings.maxBytes)
  })
}

/** It was used today, and with it what is known of its files, `stamps` by stampsName(): the next change needs that. */
export function touchTree(place: CachePlace, name: string, stamps: string): void {
  withDatabase(place, (database) => {
    const day = today()
    database.prepare('UPDATE folder SET used = ? WHERE tree = ?').run(day, stamps)
    database.prepare('UPDATE tree SET used = ? WHERE name = ?').run(day, name)
  })
}

function withDatabase({ file, settings }: CachePlace, work: (database: DatabaseSync) => void): void {
  const told = (what: string): void => settings.onNote(`assay: the cache was damaged (${what}) and is built anew`)
  try {
    const database = openCacheDatabase(file, told)
    try {
      work(database)
    } finally {
      database.close()
    }
  } catch (error) {
    if (!isOfDisk(error)) throw error
    if (!isDamage(error)) return
    told(error instanceof Error ? error.message : String(error))
    dropDatabase(file)
  }
}

/** What SQLite says; our own mistakes are not hidden. */
function isOfDisk(error: unknown): boolean {
  return isDamage(error) || (error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR')
}
