import type { Expression, Statement, Step } from '../../../formats/jinja/syntax.ts'
import { allStatements } from '../../../formats/jinja/walk.ts'

/** Constants by the name they are set to, and what folding them has told and cost so far. */
export interface Constants {
  readonly values: ReadonlyMap<string, Expression>
  readonly known: Map<Expression, string | undefined>
  /** Left of the budget for one template: sums of sums of empty texts cost a product, not a sum. */
  steps: number
  /** Was a chain of variables given up because it is too long? */
  cut: boolean
}

const MOST_FOLDS = 500_000

/** Variables that are set exactly once, so that their value is known wherever they are read. */
export function constantsOf(statements: readonly Statement[]): Constants {
  const values = new Map<string, Expression | undefined>()
  for (const statement of allStatements(statements)) {
    if (statement.kind === 'set') {
      for (const target of statement.targets)
        values.set(target, values.has(target) || statement.targets.length > 1 ? undefined : statement.value)
    }
    if (statement.kind === 'with')
      for (const { target, value } of statement.assignments) values.set(target, values.has(target) ? undefined : value)
    if (statement.kind === 'for') for (const target of statement.targets) values.set(target, undefined)
  }
  const once = [...values].filter((entry): entry is [string, Expression] => entry[1] !== undefined)
  return { values: new Map(once), known: new Map(), steps: MOST_FOLDS, cut: false }
}

/** Longer texts are not folded: `'a' * 10 ** 9` is a finding of its own. */
const LONGEST = 4096
/** Variables that refer to each other end here. */
const MOST_STEPS = 24

/**
 * The text an expression always has, undefined where it depends on data. Names of attributes are hidden from a search by
 * building them: `'__cl' ~ 'ass__'`, `['__', 'class__'] | join`, `'__ssalc__'[::-1]`, `'%c%c' | format(95, 95)`.
 */
export function constantText(expression: Expression, constants: Constants, left = MOST_STEPS): string | undefined {
  if (expression.kind === 'constant')
    return typeof expression.value === 'string' || typeof expression.value === 'number'
      ? String(expression.value)
      : undefined
  if (constants.known.has(expression)) return constants.known.get(expression)
  if (left <= 0 || constants.steps-- <= 0) {
    constants.cut = true
    return undefined
  }
  const cutBefore = constants.cut
  constants.cut = false
  const text = fold(expression, constants, left)
  // Given up on the way here does not mean unknown when it is asked for directly.
  if (text !== undefined || !constants.cut) constants.known.set(expression, text)
  constants.cut ||= cutBefore
  return text
}

function fold(expression: Expression, constants: Constants, left: number): string | undefined {
  switch (expression.kind) {
    case 'name': {
      const value = constants.values.get(expression.name)
      return value === undefined ? undefined : constantText(value, constants, left - 1)
    }
    case 'chain':
      return chainText(expression.operands, expression.operators, constants, left)
    case 'postfix':
      return stepsText(expression.base, expression.steps, constants, left)
    default:
      return undefined
  }
}

function chainText(
  operands: readonly Expression[],
  operators: readonly string[],
  constants: Constants,
  left: number,
): string | undefined {
  const [first, second] = operands
  if (operators.length === 1 && operators[0] === '%' && first !== undefined && second !== undefined) {
    return formatted(
      constantText(first, constants, left - 1),
      second.kind === 'list' ? second.items : [second],
      constants,
      left,
    )
  }
  if (operators.length === 1 && operators[0] === '*' && first !== undefined && second !== undefined) {
    const text = constantText(first, constants, left - 1)
    const times = Number(constantText(second, constants, left - 1))
    return text !== undefined && times >= 0 && times * text.length <= LONGEST ? text.repeat(times) : undefined
  }
  return operators.every((operator) => operator === '~' || operator === '+')
    ? joined(operands, '', constants, left)
    : undefined
}

function joined(
  parts: readonly Expression[],
  separator: string,
  constants: Constants,
  left: number,
): string | undefined {
  const texts: string[] = []
  let length = 0
  for (const part of parts) {
    const text = constantText(part, constants, left - 1)
    if (text === undefined) return undefined
    length += text.length + separator.length
    if (length > LONGEST) return undefined
    texts.push(text)
  }
  return texts.join(separator)
}

/** `%c`, `%s` and `%d` of Python's formatting; anything else is left alone. */
function formatted(
  pattern: string | undefined,
  values: readonly Expression[],
  constants: Constants,
  left: number,
): string | undefined {
  if (pattern === undefined) return undefined
  const texts = values.map((value) => constantText(value, constants, left - 1))
  if (texts.includes(undefined)) return undefined
  let used = 0
  return pattern.slice(0, LONGEST).replaceAll(/%([csd])/g, (all, kind: string) => {
    const text = texts[used++]
    if (text === undefined) return all
    const code = Number(text)
    return kind === 'c' && code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : text
  })
}

function stepsText(base: Expression, steps: readonly Step[], constants: Constants, left: number): string | undefined {
  const [first, ...rest] = steps
  if (base.kind === 'list' && first?.kind === 'filter' && first.name === 'join') {
    const separator = first.args[0] === undefined ? '' : constantText(first.args[0].value, constants, left - 1)
    const text = separator === undefined ? undefined : joined(base.items, separator, constants, left)
    return applied(text, rest, constants, left)
  }
  return applied(constantText(base, constants, left - 1), steps, constants, left)
}

function applied(
  start: string | undefined,
  steps: readonly Step[],
  constants: Constants,
  left: number,
): string | undefined {
  let text = start
  for (let index = 0; index < steps.length && text !== undefined; index++) {
    const step = steps[index]
    const next = steps[index + 1]
    if (step?.kind === 'attribute' && next?.kind === 'call') {
      text = method(
        text,
        step.name,
        next.args.map(({ value }) => value),
        constants,
        left,
      )
      index++
    } else if (step?.kind === 'filter') {
      text = method(
        text,
        step.name,
        step.args.map(({ value }) => value),
        constants,
        left,
      )
    } else text = step?.kind === 'slice' && isReversal(step.parts) ? [...text].toReversed().join('') : undefined
  }
  return text
}

function isReversal(parts: readonly (Expression | undefined)[]): boolean {
  const [from, to, by] = parts
  return (
    from === undefined &&
    to === undefined &&
    by?.kind === 'unary' &&
    by.operator === '-' &&
    by.operand.kind === 'constant' &&
    by.operand.value === 1
  )
}

/** Filters and methods that make one text of another. */
function method(
  text: string,
  name: string,
  args: readonly Expression[],
  constants: Constants,
  left: number,
): string | undefined {
  switch (name) {
    case 'lower':
      return text.toLowerCase()
    case 'upper':
      return text.toUpperCase()
    case 'trim':
    case 'strip':
      return text.trim()
    case 'string':
    case 'safe':
      return text
    case 'reverse':
      return [...text].toReversed().join('')
    case 'format':
      return formatted(text, args, constants, left)
    case 'replace': {
      const [from, to] = args.map((arg) => constantText(arg, constants, left - 1))
      if (from === undefined || to === undefined || from === '') return undefined
      const replaced = text.split(from)
      return text.length + replaced.length * to.length > LONGEST ? undefined : replaced.join(to)
    }
    case 'join': {
      const [list] = args
      return list?.kind === 'list' ? joined(list.items, text, constants, left) : undefined
    }
    default:
      return undefined
  }
}
