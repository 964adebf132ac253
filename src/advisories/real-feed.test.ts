import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { memorySource } from '../formats/zip-source.ts'
import { readEntry, zipEntries } from '../formats/zip.ts'
import { temporaryDirectory } from '../../test/support/osv-feed.ts'
import { fixedClock } from '../base/clock.ts'
import type { AdvisoryLookup } from '../model/advisory.ts'
import { packageName } from '../model/package-name.ts'
import { FEED_LIMITS } from './feed-limits.ts'
import { openAdvisories } from './lookup.ts'
import { updateAdvisories } from './update.ts'

/** PyPA's 2,661 records of October 2024, where the shared data is beside the checkout. */
const FEED = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'osv')
const CLOCK = fixedClock(Date.parse('2026-11-22T12:00:00Z'))

interface RawRecord {
  readonly id: string
  readonly aliases?: readonly string[]
  readonly withdrawn?: string
  readonly affected: readonly {
    readonly package: { readonly name: string }
    readonly versions?: readonly string[]
    readonly ranges?: readonly { readonly type: string; readonly events: readonly object[] }[]
  }[]
}

describe.skipIf(!existsSync(FEED))('the real PyPI feed (skipped without ../shared/data/osv)', () => {
  it('all 2,661 records are taken, and each is found as it was written', async () => {
    const path = join(temporaryDirectory(), 'advisories.db')
    const { state, feeds } = await updateAdvisories({ path, sources: { osv: [FEED] }, clock: CLOCK })
    expect(feeds[0]?.holds?.counts).toEqual({ records: 2_651, withdrawn: 10, empty: 0, denied: 0, bad: 0, partial: 0 })
    expect(state).toMatchObject({
      asOf: '2024-10-10T17:22:00.587279Z',
      ecosystems: [{ ecosystem: 'PyPI', records: 2_651 }],
    })
    const records = await rawRecords()
    const advisories = openAdvisories(path)
    const withdrawn = records.filter((record) => record.withdrawn !== undefined)
    expect(withdrawn.map(({ id }) => advisories.withdrawn(id))).toEqual(withdrawn.map((record) => record.withdrawn))
    expect(withdrawn.flatMap((record) => found(advisories, record))).toEqual([])

    const live = records.filter((record) => record.withdrawn === undefined)
    const told = live.map((record) => found(advisories, record))
    advisories.close()
    expect(told).toEqual(live.map((record) => record.affected.map((entry) => expected(record, entry))))
  })
})

/** The entries of a record as the database gives them back, each with what is common to the record. */
function found(advisories: AdvisoryLookup, record: RawRecord): readonly object[] {
  return record.affected.flatMap(({ package: { name } }, index) => {
    const advisory = advisories.find('PyPI', packageName('PyPI', name)).find(({ id }) => id === record.id)
    const entry = advisory?.affected[advisory.affected.length === 1 ? 0 : index]
    if (advisory === undefined || entry === undefined) return []
    const { aliases, malicious, summary } = advisory
    return [{ aliases, malicious, told: summary !== '' && summary.length <= 300, ...entry }]
  })
}

function expected(record: RawRecord, entry: RawRecord['affected'][number]): object {
  return {
    aliases: record.aliases ?? [],
    malicious: false,
    told: true,
    ecosystem: 'PyPI',
    name: packageName('PyPI', entry.package.name),
    versions: [...new Set(entry.versions)],
    ranges: (entry.ranges ?? []).filter(({ type }) => type !== 'GIT').map(({ type, events }) => ({ type, events })),
  }
}

async function rawRecords(): Promise<readonly RawRecord[]> {
  const source = memorySource(readFileSync(join(FEED, 'PyPI', 'all.zip')))
  const records: RawRecord[] = []
  for await (const entry of zipEntries(source, FEED_LIMITS.archive)) {
    const bytes = await readEntry(source, entry, FEED_LIMITS.archive)
    records.push(JSON.parse(Buffer.from(bytes).toString('utf8')) as RawRecord)
  }
  return records
}
