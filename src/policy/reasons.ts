import { excerpt } from '../base/escape.ts'
import type { Bom, Component } from '../model/component.ts'
import type { PolicyReason } from '../model/verdict.ts'
import { bind } from './condition-cost.ts'
import type { Facts } from './environment.ts'
import type { Evaluation, JudgedFinding } from './evaluation.ts'
import { componentFacts, pathsOf } from './facts.ts'
import { ask, judge, type PlaceDecision, worse, worstPlace } from './rule-book.ts'

/** Names at most so many findings or components in one reason. */
const MAX_NAMED = 5

/** One reason for each rule that could not be answered for some finding. */
export function failureReasons(judged: readonly JudgedFinding[]): readonly PolicyReason[] {
  return grouped(judged.flatMap(({ ruled }) => (ruled?.failure === undefined ? [] : [ruled]))).map(
    ([rule, decisions]) => ({
      rule,
      decision: 'block',
      message: failureMessage(rule, decisions[0]?.failure ?? '', decisions.length, 'finding'),
    }),
  )
}

/** The author's own words, once for each rule that warns of or blocks something that counts. */
export function messageReasons(judged: readonly JudgedFinding[]): readonly PolicyReason[] {
  const speaking = judged.filter(({ ruled, counts }) => {
    return counts !== 'allow' && ruled?.failure === undefined && (ruled?.rule?.message ?? '') !== ''
  })
  return [...Map.groupBy(speaking, ({ ruled }) => ruled?.rule?.id ?? '')].map(([rule, ones]) => ({
    rule,
    decision: ones.map((one) => one.counts).reduce(worse),
    message: `${ones[0]?.ruled?.rule?.message ?? ''} (${count(ones.length, 'finding')}: ${named(ones.map((one) => one.finding.title))})`,
  }))
}

/** What the rules on components say: one reason for each rule that warns or blocks, naming the components. */
export function componentReasons(
  { rules, budget }: Evaluation,
  bom: Pick<Bom, 'components'>,
  coverage: Facts,
): readonly PolicyReason[] {
  if (rules.component.length === 0) return []
  const decided = bom.components.flatMap((component) => {
    const paths = pathsOf(component)
    const binding = bind({ component: componentFacts(component), coverage })
    const worst = worstPlace(judge(rules.component, binding, paths.length === 0 ? [''] : paths, budget))
    return worst === undefined || worst.decision === 'allow' ? [] : [{ ...worst, component }]
  })
  return grouped(decided).map(([rule, ones]) => ({
    rule,
    decision: ones.map((one) => one.decision).reduce(worse),
    message: componentMessage(rule, ones),
  }))
}

/** What the rules on coverage say. Each is asked on its own: an old database and a missing catalogue are two reasons. */
export function coverageReasons({ rules, budget }: Evaluation, coverage: Facts): readonly PolicyReason[] {
  const binding = bind({ coverage })
  return rules.coverage.flatMap((ready): readonly PolicyReason[] => {
    const { id, decision, message, reason } = ready.rule
    const answer = ask(ready, binding, budget)
    if (answer === 'does-not-apply') return []
    if (answer !== 'applies') {
      return [{ rule: id, decision: 'block', message: `policy rule ${id} could not be evaluated: ${answer.failure}` }]
    }
    return decision === 'allow'
      ? []
      : [{ rule: id, decision, message: message || reason || `the condition of ${id} holds` }]
  })
}

function grouped<T extends PlaceDecision>(
  decisions: readonly T[],
): readonly (readonly [rule: string, ones: readonly T[]])[] {
  return [...Map.groupBy(decisions, (decision) => decision.rule?.id ?? 'default')]
}

type DecidedComponent = PlaceDecision & { readonly component: Component }

function componentMessage(rule: string, ones: readonly DecidedComponent[]): string {
  const failed = ones.filter((one) => one.failure !== undefined)
  if (failed[0]?.failure !== undefined) return failureMessage(rule, failed[0].failure, failed.length, 'component')
  const why = ones[0]?.rule?.message || ones[0]?.rule?.reason || `the condition of ${rule} holds`
  return `${why} (${count(ones.length, 'component')}: ${named(ones.map((one) => nameOf(one.component)))})`
}

function failureMessage(rule: string, failure: string, times: number, noun: string): string {
  return `policy rule ${rule} could not be evaluated: ${excerpt(failure, 300)} (${count(times, noun)})`
}

function nameOf({ name, version }: Component): string {
  if (version.kind === 'exact') return `${name} ${version.version}`
  return version.kind === 'range' ? `${name} ${version.text}` : name
}

function named(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMED).map((name) => excerpt(name, 120))
  return names.length > MAX_NAMED ? `${shown.join(', ')} and ${names.length - MAX_NAMED} more` : shown.join(', ')
}

function count(number: number, noun: string): string {
  return number === 1 ? `1 ${noun}` : `${number} ${noun}s`
}
