import { createRequire } from 'node:module'
import type { ASTNode, Environment, ParseResult } from '@marcbachmann/cel-js'
import type { PolicySubject } from '../model/policy.ts'
import { type ConditionMistake, conditionMistakes } from './condition-check.ts'
import { type Binding, type CostEstimate, costEstimate } from './condition-cost.ts'
import { type FieldTable, type FieldType, isTable, VARIABLES, VARIABLES_OF } from './environment.ts'
import { type PlainCondition, plainCondition } from './plain-condition.ts'
import { excerpt } from '../base/escape.ts'
import { matchAny } from '../base/glob.ts'

/** A compiled condition. */
export interface Condition {
  /** Throws ConditionFailure when there is no answer; the caller must not take that for "does not apply". */
  holds(binding: Binding, budget: Budget): boolean
}

/** Either the condition or everything that is wrong with it. */
export type Compiled =
  | { readonly kind: 'condition'; readonly condition: Condition }
  | { readonly kind: 'mistakes'; readonly mistakes: readonly ConditionMistake[] }

/** Turns the text of a condition into one that can be asked. */
export type ConditionCompiler = (text: string, on: PolicySubject) => Compiled

/** A condition has no answer: an index out of bounds, a division by zero, too many steps. */
export class ConditionFailure extends Error {
  override readonly name = 'ConditionFailure'
}

/** The steps left for one evaluation of a policy; it lives as long as that evaluation. */
export class Budget {
  #left: number

  constructor(steps: number = STEPS_PER_RUN) {
    this.#left = steps
  }

  /** Throws ConditionFailure instead of starting what would take too long. */
  spend(steps: number): void {
    if (steps > STEPS_PER_CONDITION) {
      throw new ConditionFailure(`it needs up to ${Math.ceil(steps)} steps here, the limit is ${STEPS_PER_CONDITION}`)
    }
    this.#left -= steps
    if (this.#left < 0) throw new ConditionFailure(`all conditions together need more than ${STEPS_PER_RUN} steps`)
  }
}

/** Longest text of a condition. A list of a thousand package names fits. */
export const MAX_CONDITION_LENGTH = 20_000
/** Measured: a step takes at most 35 ns, so one condition ends within 0.1 s and a whole policy within 7 s. */
const STEPS_PER_CONDITION = 2_000_000
const STEPS_PER_RUN = 200_000_000
/** A depth of 40 is far above what anybody can read; 2,500 nodes hold a list of 1,000 names twice. */
const CEL_LIMITS = { maxAstNodes: 2500, maxDepth: 40, maxListElements: 1000, maxMapEntries: 0, maxCallArguments: 4 }

/** A compiler with the environment of docs/policy.md. Environments cost about a millisecond each, so make one and keep it. */
export function conditionCompiler(): ConditionCompiler {
  const environments = new Map<PolicySubject, Environment>()
  return (text, on) => {
    const plain = plainCondition(text, on)
    if (plain !== undefined) return { kind: 'condition', condition: readyCondition(plain) }
    const environment = environments.get(on) ?? environmentOf(on)
    environments.set(on, environment)
    return compile(text, on, environment)
  }
}

/** Loaded with the first condition: the library costs 5 ms, and most policies have none for what was not found. */
const load = createRequire(import.meta.url)

function celLibrary(): typeof import('@marcbachmann/cel-js') {
  return load('@marcbachmann/cel-js') as typeof import('@marcbachmann/cel-js')
}

function readyCondition({ steps, holds }: PlainCondition): Condition {
  return {
    holds(binding, budget) {
      budget.spend(steps)
      return holds(binding.facts)
    },
  }
}

function environmentOf(on: PolicySubject): Environment {
  const { Environment } = celLibrary()
  const environment = new Environment({ limits: CEL_LIMITS })
  for (const name of VARIABLES_OF[on]) {
    environment.registerVariable({ name, schema: schemaOf(VARIABLES[name]) })
  }
  const matchers = new Map<string, (text: string) => boolean>()
  const glob = (text: string, pattern: string): boolean => {
    const matches = matchers.get(pattern) ?? matchAny([pattern])
    matchers.set(pattern, matches)
    return matches(text)
  }
  return environment.registerFunction('glob(string, string): bool', glob, { async: false })
}

const CEL_TYPES: Readonly<Record<FieldType, string>> = {
  text: 'string',
  flag: 'bool',
  whole: 'int',
  number: 'double',
  texts: 'list<string>',
}

interface CelSchema {
  [field: string]: string | CelSchema
}

function schemaOf(table: FieldTable): CelSchema {
  return Object.fromEntries(
    Object.entries(table).map(([name, entry]) => [name, isTable(entry) ? schemaOf(entry) : CEL_TYPES[entry.type]]),
  )
}

function compile(text: string, on: PolicySubject, environment: Environment): Compiled {
  if (text.length > MAX_CONDITION_LENGTH) {
    return mistakes([{ message: `the condition is longer than ${MAX_CONDITION_LENGTH} characters`, start: 0 }])
  }
  try {
    const parsed = environment.parse(text)
    const wrong = conditionMistakes(parsed.ast, on)
    if (wrong.length > 0) return mistakes(wrong)
    const typed = parsed.check()
    if (!typed.valid) return mistakes([mistakeOf(typed.error)])
    if (typed.type !== 'bool') {
      return mistakes([
        { message: `a condition is true or false, this one is of type ${typed.type ?? 'unknown'}`, start: 0 },
      ])
    }
    return { kind: 'condition', condition: new CelCondition(parsed, costEstimate(parsed.ast)) }
  } catch (error) {
    return mistakes([mistakeOf(error)])
  }
}

function mistakes(found: readonly ConditionMistake[]): Compiled {
  return { kind: 'mistakes', mistakes: found }
}

/** The library's own words, which name the token and the types it found. */
function mistakeOf(error: unknown): ConditionMistake {
  // The parser and the checks recurse; a stack that ends before the node limit is the same finding.
  if (error instanceof RangeError) return { message: 'the condition is nested too deep', start: 0 }
  if (!isCelError(error)) throw error
  const hint = HINTS.find(([sign]) => error.summary.includes(sign))?.[1]
  return {
    message: excerpt(error.summary, 300),
    start: error.range?.start ?? 0,
    ...(hint === undefined ? {} : { hint }),
  }
}

const HINTS: readonly (readonly [sign: string, hint: string])[] = [
  ['double == int', 'write the number with a decimal point, for example 7.0'],
  ['double != int', 'write the number with a decimal point, for example 7.0'],
  ['string == bool', 'compare with a text in quotes'],
  ['bool == string', 'a flag stands for itself: write finding.known or !finding.known'],
  ["character: '='", 'equality is =='],
]

interface CelError extends Error {
  readonly summary: string
  readonly range?: { readonly start: number }
  readonly node?: ASTNode
}

function isCelError(error: unknown): error is CelError {
  return error instanceof Error && 'summary' in error && typeof error.summary === 'string'
}

/** The parsed expression and its price. */
class CelCondition implements Condition {
  readonly #parsed: ParseResult
  readonly #cost: CostEstimate

  constructor(parsed: ParseResult, cost: CostEstimate) {
    this.#parsed = parsed
    this.#cost = cost
  }

  holds(binding: Binding, budget: Budget): boolean {
    budget.spend(this.#cost(binding))
    const answer = this.#evaluate(binding)
    if (typeof answer === 'boolean') return answer
    throw new ConditionFailure(`it is ${typeof answer}, not true or false`)
  }

  #evaluate(binding: Binding): unknown {
    try {
      return this.#parsed(binding.facts)
    } catch (error) {
      if (error instanceof celLibrary().EvaluationError) throw new ConditionFailure(error.summary)
      if (error instanceof RangeError) throw new ConditionFailure('it is nested too deep')
      throw error
    }
  }
}
