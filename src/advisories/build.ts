import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { crc32 } from 'node:zlib'
import type { AdvisoryState, ExploitPrediction, KnownExploited } from '../model/advisory.ts'
import type { Ecosystem } from '../model/ecosystem.ts'
import { contentDigest } from './content-digest.ts'
import { immutableAddress } from './database-file.ts'
import type { ReadRecord } from './record.ts'
import { encodeRow } from './row.ts'
import { APPLICATION_ID, cveNumber, FORMAT_VERSION, PREDICTION_UNIT, RECORD_INDEX, TABLES } from './schema.ts'
import type { KnownSource } from './source-state.ts'

/**
 * A database under construction in a file of its own. Nothing in it is safe against a crash, and need not be: it is thrown
 * away or finished, flushed and moved into place. 16 MB of page cache keep a build of 230,000 records below 200 MB.
 */
export class DatabaseBuild {
  readonly #database: DatabaseSync
  readonly #insert: Readonly<Record<'record' | 'withdrawn' | 'exploited' | 'prediction', StatementSync>>

  constructor(path: string, previous: string | undefined) {
    this.#database = new DatabaseSync(path)
    this.#database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE')
    this.#database.exec('PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY; PRAGMA page_size = 4096')
    if (previous !== undefined) {
      this.#database.prepare('ATTACH ? AS previous').run(immutableAddress(previous).href)
    }
    this.#database.exec('BEGIN')
    for (const table of Object.values(TABLES)) this.#database.exec(table)
    this.#database.exec('CREATE TEMP TABLE replaced (id TEXT PRIMARY KEY) WITHOUT ROWID')
    this.#insert = {
      record: this.#database.prepare('INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?)'),
      withdrawn: this.#database.prepare('INSERT OR REPLACE INTO withdrawn VALUES (?, ?, ?)'),
      exploited: this.#database.prepare('INSERT OR REPLACE INTO exploited VALUES (?, ?, ?, ?)'),
      prediction: this.#database.prepare('INSERT OR REPLACE INTO prediction VALUES (?, ?, ?)'),
    }
  }

  /** Adds what a record says, under the number of its source. */
  addRecord(source: number, record: Extract<ReadRecord, { kind: 'record' }>): void {
    if (record.withdrawn !== undefined) this.#insert.withdrawn.run(record.id, source, record.withdrawn)
    for (const advisory of record.advisories) {
      const body = encodeRow(advisory)
      const [first] = advisory.affected
      if (first === undefined) continue
      this.#insert.record.run(first.ecosystem, first.name, record.id, source, record.modified, body, crc32(body))
    }
  }

  addExploited(entry: KnownExploited): void {
    this.#insert.exploited.run(entry.cve, entry.dateAdded, entry.dueDate, entry.ransomware ? 1 : 0)
  }

  /** Adds nothing for a CVE that has no number of the usual kind. */
  addPrediction(entry: ExploitPrediction): void {
    const number = cveNumber(entry.cve)
    if (number === undefined) return
    const [score, percentile] = [entry.score, entry.percentile].map((figure) => Math.round(figure * PREDICTION_UNIT))
    this.#insert.prediction.run(number, score ?? 0, percentile ?? 0)
  }

  /** Takes over from the previous database what one source had, under its new number, without these records. */
  carry(from: KnownSource, number: number, without: Iterable<string> = []): void {
    if (from.kind !== 'osv') return this.#carryAll(from.kind === 'kev' ? 'exploited' : 'prediction')
    this.#replace(without)
    for (const [table, columns] of [
      ['record', 'ecosystem, name, id, ?, modified, body, checksum'],
      ['withdrawn', 'id, ?, at'],
    ]) {
      this.#database
        .prepare(
          `INSERT INTO main.${table} SELECT ${columns} FROM previous.${table} WHERE source = ? AND id NOT IN (SELECT id FROM replaced)`,
        )
        .run(number, from.number)
    }
  }

  /** Removes records of a source, because newer ones follow. */
  remove(source: number, ids: Iterable<string>): void {
    this.#replace(ids)
    for (const table of ['record', 'withdrawn']) {
      this.#database
        .prepare(`DELETE FROM main.${table} WHERE source = ? AND id IN (SELECT id FROM replaced)`)
        .run(source)
    }
  }

  /** Removes everything that a source has brought so far: it failed half-way. */
  removeAll(source: KnownSource['kind'], number: number): void {
    if (source === 'kev') this.#database.exec('DELETE FROM main.exploited')
    else if (source === 'epss') this.#database.exec('DELETE FROM main.prediction')
    else {
      this.#database.prepare('DELETE FROM main.record WHERE source = ?').run(number)
      this.#database.prepare('DELETE FROM main.withdrawn WHERE source = ?').run(number)
    }
  }

  addSource(source: KnownSource): void {
    this.#database
      .prepare('INSERT INTO source VALUES (?, ?, ?, ?, ?)')
      .run(source.number, source.kind, source.label, source.ecosystem ?? '', JSON.stringify(source.state))
  }

  /** How many records and withdrawn ids a source has brought so far. */
  countOf(source: number): { readonly records: number; readonly withdrawn: number } {
    const count = (table: string): number =>
      Number(
        this.#database.prepare(`SELECT count(DISTINCT id) AS count FROM main.${table} WHERE source = ?`).get(source)?.[
          'count'
        ],
      )
    return { records: count('record'), withdrawn: count('withdrawn') }
  }

  /** Indexes, sums up and closes. The file is complete afterwards, but not yet flushed to the disk. */
  finish(builtAt: string, asOf: string | null): AdvisoryState {
    this.#database.exec('DROP TABLE replaced')
    this.#database.exec(RECORD_INDEX)
    const state: AdvisoryState = {
      kind: 'database',
      asOf,
      builtAt,
      digest: contentDigest(this.#database),
      ecosystems: this.#ecosystems(),
      knownExploited: this.#count('exploited'),
      exploitPredictions: this.#count('prediction'),
    }
    this.#database.prepare('INSERT INTO state VALUES (?)').run(JSON.stringify(state))
    this.#database.exec('COMMIT')
    this.#database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${FORMAT_VERSION}`)
    this.close()
    return state
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close()
  }

  #carryAll(table: 'exploited' | 'prediction'): void {
    this.#database.exec(`INSERT INTO main.${table} SELECT * FROM previous.${table}`)
  }

  #replace(ids: Iterable<string>): void {
    this.#database.exec('DELETE FROM replaced')
    const insert = this.#database.prepare('INSERT OR IGNORE INTO replaced VALUES (?)')
    for (const id of ids) insert.run(id)
  }

  #ecosystems(): AdvisoryState['ecosystems'] {
    return this.#database
      .prepare('SELECT ecosystem, count(DISTINCT id) AS records FROM record GROUP BY ecosystem ORDER BY ecosystem')
      .all()
      .map(({ ecosystem, records }) => ({ ecosystem: ecosystem as Ecosystem, records: Number(records) }))
  }

  #count(table: 'exploited' | 'prediction'): number {
    return Number(this.#database.prepare(`SELECT count(*) AS count FROM ${table}`).get()?.['count'])
  }
}
