import { type Flow, joined } from '../flow-graph.ts'
import {
  asNumber,
  booleanValue,
  isConstant,
  type Made,
  MADE,
  numberValue,
  partialText,
  textValue,
  unknownFrom,
  type Value,
} from './values.ts'

/** Stands for what is not known in a text that is known in part. */
export const GAP = '…'

/** Longest text that is put together. */
export const MOST_TEXT = 4 * 1024 * 1024

/** What a binary operator gives for two values, neither of them one of several. */
export function operate(flow: Flow, operator: string, left: Value, right: Value): Value {
  const from = joined(flow, left.from, right.from)
  if (operator === '+') return add(flow, left, right)
  if (!isConstant(left) || !isConstant(right)) {
    const isArithmetic = ARITHMETIC.has(operator)
    const [a, b] = isArithmetic ? [numberOf(left), numberOf(right)] : [undefined, undefined]
    return a === undefined || b === undefined ? unknownFrom(from) : calculate(operator, a, b, from)
  }
  if (EQUALITY.has(operator)) return compared(operator, left, right, from)
  const a = numberOf(left)
  const b = numberOf(right)
  return a === undefined || b === undefined ? unknownFrom(from) : calculate(operator, a, b, from)
}

const ARITHMETIC: ReadonlySet<string> = new Set(['-', '*', '/', '%', '**', '&', '|', '^', '<<', '>>', '>>>'])
const EQUALITY: ReadonlySet<string> = new Set(['==', '===', '!=', '!=='])

function compared(operator: string, left: Value, right: Value, from: number): Value {
  if (left.kind !== right.kind) return unknownFrom(from)
  const isEqual = textOf(left) === textOf(right)
  return booleanValue(operator.startsWith('!') ? !isEqual : isEqual, from)
}

function calculate(operator: string, a: number, b: number, from: number): Value {
  switch (operator) {
    case '-':
      return numberValue(a - b, from)
    case '*':
      return numberValue(a * b, from)
    case '/':
      return numberValue(a / b, from)
    case '%':
      return numberValue(a % b, from)
    case '**':
      return numberValue(a ** b, from)
    case '&':
      return numberValue(a & b, from)
    case '|':
      return numberValue(a | b, from)
    case '^':
      return numberValue(a ^ b, from)
    case '<<':
      return numberValue(a << b, from)
    case '>>':
      return numberValue(a >> b, from)
    case '>>>':
      return numberValue(a >>> b, from)
    default:
      return unknownFrom(from)
  }
}

/** `+`: numbers are added, everything else becomes text. What is not known leaves a gap in the text. */
export function add(flow: Flow, left: Value, right: Value): Value {
  if (isNumeric(left) && isNumeric(right))
    return numberValue((numberOf(left) ?? 0) + (numberOf(right) ?? 0), joined(flow, left.from, right.from))
  return concatenate(flow, [left, right])
}

function isNumeric(value: Value): boolean {
  return value.kind === 'number' || value.kind === 'constant'
}

/** The texts of values one after the other; unknown when no part is known. */
export function concatenate(flow: Flow, values: readonly Value[]): Value {
  let from = 0
  let text = ''
  let made: Made = MADE.computed
  let isWhole = true
  let isKnown = false
  for (const value of values) {
    from = joined(flow, from, value.from)
    const part = textOf(value)
    if (value.kind === 'text') made = value.made > made ? value.made : made
    if (part === undefined || (value.kind === 'text' && !value.whole)) isWhole = false
    if (part !== undefined && part !== '') isKnown = true
    if (part !== undefined || !text.endsWith(GAP)) text += part ?? GAP
    if (text.length > MOST_TEXT) return unknownFrom(from)
  }
  if (isWhole) return textValue(text, made, from)
  return isKnown ? partialText(text, made, from) : unknownFrom(from)
}

/** What `String(value)` gives; of a text that is known in part its part. */
export function textOf(value: Value): string | undefined {
  switch (value.kind) {
    case 'text':
      return value.bytes ? Buffer.from(value.text, 'latin1').toString('utf8') : value.text
    case 'number':
      return String(value.number)
    case 'constant':
      return value.name
    case 'list':
      return value.cell.open || value.cell.items.length > 4096 ? undefined : joinItems(value.cell.items, ',', 0)
    case 'object':
      return value.cell.open || value.cell.fields.has('toString') ? undefined : '[object Object]'
    case 'path':
      return NATIVE.test(value.path) ? nativeText(value.path.slice(value.path.lastIndexOf('.') + 1)) : undefined
    case 'method':
      return value.of.kind === 'list' || value.of.kind === 'text' ? nativeText(value.name) : undefined
    case 'pattern':
      return `/${value.source}/${value.flags}`
    default:
      return undefined
  }
}

/** Constructors whose text is taken apart for its letters (JSFuck). */
const NATIVE = /^global\.(?:Function|String|Array|Number|Boolean|RegExp|Object|Date|escape|unescape|eval)$/

function nativeText(name: string): string {
  return `function ${name}() { [native code] }`
}

/** Deepest lists in lists that are joined. */
const MOST_DEPTH = 20

/** `items.join(separator)`; undefined when one is not known. */
export function joinItems(items: readonly Value[], separator: string, depth: number): string | undefined {
  const parts: string[] = []
  let length = 0
  for (const item of items) {
    const isNothing = item.kind === 'constant' && (item.name === 'undefined' || item.name === 'null')
    const part = isNothing ? '' : itemText(item, depth)
    if (part === undefined) return undefined
    length += part.length + separator.length
    if (length > MOST_TEXT) return undefined
    parts.push(part)
  }
  return parts.join(separator)
}

function itemText(item: Value, depth: number): string | undefined {
  if (item.kind === 'text' && !item.whole) return undefined
  if (item.kind !== 'list') return textOf(item)
  return depth >= MOST_DEPTH || item.cell.open ? undefined : joinItems(item.cell.items, ',', depth + 1)
}

/** What `Number(value)` gives. */
export function numberOf(value: Value): number | undefined {
  switch (value.kind) {
    case 'number':
      return value.number
    case 'constant':
      return value.name === 'true' ? 1 : value.name === 'undefined' ? Number.NaN : 0
    case 'text':
      return value.whole && value.text.length < 64 ? Number(value.text) : undefined
    case 'list': {
      const text = textOf(value)
      return text === undefined || text.length > 64 ? undefined : Number(text)
    }
    default:
      return undefined
  }
}

/** Is it taken for true? Undefined when that is not known. */
export function truthOf(value: Value): boolean | undefined {
  switch (value.kind) {
    case 'constant':
      return value.name === 'true'
    case 'number':
      return value.number !== 0 && !Number.isNaN(value.number)
    case 'text':
      return value.text !== ''
    case 'list':
    case 'object':
    case 'function':
    case 'pattern':
      return true
    default:
      return undefined
  }
}

/** `!x`, `-x`, `+x`, `~x`, `typeof x`, `void x`. */
export function operateOne(operator: string, value: Value): Value {
  const number = asNumber(value) ?? numberOf(value)
  switch (operator) {
    case '!': {
      const truth = truthOf(value)
      return truth === undefined ? unknownFrom(0) : booleanValue(!truth, value.from)
    }
    case '-':
      return number === undefined ? unknownFrom(value.from) : numberValue(-number, value.from)
    case '+':
      return number === undefined ? unknownFrom(value.from) : numberValue(number, value.from)
    case '~':
      return number === undefined ? unknownFrom(value.from) : numberValue(~number, value.from)
    case 'void':
      return { kind: 'constant', name: 'undefined', from: 0 }
    default:
      return unknownFrom(0)
  }
}
