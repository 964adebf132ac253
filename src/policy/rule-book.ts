import { matchAny } from '../base/glob.ts'
import type { PathMatcher } from '../base/glob.ts'
import type { PolicyRule, PolicySubject } from '../model/policy.ts'
import type { Decision } from '../model/verdict.ts'
import type { Binding } from './condition-cost.ts'
import { type Budget, type Compiled, conditionCompiler, ConditionFailure } from './condition.ts'

/** A rule with its condition and its places ready to be asked. */
export interface ReadyRule {
  readonly rule: PolicyRule
  /** Compiled when it is asked for: rules about findings cost nothing where nothing was found. */
  readonly compiled: () => Compiled
  /** Undefined: every place. */
  readonly speaksOf: PathMatcher | undefined
}

/** The rules of a policy by subject, in the order they are asked. */
export type RuleBook = Readonly<Record<PolicySubject, readonly ReadyRule[]>>

/** What a rule says of a subject; a condition without an answer is never taken for "no". */
export type Answer = 'applies' | 'does-not-apply' | { readonly failure: string }

/** What the rules make of one place of a finding or component. */
export interface PlaceDecision {
  readonly place: string
  readonly decision: Decision
  /** Undefined: no rule applied. */
  readonly rule?: PolicyRule
  /** Why the condition of the rule had no answer. */
  readonly failure?: string
}

/** Compiles the rules. A policy that was not read by parsePolicy may hold mistakes; such a rule fails when it is asked. */
export function ruleBook(rules: readonly PolicyRule[]): RuleBook {
  const compile = conditionCompiler()
  const of = (subject: PolicySubject): readonly ReadyRule[] =>
    rules
      .filter((rule) => rule.on === subject)
      .map((rule) => ({
        rule,
        compiled: once(() => compile(rule.when, subject)),
        speaksOf: rule.paths.length === 0 ? undefined : matchAny(rule.paths),
      }))
  return { finding: of('finding'), component: of('component'), coverage: of('coverage') }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}

/** Asks one rule. */
export function ask(ready: ReadyRule, binding: Binding, budget: Budget): Answer {
  const compiled = ready.compiled()
  if (compiled.kind === 'mistakes') return { failure: compiled.mistakes.map((mistake) => mistake.message).join('; ') }
  try {
    return compiled.condition.holds(binding, budget) ? 'applies' : 'does-not-apply'
  } catch (error) {
    if (error instanceof ConditionFailure) return { failure: error.message }
    throw error
  }
}

/**
 * The decision for each place: that of the first rule that speaks of the place and applies; `allow` when none does. A rule
 * that cannot be answered blocks. Each condition is asked once, it does not depend on the place.
 */
export function judge(
  rules: readonly ReadyRule[],
  binding: Binding,
  places: readonly string[],
  budget: Budget,
): readonly PlaceDecision[] {
  const answers = new Map<ReadyRule, Answer>()
  const answer = (ready: ReadyRule): Answer => {
    const known = answers.get(ready) ?? ask(ready, binding, budget)
    answers.set(ready, known)
    return known
  }
  return places.map((place) => judgePlace(rules, place, answer))
}

/** The decision that counts: the worst, the first of equals. */
export function worstPlace(decisions: readonly PlaceDecision[]): PlaceDecision | undefined {
  return decisions.toSorted((a, b) => rank(b.decision) - rank(a.decision))[0]
}

/** The worse of two decisions. */
export function worse(a: Decision, b: Decision): Decision {
  return rank(a) >= rank(b) ? a : b
}

function judgePlace(rules: readonly ReadyRule[], place: string, answer: (ready: ReadyRule) => Answer): PlaceDecision {
  for (const ready of rules) {
    if (ready.speaksOf !== undefined && !ready.speaksOf(place)) continue
    const found = answer(ready)
    if (found === 'applies') return { place, decision: ready.rule.decision, rule: ready.rule }
    if (found !== 'does-not-apply') return { place, decision: 'block', rule: ready.rule, failure: found.failure }
  }
  return { place, decision: 'allow' }
}

function rank(decision: Decision): number {
  return decision === 'block' ? 2 : decision === 'warn' ? 1 : 0
}
