import type { DatabaseBuild } from './build.ts'
import type { ReadRecord } from './record.ts'
import type { Tally } from './tally.ts'

/** A record that was fetched on its own, because the list of changes names it with this time. */
export interface FetchedRecord {
  readonly modified: string
  readonly record: ReadRecord
}

/** The ids whose older state goes. What came in a bad state replaces nothing: the older state still warns. */
export function replacedIds(fetched: readonly FetchedRecord[]): string[] {
  return fetched.flatMap(({ record }) => (record.kind === 'bad' ? [] : [record.id]))
}

/** Adds and counts them. The time of the list counts as seen even for a bad one, or it would be fetched every time. */
export function addFetched(
  fetched: readonly FetchedRecord[],
  build: DatabaseBuild,
  number: number,
  tally: Tally,
): void {
  for (const { modified, record } of fetched) {
    tally.add(record, 'a changed record')
    tally.seen(modified)
    if (record.kind === 'record') build.addRecord(number, record)
  }
}
