import { decodeAs, decodeWith } from './decoders.ts'
import { concatenate } from './fold-format.ts'
import { callMethod } from './fold-methods.ts'
import {
  anyOf,
  asNumber,
  asText,
  itemsOf,
  listValue,
  MADE,
  numberValue,
  type Text,
  textValue,
  UNKNOWN,
  type Value,
} from './values.ts'

/** A function of builtins or the standard library called with constants; undefined when it is not one that is folded. */
export function callFunction(
  path: string,
  values: readonly Value[],
  named: ReadonlyMap<string, Value>,
): Value | undefined {
  const known = FUNCTIONS.get(path)
  if (known !== undefined) return known(values)
  const [first] = values
  const method = METHOD.exec(path)?.[1]
  if (method === 'fromhex') return decoded('binascii.unhexlify', first)
  if (method === 'maketrans') return UNKNOWN
  return method !== undefined && first !== undefined
    ? callMethod(first, method, values.slice(1), named)
    : decoded(path, first)
}

/** `str.join("", […])`: a method taken from its class. */
const METHOD = /^builtins\.(?:str|bytes|bytearray|list|dict)\.(\w+)$/

/** May callFunction know what a call of it gives? */
export function isFolded(path: string): boolean {
  return FUNCTIONS.has(path) || DECODERS.test(path) || METHOD.test(path)
}

const DECODERS = /^(?:base64|binascii|zlib|gzip)\.\w+$/

function decoded(path: string, value: Value | undefined): Value | undefined {
  const input = asText(value)
  const output = input === undefined ? undefined : decodeWith(path, input.text)
  return output === undefined ? undefined : textValue(output, MADE.decoded, true)
}

const FUNCTIONS: ReadonlyMap<string, (values: readonly Value[]) => Value | undefined> = new Map<
  string,
  (values: readonly Value[]) => Value | undefined
>([
  ['builtins.chr', ([code]) => chr(asNumber(code))],
  ['builtins.unichr', ([code]) => chr(asNumber(code))],
  ['builtins.ord', ([char]) => codeOf(asText(char))],
  ['builtins.int', ([text, base]) => integer(text, base)],
  ['builtins.str', ([value, encoding]) => toText(value, encoding)],
  ['builtins.len', ([value]) => numberValue(itemsOf(value)?.length ?? Number.NaN)],
  ['builtins.bytes', ([value]) => toBytes(value)],
  ['builtins.bytearray', ([value]) => toBytes(value)],
  ['builtins.memoryview', ([value]) => toBytes(value)],
  ['builtins.reversed', ([value]) => listOf(itemsOf(value)?.toReversed())],
  ...['list', 'tuple', 'set', 'frozenset', 'iter'].map(
    (name) =>
      [`builtins.${name}`, ([value]: readonly Value[]) => listOf(value === undefined ? [] : itemsOf(value))] as const,
  ),
  ['builtins.next', ([value]) => anyOf(itemsOf(value)?.slice(0, 256) ?? [UNKNOWN])],
  ['builtins.range', (values) => range(values.map(asNumber))],
  ['builtins.zip', (values) => zip(values.map(itemsOf))],
  [
    'builtins.enumerate',
    ([value]) => listOf(itemsOf(value)?.map((item, index) => listValue([numberValue(index), item]))),
  ],
  ['codecs.decode', ([value, codec]) => codecsDecode(asText(value), asText(codec))],
  ['codecs.encode', ([value, codec]) => codecsDecode(asText(value), asText(codec))],
  ['codecs.getdecoder', () => undefined],
  ['operator.add', (values) => (values.every((value) => value.kind === 'text') ? concatenate(values) : undefined)],
])

function chr(code: number | undefined): Value | undefined {
  const isValid = code !== undefined && Number.isInteger(code) && code >= 0 && code <= 0x10ffff
  return isValid ? textValue(String.fromCodePoint(code), MADE.decoded) : undefined
}

function codeOf(char: Text | undefined): Value {
  return numberValue(char?.text.codePointAt(0) ?? Number.NaN)
}

function integer(value: Value | undefined, base: Value | undefined): Value | undefined {
  const text = asText(value)?.text
  if (text === undefined) return numberValue(Math.trunc(asNumber(value) ?? Number.NaN))
  const radix = base === undefined ? 10 : asNumber(base)
  if (radix === undefined || radix < 2 || radix > 36) return undefined
  // `int("0b", 16)` is 11: a prefix counts with its own base only.
  const prefix = PREFIXES.get(radix)
  const plain = text.trim().replaceAll('_', '').toLowerCase()
  return numberValue(Number.parseInt(prefix !== undefined && plain.startsWith(prefix) ? plain.slice(2) : plain, radix))
}

const PREFIXES: ReadonlyMap<number, string> = new Map([
  [2, '0b'],
  [8, '0o'],
  [16, '0x'],
])

function toText(value: Value | undefined, encoding: Value | undefined): Value | undefined {
  if (value?.kind === 'text' && value.bytes && encoding !== undefined)
    return callMethod(value, 'decode', [encoding], new Map())
  return value?.kind === 'text' || value?.kind === 'number' ? concatenate([value]) : undefined
}

function toBytes(value: Value | undefined): Value | undefined {
  if (value?.kind === 'text') return value.bytes ? value : callMethod(value, 'encode', [], new Map())
  const codes = value?.kind === 'list' ? itemsOf(value)?.map(asNumber) : undefined
  if (codes === undefined || !codes.every((code) => code !== undefined && code >= 0 && code < 256)) return undefined
  return textValue(Buffer.from(codes as number[]).toString('latin1'), MADE.decoded, true)
}

function listOf(items: readonly Value[] | undefined): Value | undefined {
  return items === undefined ? undefined : listValue([...items])
}

function range([first, second, step = 1]: readonly (number | undefined)[]): Value | undefined {
  const [from, to] = second === undefined ? [0, first] : [first, second]
  if (from === undefined || to === undefined || !Number.isInteger(step) || step === 0) return undefined
  const length = Math.ceil((to - from) / step)
  if (!(length <= 4096)) return undefined
  return listValue(Array.from({ length: Math.max(0, length) }, (_, index) => numberValue(from + index * step)))
}

function zip(lists: readonly (readonly Value[] | undefined)[]): Value | undefined {
  if (lists.length === 0 || !lists.every((list) => list !== undefined)) return undefined
  const length = Math.min(...lists.map((list) => list.length), 65_536)
  return listValue(Array.from({ length }, (_, index) => listValue(lists.map((list) => list[index] ?? UNKNOWN))))
}

function codecsDecode(value: Text | undefined, codec: Text | undefined): Value | undefined {
  if (value === undefined) return undefined
  const result = decodeAs(codec?.text ?? 'utf-8', value.text)
  return result === undefined ? undefined : textValue(result.text, MADE.decoded, result.bytes)
}
