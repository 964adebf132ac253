import type { GivenValue, Policy, PolicyRule, PolicySubject, PolicyTest } from '../model/policy.ts'
import type { Decision } from '../model/verdict.ts'
import { bind } from './condition-cost.ts'
import { Budget } from './condition.ts'
import {
  absentFacts,
  type Facts,
  type FactValue,
  type Field,
  type FieldTable,
  isTable,
  VARIABLES,
} from './environment.ts'
import { judge, type PlaceDecision, type RuleBook, ruleBook, worstPlace } from './rule-book.ts'

/** What became of one test of a policy. */
export interface PolicyTestOutcome {
  readonly test: PolicyTest
  readonly passed: boolean
  readonly actual: Decision
  /** The rule that decided, or `default`. */
  readonly rule: string
  /** What was expected, what happened; for a failed test with the place of the test and of the rule. */
  readonly message: string
}

/** Runs the tests of a policy against its rules. Waivers and the baseline take no part: they are about single findings. */
export function testPolicy(policy: Policy): readonly PolicyTestOutcome[] {
  const rules = ruleBook(policy.rules)
  return policy.tests.map((test) => outcomeOf(test, decide(test, rules)))
}

function outcomeOf(test: PolicyTest, decided: PlaceDecision): PolicyTestOutcome {
  const rule = decided.rule?.id ?? 'default'
  const passed = decided.decision === test.expect && (test.rule === undefined || test.rule === rule)
  return { test, passed, actual: decided.decision, rule, message: messageOf(test, decided, rule, passed) }
}

function messageOf(test: PolicyTest, decided: PlaceDecision, rule: string, passed: boolean): string {
  const how = `${decided.decision} by ${rule}${decided.rule === undefined ? '' : ` (${placeOf(decided.rule)})`}`
  if (passed) return `${test.name}: ${how}`
  const expected = test.rule === undefined ? test.expect : `${test.expect} by ${test.rule}`
  const failure = decided.failure === undefined ? '' : `; it could not be evaluated: ${decided.failure}`
  return `${test.origin.path}:${test.origin.line}: ${test.name}: expected ${expected}, found ${how}${failure}`
}

function placeOf({ origin }: PolicyRule): string {
  return origin.kind === 'preset' ? `preset ${origin.preset}` : `${origin.path}:${origin.line}`
}

/** A finding is judged with its component and scan; without one the component is, without that the scan. */
function decide({ given }: PolicyTest, rules: RuleBook): PlaceDecision {
  const facts = {
    finding: given.finding === undefined ? absentFacts(VARIABLES.finding) : findingOf(given.finding),
    component: filled(VARIABLES.component, given.component ?? {}),
    coverage: filled(VARIABLES.coverage, given.coverage ?? {}),
  }
  const subject: PolicySubject =
    given.finding !== undefined ? 'finding' : given.component !== undefined ? 'component' : 'coverage'
  const binding = bind(facts)
  // Every rule on coverage is asked on its own, so each is judged as if it were the only one.
  const lists = subject === 'coverage' ? rules.coverage.map((rule) => [rule]) : [rules[subject]]
  const places = subject === 'coverage' ? [''] : placesOf(facts[subject])
  const budget = new Budget()
  const decisions = lists.flatMap((list) => judge(list, binding, places, budget))
  return worstPlace(decisions) ?? { place: '', decision: 'allow' }
}

/** What follows from what is given: an advisory is among its own ids, a fixed version makes a finding fixable. */
function findingOf(given: { readonly [field: string]: GivenValue }): Facts {
  const facts = filled(VARIABLES.finding, given)
  const advisory = facts['advisory'] as Facts
  const ids = advisory['ids'] as readonly string[]
  const id = advisory['id'] as string
  const fixed = advisory['fixed'] as readonly string[]
  return {
    ...facts,
    fixable:
      given['fixable'] === undefined ? fixed.length > 0 || facts['fixVersion'] !== '' : (facts['fixable'] as boolean),
    advisory: {
      ...advisory,
      ids: id === '' || ids.includes(id) ? ids : [id, ...ids],
      scored: advisory['scored'] === true || !Number.isNaN(advisory['score']),
    },
  }
}

function placesOf(facts: Facts): readonly string[] {
  const paths = facts['paths'] as readonly string[]
  return paths.length === 0 ? [''] : paths
}

function filled(table: FieldTable, given: { readonly [field: string]: GivenValue }): Facts {
  return Object.fromEntries(
    Object.entries(table).map(([name, entry]) => {
      const value = Object.hasOwn(given, name) ? given[name] : undefined
      return [name, isTable(entry) ? filled(entry, isFields(value) ? value : {}) : fieldValue(entry, value)]
    }),
  )
}

function isFields(value: GivenValue | undefined): value is { readonly [field: string]: GivenValue } {
  return typeof value === 'object' && !Array.isArray(value)
}

/** The shape of the file made sure of the type; what is of another is absent. */
function fieldValue(field: Field, value: GivenValue | undefined): FactValue {
  if (field.type === 'whole') return typeof value === 'number' ? BigInt(Math.trunc(value)) : field.absent
  if (field.type === 'number') return typeof value === 'number' ? value : field.absent
  if (field.type === 'flag') return typeof value === 'boolean' ? value : field.absent
  if (field.type === 'text') return typeof value === 'string' ? value : field.absent
  if (typeof value === 'string') return [value]
  return Array.isArray(value) ? (value as readonly string[]) : field.absent
}
