import { excerpt } from '../base/escape.ts'
import type { Finding } from '../model/finding.ts'
import type { Policy, PolicyOrigin, PolicyRule, PolicySubject, Waiver } from '../model/policy.ts'
import type { Decision } from '../model/verdict.ts'
import { type JudgedFinding, type PolicyInput, startEvaluation } from './evaluation.ts'
import { ask } from './rule-book.ts'
import { bind } from './condition-cost.ts'
import { componentFacts, coverageFacts, findingFacts } from './facts.ts'
import { isMalware } from './waiver-book.ts'

/** One rule in plain words. */
export interface ExplainedRule {
  /** 1, 2, 3 … among the rules on the same subject. */
  readonly position: number
  readonly id: string
  readonly on: PolicySubject
  readonly decision: Decision
  readonly when: string
  /** For example `blocks a finding in notebooks/** when finding.known`. */
  readonly sentence: string
  /** Why it is there; empty when nobody said. */
  readonly reason: string
  /** For example `assay.yaml:12` or `preset balanced`. */
  readonly origin: string
}

/** The rules that apply, in the order they are asked, subject by subject. */
export function explainPolicy(policy: Policy): readonly ExplainedRule[] {
  return SUBJECTS.flatMap((subject) =>
    policy.rules.filter((rule) => rule.on === subject).map((rule, index) => explainRule(rule, index + 1)),
  )
}

/** Why a finding got its decision: one sentence a line, from the facts that counted to the verdict. */
export function explainFinding(finding: Finding, input: PolicyInput): readonly string[] {
  const evaluation = startEvaluation(input)
  const judged = evaluation.judge(finding)
  const facts = {
    finding: findingFacts(finding, judged.known, input.now),
    component: componentFacts(judged.component),
    coverage: coverageFacts(input.coverage),
  }
  const binding = bind(facts)
  const asked = evaluation.rules.finding.map((ready) => ({
    rule: ready.rule,
    answer: ask(ready, binding, evaluation.budget),
  }))
  return [
    ...vexLines(judged),
    ...(judged.decision.vex === undefined ? judged.places.flatMap((place) => placeLines(place)) : []),
    ...(judged.ruled === undefined ? [] : passedOver(judged.ruled.rule, asked)),
    ...evaluation.waivers.use.flatMap((use) => {
      if (use.tooBroadFor.length > 0) return [`waiver "${use.waiver.id}" would fit, but malware must be named exactly`]
      return use.expired && use.covered > 0
        ? [`waiver "${use.waiver.id}" fits, but expired on ${use.waiver.expires}`]
        : []
    }),
    ...knownLines(judged, input),
    `decision: ${judged.decision.decision} (${judged.decision.rule})`,
  ]
}

const SUBJECTS: readonly PolicySubject[] = ['finding', 'component', 'coverage']
const VERBS: Readonly<Record<Decision, string>> = { allow: 'allows', warn: 'warns of', block: 'blocks' }
const NOUNS: Readonly<Record<PolicySubject, string>> = {
  finding: 'a finding',
  component: 'a component',
  coverage: 'the scan',
}

function explainRule(rule: PolicyRule, position: number): ExplainedRule {
  return {
    position,
    id: rule.id,
    on: rule.on,
    decision: rule.decision,
    when: rule.when,
    sentence: sentenceOf(rule),
    reason: rule.reason || rule.message,
    origin: originOf(rule.origin),
  }
}

function sentenceOf({ on, decision, paths, when }: PolicyRule): string {
  const where = paths.length === 0 ? '' : ` in ${paths.join(' or ')}`
  const condition = when === 'true' ? '' : ` when ${when.trim()}`
  return `${VERBS[decision]} ${NOUNS[on]}${where}${condition}`
}

function originOf(origin: PolicyOrigin): string {
  return origin.kind === 'preset' ? `preset ${origin.preset}` : `${origin.path}:${origin.line}`
}

function vexLines({ decision }: JudgedFinding): readonly string[] {
  if (decision.vex === undefined) return []
  const { status, author, justification, statement, source } = decision.vex
  const why = [justification, statement].filter((text) => text !== undefined && text !== '').join(': ')
  return [`${excerpt(author, 120)} says ${status} (${source})${why === '' ? '' : `: ${excerpt(why, 300)}`}`]
}

function placeLines({ place, waiver, ruled }: JudgedFinding['places'][number]): readonly string[] {
  const where = place === '' ? 'without a place' : `in ${excerpt(place, 200)}`
  if (waiver !== undefined) return [`${where}: ${waiverSentence(waiver)}`]
  if (ruled?.rule === undefined) return [`${where}: no rule applies, so it is allowed`]
  const origin = `rule ${ruled.rule.id} (${originOf(ruled.rule.origin)})`
  if (ruled.failure !== undefined)
    return [`${where}: ${origin} could not be evaluated, so it blocks: ${excerpt(ruled.failure, 300)}`]
  const reason = ruled.rule.reason || ruled.rule.message
  return [`${where}: ${origin} ${sentenceOf(ruled.rule)}${reason === '' ? '' : `. ${reason}`}`]
}

function waiverSentence({ id, owner, reason, expires, origin }: Waiver): string {
  return `waived by "${id}" (${origin.path}:${origin.line}) until ${expires}; ${owner} says: ${excerpt(reason, 300)}`
}

/** Rules that apply too, but stand behind the one that decided. */
function passedOver(
  decided: PolicyRule | undefined,
  asked: readonly { readonly rule: PolicyRule; readonly answer: unknown }[],
): readonly string[] {
  const later = asked.filter(({ rule, answer }) => rule !== decided && rule.paths.length === 0 && answer === 'applies')
  if (later.length === 0) return []
  return [
    `these apply too, but are asked later: ${later.map(({ rule }) => `${rule.id} (${rule.decision})`).join(', ')}`,
  ]
}

function knownLines(
  { known, counts, decision, finding, component }: JudgedFinding,
  { failOn }: PolicyInput,
): readonly string[] {
  if (!known) return []
  if (counts !== decision.decision)
    return [`it is in the baseline, so under "fail on new" it warns instead of blocking`]
  const malware = failOn === 'new' && isMalware(finding, component) ? '; malware counts all the same' : ''
  return [`it is in the baseline${malware}`]
}
