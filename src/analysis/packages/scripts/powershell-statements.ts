import type { PsElement, PsExpression, PsStatement } from '../../../formats/powershell/syntax.ts'
import { runCommand } from './powershell-command-run.ts'
import { binaryValue, castValue } from './powershell-operators.ts'
import type { PowerShellState } from './powershell-state.ts'
import { itemsOf, listValue, NOTHING, type PsValue, UNKNOWN, withTaints } from './powershell-value.ts'

/** Most items that a loop is run for. */
const MOST_ITEMS = 5000

/** Follows statements in order, both branches of conditions, loops item by item; what they give. */
export function runStatements(statements: readonly PsStatement[], state: PowerShellState): PsValue {
  const given: PsValue[] = []
  for (const statement of statements) {
    if (!state.spendStep()) break
    const value = runStatement(statement, state)
    if (value !== NOTHING) given.push(value)
  }
  const [only = NOTHING] = given
  return given.length < 2 ? only : listValue(given.flatMap(itemsOf))
}

function runStatement(statement: PsStatement, state: PowerShellState): PsValue {
  const outer = state.place
  state.place = { start: statement.offset, end: statement.end }
  const given = follow(statement, state)
  state.place = outer
  return given
}

function follow(statement: PsStatement, state: PowerShellState): PsValue {
  switch (statement.kind) {
    case 'pipeline':
      return runPipeline(statement.elements, state)
    case 'assignment':
      assign(statement.target, statement.operator, state.run(statement.value), state)
      return NOTHING
    case 'function':
      return defineFunction(statement, state)
    case 'foreach':
      return runLoop(statement, state)
    default:
      return listOf(statement.parts.map((part) => state.run(part)).filter((value) => value !== NOTHING))
  }
}

type Kind<K extends PsStatement['kind']> = PsStatement & { readonly kind: K }

function defineFunction({ name, parameters, body }: Kind<'function'>, state: PowerShellState): PsValue {
  state.functions.set(name, { parameters, body, source: state.source, called: name.startsWith('<') })
  return NOTHING
}

function runLoop({ variable, list, body }: Kind<'foreach'>, state: PowerShellState): PsValue {
  const items = itemsOf(state.run(list)).slice(0, MOST_ITEMS)
  const given: PsValue[] = []
  for (const item of items.length === 0 ? [UNKNOWN] : items) {
    state.assign(variable, item)
    given.push(...itemsOf(state.run(body)))
  }
  return given.length === 0 ? NOTHING : listValue(given)
}

function listOf(given: readonly PsValue[]): PsValue {
  return given.length === 0 ? NOTHING : listValue(given.flatMap(itemsOf))
}

function assign(target: PsExpression, operator: string, value: PsValue, state: PowerShellState): void {
  if (target.kind === 'cast') return assign(target.operand, operator, castValue(target.type, value, state), state)
  if (target.kind === 'variable') {
    const before = operator === '+=' ? state.assigned(target.name) : undefined
    state.assign(target.name, before === undefined ? value : binaryValue('+', before, value, state))
  }
  // `$x.Body = $secret`: what is put into an object goes where it goes.
  if (target.kind === 'member' && target.target.kind === 'variable') {
    const known = state.variable(target.target.name)
    state.assign(target.target.name, withTaints(known, value.taints))
  }
}

function runPipeline(elements: readonly PsElement[], state: PowerShellState): PsValue {
  let value = NOTHING
  for (const element of elements)
    value = element.kind === 'value' ? state.evaluate(element.expression) : runCommand(element, value, state)
  return value
}
