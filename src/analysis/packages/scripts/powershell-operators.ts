import { characterOf } from './decode-text.ts'
import { isKnown, joinTaints, UNKNOWN_PART } from './script-value.ts'
import {
  itemsOf,
  listValue,
  NOTHING,
  numberValue,
  type PsScope,
  type PsValue,
  textValue,
  UNKNOWN,
} from './powershell-value.ts'

/** Longest range and longest repetition. */
const MOST_ITEMS = 100_000

/** What an operator between two values gives (about_Operators). */
export function binaryValue(operator: string, left: PsValue, right: PsValue, scope: PsScope): PsValue {
  const taints = joinTaints([left.taints, right.taints])
  switch (operator) {
    case '+':
      return plus(left, right)
    case '-join':
      return joined(left, right.text, scope)
    case '-f':
      return formatted(left, itemsOf(right), scope)
    case '-replace':
      return replaced(left, right, scope)
    case '-split':
      return split(left, right.list?.[0] ?? right)
    case '..':
      return range(left, right)
    case '-as':
      return castValue(right.text, left, scope)
    case '*':
      return times(left, right)
    case '-bxor':
      return arithmetic((a, b) => a ^ b, left, right)
    case '-band':
      return arithmetic((a, b) => a & b, left, right)
    case '-bor':
      return arithmetic((a, b) => a | b, left, right)
    case '-':
      return arithmetic((a, b) => a - b, left, right)
    case '/':
      return arithmetic((a, b) => a / b, left, right)
    case '%':
      return arithmetic((a, b) => a % b, left, right)
    default:
      return { text: UNKNOWN_PART, taints }
  }
}

/** `-not`, `-join`, `-split` and signs before a value. */
export function unaryValue(operator: string, value: PsValue, scope: PsScope): PsValue {
  if (operator === '-join') return joined(value, '', scope)
  if (operator === '-split') return listValue(value.text.split(/\s+/).map((part) => textValue(part, value.taints)))
  if (operator === '-' && value.number !== undefined) return numberValue(-value.number)
  return operator === '+' ? value : { text: UNKNOWN_PART, taints: value.taints }
}

/** `[char]65`, `[char[]](73,69)`, `[string]`, `[byte[]]`, `[int]'0x41'`, `[scriptblock]`. */
export function castValue(type: string, value: PsValue, scope: PsScope): PsValue {
  const bare = type.replace(/[[\]]/g, '')
  if (bare === 'char') {
    if (type.endsWith('[]'))
      return value.list === undefined ? characters(value) : listValue(value.list.map((item) => character(item, scope)))
    return character(value, scope)
  }
  if (/^(?:u?int(?:16|32|64)?|long|byte|sbyte|short|double|decimal)$/.test(bare)) {
    if (type.endsWith('[]'))
      return value.list === undefined ? value : listValue(value.list.map((item) => asNumber(item)))
    return asNumber(value)
  }
  if (bare === 'string') return textValue(value.text, value.taints)
  if (bare === 'array' || bare === 'object')
    return type.endsWith('[]') || bare === 'array' ? listValue(itemsOf(value)) : value
  if (bare === 'scriptblock') return value
  if (bare === 'void') return NOTHING
  return { ...value, object: bare }
}

function character(value: PsValue, scope: PsScope): PsValue {
  const { number } = value.number === undefined ? asNumber(value) : value
  if (number === undefined) return value.text.length === 1 ? value : { text: UNKNOWN_PART, taints: value.taints }
  return textValue(characterOf(number), [...value.taints, scope.taint('decoded', 'characters', 'characters')])
}

/** The characters of a text as a list. */
export function characters({ text, taints }: PsValue): PsValue {
  return listValue(Array.from(text.slice(0, MOST_ITEMS), (one) => textValue(one, taints)))
}

function asNumber(value: PsValue): PsValue {
  if (value.number !== undefined) return value
  if (/^\s*(?:0x[\da-f]{1,8}|-?\d{1,15})\s*$/i.test(value.text)) return numberValue(Number(value.text), value.taints)
  return value.text.length === 1
    ? numberValue(value.text.charCodeAt(0), value.taints)
    : { text: UNKNOWN_PART, taints: value.taints }
}

function plus(left: PsValue, right: PsValue): PsValue {
  if (left.list !== undefined) return listValue([...left.list, ...itemsOf(right)])
  if (left.number !== undefined && right.number !== undefined) return numberValue(left.number + right.number)
  return textValue(left.text + right.text, joinTaints([left.taints, right.taints]))
}

function joined(value: PsValue, between: string, scope: PsScope): PsValue {
  const items = itemsOf(value)
  const text = items.map((item) => item.text).join(between)
  // Letters that are put together one by one are a disguise; a list of words is not.
  const isLetters = between === '' && items.length > 2 && items.every((item) => item.text.length < 3)
  return textValue(
    text,
    isLetters ? [...value.taints, scope.taint('decoded', 'characters', 'characters')] : value.taints,
  )
}

/** `'{1}{0}' -f 'x','ie'`: out of order it is a disguise. */
function formatted(format: PsValue, items: readonly PsValue[], scope: PsScope): PsValue {
  const order = [...format.text.slice(0, 65_536).matchAll(/\{(\d{1,4})(?:,-?\d{1,4})?(?::[^{}]{0,40})?\}/g)]
  const text = format.text
    .slice(0, 65_536)
    .replace(/\{(\d{1,4})(?:,-?\d{1,4})?(?::[^{}]{0,40})?\}|\{\{|\}\}/g, (all, index?: string) =>
      index === undefined ? all.charAt(0) : (items[Number(index)]?.text ?? ''),
    )
  const isMixed =
    order.some((one, place) => place > 0 && Number(one[1]) < Number(order[place - 1]?.[1])) &&
    !/[\s,;:]/.test(format.text)
  const taints = joinTaints([format.taints, ...items.map((item) => item.taints)])
  return textValue(text, isMixed ? [...taints, scope.taint('decoded', 'format', 'format')] : taints)
}

function replaced(left: PsValue, right: PsValue, scope: PsScope): PsValue {
  const [old, instead] = right.list ?? [right]
  if (old === undefined || !isKnown(left) || !isKnown(old)) return { text: UNKNOWN_PART, taints: left.taints }
  const plain = old.text.replace(/\\([^\w\s])/g, '$1')
  // A pattern is not followed; what stands for itself is.
  if (/[*+?^$()[\]{}|.]/.test(old.text.replace(/\\[^\w\s]/g, '')) || plain === '')
    return { text: UNKNOWN_PART, taints: left.taints }
  const text = left.text.replaceAll(plain, () => instead?.text ?? '')
  return text === left.text ? left : textValue(text, [...left.taints, scope.taint('decoded', 'replace', 'replace')])
}

function split(left: PsValue, right: PsValue): PsValue {
  const mark = right.text.replace(/\\([^\w\s])/g, '$1')
  if (!isKnown(left) || mark === '' || mark.length > 20) return { text: UNKNOWN_PART, taints: left.taints }
  const isSet = /^\[[^\]\\]{1,20}\]$/.test(mark)
  const marks = isSet ? new Set(mark.slice(1, -1)) : undefined
  const parts = marks === undefined ? left.text.split(mark) : splitAny(left.text, marks)
  return listValue(parts.slice(0, MOST_ITEMS).map((part) => textValue(part, left.taints)))
}

/** Parts between any of the marks, as `.Split()` of .NET gives them. */
export function splitAny(text: string, marks: ReadonlySet<string>): readonly string[] {
  const parts: string[] = []
  let from = 0
  for (let at = 0; at < text.length; at++) {
    if (!marks.has(text.charAt(at))) continue
    parts.push(text.slice(from, at))
    from = at + 1
  }
  parts.push(text.slice(from))
  return parts
}

function range(left: PsValue, right: PsValue): PsValue {
  const from = left.number ?? (left.text.length === 1 ? left.text.charCodeAt(0) : undefined)
  const to = right.number ?? (right.text.length === 1 ? right.text.charCodeAt(0) : undefined)
  if (from === undefined || to === undefined || Math.abs(to - from) > MOST_ITEMS) return UNKNOWN
  const step = to < from ? -1 : 1
  return listValue(
    Array.from({ length: Math.floor(Math.abs(to - from)) + 1 }, (_, index) => numberValue(from + index * step)),
  )
}

function times(left: PsValue, right: PsValue): PsValue {
  if (left.number !== undefined) return arithmetic((a, b) => a * b, left, right)
  const count = right.number ?? -1
  return count >= 0 && count * left.text.length <= MOST_ITEMS
    ? textValue(left.text.repeat(count), left.taints)
    : { text: UNKNOWN_PART, taints: left.taints }
}

function arithmetic(operation: (a: number, b: number) => number, left: PsValue, right: PsValue): PsValue {
  const a = asNumber(left).number
  const b = asNumber(right).number
  const taints = joinTaints([left.taints, right.taints])
  return a === undefined || b === undefined ? { text: UNKNOWN_PART, taints } : numberValue(operation(a, b), taints)
}

/** `x[1]`, `x[1,2]`, `x[-1..-9]`: letters picked out of a text are a disguise. */
export function indexValue(target: PsValue, index: PsValue, scope: PsScope): PsValue {
  if (target.table !== undefined)
    return target.table.find(({ key }) => key.toLowerCase() === index.text.toLowerCase())?.value ?? UNKNOWN
  if (target.list === undefined && !isKnown(target)) return { text: UNKNOWN_PART, taints: target.taints }
  const length = target.list?.length ?? target.text.length
  const pick = (one: PsValue): PsValue => {
    const { number } = one
    if (number === undefined) return { text: UNKNOWN_PART, taints: target.taints }
    const place = number < 0 ? length + number : number
    return (
      target.list?.[place] ??
      textValue(
        target.text.charAt(place),
        target.list === undefined ? [...target.taints, scope.taint('decoded', 'characters', 'characters')] : [],
      )
    )
  }
  return index.list === undefined ? pick(index) : listValue(index.list.map(pick))
}
