import type { Component } from '../../model/component.ts'
import type { Finding } from '../../model/finding.ts'
import type { ScanResult } from '../../model/scan-result.ts'
import { compareSeverity, type Severity } from '../../model/severity.ts'
import type { FindingDecision } from '../../model/verdict.ts'
import { compareText } from '../../base/compare.ts'

/** A finding with what policy made of it. */
export interface Judged {
  readonly finding: Finding
  readonly decision: FindingDecision
}

/** One thing to do: all open findings of one component or model file, or one finding that has neither. */
export interface Action {
  /** What is at the centre: `torch 2.1.0+cu118`, or the path of a file. */
  readonly subject: string
  readonly component: Component | undefined
  /** Most urgent first; never empty. */
  readonly judged: readonly Judged[]
}

/** Everything to do, most urgent first: what blocks, then worst severity, then exploited, then likely to be, then direct. */
export function actionsOf(result: ScanResult): readonly Action[] {
  const components = new Map(result.components.map((component) => [component.id, component]))
  const groups = Map.groupBy(openFindings(result), ({ finding }) => subjectKey(finding))
  return [...groups.values()]
    .map((group): Action => {
      const judged = group.toSorted(byUrgency)
      const component = components.get(judged[0]?.finding.component ?? '')
      return { subject: subjectOf(component, judged), component, judged }
    })
    .sort((a, b) => byUrgency(first(a), first(b)) || directness(a) - directness(b) || compareText(a.subject, b.subject))
}

/** All that is said of one package, or of one model file, is one thing to do. */
function subjectKey({ component, model, evidence, fingerprint }: Finding): string {
  return component ?? (model === undefined ? fingerprint : `model ${evidence[0]?.location.path}`)
}

/** Findings that still need someone: neither waived nor cleared by VEX. */
export function openFindings(result: ScanResult): readonly Judged[] {
  const decisions = new Map(result.verdict.findings.map((decision) => [decision.fingerprint, decision]))
  return result.findings.flatMap((finding) => {
    const decision = decisions.get(finding.fingerprint)
    return decision === undefined || isSettled(decision) ? [] : [{ finding, decision }]
  })
}

/** Somebody accepted it, or says it does not apply. */
export function isSettled({ waiver, vex }: FindingDecision): boolean {
  return waiver !== undefined || vex !== undefined
}

/** How often each severity occurs, worst first. */
export function severityCounts(judged: readonly Judged[]): readonly (readonly [Severity, number])[] {
  const counts = new Map<Severity, number>()
  for (const { finding } of judged) counts.set(finding.severity, (counts.get(finding.severity) ?? 0) + 1)
  return [...counts].sort(([a], [b]) => compareSeverity(a, b))
}

function first(action: Action): Judged {
  const judged = action.judged[0]
  if (judged === undefined) throw new Error('an action without findings')
  return judged
}

const DECISION_ORDER = ['block', 'warn', 'allow']

function byUrgency(a: Judged, b: Judged): number {
  return (
    DECISION_ORDER.indexOf(a.decision.decision) - DECISION_ORDER.indexOf(b.decision.decision) ||
    Number(b.finding.advisory?.malicious ?? false) - Number(a.finding.advisory?.malicious ?? false) ||
    compareSeverity(a.finding.severity, b.finding.severity) ||
    exploited(b) - exploited(a) ||
    likelihood(b) - likelihood(a) ||
    compareText(a.finding.title, b.finding.title)
  )
}

function exploited({ finding }: Judged): number {
  return finding.advisory?.knownExploited === undefined ? 0 : 1
}

function likelihood({ finding }: Judged): number {
  return finding.advisory?.exploitPrediction?.score ?? 0
}

function directness(action: Action): number {
  return action.component?.direct === 'yes' ? 0 : 1
}

function subjectOf(component: Component | undefined, judged: readonly Judged[]): string {
  if (component === undefined) return judged[0]?.finding.evidence[0]?.location.path ?? 'the project'
  const { version } = component
  if (version.kind === 'exact') return `${component.name} ${version.version}`
  return version.kind === 'range' ? `${component.name} ${version.text}` : component.name
}
