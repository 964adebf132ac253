import type { DatabaseSync } from 'node:sqlite'
import type { Clock } from '../base/clock.ts'
import { ExternalError } from '../base/errors.ts'
import type { AdvisoryState } from '../model/advisory.ts'
import type { Ecosystem } from '../model/ecosystem.ts'
import { contentDigest } from './content-digest.ts'
import { damaged, openDatabaseFile, withDatabase } from './database-file.ts'
import { readState } from './lookup.ts'
import type { FeedKind, KnownSource, SourceState } from './source-state.ts'

/** What a database holds, and whether it still holds it. */
export interface AdvisoriesStatus {
  readonly state: AdvisoryState
  /** Whole days since the newest record; null without one. */
  readonly ageDays: number | null
  readonly sources: readonly KnownSource[]
  /** Does the content still have the digest that was computed when it was built? */
  readonly intact: boolean
}

/**
 * Reads the whole database and compares its content with its digest (under a second for 230,000 records). Throws ExternalError
 * EXTERNAL_DATABASE when it cannot be opened; damage behind the header is `intact: false`.
 */
export function advisoriesStatus(path: string, clock: Clock): AdvisoriesStatus {
  const database = openDatabaseFile(path)
  try {
    const state = withDatabase(path, () => readState(database, path))
    const age = state.asOf === null ? null : Math.floor((clock.now() - Date.parse(state.asOf)) / 86_400_000)
    return { state, ageDays: age, sources: readSources(database, path), intact: isIntact(database, state, path) }
  } finally {
    database.close()
  }
}

function readSources(database: DatabaseSync, path: string): readonly KnownSource[] {
  try {
    return withDatabase(path, () =>
      database.prepare('SELECT number, kind, label, ecosystem, value FROM source ORDER BY number').all(),
    ).map(({ number, kind, label, ecosystem, value }) => ({
      number: Number(number),
      kind: kind as FeedKind,
      label: String(label),
      ...(ecosystem === '' ? {} : { ecosystem: ecosystem as Ecosystem }),
      state: JSON.parse(String(value)) as SourceState,
    }))
  } catch (error) {
    if (error instanceof SyntaxError) throw damaged(path, 'does not say where its data comes from', error)
    throw error
  }
}

/**
 * The digest sees a key that changed, which a lookup would take for a package without advisories. It reads names from the index;
 * SQLite's own check (0.25 s for 230,000 records) compares the index with the rows.
 */
function isIntact(database: DatabaseSync, state: AdvisoryState, path: string): boolean {
  try {
    return withDatabase(path, () => {
      const check = database.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check']
      return check === 'ok' && contentDigest(database) === state.digest
    })
  } catch (error) {
    if (error instanceof ExternalError) return false
    throw error
  }
}
