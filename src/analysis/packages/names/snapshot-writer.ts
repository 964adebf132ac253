import { createHash, type KeyObject } from 'node:crypto'
import { FormatError, UsageError } from '../../../base/errors.ts'
import type { Ecosystem } from '../../../model/ecosystem.ts'
import { type ExistenceFilter, existenceFilter } from './existence-filter.ts'
import { encodeNames } from './front-coding.ts'
import { LONGEST_NAME, nameForms } from './name-forms.ts'
import {
  PREAMBLE_LENGTH,
  SIGNATURE_LENGTH,
  SNAPSHOT_BOUNDS,
  SNAPSHOT_MAGIC,
  SNAPSHOT_VERSION,
} from './snapshot-head.ts'
import type { SnapshotHead } from './snapshot-head.ts'
import { keyId, signed } from './snapshot-signature.ts'

/** What a snapshot is made of besides the names. */
export interface SnapshotOrder {
  readonly ecosystem: Ecosystem
  /** `2026-11-01`, the day the list is of. */
  readonly date: string
  /** Where the list comes from; at most 1,000 characters. */
  readonly source: string
  /** Every name that exists, popular or not, for the existence filter. */
  readonly existing?: Iterable<string>
  /** Private Ed25519 key; without it the file is not signed. */
  readonly key?: KeyObject
}

/** A snapshot file and what went into it. */
export interface BuiltSnapshot {
  readonly bytes: Uint8Array
  readonly names: number
  readonly existing: number
  /** Entries of the list that are no names of the ecosystem, or stand twice; told, since a list of another ecosystem is full of them. */
  readonly leftOut: number
}

/**
 * Writes a snapshot file from names in order of popularity, most popular first. The same input gives the same bytes. Throws FORMAT_SHAPE for
 * a list without a name, USAGE_ARGUMENTS for a date, a source or a key that cannot be used.
 */
export function buildSnapshot(ranked: readonly string[], order: SnapshotOrder): BuiltSnapshot {
  checkOrder(order)
  const names = distinctNames(order.ecosystem, ranked)
  if (names.length === 0)
    throw new FormatError('FORMAT_SHAPE', `expected a list of ${order.ecosystem} names, found none`)
  const coded = encodeNames(names)
  const filter =
    order.existing === undefined ? undefined : existenceFilter(order.ecosystem, withAll(order.existing, names))
  const content = Buffer.concat([coded, filter?.bytes ?? new Uint8Array()])
  const preamble = preambleOf(headOf(order, names.length, coded.length, filter, content))
  const signature = order.key === undefined ? new Uint8Array(SIGNATURE_LENGTH) : signed(preamble, order.key)
  return {
    bytes: Buffer.concat([preamble, signature, content]),
    names: names.length,
    existing: filter?.items ?? 0,
    leftOut: ranked.length - names.length,
  }
}

function checkOrder({ date, source }: SnapshotOrder): void {
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || Number.isNaN(Date.parse(date))) {
    throw new UsageError('USAGE_ARGUMENTS', `expected a date like 2026-11-01, found "${date.slice(0, 40)}"`)
  }
  if (source.length > LONGEST_SOURCE) {
    throw new UsageError(
      'USAGE_ARGUMENTS',
      `the note on the source has ${source.length} characters, the limit is ${LONGEST_SOURCE}`,
    )
  }
}

const LONGEST_SOURCE = 1000

function distinctNames(ecosystem: Ecosystem, ranked: readonly string[]): readonly string[] {
  const names = new Set<string>()
  for (const written of ranked) {
    const name = nameForms(ecosystem, written.trim())?.name
    if (name !== undefined && isRegistryName(name)) names.add(name)
  }
  if (names.size > SNAPSHOT_BOUNDS.names) {
    throw new UsageError('USAGE_ARGUMENTS', `the list holds ${names.size} names, the limit is ${SNAPSHOT_BOUNDS.names}`)
  }
  return [...names]
}

/** Visible ASCII without what ends a field or a path: wide enough for the capitals and `~` of old npm names. */
function isRegistryName(name: string): boolean {
  return name.length <= LONGEST_NAME && /^(?:@[\w.~!'()*-]+\/)?[\w.~!'()*-]+$/.test(name)
}

function* withAll(existing: Iterable<string>, names: readonly string[]): Generator<string> {
  yield* existing
  yield* names
}

function headOf(
  { ecosystem, date, source, key }: SnapshotOrder,
  names: number,
  namesLength: number,
  filter: ExistenceFilter | undefined,
  content: Uint8Array,
): SnapshotHead {
  return {
    ecosystem,
    date,
    source,
    names,
    namesLength,
    ...(filter === undefined ? {} : { filter: { items: filter.items, bits: filter.bits, hashes: filter.hashes } }),
    sha256: createHash('sha256').update(content).digest('hex'),
    ...(key === undefined ? {} : { key: keyId(key) }),
  }
}

function preambleOf(head: SnapshotHead): Uint8Array {
  const text = Buffer.from(JSON.stringify(head), 'utf8')
  const preamble = Buffer.alloc(PREAMBLE_LENGTH)
  preamble.write(SNAPSHOT_MAGIC, 'latin1')
  preamble.writeUInt32LE(SNAPSHOT_VERSION, 8)
  preamble.writeUInt32LE(text.length, 12)
  return Buffer.concat([preamble, text])
}
