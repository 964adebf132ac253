/**
 * The tables of the advisory database: one SQLite file, written once per update and read-only ever after.
 * FORMAT_VERSION changes with any of this and with row.ts; another version is built anew, never migrated.
 */
export const FORMAT_VERSION = 1
/** "ASAY" in the header of the file, so that another SQLite file is not taken for ours. */
export const APPLICATION_ID = 0x41534159

/** Names in the order of creation; opening compares them with what the file holds. */
export const TABLES: Readonly<Record<string, string>> = {
  /** One JSON value: what and how old (AdvisoryState). */
  state: 'CREATE TABLE state (value TEXT NOT NULL) STRICT',
  /** One per feed and ecosystem; `value` is a SourceState. */
  source:
    'CREATE TABLE source (number INTEGER PRIMARY KEY, kind TEXT NOT NULL, label TEXT NOT NULL, ecosystem TEXT NOT NULL, value TEXT NOT NULL) STRICT',
  /** One per source, record and package. `body` as row.ts writes it, `checksum` its CRC-32. */
  record:
    'CREATE TABLE record (ecosystem TEXT NOT NULL, name TEXT NOT NULL, id TEXT NOT NULL, source INTEGER NOT NULL, modified TEXT NOT NULL, body TEXT NOT NULL, checksum INTEGER NOT NULL) STRICT',
  withdrawn:
    'CREATE TABLE withdrawn (id TEXT NOT NULL, source INTEGER NOT NULL, at TEXT NOT NULL, PRIMARY KEY (id, source)) STRICT, WITHOUT ROWID',
  exploited:
    'CREATE TABLE exploited (cve TEXT PRIMARY KEY, added TEXT NOT NULL, due TEXT NOT NULL, ransomware INTEGER NOT NULL) STRICT, WITHOUT ROWID',
  /** `cve` as cveNumber(), figures in units of PREDICTION_UNIT: 300,000 rows in 6 MB, half of what text and reals take. */
  prediction:
    'CREATE TABLE prediction (cve INTEGER PRIMARY KEY, score INTEGER NOT NULL, percentile INTEGER NOT NULL) STRICT',
}

/** Made after all rows: sorting once is faster than keeping order. A miss, nine of ten questions, reads this index only. */
export const RECORD_INDEX = 'CREATE INDEX record_by_package ON record (ecosystem, name, id)'

/** EPSS publishes five decimals, older files nine. */
export const PREDICTION_UNIT = 1e9

/** `CVE-2024-31580` as the number 202400031580; undefined for anything that is not a CVE of at most eight digits. */
export function cveNumber(cve: string): number | undefined {
  const parts = /^CVE-(\d{4})-(\d{4,8})$/.exec(cve)
  return parts === null ? undefined : Number(parts[1]) * 1e8 + Number(parts[2])
}
