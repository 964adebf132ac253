import { known, NOT_CONSTANT } from './compute-run.ts'
import { operate } from './fold-operators.ts'
import { asNumber, asText, itemsOf, numberValue, type Value } from './values.ts'

/** `left operator right`; throws NotConstant. */
export function operated(operator: string, left: Value, right: Value): Value {
  if (left.kind === 'list' && right.kind === 'list' && operator === '+')
    return { kind: 'list', items: [...left.items, ...right.items], open: false }
  return known(operate(operator, left, right))
}

/** `left operator right` as a truth; throws NotConstant. */
export function compared(operator: string, left: Value, right: Value): boolean {
  if (operator === 'in' || operator === 'not') return contains(right, left) === (operator === 'in')
  if (operator === '==' || operator === '!=' || operator === '<>' || operator === 'is')
    return equal(left, right) === (operator === '==' || operator === 'is')
  const [a, b] = [comparable(left), comparable(right)]
  if (typeof a !== typeof b) throw NOT_CONSTANT
  if (operator === '<') return a < b
  if (operator === '>') return a > b
  return operator === '<=' ? a <= b : a >= b
}

function comparable(value: Value): string | number {
  const one = asNumber(value) ?? asText(value)?.text
  if (one === undefined) throw NOT_CONSTANT
  return one
}

function equal(left: Value, right: Value): boolean {
  if (left.kind === 'constant' && right.kind === 'constant') return left.name === right.name
  const [a, b] = [asNumber(left) ?? asText(left)?.text, asNumber(right) ?? asText(right)?.text]
  return a !== undefined && a === b
}

function contains(all: Value, one: Value): boolean {
  const text = asText(all)
  const part = asText(one)
  if (text !== undefined && part !== undefined && !text.bytes) return text.text.includes(part.text)
  const items = itemsOf(all)
  if (items === undefined) throw NOT_CONSTANT
  return items.some((item) => equal(item, one))
}

/** Is it true in a condition? Throws NotConstant. */
export function truth(value: Value): boolean {
  if (value.kind === 'constant') return value.name === 'True'
  if (value.kind === 'number') return value.number !== 0
  if (value.kind === 'text') return value.text !== ''
  if (value.kind === 'list') return value.items.length > 0
  if (value.kind === 'dict') return value.entries.length > 0
  throw NOT_CONSTANT
}

/** What iterating gives; throws NotConstant. */
export function itemsIn(value: Value): readonly Value[] {
  const items = itemsOf(value)
  if (items === undefined) throw NOT_CONSTANT
  return items
}

/** A method that changes a list of the run; undefined where it is none. */
export function changeList(of: Value, name: string, [first, second]: readonly Value[]): Value | undefined {
  if (of.kind !== 'list') return undefined
  const { items } = of
  if (items.length > 200_000) throw NOT_CONSTANT
  if (name === 'append' && first !== undefined) items.push(first)
  else if (name === 'extend' && first !== undefined) for (const one of itemsIn(first)) items.push(one)
  else if (name === 'insert' && first !== undefined && second !== undefined)
    items.splice(asNumber(first) ?? 0, 0, second)
  else if (name === 'reverse') items.reverse()
  else if (name === 'pop') return known(first === undefined ? items.pop() : items.splice(asNumber(first) ?? 0, 1)[0])
  else if (name === 'index' && first !== undefined) return numberValue(items.findIndex((one) => equal(one, first)))
  else return undefined
  return { kind: 'constant', name: 'None' }
}
