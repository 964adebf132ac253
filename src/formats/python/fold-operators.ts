import { formatPercent } from './fold-format.ts'
import { MOST_DECODED } from './decoders.ts'
import { asNumber, itemsOf, listValue, MADE, type Made, numberValue, textValue, UNKNOWN, type Value } from './values.ts'

/** `left operator right` of constants; unknown when it is not one. */
export function operate(operator: string, left: Value, right: Value): Value {
  if (operator === '%' && left.kind === 'text') return formatPercent(left, right)
  if (operator === '+') return add(left, right)
  if (operator === '*') return multiply(left, right)
  const a = asNumber(left)
  const b = asNumber(right)
  return a === undefined || b === undefined ? UNKNOWN : arithmetic(operator, a, b)
}

function add(left: Value, right: Value): Value {
  if (left.kind === 'text' && right.kind === 'text' && left.bytes === right.bytes) {
    if (left.text.length + right.text.length > MOST_DECODED) return UNKNOWN
    return textValue(left.text + right.text, worse(left.made, right.made, MADE.computed), left.bytes)
  }
  if (left.kind === 'list' && right.kind === 'list') {
    const items = [...left.items, ...right.items].slice(0, 4096)
    return { kind: 'list', items, open: left.open || right.open }
  }
  const a = asNumber(left)
  const b = asNumber(right)
  return a === undefined || b === undefined ? UNKNOWN : numberValue(a + b)
}

function multiply(left: Value, right: Value): Value {
  const a = asNumber(left)
  const b = asNumber(right)
  if (a !== undefined && b !== undefined) return numberValue(a * b)
  const [value, times] = a === undefined ? [left, b] : [right, a]
  if (times === undefined || times < 0 || !Number.isInteger(times)) return UNKNOWN
  if (value.kind === 'text' && value.text.length * times <= MOST_DECODED)
    return textValue(value.text.repeat(times), worse(value.made, MADE.computed), value.bytes)
  const items = itemsOf(value)
  if (value.kind !== 'list' || items === undefined || items.length * times > 4096) return UNKNOWN
  return listValue(Array.from({ length: times }, () => items).flat())
}

function arithmetic(operator: string, a: number, b: number): Value {
  const areWhole = Number.isSafeInteger(a) && Number.isSafeInteger(b)
  switch (operator) {
    case '-':
      return numberValue(a - b)
    case '/':
      return numberValue(a / b)
    case '//':
      return numberValue(Math.floor(a / b))
    case '%':
      return numberValue(a - b * Math.floor(a / b))
    case '**':
      return numberValue(a ** b)
    default:
      return areWhole ? bitwise(operator, BigInt(a), b) : UNKNOWN
  }
}

function bitwise(operator: string, a: bigint, b: number): Value {
  const other = BigInt(b)
  if (operator === '^') return numberValue(Number(a ^ other))
  if (operator === '&') return numberValue(Number(a & other))
  if (operator === '|') return numberValue(Number(a | other))
  if (b < 0 || b > 64) return UNKNOWN
  if (operator === '<<') return numberValue(Number(a << other))
  return operator === '>>' ? numberValue(Number(a >> other)) : UNKNOWN
}

/** Prefix operators, outermost first. */
export function negate(operators: readonly string[], value: Value): Value {
  let number = asNumber(value)
  for (const operator of operators.toReversed()) {
    if (number === undefined || operator === 'not') return UNKNOWN
    if (operator === '-') number = -number
    else if (operator === '~') number = -number - 1
  }
  return number === undefined ? UNKNOWN : numberValue(number)
}

/** The later of several ways. */
export function worse(...made: readonly Made[]): Made {
  return made.reduce((a, b) => (a > b ? a : b), MADE.written)
}
