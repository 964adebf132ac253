import { decodeWith, isDecoder } from './decoders.ts'
import { concatenate, numberOf, textOf } from './fold-operators.ts'
import { bufferFrom, bytesOf, callTextMethod, numbersOf } from './fold-text.ts'
import { jsonValue } from './json-value.ts'
import { placeOfCall } from './paths.ts'
import { addToField } from './store.ts'
import {
  alternatives,
  anyOf,
  asNumber,
  asText,
  constantValue,
  itemsOf,
  listValue,
  MADE,
  newObjectCell,
  numberValue,
  partialText,
  pathValue,
  textValue,
  unknownFrom,
  type Value,
} from './values.ts'
import { afford, type World } from './world.ts'

/** A call of a function that is known, with what it was given and the node of its result. */
export interface KnownCall {
  readonly world: World
  readonly path: string
  readonly given: readonly Value[]
  readonly from: number
  /** The same in every pass. */
  readonly syntax: object
}

/** What a known function of the runtime gives; undefined where it is not known. Nothing is called. */
export function knownResult(call: KnownCall): Value | undefined {
  const { path, given, from, world } = call
  const choice = EACH.test(path) ? given.findIndex(({ kind }) => kind === 'any') : -1
  if (choice >= 0) return eachResult(call, choice)
  const [first] = given
  const place = placeOfCall(path)
  if (place !== undefined) return textValue(place, MADE.written, from)
  const known = FUNCTIONS.get(path)
  if (known !== undefined) return known(call)
  if (!isDecoder(path)) return methodOfClass(call)
  const input = first === undefined ? undefined : decoderInput(first)
  if (input === undefined || !afford(world, input.length)) return undefined
  const output = decodeWith(path, input)
  if (output === undefined) return undefined
  const isHidden = !path.startsWith('global.encode') && path !== 'global.btoa' && path !== 'global.escape'
  return textValue(output.text, isHidden ? MADE.decoded : MADE.computed, from, output.bytes)
}

/** Functions that are tried for everything their first argument with several values may be. */
const EACH = /^(?:node:path\.\w+|global\.(?:atob|unescape|decodeURIComponent|Buffer\.from|String|URL))$/

function eachResult(call: KnownCall, choice: number): Value | undefined {
  const { given, world } = call
  const results = alternatives(given[choice] ?? unknownFrom(0)).map((one) =>
    knownResult({
      ...call,
      given: given.map((value, index) =>
        index === choice ? one : value.kind === 'any' ? unknownFrom(value.from) : value,
      ),
    }),
  )
  return results.every((one) => one === undefined)
    ? undefined
    : anyOf(
        world.flow,
        results.map((one) => one ?? unknownFrom(call.from)),
      )
}

function decoderInput(value: Value): string | undefined {
  return value.kind === 'text' && value.bytes
    ? value.text
    : value.kind === 'text' && !value.whole
      ? undefined
      : textOf(value)
}

/** `String.prototype.split.call("a,b", ",")` comes here without its `call`. */
function methodOfClass({ path, given, from }: KnownCall): Value | undefined {
  const method = /^global\.String\.prototype\.(\w+)$/.exec(path)?.[1]
  const [of, ...rest] = given
  return method !== undefined && of?.kind === 'text' ? callTextMethod(of, method, rest, from) : undefined
}

type Known = (call: KnownCall) => Value | undefined

const same: Known = ({ given }) => given[0]

const FUNCTIONS: ReadonlyMap<string, Known> = new Map<string, Known>([
  ['global.String.fromCharCode', (call) => fromCodes(call, (codes) => String.fromCharCode(...codes))],
  ['global.String.fromCodePoint', (call) => fromCodes(call, fromCodePoints)],
  ['global.String', ({ given: [value], world }) => (value === undefined ? undefined : concatenate(world.flow, [value]))],
  ['global.String.raw', ({ given, world }) => concatenate(world.flow, given)],
  ['global.Number', ({ given: [value], from }) => numeric(value, from)],
  ['global.parseInt', parseNumber],
  ['global.Number.parseInt', parseNumber],
  ['global.parseFloat', ({ given: [value], from }) => numeric(value, from)],
  ['global.Buffer.from', ({ given, from }) => bufferFrom(given, from)],
  ['global.Buffer', ({ given, from }) => bufferFrom(given, from)],
  ['global.Buffer.concat', ({ given: [list], from }) => concatBytes(list, from)],
  ['global.Uint8Array', ({ given: [list], from }) => (list === undefined ? undefined : bytesOf(list, from))],
  ['global.Uint8Array.from', ({ given: [list], from }) => (list === undefined ? undefined : bytesOf(list, from))],
  ['global.TextDecoder().decode', ({ given: [bytes], from }) => decodeUtf8(bytes, from)],
  ['global.TextEncoder().encode', ({ given, from }) => bufferFrom(given, from)],
  ['global.Array', ({ given, from }) => (given.length === 1 ? undefined : listValue([...given], from))],
  ['global.Array.of', ({ given, from }) => listValue([...given], from)],
  ['global.Array.from', ({ given: [list], from }) => arrayFrom(list, from)],
  ['global.JSON.parse', ({ given: [text], from, world }) => parseJson(world, asText(text)?.text, from)],
  ['global.JSON.stringify', ({ given: [value], from }) => stringify(value, from)],
  ['global.Object.keys', ({ given: [value], from }) => keysOf(value, from)],
  ['global.Object.getOwnPropertyNames', ({ given: [value], from }) => keysOf(value, from)],
  ['global.Object.values', valuesOf],
  ['global.Object.assign', assignAll],
  ['global.Object.freeze', same],
  ['global.Object.seal', same],
  ['global.Object.create', created],
  ['global.Object.getPrototypeOf', ({ given: [of] }) => (of?.kind === 'function' ? pathValue('global.Function.prototype') : undefined)],
  ['global.Reflect.getPrototypeOf', ({ given: [of] }) => (of?.kind === 'function' ? pathValue('global.Function.prototype') : undefined)],
  ['global.Promise.resolve', same],
  ['global.Promise.all', same],
  ['global.Promise.race', same],
  ['global.Symbol.for', () => constantValue('undefined')],
  ['node:util.promisify', same],
  ['node:util.callbackify', same],
  ['global.URL', ({ given, from, world }) => urlOf(given, from, world)],
  ['node:url.pathToFileURL', same],
  ['node:url.fileURLToPath', ({ given: [url], from }) => filePath(url, from)],
  ['node:url.parse', same],
  ['node:path.join', joinPath],
  ['node:path.resolve', joinPath],
  ['node:path.normalize', same],
  ['node:path.posix.join', joinPath],
  ['node:path.win32.join', joinPath],
  ['node:path.dirname', ({ given: [of], from }) => folderOf(of, from)],
  ['node:path.basename', ({ given: [of], from }) => baseOf(of, from)],
  ['node:util.format', ({ given, from, world }) => format(given, from, world)],
  ['global.Symbol', () => unknownFrom(0)],
]) // prettier-ignore

/** Most codes that are given to one call. */
const MOST_CODES = 60_000

function fromCodes(
  { given, from, world }: KnownCall,
  convert: (codes: readonly number[]) => string | undefined,
): Value | undefined {
  if (given.length > MOST_CODES || !afford(world, given.length)) return undefined
  const codes = given.map(numberOf)
  const text = codes.every((code) => code !== undefined) ? convert(codes) : undefined
  return text === undefined ? undefined : textValue(text, MADE.decoded, from)
}

function fromCodePoints(codes: readonly number[]): string | undefined {
  const areValid = codes.every((code) => Number.isInteger(code) && code >= 0 && code <= 0x10ffff)
  return areValid ? String.fromCodePoint(...codes) : undefined
}

function numeric(value: Value | undefined, from: number): Value | undefined {
  const number = value === undefined ? undefined : numberOf(value)
  return number === undefined ? undefined : numberValue(number, from)
}

function parseNumber({ given: [text, radix], from }: KnownCall): Value | undefined {
  const written = text === undefined ? undefined : textOf(text)
  const base = radix === undefined ? 10 : asNumber(radix)
  if (written === undefined || base === undefined || (text?.kind === 'text' && !text.whole)) return undefined
  return numberValue(Number.parseInt(written, radix === undefined && /^\s*0x/i.test(written) ? 16 : base), from)
}

function concatBytes(list: Value | undefined, from: number): Value | undefined {
  const parts = itemsOf(list)?.map((item) => (item.kind === 'text' && item.bytes ? item.text : undefined))
  return parts?.every((part) => part !== undefined) === true && parts.length > 0
    ? textValue(parts.join(''), MADE.decoded, from, true)
    : undefined
}

function decodeUtf8(bytes: Value | undefined, from: number): Value | undefined {
  const text = bytes?.kind === 'text' && bytes.bytes ? textOf(bytes) : undefined
  return text === undefined || bytes?.kind !== 'text' ? undefined : textValue(text, bytes.made, from)
}

function arrayFrom(list: Value | undefined, from: number): Value | undefined {
  if (list?.kind === 'text' && list.bytes) {
    const codes = Array.from(list.text.slice(0, MOST_CODES), (char) => numberValue(char.charCodeAt(0)))
    return listValue(codes, from)
  }
  const text = asText(list)
  if (text !== undefined && text.text.length < MOST_CODES)
    return listValue(
      Array.from(text.text, (char) => textValue(char, MADE.computed)),
      from,
    )
  return list?.kind === 'list' ? list : undefined
}

function parseJson(world: World, text: string | undefined, from: number): Value | undefined {
  return text === undefined || !afford(world, text.length) ? undefined : jsonValue(world, text, from)
}

function stringify(value: Value | undefined, from: number): Value | undefined {
  const text = asText(value)
  if (text !== undefined) return textValue(JSON.stringify(text.text), MADE.computed, from)
  const numbers = numbersOf(value)
  return numbers === undefined ? undefined : textValue(JSON.stringify(numbers), MADE.computed, from)
}

function keysOf(value: Value | undefined, from: number): Value | undefined {
  if (value?.kind !== 'object' || value.cell.open || value.cell.fields.size > 4096) return undefined
  return listValue(
    [...value.cell.fields.keys()].map((key) => textValue(key, MADE.written)),
    from,
  )
}

function valuesOf({ given: [value], from }: KnownCall): Value | undefined {
  if (value?.kind !== 'object' || value.cell.open || value.cell.fields.size > 4096) return undefined
  return listValue([...value.cell.fields.values()], from)
}

function assignAll({ world, given: [target, ...sources] }: KnownCall): Value | undefined {
  if (target?.kind !== 'object') return target
  for (const source of sources) {
    if (source.kind === 'object' && !source.cell.open && source.cell.fields.size < 4096)
      for (const [name, field] of source.cell.fields) addToField(world, target.cell, name, field)
    else target.cell.open = true
  }
  return target
}

function created({ world, syntax, given: [of] }: KnownCall): Value {
  const cell = world.objects.get(syntax) ?? newObjectCell(false)
  world.objects.set(syntax, cell)
  cell.parent = of
  return { kind: 'object', cell, from: 0 }
}

function urlOf(given: readonly Value[], from: number, world: World): Value | undefined {
  const [path, base] = given
  if (path?.kind === 'text' && /^[a-z][\w+.-]*:/i.test(path.text)) return path
  if (base?.kind !== 'text' || path === undefined) return undefined
  const folder = base.text.slice(0, base.text.lastIndexOf('/') + 1)
  return concatenate(world.flow, [partialText(folder, MADE.computed, from), path])
}

function filePath(url: Value | undefined, from: number): Value | undefined {
  if (url?.kind !== 'text') return url
  const path = url.text.replace(/^file:(?:\/\/)?/, '')
  return url.whole ? textValue(path, url.made, from) : partialText(path, url.made, from)
}

/** Parts with one `/` between them; what is not known is a gap. */
function joinPath({ given, from, world }: KnownCall): Value | undefined {
  const slash = textValue('/', MADE.written)
  const parts = given.slice(0, 32).flatMap((value, index) => (index === 0 ? [value] : [slash, value]))
  const whole = concatenate(world.flow, parts)
  if (whole.kind !== 'text') return unknownFrom(from)
  const path = cleaned(whole.text.replaceAll('\\', '/'))
  return whole.whole ? textValue(path, whole.made, from) : partialText(path, whole.made, from)
}

/** `a/./b/../c` is `a/c`; an absolute part in the middle stays what it is. */
function cleaned(path: string): string {
  const kept: string[] = []
  for (const part of path.slice(0, 4096).split('/')) {
    const last = kept.at(-1)
    if (part === '..' && last !== undefined && !/^(?:\.\.|~|<.*|…|)$/.test(last)) kept.pop()
    else if (part !== '.' && (part !== '' || kept.length === 0)) kept.push(part)
  }
  return kept.join('/')
}

function folderOf(of: Value | undefined, from: number): Value | undefined {
  if (of?.kind !== 'text') return undefined
  const folder = of.text.slice(0, Math.max(0, of.text.lastIndexOf('/'))) || '.'
  return of.whole ? textValue(folder, of.made, from) : partialText(folder, of.made, from)
}

function baseOf(of: Value | undefined, from: number): Value | undefined {
  const text = asText(of)
  return text === undefined ? undefined : textValue(text.text.slice(text.text.lastIndexOf('/') + 1), text.made, from)
}

function format(given: readonly Value[], from: number, world: World): Value | undefined {
  const [pattern, ...rest] = given
  const text = asText(pattern)?.text
  if (text === undefined || text.length > 4096) return undefined
  const pieces = text.split(/%[sdijoO]/)
  const values = pieces.flatMap((piece, index) => [
    textValue(piece, MADE.computed, from),
    ...rest.slice(index, index + 1),
  ])
  return concatenate(world.flow, values)
}
