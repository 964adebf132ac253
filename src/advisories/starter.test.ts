import { existsSync, readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { readEntry, zipEntries } from '../formats/zip.ts'
import { memorySource } from '../formats/zip-source.ts'
import type { Advisory, AffectedRange, RangeEvent } from '../model/advisory.ts'
import type { Ecosystem } from '../model/ecosystem.ts'
import { packageName } from '../model/package-name.ts'
import { pep440 } from '../versions/pep440.ts'
import { semver } from '../versions/semver.ts'
import { cvssSeverity } from './cvss.ts'
import { starterAdvisories } from './starter.ts'
import npm from './starter/npm.json' with { type: 'json' }
import pypi from './starter/pypi.json' with { type: 'json' }

type Shelf = Record<string, readonly Advisory[]>
type Entry = { readonly ecosystem: Ecosystem; readonly name: string; readonly advisory: Advisory }

const SHELVES: readonly (readonly [Ecosystem, Shelf])[] = [
  ['PyPI', pypi as Shelf],
  ['npm', npm as Shelf],
]
const ENTRIES: readonly Entry[] = SHELVES.flatMap(([ecosystem, shelf]) =>
  Object.entries(shelf).flatMap(([name, list]) => list.map((advisory) => ({ ecosystem, name, advisory }))),
)
const ID = /^(?:CVE-\d{4}-\d{4,7}|GHSA(?:-[23456789cfghjmpqrvwx]{4}){3}|PYSEC-\d{4}-\d{1,6}|MAL-\d{4}-\d{1,7})$/
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/

describe('the set', () => {
  it('holds 140 to 170 advisories', () => {
    expect(ENTRIES.length).toBeGreaterThanOrEqual(140)
    expect(ENTRIES.length).toBeLessThanOrEqual(170)
  })

  it('holds a handful of malicious releases', () => {
    const malicious = ENTRIES.filter(({ advisory }) => advisory.malicious)
    expect(malicious.length).toBeGreaterThanOrEqual(5)
    expect(malicious.length).toBeLessThanOrEqual(10)
  })

  it.each(SHELVES)('%s: is sorted by package, then id', (_, shelf) => {
    const keys = Object.entries(shelf).flatMap(([name, list]) => list.map(({ id }) => `${name}\n${id}`))
    expect(keys).toEqual(keys.toSorted())
  })

  it('knows each vulnerability of a package once', () => {
    const known = ENTRIES.flatMap(({ ecosystem, name, advisory }) =>
      [advisory.id, ...advisory.aliases].map((id) => `${ecosystem} ${name} ${id}`),
    )
    expect(known.filter((key, at) => known.indexOf(key) !== at)).toEqual([])
  })

  it('names aliases in both directions where both records are here', () => {
    const byId = new Map(ENTRIES.map(({ advisory }) => [advisory.id, advisory]))
    const oneWay = ENTRIES.flatMap(({ advisory }) =>
      advisory.aliases.filter((alias) => byId.get(alias)?.aliases.includes(advisory.id) === false),
    )
    expect(oneWay).toEqual([])
  })

  it('points nowhere but to advisories, never to a registry', () => {
    const text = ['npm', 'pypi']
      .map((name) => readFileSync(new URL(`./starter/${name}.json`, import.meta.url), 'utf8'))
      .join('')
    const hosts = [...text.matchAll(/\/\/([^/"]+)/g)].map(([, host]) => host)
    expect([...new Set(hosts)].toSorted()).toEqual(['github.com', 'osv.dev'])
  })
})

describe('every advisory', () => {
  it.each<readonly [string, (entry: Entry) => readonly unknown[]]>([
    ['has well-formed ids', ({ advisory }) => idsOf(advisory).filter((id) => !ID.test(id))],
    ['has well-formed dates', ({ advisory }) => datesOf(advisory).filter((date) => !DATE.test(date))],
    ['has well-formed weaknesses', ({ advisory }) => advisory.cwes.filter((cwe) => !/^CWE-\d{1,4}$/.test(cwe))],
    ['points to itself', ({ advisory }) => advisory.references.filter((url) => !url.endsWith(`/${advisory.id}`))],
    ['has a normalised package name', ({ ecosystem, name }) => (packageName(ecosystem, name) === name ? [] : [name])],
    ['speaks of its package only', foreignPackages],
    [
      'names affected versions',
      ({ advisory }) => advisory.affected.filter((e) => e.ranges.length + e.versions.length === 0),
    ],
    ['names valid versions', invalidVersions],
    [
      'has intervals that open before they close',
      ({ ecosystem, advisory }) => rangesOf(advisory).flatMap((range) => disorder(ecosystem, range)),
    ],
    [
      'tells in one sentence what can happen',
      ({ advisory }) => (isOneSentence(advisory.summary) ? [] : [advisory.summary]),
    ],
    ['rates malware critical and everything else from a word or a vector', wrongSeverity],
  ])('%s', (_, faults) => {
    expect(ENTRIES.flatMap((entry) => faults(entry).map((fault) => [entry.name, entry.advisory.id, fault]))).toEqual([])
  })
})

describe('the lookup', () => {
  const lookup = starterAdvisories()

  it('finds advisories by normalised name and ecosystem, sorted by id', () => {
    expect(lookup.find('PyPI', 'torch').map(({ id }) => id)).toContain('GHSA-53q9-r3pm-6pq6')
    expect(lookup.find('npm', '@modelcontextprotocol/inspector').length).toBeGreaterThan(0)
    for (const { ecosystem, name } of ENTRIES) {
      const ids = lookup.find(ecosystem, name).map(({ id }) => id)
      expect(ids).toEqual(ids.toSorted())
    }
  })

  it.each<readonly [Ecosystem, string]>([
    ['npm', 'torch'],
    ['conda', 'pytorch'],
    ['PyPI', 'no-such-package'],
    ['PyPI', '__proto__'],
    ['npm', 'constructor'],
    ['npm', ''],
  ])('finds nothing for %s %j', (ecosystem, name) => {
    expect(lookup.find(ecosystem, name)).toEqual([])
  })

  it('says that it is the starter set, how old and how much', () => {
    const dates = ENTRIES.map(({ advisory }) => advisory.modified || advisory.published).toSorted()
    expect(lookup.state).toEqual({
      kind: 'starter',
      asOf: dates.at(-1),
      builtAt: null,
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      ecosystems: [
        { ecosystem: 'PyPI', records: ENTRIES.filter(({ ecosystem }) => ecosystem === 'PyPI').length },
        { ecosystem: 'npm', records: ENTRIES.filter(({ ecosystem }) => ecosystem === 'npm').length },
      ],
      knownExploited: 0,
      exploitPredictions: 0,
    })
    expect(starterAdvisories().state.digest).toBe(lookup.state.digest)
  })

  it('knows no withdrawn, exploited or predicted ones', () => {
    expect(lookup.withdrawn('GHSA-53q9-r3pm-6pq6')).toBeUndefined()
    expect(lookup.knownExploited('CVE-2025-55182')).toBeUndefined()
    expect(lookup.exploitPrediction('CVE-2025-55182')).toBeUndefined()
  })
})

const FEED = new URL('../../../shared/data/osv/PyPI/all.zip', import.meta.url)

describe.skipIf(!existsSync(FEED))(`against the records of ../shared/data/osv/PyPI/all.zip`, () => {
  let records: ReadonlyMap<string, OsvRecord>
  let ofVulnerability: ReadonlyMap<string, readonly OsvRecord[]>

  beforeAll(async () => {
    const all = await feedRecords()
    records = new Map(all.map((record) => [record.id, record]))
    ofVulnerability = groupById(all)
  })

  it('covers a good part of the set', () => {
    expect(ENTRIES.filter(({ advisory }) => records.has(advisory.id)).length).toBeGreaterThan(30)
  })

  it('has the facts of the record: ranges, dates, aliases, not withdrawn', () => {
    const here = ENTRIES.flatMap((entry) => ({ entry, record: records.get(entry.advisory.id) }))
    for (const { entry, record } of here.filter((pair) => pair.record !== undefined))
      expect(factsOf(entry.advisory)).toEqual(record && factsOfRecord(record, entry.name, entry.advisory.aliases))
  })

  it('has sentences of our own: no run of eight words of any record of the same vulnerability', () => {
    const copied = ENTRIES.flatMap(({ advisory }) => {
      const theirs = [advisory.id, ...advisory.aliases].flatMap((id) => ofVulnerability.get(id) ?? [])
      const runs = new Set(theirs.flatMap(({ summary, details }) => runsOfEight(`${summary ?? ''} ${details ?? ''}`)))
      return runsOfEight(advisory.summary).filter((run) => runs.has(run))
    })
    expect(copied).toEqual([])
  })
})

function factsOf({ id, aliases, published, modified, affected }: Advisory) {
  return { id, aliases, published, modified, ranges: affected[0]?.ranges, withdrawn: undefined }
}

/** `known` are our aliases: ours may name more than the record does (GitHub's id, mostly), never fewer. */
function factsOfRecord(record: OsvRecord, name: string, known: readonly string[]) {
  const entry = record.affected.find((affected) => packageName('PyPI', affected.package.name) === name)
  const aliases = (record.aliases ?? []).filter((id) => ID.test(id))
  return {
    id: record.id,
    aliases: [...new Set([...aliases, ...known])].toSorted(),
    published: record.published ?? '',
    modified: record.modified,
    ranges: entry?.ranges?.filter(({ type }) => type !== 'GIT'),
    withdrawn: record.withdrawn,
  }
}

function groupById(all: readonly OsvRecord[]): ReadonlyMap<string, readonly OsvRecord[]> {
  const groups = new Map<string, OsvRecord[]>()
  for (const record of all)
    for (const id of [record.id, ...(record.aliases ?? [])]) groups.set(id, [...(groups.get(id) ?? []), record])
  return groups
}

interface OsvRecord {
  readonly id: string
  readonly aliases?: readonly string[]
  readonly published?: string
  readonly modified: string
  readonly withdrawn?: string
  readonly summary?: string
  readonly details?: string
  readonly affected: readonly {
    readonly package: { readonly name: string }
    readonly ranges?: readonly { readonly type: string; readonly events: readonly RangeEvent[] }[]
  }[]
}

async function feedRecords(): Promise<OsvRecord[]> {
  const source = memorySource(readFileSync(FEED))
  const limits = { entries: 100_000, entryBytes: 10_000_000, totalBytes: 500_000_000, ratio: 1_000 }
  const records: OsvRecord[] = []
  for await (const entry of zipEntries(source, limits))
    records.push(JSON.parse(Buffer.from(await readEntry(source, entry, limits)).toString('utf8')) as OsvRecord)
  return records
}

function runsOfEight(text: string): string[] {
  const words = text.toLowerCase().match(/[a-z0-9']+/g) ?? []
  return words.slice(7).map((_, at) => words.slice(at, at + 8).join(' '))
}

function schemeOf(ecosystem: Ecosystem) {
  return ecosystem === 'npm' ? semver : pep440
}

function idsOf({ id, aliases, upstream }: Advisory): readonly string[] {
  return [id, ...aliases, ...upstream]
}

function datesOf({ published, modified }: Advisory): readonly string[] {
  return [published, modified].filter((date) => date !== '')
}

function rangesOf({ affected }: Advisory): readonly AffectedRange[] {
  return affected.flatMap(({ ranges }) => ranges)
}

function foreignPackages({ ecosystem, name, advisory }: Entry): readonly unknown[] {
  return advisory.affected.filter((entry) => entry.ecosystem !== ecosystem || entry.name !== name)
}

function invalidVersions({ ecosystem, advisory }: Entry): readonly string[] {
  const listed = advisory.affected.flatMap(({ versions }) => versions)
  const bounds = rangesOf(advisory).flatMap(({ events }) => events.flatMap((event) => Object.values(event)))
  return [...listed, ...bounds].filter((version) => version !== '0' && !schemeOf(ecosystem).isValid(version))
}

/** What is wrong with the order of events: each interval opens with `introduced` and closes, if at all, with a later version. */
function disorder(ecosystem: Ecosystem, { type, events }: AffectedRange): readonly string[] {
  const faults = type === (ecosystem === 'npm' ? 'SEMVER' : 'ECOSYSTEM') ? [] : [`type ${type}`]
  let opened: string | undefined
  for (const event of events) {
    const [[kind, version] = ['', '']] = Object.entries(event)
    const later =
      opened === '0' ? version !== '0' : opened !== undefined && schemeOf(ecosystem).compare(opened, version) < 0
    if (kind === 'introduced') opened = version
    else if (later) opened = undefined
    else faults.push(`${kind} ${version} after ${opened}`)
  }
  return faults
}

function isOneSentence(text: string): boolean {
  return text.length >= 40 && text.length <= 200 && /^[A-Z]\P{Cc}*[^.!?]\.$/u.test(text) && !/[.!?]\s/.test(text)
}

function wrongSeverity({ advisory: { severity, malicious } }: Entry): readonly unknown[] {
  const { level, cvss } = severity
  if (malicious) return level === 'critical' && !cvss ? [] : [severity]
  if (!cvss) return ['critical', 'high', 'medium', 'low'].includes(level) ? [] : [severity]
  const computed = cvssSeverity([{ type: cvss.version === '4.0' ? 'CVSS_V4' : 'CVSS_V3', score: cvss.vector }])
  return isDeepStrictEqual(computed, severity) ? [] : [severity]
}
