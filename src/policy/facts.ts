import type { Component } from '../model/component.ts'
import type { Coverage } from '../model/coverage.ts'
import type { AdvisorySummary, Finding, OpenRange } from '../model/finding.ts'
import type { ModelDetail } from '../model/model-detail.ts'
import { type Facts, type FactValue, absentFacts, type FieldTable, VARIABLES } from './environment.ts'

/** Every field of a table, with the type its value has in conditions: the compiler finds the forgotten one. */
type Complete<T> = { readonly [K in keyof T]: T[K] extends { readonly type: string } ? FactValue : Complete<T[K]> }

/** What conditions see of a finding. `now` in milliseconds; `known` says whether the baseline has it. */
export function findingFacts(finding: Finding, known: boolean, now: number): Facts {
  const facts: Complete<typeof VARIABLES.finding> = {
    ruleId: finding.ruleId,
    severity: finding.severity,
    title: finding.title,
    confidence: finding.confidence.level,
    fingerprint: finding.fingerprint,
    known,
    fixable: finding.fix.version !== undefined || (finding.advisory?.fixed.length ?? 0) > 0,
    fixVersion: finding.fix.version ?? '',
    paths: pathsOf(finding),
    advisory: finding.advisory === undefined ? NO_ADVISORY : advisoryFacts(finding.advisory, now),
    model: finding.model === undefined ? NO_MODEL : modelFacts(finding.model),
    range: finding.range === undefined ? NO_RANGE : rangeFacts(finding.range),
  }
  return facts
}

/** The files a finding or component was seen in, each once, in the order of the evidence. */
export function pathsOf(seen: Pick<Finding | Component, 'evidence'>): readonly string[] {
  return [...new Set(seen.evidence.map((evidence) => evidence.location.path))]
}

/** What conditions see of a component; the absent shape when there is none. */
export function componentFacts(component: Component | undefined): Facts {
  if (component === undefined) return NO_COMPONENT
  const { version, origin } = component
  const facts: Complete<typeof VARIABLES.component> = {
    name: component.name,
    ecosystem: component.ecosystem,
    version: version.kind === 'exact' ? version.version : '',
    versionKind: version.kind,
    requirement: version.kind === 'range' ? version.text : '',
    purl: component.purl,
    direct: component.direct,
    scope: component.scope,
    groups: component.groups,
    origin: origin.kind,
    source: sourceOf(origin),
    path: component.path,
    paths: pathsOf(component),
    markers: component.markers,
    hashed: component.integrity.length > 0,
  }
  return facts
}

/** What conditions see of the scan as a whole. */
export function coverageFacts(coverage: Coverage): Facts {
  const { files, packages, advisories } = coverage
  const facts: Complete<typeof VARIABLES.coverage> = {
    complete: coverage.complete,
    gaps: coverage.gaps,
    data: advisories.kind,
    // No data is infinitely old data: a threshold on the age must not take it for fresh.
    ageDays: advisories.ageDays ?? Number.POSITIVE_INFINITY,
    seen: BigInt(files.seen),
    parsed: BigInt(files.parsed),
    failed: BigInt(files.failed),
    skipped: BigInt(files.skippedCount),
    total: BigInt(packages.total),
    resolved: BigInt(packages.resolved),
    unpinned: BigInt(packages.unpinned),
    local: BigInt(packages.local),
    unregistered: BigInt(packages.unregistered),
    outsideAdvisories: BigInt(packages.outsideAdvisories),
    kevRecords: BigInt(advisories.knownExploited),
    epssRecords: BigInt(advisories.exploitPredictions),
  }
  return facts
}

const NO_ADVISORY = absentFacts(VARIABLES.finding.advisory) as Complete<typeof VARIABLES.finding.advisory>
const NO_RANGE = absentFacts(VARIABLES.finding.range) as Complete<typeof VARIABLES.finding.range>
const NO_MODEL = absentFacts(VARIABLES.finding.model) as Complete<typeof VARIABLES.finding.model>
const NO_COMPONENT = absentFacts(VARIABLES.component satisfies FieldTable)
const DAY = 86_400_000

function advisoryFacts(advisory: AdvisorySummary, now: number): Complete<typeof VARIABLES.finding.advisory> {
  const score = advisory.severity.cvss?.score
  return {
    id: advisory.id,
    ids: advisory.ids,
    malicious: advisory.malicious,
    score: score ?? Number.NaN,
    scored: score !== undefined,
    knownExploited: advisory.knownExploited !== undefined,
    ransomware: advisory.knownExploited?.ransomware ?? false,
    epss: advisory.exploitPrediction?.score ?? Number.NaN,
    epssPercentile: advisory.exploitPrediction?.percentile ?? Number.NaN,
    published: advisory.published,
    modified: advisory.modified,
    ageDays: Math.floor((now - Date.parse(advisory.published)) / DAY),
    fixed: advisory.fixed,
    cwes: advisory.cwes,
  }
}

function modelFacts(model: ModelDetail): Complete<typeof VARIABLES.finding.model> {
  return {
    kind: model.kind,
    when: model.when,
    digest: model.digest ?? '',
    globals: model.globals,
    atlas: model.atlas,
    cwes: model.cwes,
    exposed: model.exposure.some(({ affected }) => affected === 'yes'),
  }
}

function rangeFacts(range: OpenRange): Complete<typeof VARIABLES.finding.range> {
  return {
    requirement: range.requirement,
    admits: range.admits,
    floor: range.floor ?? '',
    ids: [...new Set(range.advisories.flatMap((advisory) => advisory.ids))],
    malicious: range.advisories.some((advisory) => advisory.malicious),
  }
}

function sourceOf(origin: Component['origin']): string {
  if (origin.kind === 'registry') return origin.index ?? ''
  return origin.kind === 'local' ? origin.path : origin.url
}
