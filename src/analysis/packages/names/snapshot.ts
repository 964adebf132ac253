import type { Ecosystem } from '../../../model/ecosystem.ts'
import type { ExistenceFilter } from './existence-filter.ts'

/**
 * What is known of the names of an ecosystem on a day: the popular ones by rank, and whether any name exists. Made from lists that
 * the user has, signed with the user's key, and good without a network. The file (numbers little-endian):
 *
 *     8 bytes   "ASSAYNAM"
 *     4 bytes   version of the format, SNAPSHOT_VERSION
 *     4 bytes   length of the head
 *     the head  JSON, UTF-8: SnapshotHead (snapshot-head.ts)
 *     64 bytes  Ed25519 signature (RFC 8032) over everything before it; zeros when the file is not signed
 *     names     front-coded, see front-coding.ts; `namesLength` bytes
 *     filter    the bits of the existence filter, see existence-filter.ts; the rest of the file
 *
 * The head holds the SHA-256 of everything behind the signature, so that the signature covers the whole file.
 */
export interface NameSnapshot {
  readonly ecosystem: Ecosystem
  /** `2026-11-01`, the day the list is of. */
  readonly date: string
  /** Where the list comes from, in the words of whoever made the file. */
  readonly source: string
  /** In order of popularity, spelled as the ecosystem spells names. */
  readonly names: readonly string[]
  readonly exists?: ExistenceFilter
  /** SHA-256 of names and filter, in hex: names the content, signed or not. */
  readonly sha256: string
  /** keyId() of the key that signed it; absent when nobody did. */
  readonly signedBy?: string
}
