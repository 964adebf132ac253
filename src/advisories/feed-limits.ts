import type { ZipLimits } from '../formats/zip.ts'

/** Bounds for feeds. The public ones are far below: npm has 230,000 records, 210 MB packed, 280 MB unpacked (autumn 2026). */
export interface FeedLimits {
  /** Of an `all.zip`, in bytes. */
  readonly archiveBytes: number
  readonly archive: ZipLimits
  /** Of a `modified_id.csv`, in bytes. */
  readonly indexBytes: number
  readonly kevBytes: number
  /** Of the EPSS file, packed and unpacked alike. */
  readonly epssBytes: number
  /** Most changed records that are fetched one by one; beyond it the archive is cheaper. */
  readonly changes: number
  /** Most of them together, in bytes: they wait in memory. */
  readonly changesBytes: number
  /** Requests in flight. */
  readonly concurrency: number
}

/**
 * entryBytes: the largest of 2,661 real records has 15 kB; a MAL record with a thousand versions 100 kB.
 * ratio: the best packed real record reaches 5 to 1, a MAL record with a long list of versions 40 to 1.
 */
export const FEED_LIMITS: FeedLimits = {
  archiveBytes: 4 * 1024 ** 3,
  archive: { entries: 3_000_000, entryBytes: 4 * 1024 ** 2, totalBytes: 16 * 1024 ** 3, ratio: 200 },
  indexBytes: 256 * 1024 ** 2,
  kevBytes: 64 * 1024 ** 2,
  epssBytes: 128 * 1024 ** 2,
  changes: 2_000,
  changesBytes: 64 * 1024 ** 2,
  concurrency: 8,
}
