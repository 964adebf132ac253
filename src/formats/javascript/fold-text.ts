import { PatternMistake } from '../../base/pattern-tree.ts'
import { compilePattern } from '../../base/patterns.ts'
import { decodeBytes, encodeText, isHiding } from './decoders.ts'
import { MOST_TEXT, textOf } from './fold-operators.ts'
import {
  asNumber,
  asText,
  listValue,
  MADE,
  type Made,
  numberValue,
  type Text,
  textValue,
  UNDEFINED,
  unknownFrom,
  type Value,
} from './values.ts'

/** A method of a constant text; undefined when it is none that is folded, or not with these arguments. */
export function callTextMethod(text: Text, name: string, given: readonly Value[], from: number): Value | undefined {
  if (!text.whole) return name === 'toString' || name.startsWith('trim') || name === 'valueOf' ? text : undefined
  if (text.bytes) return callBytesMethod(text, name, given, from)
  return METHODS.get(name)?.({ text, given, from, made: Math.max(text.made, MADE.computed) as Made })
}

interface Call {
  readonly text: Text
  readonly given: readonly Value[]
  readonly from: number
  readonly made: Made
}

type Method = (call: Call) => Value | undefined

const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['toString', ({ text }) => text],
  ['valueOf', ({ text }) => text],
  ['normalize', ({ text }) => text],
  ['charAt', ({ text, given, from, made }) => textValue(text.text.charAt(numberAt(given, 0) ?? 0), made, from)],
  ['at', ({ text, given, from, made }) => textValue(text.text.at(numberAt(given, 0) ?? 0) ?? '', made, from)],
  ['charCodeAt', ({ text, given, from }) => numberValue(text.text.charCodeAt(numberAt(given, 0) ?? 0), from)],
  ['codePointAt', codePointAt],
  ['indexOf', ({ text, given, from }) => mapText(given, (sought) => numberValue(text.text.indexOf(sought), from))],
  ['toLowerCase', ({ text, from, made }) => textValue(text.text.toLowerCase(), made, from)],
  ['toUpperCase', ({ text, from, made }) => textValue(text.text.toUpperCase(), made, from)],
  ['trim', ({ text, from }) => textValue(text.text.trim(), text.made, from)],
  ['trimStart', ({ text, from }) => textValue(text.text.trimStart(), text.made, from)],
  ['trimEnd', ({ text, from }) => textValue(text.text.trimEnd(), text.made, from)],
  ['concat', concat],
  ['slice', (call) => cut(call, (text, a, b) => text.slice(a, b))],
  ['substring', (call) => cut(call, (text, a, b) => text.substring(a, b))],
  ['substr', (call) => cut(call, (text, a, b) => text.slice(a, b === undefined ? undefined : a + b || text.length))],
  ['split', split],
  ['replace', (call) => replace(call, false)],
  ['replaceAll', (call) => replace(call, true)],
  ['repeat', repeat],
  ['padStart', (call) => pad(call, (text, length, fill) => text.padStart(length, fill))],
  ['padEnd', (call) => pad(call, (text, length, fill) => text.padEnd(length, fill))],
])

function numberAt(given: readonly Value[], index: number): number | undefined {
  return asNumber(given[index])
}

function mapText(given: readonly Value[], convert: (text: string) => Value): Value | undefined {
  const text = asText(given[0])?.text
  return text === undefined ? undefined : convert(text)
}

function codePointAt({ text, given, from }: Call): Value {
  const code = text.text.codePointAt(numberAt(given, 0) ?? 0)
  return code === undefined ? UNDEFINED : numberValue(code, from)
}

function concat({ text, given, from, made }: Call): Value | undefined {
  const parts = given.map((value) => (value.kind === 'text' && !value.whole ? undefined : textOf(value)))
  if (!parts.every((part) => part !== undefined)) return undefined
  const all = text.text + parts.join('')
  return all.length > MOST_TEXT ? unknownFrom(from) : textValue(all, made, from)
}

function cut(
  { text, given, from, made }: Call,
  take: (text: string, start: number, end: number | undefined) => string,
): Value | undefined {
  if (given.some((value) => value.kind !== 'number')) return undefined
  return textValue(take(text.text, numberAt(given, 0) ?? 0, numberAt(given, 1)), made, from)
}

/** Most parts a text is split into. */
const MOST_PARTS = 100_000

function split({ text, given, from, made }: Call): Value | undefined {
  const [by] = given
  const separator = by === undefined ? undefined : (asText(by)?.text ?? patternText(by))
  if (by !== undefined && separator === undefined) return undefined
  const parts = separator === undefined ? [text.text] : text.text.split(separator, MOST_PARTS)
  return listValue(
    parts.map((part) => textValue(part, made, from)),
    from,
  )
}

/** `/,/` is `,`. */
function patternText(value: Value): string | undefined {
  return value.kind === 'pattern' && /^[\w ,;:#@!%&=<>~`'"-]*$/.test(value.source) ? value.source : undefined
}

/** Patterns of which each place of a text is looked at once: single characters and classes, at most the last one repeated. */
const PLAIN_PATTERN = /^(?:\[[^\]\\[]*\]|\\[dwsDWSntr/.|+*?^$()[\]{}-]|[^\\[\](){}*+?^$|])+\+?$/

function replace({ text, given, from, made }: Call, all: boolean): Value | undefined {
  const [sought, by] = given
  const replacement = asText(by)?.text
  if (sought === undefined || replacement === undefined || replacement.length > 1000) return undefined
  if (text.text.length > MOST_TEXT / 4) return undefined
  let result: string
  if (sought.kind === 'pattern') {
    if (sought.source.length > 200 || !PLAIN_PATTERN.test(sought.source) || /[^gimu]/.test(sought.flags))
      return undefined
    const pattern = compiled(sought.source, sought.flags)
    if (pattern === undefined) return undefined
    result = text.text.replace(pattern, replacement)
  } else {
    const plain = asText(sought)?.text
    if (plain === undefined || plain === '') return undefined
    result = all ? text.text.replaceAll(plain, replacement) : text.text.replace(plain, replacement)
  }
  return result.length > MOST_TEXT ? unknownFrom(from) : textValue(result, made, from)
}

function compiled(source: string, flags: string): RegExp | undefined {
  try {
    return compilePattern(source, flags, 1000)
  } catch (error) {
    if (error instanceof PatternMistake) return undefined
    throw error
  }
}

function repeat({ text, given, from, made }: Call): Value | undefined {
  const count = numberAt(given, 0)
  if (count === undefined || !(count >= 0) || text.text.length * count > MOST_TEXT) return undefined
  return textValue(text.text.repeat(count), made, from)
}

function pad(
  { text, given, from, made }: Call,
  apply: (text: string, length: number, fill: string) => string,
): Value | undefined {
  const length = numberAt(given, 0)
  const fill = given[1] === undefined ? ' ' : asText(given[1])?.text
  if (length === undefined || fill === undefined || !(length <= 4096)) return undefined
  return textValue(apply(text.text, length, fill), made, from)
}

/** Methods of a buffer. */
function callBytesMethod(text: Text, name: string, given: readonly Value[], from: number): Value | undefined {
  if (name === 'toString' || name === 'latin1Slice' || name === 'utf8Slice') {
    const encoding = given[0] === undefined ? 'utf8' : asText(given[0])?.text
    const decoded = encoding === undefined ? undefined : decodeBytes(text.text, encoding)
    return decoded === undefined
      ? undefined
      : textValue(decoded, isHiding(encoding ?? '') ? MADE.computed : text.made, from)
  }
  if (name === 'slice' || name === 'subarray') {
    if (given.some((value) => value.kind !== 'number')) return undefined
    return textValue(text.text.slice(numberAt(given, 0) ?? 0, numberAt(given, 1)), text.made, from, true)
  }
  if (name === 'reverse') return textValue([...text.text].reverse().join(''), MADE.decoded, from, true)
  return undefined
}

/** `Buffer.from(text, encoding)`. */
export function bufferFrom(given: readonly Value[], from: number): Value | undefined {
  const [source, encoding] = given
  if (source?.kind === 'text' && source.bytes) return source
  const text = asText(source)
  if (text !== undefined) {
    const name = encoding === undefined ? 'utf8' : asText(encoding)?.text
    const bytes = name === undefined ? undefined : encodeText(text.text, name)
    return bytes === undefined
      ? undefined
      : textValue(bytes, isHiding(name ?? '') ? MADE.decoded : text.made, from, true)
  }
  return source === undefined ? undefined : bytesOf(source, from)
}

/** A list of numbers as bytes. */
export function bytesOf(source: Value, from: number): Value | undefined {
  const codes = numbersOf(source)
  if (codes === undefined) return undefined
  return textValue(Buffer.from(codes.map((code) => code & 255)).toString('latin1'), MADE.decoded, from, true)
}

/** A list of numbers of which all are known. */
export function numbersOf(value: Value | undefined): readonly number[] | undefined {
  if (value?.kind !== 'list' || value.cell.open || value.cell.items.length > MOST_PARTS) return undefined
  const codes = value.cell.items.map(asNumber)
  return codes.every((code) => code !== undefined) ? codes : undefined
}
