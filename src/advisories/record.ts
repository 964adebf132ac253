import type { Advisory, Affected, AffectedRange, RangeEvent } from '../model/advisory.ts'
import type { Ecosystem } from '../model/ecosystem.ts'
import { packageName } from '../model/package-name.ts'
import { type Fields, fieldsOf, listOf, textOf, textsOf, timeOf } from './fields.ts'
import { malwareOrigins, withoutTakenBack } from './malware-origins.ts'
import { severityOf } from './severity.ts'
import { cwesOf, referencesOf, summaryOf } from './telling.ts'

/** What became of one OSV record. */
export type ReadRecord =
  | {
      readonly kind: 'record'
      readonly id: string
      /** Empty when the record has none. */
      readonly modified: string
      /** One per package, without those that hold nothing to match. Empty for a withdrawn record. */
      readonly advisories: readonly Advisory[]
      readonly withdrawn?: string
      /** What was not understood and is therefore not covered; empty when all was. */
      readonly problems: readonly string[]
    }
  /** Left out by the rules of the sources, for example a vendor's rebuilds. */
  | { readonly kind: 'denied'; readonly id: string }
  | { readonly kind: 'bad'; readonly id: string | undefined; readonly problem: string }

/** Which records and which packages are taken. */
export interface RecordRules {
  /** Plain registries only: `Echo:PyPI` and `PyPI:https://…` are other places with the same names. */
  readonly ecosystems: readonly Ecosystem[]
  /** Beginnings of ids that are left out. */
  readonly deny: readonly string[]
  /** Beginnings of ids that are taken although `deny` names them. */
  readonly allow: readonly string[]
}

/**
 * Vendors who rebuild other people's packages and publish under the plain ecosystem: their `fixed: 5.2.1+echo.1` makes the
 * registry's own fixed release look vulnerable (osv.dev#5260). Prefixes: OSV schema, home databases.
 */
export const REBUILD_VENDORS: readonly string[] = ['BELL-', 'CGA-', 'CLEANSTART-', 'ECHO-', 'MINI-', 'ROOT-']

const LONGEST_ID = 128
const LONGEST_NAME = 512
const LONGEST_VERSION = 256
const MOST_ALIASES = 200
/** Each package becomes a row with the common part in it: without a bound 4 MiB of JSON become gigabytes of rows. */
const MOST_PACKAGES = 2_000

/**
 * Cuts an OSV record (schema 1.7) to what matching and telling need, one advisory per package. GIT ranges are dropped and the
 * record goes on; wrong fields are dropped and named in `problems`. Never throws on foreign data.
 */
export function readRecord(json: unknown, rules: RecordRules): ReadRecord {
  const record = fieldsOf(json)
  if (record === undefined) return { kind: 'bad', id: undefined, problem: 'expected an object' }
  const id = textOf(record['id'], LONGEST_ID)
  if (id === undefined) return { kind: 'bad', id: undefined, problem: 'expected an id of at most 128 characters' }
  if (isDenied(id, rules)) return { kind: 'denied', id }
  const problems = new Set<string>()
  const modified = timeOf(record['modified']) ?? ''
  const withdrawn = timeOf(record['withdrawn'])
  if (withdrawn !== undefined) return { kind: 'record', id, modified, advisories: [], withdrawn, problems: [] }
  // A mark that is no time must not make an advisory vanish.
  if (record['withdrawn'] !== undefined && record['withdrawn'] !== null) problems.add('withdrawn is not a time')
  const advisories = advisoriesOf(record, id, modified, rules, problems)
  return { kind: 'record', id, modified, advisories, problems: [...problems] }
}

function isDenied(id: string, rules: RecordRules): boolean {
  return rules.deny.some((prefix) => id.startsWith(prefix)) && !rules.allow.some((prefix) => id.startsWith(prefix))
}

interface PackageEntries {
  readonly ecosystem: Ecosystem
  readonly name: string
  readonly fields: Fields[]
  readonly affected: Affected[]
}

function advisoriesOf(
  record: Fields,
  id: string,
  modified: string,
  rules: RecordRules,
  problems: Set<string>,
): readonly Advisory[] {
  const packages = packagesOf(record, rules, problems)
  if (packages.length === 0) return []
  const malicious = id.startsWith('MAL-')
  const origins = malicious ? malwareOrigins(record) : undefined
  // The origins are those of the record: of one that names several packages nobody can tell whose range was taken back.
  const narrowed = origins?.takenBack === true && packages.length === 1
  const common = {
    id,
    aliases: textsOf(record['aliases'], MOST_ALIASES, LONGEST_ID).filter((alias) => alias !== id),
    upstream: textsOf(record['upstream'], MOST_ALIASES, LONGEST_ID).filter((other) => other !== id),
    published: timeOf(record['published']) ?? '',
    modified,
    summary: summaryOf(record),
    malicious,
    references: referencesOf(record),
    ...(origins === undefined ? {} : { sources: origins.sources }),
  }
  return packages.map(({ fields, affected }) => ({
    ...common,
    severity: severityOf(record, fields, malicious),
    cwes: cwesOf(record, fields),
    affected: narrowed ? withoutTakenBack(affected) : affected,
  }))
}

/** By package, because one record may have several entries for it, in several spellings (`Jinja2`, `jinja2`). */
function packagesOf(record: Fields, rules: RecordRules, problems: Set<string>): readonly PackageEntries[] {
  const packages = new Map<string, PackageEntries>()
  for (const item of listOf(record['affected'])) {
    const fields = fieldsOf(item)
    const named = fields && nameOf(fields, rules, problems)
    if (fields === undefined || named === undefined) continue
    const entry = { ...named, versions: versionsOf(fields, problems), ranges: rangesOf(fields, problems) }
    if (entry.versions.length === 0 && entry.ranges.length === 0) continue
    const key = `${named.ecosystem} ${named.name}`
    const known = packages.get(key)
    if (known !== undefined) {
      known.fields.push(fields)
      known.affected.push(entry)
    } else if (packages.size < MOST_PACKAGES) {
      packages.set(key, { ...named, fields: [fields], affected: [entry] })
    } else {
      problems.add(`names more than ${MOST_PACKAGES} packages`)
      break
    }
  }
  return [...packages.values()]
}

function nameOf(
  fields: Fields,
  rules: RecordRules,
  problems: Set<string>,
): { readonly ecosystem: Ecosystem; readonly name: string } | undefined {
  const described = fieldsOf(fields['package'])
  const ecosystem = rules.ecosystems.find((known) => known === described?.['ecosystem'])
  if (ecosystem === undefined) return undefined
  const written = textOf(described?.['name'], LONGEST_NAME)
  if (written === undefined) problems.add('a package has no name')
  return written === undefined ? undefined : { ecosystem, name: packageName(ecosystem, written) }
}

function versionsOf(fields: Fields, problems: Set<string>): readonly string[] {
  const listed = listOf(fields['versions'])
  const versions = [...new Set(listed.filter((version) => textOf(version, LONGEST_VERSION) !== undefined))] as string[]
  if (listed.some((version) => textOf(version, LONGEST_VERSION) === undefined)) problems.add('a version is not a text')
  return versions
}

function rangesOf(fields: Fields, problems: Set<string>): readonly AffectedRange[] {
  return listOf(fields['ranges']).flatMap((item) => {
    const range = fieldsOf(item)
    const type = range?.['type']
    if (type === 'GIT') return []
    if (type !== 'ECOSYSTEM' && type !== 'SEMVER') {
      problems.add('a range is of no known type')
      return []
    }
    const events = listOf(range?.['events']).flatMap((event) => eventsOf(event, problems))
    if (events.length === 0) problems.add('a range has no events')
    return events.length === 0 ? [] : [{ type, events }]
  })
}

/** One event per object by the schema; objects with two are met and mean both. */
function eventsOf(item: unknown, problems: Set<string>): readonly RangeEvent[] {
  const fields = fieldsOf(item) ?? {}
  const events = EVENT_KINDS.flatMap((kind) => {
    const version = textOf(fields[kind], LONGEST_VERSION)
    return version === undefined ? [] : [{ [kind]: version } as RangeEvent]
  })
  if (events.length === 0) problems.add('an event is not understood')
  return events
}

const EVENT_KINDS = ['introduced', 'fixed', 'last_affected', 'limit'] as const
