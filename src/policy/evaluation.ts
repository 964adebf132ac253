import type { Bom, Component, ComponentId } from '../model/component.ts'
import type { Coverage } from '../model/coverage.ts'
import type { Finding } from '../model/finding.ts'
import type { Baseline, Policy, Waiver } from '../model/policy.ts'
import type { Decision, FindingDecision } from '../model/verdict.ts'
import { bind } from './condition-cost.ts'
import { Budget } from './condition.ts'
import type { Facts } from './environment.ts'
import { componentFacts, coverageFacts, findingFacts, pathsOf } from './facts.ts'
import { type KnownFindings, knownFindings } from './known-findings.ts'
import { judge, type PlaceDecision, type RuleBook, ruleBook, worstPlace } from './rule-book.ts'
import { type VexBook, vexBook } from './vex/vex-book.ts'
import { isMalware, type WaiverBook, waiverBook } from './waiver-book.ts'

/** Everything a verdict is made of. */
export interface PolicyInput {
  readonly findings: readonly Finding[]
  readonly bom: Pick<Bom, 'components'>
  readonly coverage: Coverage
  readonly policy: Policy
  /** Milliseconds since 1970; decides which waivers have expired. */
  readonly now: number
  readonly baseline?: Baseline
  /** `new`: findings of the baseline do not block. `any` when not said. */
  readonly failOn?: 'any' | 'new'
  /** When an advisory was withdrawn (RFC 3339): AdvisoryLookup.withdrawn. */
  readonly withdrawn?: (id: string) => string | undefined
}

/** What the policy makes of one finding, and how it came to that. */
export interface JudgedFinding {
  readonly finding: Finding
  readonly component: Component | undefined
  readonly known: boolean
  /** For each place: the waiver that covers it, if any, else what the rules say. */
  readonly places: readonly { readonly place: string; readonly waiver?: Waiver; readonly ruled?: PlaceDecision }[]
  readonly decision: FindingDecision
  /** What it adds to the verdict: a known finding that would block warns under `failOn: 'new'`. */
  readonly counts: Decision
  readonly ruled: PlaceDecision | undefined
}

/** One policy applied to one scan, step by step. It lives as long as the evaluation; evaluate and explain share it. */
export interface Evaluation {
  readonly rules: RuleBook
  readonly waivers: WaiverBook
  readonly vex: VexBook
  readonly known: KnownFindings
  readonly budget: Budget
  judge(finding: Finding): JudgedFinding
}

/** Compiles a policy for one scan. */
export function startEvaluation(input: PolicyInput): Evaluation {
  const components = new Map<ComponentId, Component>(input.bom.components.map((one) => [one.id, one]))
  const coverage = coverageFacts(input.coverage)
  const evaluation = {
    rules: ruleBook(input.policy.rules),
    waivers: waiverBook(input.policy.waivers, input.now),
    vex: vexBook(input.policy.vex, input.bom.components),
    known: knownFindings(input.baseline ?? { entries: [] }),
    budget: new Budget(),
  }
  return {
    ...evaluation,
    judge: (finding) => {
      const component = finding.component === undefined ? undefined : components.get(finding.component)
      return judgeFinding(finding, component, coverage, evaluation, input)
    },
  }
}

function judgeFinding(
  finding: Finding,
  component: Component | undefined,
  coverage: Facts,
  evaluation: Omit<Evaluation, 'judge'>,
  { now, failOn }: PolicyInput,
): JudgedFinding {
  const known = evaluation.known.entryOf(finding) !== undefined
  const places = placesOf(finding)
  const covering = evaluation.waivers.covering(finding, component, places)
  const vex = evaluation.vex.clears(finding, component)
  if (vex !== undefined) return clearedFinding(finding, component, known, places, vex)
  const open = places.filter((_, index) => covering[index] === undefined)
  const facts = { finding: findingFacts(finding, known, now), component: componentFacts(component), coverage }
  const ruled = open.length === 0 ? [] : judge(evaluation.rules.finding, bind(facts), open, evaluation.budget)
  const ruledAt = new Map(ruled.map((decision) => [decision.place, decision]))
  const worst = worstPlace(ruled)
  const decision = findingDecision(finding, known, worst, covering)
  return {
    finding,
    component,
    known,
    places: places.map((place, index) => placeOutcome(place, covering[index], ruledAt.get(place))),
    decision,
    counts: countsAs(decision, isMalware(finding, component), failOn ?? 'any'),
    ruled: worst,
  }
}

/** VEX speaks of a package wherever it stands, and says a fact: it goes before rules and before accepted risks. */
function clearedFinding(
  finding: Finding,
  component: Component | undefined,
  known: boolean,
  places: readonly string[],
  vex: NonNullable<FindingDecision['vex']>,
): JudgedFinding {
  const decision: FindingDecision = {
    fingerprint: finding.fingerprint,
    decision: 'allow',
    rule: 'vex',
    vex,
    known,
  }
  return {
    finding,
    component,
    known,
    places: places.map((place) => ({ place })),
    decision,
    counts: 'allow',
    ruled: undefined,
  }
}

/** A finding without a place is judged once; rules and waivers with paths do not speak of it. */
function placesOf(finding: Finding): readonly string[] {
  const paths = pathsOf(finding)
  return paths.length === 0 ? [''] : paths
}

function placeOutcome(
  place: string,
  waiver: Waiver | undefined,
  ruled: PlaceDecision | undefined,
): JudgedFinding['places'][number] {
  if (waiver !== undefined) return { place, waiver }
  return ruled === undefined ? { place } : { place, ruled }
}

function findingDecision(
  finding: Finding,
  known: boolean,
  worst: PlaceDecision | undefined,
  covering: readonly (Waiver | undefined)[],
): FindingDecision {
  const { fingerprint } = finding
  if (worst !== undefined) return { fingerprint, decision: worst.decision, rule: worst.rule?.id ?? 'default', known }
  const waivers = covering.flatMap((waiver) => waiver ?? [])
  // Covered by several, it is covered until the first of them ends.
  const [first] = waivers.toSorted((a, b) => Date.parse(a.expires) - Date.parse(b.expires))
  if (first === undefined) return { fingerprint, decision: 'allow', rule: 'default', known }
  const { id, owner, reason, expires } = first
  return { fingerprint, decision: 'allow', rule: 'waiver', waiver: { id, owner, reason, expires }, known }
}

/** Malware in a baseline is still malware: a file written by a command must not be able to let it in. */
function countsAs({ decision, known }: FindingDecision, malware: boolean, failOn: 'any' | 'new'): Decision {
  return decision === 'block' && known && failOn === 'new' && !malware ? 'warn' : decision
}
