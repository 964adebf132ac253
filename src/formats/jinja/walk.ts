import type { Expression, Statement, Step } from './syntax.ts'

/** Every statement with its nested ones, outside first. The parser has bounded how deep they stand. */
export function* allStatements(statements: readonly Statement[]): Generator<Statement> {
  for (const statement of statements) {
    yield statement
    for (const body of bodiesOf(statement)) yield* allStatements(body)
  }
}

/** The bodies of one statement. */
export function bodiesOf(statement: Statement): readonly (readonly Statement[])[] {
  switch (statement.kind) {
    case 'if':
      return [...statement.branches.map(({ body }) => body), statement.otherwise]
    case 'for':
      return [statement.body, statement.otherwise]
    case 'set-block':
    case 'macro':
    case 'call':
    case 'with':
    case 'block':
      return [statement.body]
    default:
      return []
  }
}

/** The expressions that stand in a statement itself, not in its bodies. */
export function expressionsOf(statement: Statement): readonly Expression[] {
  switch (statement.kind) {
    case 'output':
    case 'set':
    case 'call':
    case 'load':
    case 'do':
      return [statement.value]
    case 'if':
      return statement.branches.map(({ test }) => test)
    case 'for':
      return statement.test === undefined ? [statement.iterable] : [statement.iterable, statement.test]
    case 'macro':
      return statement.parameters.flatMap(({ value }) => (value === undefined ? [] : [value]))
    case 'with':
      return statement.assignments.map(({ value }) => value)
    case 'set-block':
    case 'block':
      return statement.filters.flatMap(partsOfStep)
    default:
      return []
  }
}

/** An expression with every one inside it, outside first. */
export function* allExpressions(expression: Expression): Generator<Expression> {
  yield expression
  for (const part of partsOf(expression)) yield* allExpressions(part)
}

/** The expressions directly inside one. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'list':
      return expression.items
    case 'dict':
      return expression.entries.flatMap(({ key, value }) => [key, value])
    case 'chain':
      return expression.operands
    case 'unary':
      return [expression.operand]
    case 'conditional':
      return [
        expression.test,
        expression.whenTrue,
        ...(expression.otherwise === undefined ? [] : [expression.otherwise]),
      ]
    case 'postfix':
      return [expression.base, ...expression.steps.flatMap(partsOfStep)]
    default:
      return []
  }
}

/** The expressions in one step: its key, its arguments. */
function partsOfStep(step: Step): readonly Expression[] {
  switch (step.kind) {
    case 'item':
      return [step.key]
    case 'slice':
      return step.parts.filter((part) => part !== undefined)
    case 'call':
    case 'filter':
    case 'test':
      return step.args.map(({ value }) => value)
    default:
      return []
  }
}
