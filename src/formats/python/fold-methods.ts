import { decodeAs, MOST_DECODED } from './decoders.ts'
import { concatenate, formatBraces } from './fold-format.ts'
import { worse } from './fold-operators.ts'
import {
  anyOf,
  asNumber,
  asText,
  itemsOf,
  type List,
  listValue,
  MADE,
  type Text,
  textValue,
  UNKNOWN,
  type Value,
} from './values.ts'

/** A method of a constant called with constants; unknown when it is not one that is folded. */
export function callMethod(
  of: Value,
  name: string,
  values: readonly Value[],
  named: ReadonlyMap<string, Value>,
): Value {
  if (of.kind === 'text') return textMethod(of, name, values, named)
  if (of.kind === 'list') return listMethod(of, name, values)
  return of.kind === 'dict' ? dictMethod(of.entries, name, values) : UNKNOWN
}

function textMethod(of: Text, name: string, values: readonly Value[], named: ReadonlyMap<string, Value>): Value {
  const [first, second] = values
  if (name === 'format') return formatBraces(of, values, named)
  if (name === 'join') return join(of, first)
  if (name === 'decode' || name === 'encode') return recode(of, name, first ?? named.get('encoding'))
  if (name === 'replace') return replace(of, asText(first), asText(second))
  if (name === 'split') return split(of, first)
  if (name === '__getitem__' && first !== undefined) return subscriptOf(of, first)
  if (name === '__add__' && first?.kind === 'text') return concatenate([of, first])
  if (name === 'hex' && of.bytes) return textValue(Buffer.from(of.text, 'latin1').toString('hex'), of.made)
  const plain = PLAIN[name]?.(of.text, asText(first)?.text)
  return plain === undefined ? UNKNOWN : textValue(plain, worse(of.made, MADE.computed), of.bytes)
}

const PLAIN: Readonly<Record<string, (text: string, argument: string | undefined) => string | undefined>> = {
  lower: (text) => text.toLowerCase(),
  casefold: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
  swapcase: (text) => text.replaceAll(/[a-zA-Z]/g, (char) => String.fromCharCode(char.charCodeAt(0) ^ 32)),
  capitalize: (text) => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase(),
  strip: (text, argument) => trimmed(text, argument, true, true),
  lstrip: (text, argument) => trimmed(text, argument, true, false),
  rstrip: (text, argument) => trimmed(text, argument, false, true),
  removeprefix: (text, argument) =>
    argument !== undefined && text.startsWith(argument) ? text.slice(argument.length) : text,
  removesuffix: (text, argument) => (argument && text.endsWith(argument) ? text.slice(0, -argument.length) : text),
  __str__: (text) => text,
  __format__: (text) => text,
}

function trimmed(text: string, characters = ' \t\n\r\f\v', left: boolean, right: boolean): string {
  let from = 0
  let to = text.length
  if (left) while (from < to && characters.includes(text.charAt(from))) from++
  if (right) while (to > from && characters.includes(text.charAt(to - 1))) to--
  return text.slice(from, to)
}

function join(separator: Text, of: Value | undefined): Value {
  const items = itemsOf(of)
  if (items === undefined || items.length * (separator.text.length + 1) > MOST_DECODED) return UNKNOWN
  return concatenate(items.flatMap((item, index) => (index === 0 ? [item] : [separator, item])))
}

function recode(of: Text, name: 'decode' | 'encode', codec: Value | undefined): Value {
  const encoding = codec === undefined ? 'utf-8' : asText(codec)?.text
  if (encoding === undefined) return UNKNOWN
  if (name === 'encode' && !of.bytes && PLAIN_CODEC.test(encoding))
    return textValue(Buffer.from(of.text, 'utf8').toString('latin1'), of.made, true)
  const decoded = decodeAs(encoding, of.text)
  if (decoded === undefined) return UNKNOWN
  const made = PLAIN_CODEC.test(encoding) ? of.made : MADE.decoded
  return textValue(decoded.text, made, decoded.bytes)
}

const PLAIN_CODEC = /^(?:utf[-_]?8|u8|ascii|us-ascii|latin[-_]?1|iso-?8859-1)$/i

function replace(of: Text, from: Text | undefined, to: Text | undefined): Value {
  if (from === undefined || to === undefined || from.text === '') return UNKNOWN
  // Counted first: `"a" * n` replaced by a long text grows quadratically.
  const count = of.text.split(from.text).length - 1
  if (of.text.length + count * to.text.length > MOST_DECODED) return UNKNOWN
  return textValue(
    of.text.replaceAll(from.text, () => to.text),
    worse(of.made, to.made, MADE.computed),
    of.bytes,
  )
}

function split(of: Text, by: Value | undefined): Value {
  const separator = asText(by)?.text
  if (by !== undefined && separator === undefined && by.kind !== 'constant') return UNKNOWN
  if (separator === '') return UNKNOWN
  const parts = separator === undefined ? of.text.trim().split(/\s+/, 65_536) : of.text.split(separator, 65_536)
  return listValue(parts.map((part) => textValue(part, of.made, of.bytes)))
}

function listMethod(of: List, name: string, values: readonly Value[]): Value {
  const [first] = values
  if (first !== undefined && ADDING.has(name)) {
    of.open = true
    const added = name === 'extend' ? (itemsOf(first) ?? [UNKNOWN]) : values
    if (of.items.length < 256) of.items.push(...added.slice(0, 256))
    return { kind: 'constant', name: 'None' }
  }
  if (name === 'pop') return anyOf([...of.items.slice(0, 256), ...(of.open ? [UNKNOWN] : [])])
  if (name === 'reverse' || name === 'sort' || name === 'clear' || name === 'remove') of.open = true
  return name === '__getitem__' && first !== undefined ? subscriptOf(of, first) : UNKNOWN
}

const ADDING: ReadonlySet<string> = new Set(['append', 'extend', 'insert', 'add', 'appendleft'])

function dictMethod(entries: readonly [Value, Value][], name: string, values: readonly Value[]): Value {
  const [key, fallback] = values
  if (name === 'values') return listValue(entries.map(([, value]) => value))
  if (name === 'keys') return listValue(entries.map(([key]) => key))
  if (name === 'items') return listValue(entries.map((entry) => listValue([...entry])))
  if ((name === 'get' || name === 'pop' || name === 'setdefault' || name === '__getitem__') && key !== undefined)
    return anyOf([entryOf(entries, key), ...(fallback === undefined ? [] : [fallback])])
  return UNKNOWN
}

/** The value under a key; any of them when the key is not known. */
function entryOf(entries: readonly [Value, Value][], key: Value): Value {
  const text = asText(key)?.text
  const number = asNumber(key)
  const isKnown = text !== undefined || number !== undefined
  const values = entries
    .filter(
      ([own]) =>
        !isKnown ||
        own.kind === 'unknown' ||
        (text !== undefined ? asText(own)?.text === text : asNumber(own) === number),
    )
    .map(([, value]) => value)
  return values.length === 0 ? UNKNOWN : anyOf(values)
}

/** `of[index]` of constants. */
export function subscriptOf(of: Value, index: Value): Value {
  if (of.kind === 'dict') return entryOf(of.entries, index)
  const at = asNumber(index)
  if (of.kind === 'list' && (at === undefined || of.open))
    return index.kind === 'list' ? sliced(of, index) : anyOf([...of.items.slice(0, 256), UNKNOWN])
  if (at === undefined) return index.kind === 'list' ? sliced(of, index) : UNKNOWN
  if (of.kind === 'text' && !of.bytes) {
    const char = of.text.at(at)
    return char === undefined ? UNKNOWN : textValue(char, worse(of.made, MADE.computed))
  }
  return itemsOf(of)?.at(at) ?? UNKNOWN
}

/** A slice comes as the list of its three bounds. */
function sliced(of: Value, bounds: List): Value {
  const [lower, upper, step] = bounds.items.map((bound) => (bound.kind === 'unknown' ? Number.NaN : asNumber(bound)))
  if ([lower, upper, step].some(Number.isNaN)) return UNKNOWN
  if (of.kind === 'text') {
    const text = pick([...of.text], lower, upper, step)
    return text === undefined ? UNKNOWN : textValue(text.join(''), worse(of.made, MADE.computed), of.bytes)
  }
  const items = pick(itemsOf(of) ?? [], lower, upper, step)
  return of.kind === 'list' && items !== undefined && !of.open ? listValue(items) : UNKNOWN
}

function pick<T>(items: readonly T[], lower: number | undefined, upper: number | undefined, step = 1): T[] | undefined {
  if (step === 0 || !Number.isInteger(step)) return undefined
  const { length } = items
  if (step > 0) {
    const part = items.slice(lower, upper)
    return step === 1 ? part : part.filter((_, index) => index % step === 0)
  }
  const from = lower === undefined ? length - 1 : Math.min(length - 1, lower < 0 ? lower + length : lower)
  const to = upper === undefined ? -1 : upper < 0 ? Math.max(-1, upper + length) : upper
  const picked: T[] = []
  for (let at = from; at > to; at += step) {
    const item = items[at]
    if (item !== undefined) picked.push(item)
  }
  return picked
}
