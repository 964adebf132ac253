import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { crc32 } from 'node:zlib'
import type { Advisory, AdvisoryLookup, AdvisoryState, ExploitPrediction, KnownExploited } from '../model/advisory.ts'
import type { Ecosystem } from '../model/ecosystem.ts'
import { damaged, openDatabaseFile, withDatabase } from './database-file.ts'
import { compareTimes } from './fields.ts'
import { decodeRow } from './row.ts'
import { cveNumber, PREDICTION_UNIT } from './schema.ts'

/** A lookup that holds a file open. */
export type OpenAdvisories = AdvisoryLookup & { close(): void }

/**
 * Opens the advisory database for questions. Costs the header and one row; each question costs a few pages of the file.
 * Throws ExternalError EXTERNAL_DATABASE now or at a question when the file is missing, foreign or damaged: a row that does
 * not match its checksum is an error, never an empty answer.
 */
export function openAdvisories(path: string): OpenAdvisories {
  const database = openDatabaseFile(path)
  const statement = lazyStatements(database)
  const rows = (query: string, ...values: readonly (string | number)[]): readonly SqlRow[] =>
    withDatabase(path, () => statement(query).all(...values) as unknown as readonly SqlRow[])
  return {
    state: withDatabase(path, () => readState(database, path)),
    find: (ecosystem, name) =>
      newestOfEach(rows(FIND, ecosystem, name).map((row) => advisoryOf(ecosystem, name, row, path))),
    withdrawn: (id) => text(rows(WITHDRAWN, id)[0]?.[0]),
    knownExploited: (cve) => exploitedOf(cve, rows(EXPLOITED, cve)[0]),
    exploitPrediction(cve) {
      const number = cveNumber(cve)
      return number === undefined ? undefined : predictionOf(cve, rows(PREDICTION, number)[0])
    },
    close() {
      if (database.isOpen) database.close()
    },
  }
}

/** What the file says of itself. Throws EXTERNAL_DATABASE when it says nothing readable. */
export function readState(database: DatabaseSync, path: string): AdvisoryState {
  const value = database.prepare('SELECT value FROM state').get()?.['value']
  try {
    if (typeof value === 'string') return JSON.parse(value) as AdvisoryState
  } catch {
    // The error below says it.
  }
  throw damaged(path, 'does not say what it holds')
}

const FIND = 'SELECT id, modified, body, checksum FROM record WHERE ecosystem = ? AND name = ? ORDER BY id'
const WITHDRAWN = 'SELECT max(at) FROM withdrawn WHERE id = ?'
const EXPLOITED = 'SELECT added, due, ransomware FROM exploited WHERE cve = ?'
const PREDICTION = 'SELECT score, percentile FROM prediction WHERE cve = ?'

type SqlRow = readonly (string | number | null)[]

/** A scan without vulnerabilities never asks for predictions, and then never prepares the question. */
function lazyStatements(database: DatabaseSync): (query: string) => StatementSync {
  const prepared = new Map<string, StatementSync>()
  return (query) => {
    const known = prepared.get(query)
    if (known !== undefined) return known
    const statement = database.prepare(query)
    statement.setReturnArrays(true)
    prepared.set(query, statement)
    return statement
  }
}

function advisoryOf(ecosystem: Ecosystem, name: string, row: SqlRow, path: string): Advisory {
  const [id, modified, body, checksum] = row
  if (typeof id !== 'string' || typeof modified !== 'string' || typeof body !== 'string') {
    throw damaged(path, `holds a broken row for ${JSON.stringify(name.slice(0, 120))}`)
  }
  if (crc32(body) !== checksum) throw damaged(path, `holds a damaged record (${JSON.stringify(id.slice(0, 120))})`)
  return decodeRow({ ecosystem, name, id, modified }, body)
}

/** Two sources may hold one record in two states. The list is sorted by id. */
function newestOfEach(advisories: readonly Advisory[]): readonly Advisory[] {
  const kept: Advisory[] = []
  for (const advisory of advisories) {
    const last = kept.at(-1)
    if (last?.id !== advisory.id) kept.push(advisory)
    else if (compareTimes(advisory.modified, last.modified) > 0) kept[kept.length - 1] = advisory
  }
  return kept
}

function exploitedOf(cve: string, row: SqlRow | undefined): KnownExploited | undefined {
  return row && { cve, dateAdded: String(row[0]), dueDate: String(row[1]), ransomware: row[2] === 1 }
}

function predictionOf(cve: string, row: SqlRow | undefined): ExploitPrediction | undefined {
  return row && { cve, score: Number(row[0]) / PREDICTION_UNIT, percentile: Number(row[1]) / PREDICTION_UNIT }
}

function text(value: string | number | null | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}
