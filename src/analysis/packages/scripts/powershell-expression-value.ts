import type { PsExpression } from '../../../formats/powershell/syntax.ts'
import { memberValue } from './powershell-members.ts'
import { runMethod } from './powershell-methods.ts'
import { binaryValue, castValue, indexValue, unaryValue } from './powershell-operators.ts'
import { CONNECTION, type PowerShellState } from './powershell-state.ts'
import { staticValue } from './powershell-statics.ts'
import { itemsOf, listValue, NOTHING, numberValue, type PsValue, textValue, withTaints } from './powershell-value.ts'
import { joinTaints, joinValues, UNKNOWN_PART } from './script-value.ts'

/** What an expression of PowerShell holds. Bounded by the steps of the state. */
export function expressionValue(expression: PsExpression, state: PowerShellState): PsValue {
  switch (expression.kind) {
    case 'text':
      return textValue(expression.text)
    case 'number':
      return numberValue(expression.value)
    case 'join':
      return joinValues(expression.parts.map((part) => state.evaluate(part)))
    case 'variable':
      return state.variable(expression.name)
    case 'list':
      return listOf(expression, state)
    case 'table':
      return tableOf(expression, state)
    case 'statements':
      return expression.isBlock
        ? { text: '…', taints: [], block: expression.statements, object: 'block' }
        : state.run(expression.statements)
    case 'member':
      return memberOf(expression, state)
    case 'index':
      return indexValue(state.evaluate(expression.target), state.evaluate(expression.index), state)
    case 'type':
      return { text: expression.name, taints: [], object: `type ${expression.name}` }
    case 'cast':
      return castValue(expression.type, state.evaluate(expression.operand), state)
    case 'unary':
      return unaryValue(expression.operator, state.evaluate(expression.operand), state)
    case 'binary':
      return binaryOf(expression, state)
    default:
      return NOTHING
  }
}

type Kind<K extends PsExpression['kind']> = PsExpression & { readonly kind: K }

function listOf({ items }: Kind<'list'>, state: PowerShellState): PsValue {
  return listValue(
    items.flatMap((item) => (item.kind === 'statements' ? itemsOf(state.evaluate(item)) : [state.evaluate(item)])),
  )
}

function tableOf({ entries }: Kind<'table'>, state: PowerShellState): PsValue {
  const table = entries.map(({ key, value }) => ({ key, value: state.evaluate(value) }))
  return { text: UNKNOWN_PART, taints: joinTaints(table.map(({ value }) => value.taints)), table }
}

function memberOf(expression: Kind<'member'>, state: PowerShellState): PsValue {
  const name = state.evaluate(expression.name).text
  const words = expression.arguments?.map((one) => state.evaluate(one))
  if (expression.target.kind === 'type') {
    const type = expression.target.name
    if (type === 'array' && name.toLowerCase() === 'reverse') return reverse(expression.arguments?.[0], state)
    return staticValue(type, name.toLowerCase(), words, state)
  }
  const target = state.evaluate(expression.target)
  if (target.object?.endsWith('tcpclient') === true) state.bind(CONNECTION, target)
  const done = words === undefined ? undefined : runMethod(target, name.toLowerCase(), words, state)
  return done ?? memberValue(target, name, words, state) ?? unknownMember(target, words)
}

/** Only the run can tell: it has the sources of all that goes into it. */
function unknownMember(target: PsValue, words: readonly PsValue[] | undefined): PsValue {
  const object = words === undefined && target.object !== undefined ? { object: target.object } : {}
  return {
    text: UNKNOWN_PART,
    taints: joinTaints([target.taints, ...(words ?? []).map(({ taints }) => taints)]),
    ...object,
    ...(target.inner === undefined ? {} : { inner: target.inner }),
  }
}

/** `[array]::Reverse($x)` changes the variable. */
function reverse(target: PsExpression | undefined, state: PowerShellState): PsValue {
  if (target?.kind !== 'variable') return NOTHING
  const value = state.variable(target.name)
  const turned = listValue(itemsOf(value).toReversed())
  state.assign(target.name, withTaints(turned, [state.taint('decoded', 'reversed', 'reversed')]))
  return NOTHING
}

/** Sums of thousands of letters hang on their left side: one step each, not one level. */
function binaryOf(expression: Kind<'binary'>, state: PowerShellState): PsValue {
  const chain: Kind<'binary'>[] = []
  let first: PsExpression = expression
  while (first.kind === 'binary') {
    chain.push(first)
    first = first.left
  }
  return chain.reduceRight(
    (value, { operator, right }) => binaryValue(operator, value, state.evaluate(right), state),
    state.evaluate(first),
  )
}
