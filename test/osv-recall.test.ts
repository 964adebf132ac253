import { existsSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { affectedSet, isAffected, type AffectedSet } from '../src/analysis/vulnerabilities/affected-set.ts'
import { boundReader, type BoundReader } from '../src/analysis/vulnerabilities/comparable-bound.ts'
import { match } from '../src/analysis/vulnerabilities/match.ts'
import { versionPosition } from '../src/analysis/vulnerabilities/version-position.ts'
import { memorySource } from '../src/formats/zip-source.ts'
import { readEntry, zipEntries, type ZipLimits } from '../src/formats/zip.ts'
import type { RangeEvent } from '../src/model/advisory.ts'
import { packageName } from '../src/model/package-name.ts'
import { pep440 } from '../src/versions/pep440.ts'
import { advisory } from './support/advisory-fakes.ts'

/**
 * The matcher against every advisory of a real snapshot of the PyPI advisory database (2,661 records of October 2024). The
 * data is not part of the repository: without it beside the checkout the test says so and passes.
 */
const SNAPSHOT = new URL('../../shared/data/osv/PyPI/all.zip', import.meta.url)
const isHere = existsSync(SNAPSHOT)
const LIMITS: ZipLimits = { entries: 10_000, entryBytes: 8_000_000, totalBytes: 500_000_000, ratio: 1000 }

/** One entry of one record, as the feed has it; GIT ranges left out. */
interface Entry {
  readonly id: string
  readonly name: string
  readonly withdrawn: boolean
  readonly versions: readonly string[]
  readonly ranges: readonly (readonly RangeEvent[])[]
  readonly set: AffectedSet
}

interface OsvRecord {
  readonly id: string
  readonly withdrawn?: string
  readonly affected: readonly {
    readonly package: { readonly name: string; readonly ecosystem: string }
    readonly versions?: readonly string[]
    readonly ranges?: readonly { readonly type: string; readonly events: readonly RangeEvent[] }[]
  }[]
}

it('says whether the snapshot is there', () => {
  if (!isHere) say('osv-recall: skipped, there is no ../shared/data/osv/PyPI/all.zip')
  expect(typeof isHere).toBe('boolean')
})

describe.runIf(isHere)('every advisory of the PyPI snapshot', () => {
  let entries: readonly Entry[] = []

  beforeAll(async () => {
    entries = await readSnapshot()
  })

  it('is read whole', () => {
    const withdrawn = entries.filter((entry) => entry.withdrawn).length
    const listsOnly = entries.filter(({ ranges, versions }) => ranges.length === 0 && versions.length > 0)
    const rangesOnly = entries.filter(({ ranges, versions }) => ranges.length > 0 && versions.length === 0)
    say(
      `osv-recall: ${entries.length} records, ${withdrawn} of them withdrawn; ${rangesOnly.length} without a list of versions; ` +
        `without ranges over versions, only a list: ${ids(listsOnly)}; with neither: ${ids(entries.filter(isEmpty))}`,
    )
    expect(entries).toHaveLength(2661)
  })

  it('matches every version it lists, and again with +cu118 and .0 behind it', () => {
    const count = { listed: 0, local: 0, zero: 0, legacy: 0, suffixed: 0 }
    const missed: string[] = []
    const expectMatch = (entry: Entry, version: string): void => {
      if (!affects(entry, version)) missed.push(`${entry.id} ${version}`)
    }
    for (const entry of entries) {
      for (const version of entry.versions) {
        count.listed++
        expectMatch(entry, version)
        if (!pep440.isValid(version)) count.legacy++
        else if (!pep440.hasLocalPart(version)) {
          count.local++
          expectMatch(entry, `${version}+cu118`)
        }
        if (!isPlainRelease(version)) count.suffixed++
        else {
          count.zero++
          expectMatch(entry, `${version}.0`)
        }
      }
    }
    say(
      `osv-recall: checked ${count.listed} listed versions, ${count.local} with +cu118 (${count.legacy} legacy strings take no label), ` +
        `${count.zero} with .0 (${count.suffixed} have a suffix that takes none); missed ${missed.length}`,
    )
    expect(missed).toEqual([])
    expect(count.local).toBeGreaterThan(100_000)
    expect(count.zero).toBeGreaterThan(100_000)
  })

  it('keeps one affected version per record with +cu118 and with .0', () => {
    const count = { local: 0, zero: 0 }
    const missed: string[] = []
    const without: string[] = []
    const noZero: string[] = []
    for (const entry of entries) {
      const [version] = affectedSamples(entry)
      const release = affectedSamples(entry).find(isPlainRelease)
      if (version === undefined) without.push(entry.id)
      else {
        count.local++
        if (match(versionPosition(`${version}+cu118`, pep440), entry.set) === undefined)
          missed.push(`${entry.id} +cu118`)
      }
      if (release === undefined) noZero.push(entry.id)
      else {
        count.zero++
        if (match(versionPosition(`${release}.0`, pep440), entry.set) === undefined) missed.push(`${entry.id} .0`)
      }
    }
    say(
      `osv-recall: records checked with +cu118: ${count.local}, with .0: ${count.zero}; missed ${missed.length}; ` +
        `no affected version to take: ${without.join(', ') || 'none'}; none that takes .0: ${noZero.join(', ') || 'none'}`,
    )
    expect(missed).toEqual([])
    expect(count.local + without.length).toBe(entries.length)
    expect(count.local).toBeGreaterThanOrEqual(2_655)
  })

  it('does not match its fixed versions, unless the record contradicts itself', () => {
    let checked = 0
    let records = 0
    const contradictory: string[] = []
    const nonstandard: string[] = []
    const wrong: string[] = []
    for (const entry of entries) {
      const fixed = entry.ranges.flatMap((events) => events.flatMap((event) => ('fixed' in event ? [event.fixed] : [])))
      if (fixed.length > 0) records++
      for (const version of fixed) {
        if (!pep440.isValid(version)) nonstandard.push(`${entry.id} ${version}`)
        else if (saysAffected(entry, version)) contradictory.push(`${entry.id} ${version}`)
        else {
          checked++
          if (affects(entry, version)) wrong.push(`${entry.id} ${version}`)
        }
      }
    }
    say(
      `osv-recall: ${checked} fixed versions of ${records} records do not match; bounds that are no versions: ${nonstandard.join(', ')}; ` +
        `contradictory (fixed and listed as affected, or fixed inside another interval): ${contradictory.length}: ${contradictory.join(', ')}`,
    )
    expect(wrong).toEqual([])
    expect(checked).toBeGreaterThan(4_800)
    expect(nonstandard).toEqual(['PYSEC-2019-125 2019-09-12', 'PYSEC-2021-371 0.2.0-n653'])
  })

  it('says of every version that any record lists for the package what the loop of the OSV schema says', () => {
    const universe = versionsByPackage(entries)
    const count = { affected: 0, unaffected: 0 }
    const wrong: string[] = []
    for (const entry of entries) {
      if (hasNonstandardBound(entry)) continue
      const keys = new Set(entry.versions.map(pep440.sortKey))
      for (const [version, key] of universe.get(entry.name) ?? []) {
        const expected = keys.has(key) || entry.ranges.some((events) => schemaLoop(version, events))
        count[expected ? 'affected' : 'unaffected']++
        if (affects(entry, version) !== expected) wrong.push(`${entry.id} ${version}`)
      }
    }
    say(
      `osv-recall: compared ${count.affected + count.unaffected} pairs of record and version with the loop of the schema ` +
        `(${count.affected} affected, ${count.unaffected} not); different: ${wrong.length}`,
    )
    expect(wrong).toEqual([])
    expect(count.unaffected).toBeGreaterThan(100_000)
  })
})

async function readSnapshot(): Promise<readonly Entry[]> {
  const source = memorySource(readFileSync(SNAPSHOT))
  const entries: Entry[] = []
  const bounds = boundReader(pep440)
  for await (const member of zipEntries(source, LIMITS)) {
    const bytes = await readEntry(source, member, LIMITS)
    entries.push(...entriesOf(JSON.parse(new TextDecoder().decode(bytes)) as OsvRecord, bounds))
  }
  return entries.sort((a, b) => (a.id < b.id ? -1 : 1))
}

function entriesOf(record: OsvRecord, bounds: BoundReader): Entry[] {
  return record.affected.map((affected) => {
    const name = packageName('PyPI', affected.package.name)
    const versions = affected.versions ?? []
    const ranges = (affected.ranges ?? []).filter(({ type }) => type !== 'GIT').map(({ events }) => events)
    const entry = { versions, ranges: ranges.map((events) => ({ type: 'ECOSYSTEM' as const, events })) }
    const set = affectedSet(advisory({ id: record.id, name, affected: [entry] }), { ecosystem: 'PyPI', name }, bounds)
    return { id: record.id, name, withdrawn: record.withdrawn !== undefined, versions, ranges, set }
  })
}

function affects(entry: Entry, version: string): boolean {
  return isAffected(versionPosition(version, pep440), entry.set)
}

/** Epoch, release and a leading `v` may be followed by `.0`; behind `rc1`, `.post1`, `.dev1` or a label it means something else. */
function isPlainRelease(version: string): boolean {
  return /^v?(?:[0-9]+!)?[0-9]+(?:\.[0-9]+)*$/.test(version)
}

/** The versions the record lists; without a list the beginnings of its intervals, `0` being one of them. */
function affectedSamples(entry: Entry): readonly string[] {
  const listed = entry.versions.filter((version) => pep440.isValid(version) && !pep440.hasLocalPart(version))
  if (listed.length > 0) return listed
  return entry.ranges.flatMap((events) => events.flatMap((event) => ('introduced' in event ? [event.introduced] : [])))
}

/** By the record's own list, or by an interval other than the one this version ends. */
function saysAffected(entry: Entry, version: string): boolean {
  const key = pep440.sortKey(version)
  return (
    entry.versions.some((listed) => pep440.sortKey(listed) === key) ||
    entry.ranges.some((events) => schemaLoop(version, events))
  )
}

/** The evaluation as the schema writes it down, word for word and slow. */
function schemaLoop(version: string, events: readonly RangeEvent[]): boolean {
  let vulnerable = false
  for (const event of events.toSorted(byVersionAndKind)) {
    if ('introduced' in event && (event.introduced === '0' || pep440.compare(version, event.introduced) >= 0))
      vulnerable = true
    else if ('fixed' in event && pep440.compare(version, event.fixed) >= 0) vulnerable = false
    else if ('last_affected' in event && pep440.compare(version, event.last_affected) > 0) vulnerable = false
  }
  return vulnerable
}

function byVersionAndKind(a: RangeEvent, b: RangeEvent): number {
  const [[kindA, versionA] = ['', '']] = Object.entries(a)
  const [[kindB, versionB] = ['', '']] = Object.entries(b)
  if (isBeginning(a) || isBeginning(b)) return isBeginning(a) ? -1 : 1
  const kinds = ['introduced', 'last_affected', 'fixed']
  return pep440.compare(versionA, versionB) || kinds.indexOf(kindA) - kinds.indexOf(kindB)
}

function isBeginning(event: RangeEvent): boolean {
  return 'introduced' in event && event.introduced === '0'
}

function hasNonstandardBound(entry: Entry): boolean {
  return entry.ranges.flat().some((event) => !Object.values(event).every((bound) => pep440.isValid(bound)))
}

/** All versions that the records of a package list, and their fixed ones: real versions, also ones after the fix. */
function versionsByPackage(entries: readonly Entry[]): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const universe = new Map<string, Map<string, string>>()
  for (const { name, versions, ranges } of entries) {
    const known = universe.get(name) ?? new Map<string, string>()
    universe.set(name, known)
    const fixed = ranges.flat().flatMap((event) => ('fixed' in event ? [event.fixed] : []))
    for (const version of [...versions, ...fixed]) if (!known.has(version)) known.set(version, pep440.sortKey(version))
  }
  return universe
}

function isEmpty({ ranges, versions }: Entry): boolean {
  return ranges.length === 0 && versions.length === 0
}

function ids(entries: readonly Entry[]): string {
  return entries.map(({ id }) => id).join(', ') || 'none'
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
