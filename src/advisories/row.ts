import type { Advisory, Affected, AffectedRange, RangeEvent, SeverityStatement } from '../model/advisory.ts'
import type { Ecosystem } from '../model/ecosystem.ts'

/**
 * The text that keeps an advisory in the database: JSON without key names, because 230,000 malware reports are mostly keys.
 * id, ecosystem, name and modified have columns of their own. A change here is a change of FORMAT_VERSION; sources of malware stand at the end
 * and only where they are known, so that rows and readers of before go on.
 */
type Row = Known | readonly [...Known, sources: readonly string[]]

type Known = readonly [
  published: string,
  summary: string,
  severity:
    | SeverityStatement['level']
    | readonly [SeverityStatement['level'], CvssVersion, vector: string, score: number],
  malicious: 0 | 1,
  aliases: readonly string[],
  upstream: readonly string[],
  cwes: readonly string[],
  references: readonly string[],
  entries: readonly (readonly [versions: readonly string[], ranges: readonly RangeRow[]])[],
]

type CvssVersion = NonNullable<SeverityStatement['cvss']>['version']
/** `E` or `S`, then event codes and versions in turn: `["S", "i", "0", "f", "1.2.3"]`. */
type RangeRow = readonly string[]

/** What the columns of a row say. */
export interface RowKey {
  readonly ecosystem: Ecosystem
  readonly name: string
  readonly id: string
  readonly modified: string
}

/** An advisory as the body of its row. */
export function encodeRow(advisory: Advisory): string {
  const { severity } = advisory
  const known: Known = [
    advisory.published,
    advisory.summary,
    severity.cvss === undefined
      ? severity.level
      : [severity.level, severity.cvss.version, severity.cvss.vector, severity.cvss.score],
    advisory.malicious ? 1 : 0,
    advisory.aliases,
    advisory.upstream,
    advisory.cwes,
    advisory.references,
    advisory.affected.map(({ versions, ranges }) => [versions, ranges.map(encodeRange)]),
  ]
  const row: Row = advisory.sources === undefined ? known : [...known, advisory.sources]
  return JSON.stringify(row)
}

/** The advisory of a row. Its checksum has been compared, so the text is one that encodeRow() wrote. */
export function decodeRow(key: RowKey, body: string): Advisory {
  const [published, summary, severity, malicious, aliases, upstream, cwes, references, entries, sources] = JSON.parse(
    body,
  ) as Row
  return {
    id: key.id,
    aliases,
    upstream,
    published,
    modified: key.modified,
    summary,
    severity:
      typeof severity === 'string'
        ? { level: severity }
        : { level: severity[0], cvss: { version: severity[1], vector: severity[2], score: severity[3] } },
    malicious: malicious === 1,
    cwes,
    references,
    ...(sources === undefined ? {} : { sources }),
    affected: entries.map(([versions, ranges]): Affected => ({
      ecosystem: key.ecosystem,
      name: key.name,
      versions,
      ranges: ranges.map(decodeRange),
    })),
  }
}

function encodeRange(range: AffectedRange): RangeRow {
  return [range.type === 'SEMVER' ? 'S' : 'E', ...range.events.flatMap(encodeEvent)]
}

function encodeEvent(event: RangeEvent): readonly [code: string, version: string] {
  if ('introduced' in event) return ['i', event.introduced]
  if ('fixed' in event) return ['f', event.fixed]
  return 'last_affected' in event ? ['a', event.last_affected] : ['l', event.limit]
}

function decodeRange(row: RangeRow): AffectedRange {
  const events: RangeEvent[] = []
  for (let at = 1; at + 1 < row.length; at += 2) events.push(decodeEvent(row[at] ?? '', row[at + 1] ?? ''))
  return { type: row[0] === 'S' ? 'SEMVER' : 'ECOSYSTEM', events }
}

function decodeEvent(code: string, version: string): RangeEvent {
  if (code === 'i') return { introduced: version }
  if (code === 'f') return { fixed: version }
  return code === 'a' ? { last_affected: version } : { limit: version }
}
