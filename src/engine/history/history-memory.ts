import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Limits } from '../../base/limits.ts'
import type { HistoricRepository } from '../../scan/sources/git-history/open-repository.ts'
import { dropDatabase, isDamage, openCacheDatabase } from '../cache/cache-database.ts'
import type { CacheSettings } from '../cache/cache-settings.ts'
import { today, trim } from '../cache/eviction.ts'
import { contentName } from '../cache/keys.ts'
import { privateFolder } from '../cache/private-folder.ts'
import type { BlobOutcome } from './blob-outcome.ts'
import { packJson, unpackJson, withoutSum, withSum } from './packed-json.ts'
import { type Seen, type SeenObjects, seenObjects } from './seen-objects.ts'

/** What a memory is for. */
export interface HistoryMemoryOptions {
  readonly settings: CacheSettings
  readonly limits: Limits
  readonly repository: HistoricRepository
  /** codeDigest(). */
  readonly code: string
  /** Names the rules and how they are asked: another one, and nothing remembered fits. */
  readonly rules: string
}

/** From so many runs' rows on they are written as one. */
const MOST_PARTS = 12

/**
 * What earlier runs saw in a repository: which objects were looked at, what came of those that held something, and the result for a history that has not changed.
 * In the file of the inspections (decision 0012), in rows of its own names; values never, as outcomes are redacted. Whatever goes wrong, the run goes on without it.
 * A class because it must be closed.
 */
export class HistoryMemory {
  readonly #frame: string
  readonly #idLength: 20 | 32
  readonly #settings: CacheSettings
  readonly #file: string
  readonly #day = today()
  readonly #waiting = new Map<string, Uint8Array>()
  #database: DatabaseSync | undefined
  #select: StatementSync
  #seen: SeenObjects | undefined
  #parts: readonly string[] = []
  /** Rows of `#seen` that are on disk already. */
  #written = 0

  private constructor({ settings, limits, repository, code, rules }: HistoryMemoryOptions, file: string) {
    this.#settings = settings
    this.#file = file
    this.#idLength = repository.idLength
    this.#frame = JSON.stringify([code, Object.entries(limits).sort(), rules, repository.commonDirectory])
    this.#database = openCacheDatabase(file, (what) =>
      settings.onNote(`assay: the cache was damaged (${what}) and is built anew`),
    )
    this.#select = this.#database.prepare('SELECT value, used FROM content WHERE name = ?')
  }

  /** Undefined where there is no folder for it, and said why if the operator named one. */
  static open(options: HistoryMemoryOptions): HistoryMemory | undefined {
    const { settings, repository } = options
    const place = privateFolder(settings, repository.commonDirectory)
    try {
      if (typeof place !== 'string') return new HistoryMemory(options, place.file)
      if (settings.named) settings.onNote(`assay: the cache in ${settings.folder} is not used: ${place}`)
    } catch (error) {
      if (settings.named) settings.onNote(`assay: the cache in ${settings.folder} is not used: ${messageOf(error)}`)
    }
    return undefined
  }

  /** The result for what is named by `of`, as keepResult got it. */
  result(of: string): unknown {
    return this.#guard(() => this.#json(this.#name('result', of)))
  }

  keepResult(of: string, result: unknown): void {
    const value = packJson(result)
    if (value !== undefined) this.#waiting.set(this.#name('result', of), value)
  }

  /** What came of an object under this path, if it was looked at. */
  seen(id: Uint8Array, path: string): Seen | undefined {
    return this.#guard(() => this.#known().get(id, path))
  }

  /** What was found in it; undefined when that is not there any more. */
  outcome(id: string, path: string): BlobOutcome | undefined {
    return this.#guard(() => this.#json(this.#name('outcome', id, path))) as BlobOutcome | undefined
  }

  /** Takes down what came of an object. */
  remember(id: Uint8Array, path: string, seen: Seen, outcome?: BlobOutcome): void {
    this.#guard(() => {
      if (outcome !== undefined) {
        const value = packJson(outcome)
        if (value === undefined) return
        this.#waiting.set(this.#name('outcome', Buffer.from(id).toString('hex'), path), value)
      }
      this.#known().set(id, path, seen)
    })
  }

  /** Writes what waits, keeps within the bounds, lets go of the file. */
  close(): void {
    this.#guard(() => {
      this.#encodeSeen()
      const database = this.#database
      if (database === undefined || this.#waiting.size === 0) return
      write(database, this.#waiting, this.#day)
      trim(database, this.#settings.maxBytes)
    })
    this.#database?.close()
    this.#database = undefined
  }

  #known(): SeenObjects {
    if (this.#seen !== undefined) return this.#seen
    const seen = seenObjects(this.#idLength)
    this.#seen = seen
    const parts = (this.#json(this.#name('parts')) ?? []) as readonly string[]
    for (const part of parts) {
      const value = this.#row(part)
      const rows = value === undefined ? undefined : withoutSum(value)
      // A part that was dropped for want of room: its objects are looked at again.
      if (rows !== undefined && seen.decode(rows)) this.#parts = [...this.#parts, part]
    }
    this.#written = seen.size
    return seen
  }

  #encodeSeen(): void {
    const seen = this.#seen
    if (seen === undefined || seen.size === this.#written) return
    const together = this.#parts.length >= MOST_PARTS
    const rows = withSum(seen.encode(together ? 0 : this.#written))
    const name = this.#name('part', contentName(rows))
    this.#waiting.set(name, rows)
    const parts = packJson(together ? [name] : [...this.#parts, name])
    if (parts !== undefined) this.#waiting.set(this.#name('parts'), parts)
  }

  #json(name: string): unknown {
    const value = this.#row(name)
    return value === undefined ? undefined : unpackJson(value)
  }

  #row(name: string): Uint8Array | undefined {
    const row = this.#select.get(name)
    const value = row?.['value']
    if (!(value instanceof Uint8Array)) return undefined
    // Written again, so that it counts as used.
    if (Number(row?.['used']) < this.#day) this.#waiting.set(name, value)
    return value
  }

  #name(...parts: readonly string[]): string {
    return contentName(JSON.stringify(['history', this.#frame, ...parts]))
  }

  /** What the disk or SQLite does must not end a run: without the memory the same comes out, later. */
  #guard<T>(work: () => T): T | undefined {
    if (this.#database === undefined) return undefined
    try {
      return work()
    } catch (error) {
      const damaged = isDamage(error)
      if (!damaged && !(error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR')) throw error
      this.#giveUp(error, damaged)
      return undefined
    }
  }

  #giveUp(error: unknown, damaged: boolean): void {
    this.#database?.close()
    this.#database = undefined
    if (damaged) dropDatabase(this.#file)
    if (!/busy|locked/i.test(messageOf(error)))
      this.#settings.onNote(`assay: the cache cannot be used any further (${messageOf(error)})`)
  }
}

function write(database: DatabaseSync, rows: ReadonlyMap<string, Uint8Array>, day: number): void {
  const keep = database.prepare(
    'INSERT INTO content VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value, used = excluded.used',
  )
  database.exec('BEGIN IMMEDIATE')
  try {
    for (const [name, value] of rows) keep.run(name, value, day)
    database.exec('COMMIT')
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
