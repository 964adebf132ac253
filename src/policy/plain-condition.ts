import type { PolicySubject } from '../model/policy.ts'
import {
  type Facts,
  type FactValue,
  type Field,
  type FieldTable,
  isTable,
  VARIABLES,
  VARIABLES_OF,
} from './environment.ts'

/** A condition that needs no CEL library. */
export interface PlainCondition {
  /** Elementary steps, counted as for all conditions. */
  readonly steps: number
  holds(facts: Facts): boolean
}

/**
 * A condition of nothing but comparisons of one field with one literal, joined by `&&`, as most coverage rules are: it means
 * what CEL says it means, and a scan that finds nothing does not wait 10 ms for the library. Undefined for everything else, mistakes
 * included; the library tells.
 */
export function plainCondition(text: string, on: PolicySubject): PlainCondition | undefined {
  if (text.length > LONGEST) return undefined
  const tests: Test[] = []
  for (const part of text.split(' && ')) {
    const test = comparison(part, on) ?? flag(part, on)
    if (test === undefined) return undefined
    tests.push(test)
  }
  return { steps: tests.length * STEPS, holds: (facts) => tests.every((test) => test(facts)) }
}

const LONGEST = 500
/** A comparison, two fields of a path, a literal. */
const STEPS = 5

type Test = (facts: Facts) => boolean

const COMPARISON = /^([a-z]\w*(?:\.[a-z]\w*){1,3}) (==|!=|<|<=|>|>=) (?:"([\w .-]*)"|(\d{1,15}))$/i

function comparison(part: string, on: PolicySubject): Test | undefined {
  const [, path = '', operator = '', word, digits] = COMPARISON.exec(part) ?? []
  const field = fieldOf(path, on)
  if (field === undefined) return undefined
  const isEquality = operator === '==' || operator === '!='
  if (word !== undefined) {
    const isValue = field.values === undefined || field.values.includes(word)
    if (field.type !== 'text' || !isEquality || !isValue) return undefined
    return (facts) => (factAt(facts, path) === word) === (operator === '==')
  }
  // CEL compares a double with a whole number by order only.
  if (digits === undefined || !(field.type === 'whole' || (field.type === 'number' && !isEquality))) return undefined
  const bound = BigInt(digits)
  return (facts) => compares(factAt(facts, path), operator, bound)
}

function flag(part: string, on: PolicySubject): Test | undefined {
  const [, not, path = ''] = /^(!?)([a-z]\w*(?:\.[a-z]\w*){1,3})$/i.exec(part) ?? []
  if (fieldOf(path, on)?.type !== 'flag') return undefined
  return (facts) => factAt(facts, path) === (not === '')
}

function compares(value: FactValue | undefined, operator: string, bound: bigint): boolean {
  if (typeof value !== 'bigint' && typeof value !== 'number') return false
  switch (operator) {
    case '==':
      return value === bound
    case '!=':
      return value !== bound
    case '<':
      return value < bound
    case '<=':
      return value <= bound
    case '>':
      return value > bound
    default:
      return value >= bound
  }
}

function fieldOf(path: string, on: PolicySubject): Field | undefined {
  const [subject, ...rest] = path.split('.')
  const known = VARIABLES_OF[on].find((name) => name === subject)
  let entry: Field | FieldTable | undefined = known === undefined ? undefined : VARIABLES[known]
  for (const name of rest)
    entry = entry !== undefined && isTable(entry) && Object.hasOwn(entry, name) ? entry[name] : undefined
  return entry === undefined || isTable(entry) ? undefined : entry
}

function factAt(facts: Facts, path: string): FactValue | undefined {
  let value: FactValue | Facts | undefined = facts
  for (const name of path.split('.')) value = isFacts(value) ? value[name] : undefined
  return isFacts(value) ? undefined : value
}

function isFacts(value: FactValue | Facts | undefined): value is Facts {
  return typeof value === 'object' && !Array.isArray(value)
}
