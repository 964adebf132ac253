import { compareText } from '../../base/compare.ts'
import type { Advisory, AdvisoryLookup } from '../../model/advisory.ts'
import type { AdvisorySummary } from '../../model/finding.ts'
import type { AdvisoryGroup, Spoken } from './advisory-groups.ts'
import { compareIds, isCve } from './advisory-ids.ts'
import { groupSeverity } from './group-severity.ts'

/** Where a summary takes facts from that the group's own records do not have. */
export interface SummarySources {
  readonly known: AdvisoryLookup
  /** All records of the package, also those that do not match: `upstream` may name them. */
  readonly ofPackage: readonly Advisory[]
}

/** Several records as one. `fixed`: the versions that end all of them, in order. */
export function summarise<T extends Spoken>(
  group: AdvisoryGroup<T>,
  fixed: readonly string[],
  { known, ofPackage }: SummarySources,
): AdvisorySummary {
  const members = group.members.map((member) => member.advisory)
  const upstreamIds = transitiveUpstream(members, ofPackage)
  const upstream = ofPackage.filter((advisory) => upstreamIds.has(advisory.id))
  const cves = [...new Set([...group.ids, ...upstreamIds])].filter(isCve).sort(compareIds)
  return {
    id: group.ids[0] ?? '',
    ids: group.ids.toSorted(),
    summary: members.toSorted(bySummary).find((advisory) => advisory.summary !== '')?.summary ?? '',
    severity: groupSeverity(members, upstream),
    malicious: members.some((advisory) => advisory.malicious),
    published: earliest(members.map((advisory) => advisory.published)),
    modified: latest(members.map((advisory) => advisory.modified)),
    cwes: [...new Set(members.flatMap((advisory) => advisory.cwes))].sort(compareIds),
    references: [...new Set(members.flatMap((advisory) => advisory.references))].slice(0, MOST_REFERENCES),
    fixed,
    ...exploited(cves, known),
    ...predicted(cves, known),
  }
}

const MOST_REFERENCES = 5

/** If A comes from B and B from C, A comes from C (OSV schema, `upstream`). Ends on loops: each id is followed once. */
function transitiveUpstream(members: readonly Advisory[], ofPackage: readonly Advisory[]): ReadonlySet<string> {
  const pending = members.flatMap((advisory) => advisory.upstream)
  if (pending.length === 0) return new Set()
  const byId = new Map(ofPackage.map((advisory) => [advisory.id, advisory]))
  const found = new Set<string>()
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (found.has(id)) continue
    found.add(id)
    pending.push(...(byId.get(id)?.upstream ?? []))
  }
  return found
}

/** GHSA writes a title; the summary of others is often the first line of long details. */
function bySummary(a: Advisory, b: Advisory): number {
  return Number(b.id.startsWith('GHSA-')) - Number(a.id.startsWith('GHSA-')) || compareIds(a.id, b.id)
}

function earliest(dates: readonly string[]): string {
  return dates.filter((date) => date !== '').toSorted()[0] ?? ''
}

function latest(dates: readonly string[]): string {
  return dates.toSorted().at(-1) ?? ''
}

/** Any CVE of the group counts; of several entries the first known date and its deadline. */
function exploited(cves: readonly string[], known: AdvisoryLookup): Pick<AdvisorySummary, 'knownExploited'> {
  const entries = cves.flatMap((cve) => known.knownExploited(cve) ?? [])
  const [first] = entries.toSorted((a, b) => compareText(a.dateAdded, b.dateAdded))
  if (first === undefined) return {}
  const ransomware = entries.some((entry) => entry.ransomware)
  return { knownExploited: { dateAdded: first.dateAdded, dueDate: first.dueDate, ransomware } }
}

function predicted(cves: readonly string[], known: AdvisoryLookup): Pick<AdvisorySummary, 'exploitPrediction'> {
  const [highest] = cves.flatMap((cve) => known.exploitPrediction(cve) ?? []).sort((a, b) => b.score - a.score)
  if (highest === undefined) return {}
  return { exploitPrediction: { score: highest.score, percentile: highest.percentile } }
}
