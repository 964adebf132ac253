import type { Expression, Statement } from '../../../formats/jinja/syntax.ts'
import { allExpressions, bodiesOf, expressionsOf } from '../../../formats/jinja/walk.ts'
import { type Constants, constantText } from './constant-text.ts'
import type { TemplateFinding } from './finding.ts'

/** Rounds of all loops around one place; a conversation has thousands of messages. */
const MOST_ROUNDS = 1e7
/** Digits or characters that one operation makes. */
const LARGEST_RESULT = 1e6

/** Loops and operations that a constant makes endless: rendering blocks the server with every prompt. */
export function* findExhaustion(
  statements: readonly Statement[],
  constants: Constants,
  around = 1,
): Generator<TemplateFinding> {
  for (const statement of statements) {
    const rounds = statement.kind === 'for' ? around * rangeOf(statement.iterable, constants) : around
    if (rounds > MOST_ROUNDS && around <= MOST_ROUNDS)
      yield exhaustion(statement.offset, `loops ${rounds.toExponential(0)} times`)
    for (const expression of expressionsOf(statement).flatMap((value) => [...allExpressions(value)])) {
      if (expression.kind === 'chain' && isHuge(expression.operands, expression.operators, constants))
        yield exhaustion(expression.offset, 'computes a value of millions of digits or letters')
    }
    for (const body of bodiesOf(statement)) yield* findExhaustion(body, constants, rounds)
  }
}

/** The rounds of `range(…)` with constant ends; 1 for every other iterable. */
function rangeOf(iterable: Expression, constants: Constants): number {
  if (iterable.kind !== 'postfix' || iterable.base.kind !== 'name' || iterable.base.name !== 'range') return 1
  const [call] = iterable.steps
  if (call?.kind !== 'call') return 1
  const ends = call.args.slice(0, 2).map(({ value }) => numberOf(value, constants))
  return Math.max(1, ...ends.map((end) => Math.abs(end)))
}

/** NaN becomes 1: what is not constant is not judged. */
function numberOf(value: Expression, constants: Constants): number {
  if (value.kind === 'chain' && value.operands.length === 2) {
    const [left, right] = value.operands.map((operand) => Number(constantText(operand, constants)))
    if (value.operators[0] === '**') return (left ?? 0) ** (right ?? 0) || 1
    if (value.operators[0] === '*') return (left ?? 0) * (right ?? 0) || 1
  }
  return Number(constantText(value, constants)) || 1
}

function isHuge(operands: readonly Expression[], operators: readonly string[], constants: Constants): boolean {
  const texts = operands.map((operand) => constantText(operand, constants))
  return operators.some((operator, index) => {
    const [left, right] = [texts[index], texts[index + 1]]
    if (operator === '**') return Number(right) * Math.log10(Math.max(2, Number(left) || 2)) > LARGEST_RESULT
    return operator === '*' && Number.isNaN(Number(left ?? 0)) && Number(right) > LARGEST_RESULT
  })
}

function exhaustion(offset: number, what: string): TemplateFinding {
  return {
    id: 'templates/exhaustion',
    severity: 'medium',
    title: `The chat template ${what}`,
    why: 'The template is rendered with every prompt; this blocks the process or takes all its memory.',
    offset,
    cwe: 'CWE-400',
    atlas: 'AML.T0029',
    fix: 'Use the template of the base model.',
  }
}
