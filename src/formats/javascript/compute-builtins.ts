import { decodeWith, encodeText } from './decoders.ts'
import {
  charge,
  type Datum,
  isPrimitive,
  type Meter,
  Native,
  RecordDatum,
  Thrown,
  toNumber,
  toText,
  Unknowable,
} from './compute-data.ts'

/** The value of a global name; undefined where it is none that computes and no more. */
export function nativeOf(name: string): Datum | typeof NONE {
  if (name === 'undefined') return undefined
  if (name === 'NaN') return Number.NaN
  if (name === 'Infinity') return Number.POSITIVE_INFINITY
  return ROOTS.has(name) ? new Native(name) : NONE
}

/** Not a value. */
export const NONE = Symbol('none')

const ROOTS: ReadonlySet<string> = new Set([
  'String', 'Number', 'Boolean', 'Math', 'Array', 'Object', 'parseInt', 'parseFloat', 'isNaN', 'atob', 'btoa',
  'decodeURIComponent', 'encodeURIComponent', 'unescape', 'escape', 'Buffer', 'JSON', 'RegExp',
]) // prettier-ignore

/** `of.key` of something that is not a list, a text or a function of the module. */
export function nativeMember(of: Native, key: string): Datum {
  if (of.name === 'Math' && key === 'PI') return Math.PI
  return new Native(`${of.name}.${key}`)
}

/** Calls a function of the runtime. */
export function callNative({ name }: Native, given: readonly Datum[], meter: Meter): Datum {
  const [first, second] = given
  switch (name) {
    case 'String':
      return given.length === 0 ? '' : toText(first)
    case 'Number':
      return toNumber(first)
    case 'Boolean':
      return !isPrimitive(first) || Boolean(first)
    case 'String.fromCharCode':
      meter.decodes = true
      return String.fromCharCode(...numbers(given, meter))
    case 'String.fromCodePoint':
      meter.decodes = true
      return fromCodePoints(numbers(given, meter))
    case 'parseInt':
    case 'Number.parseInt':
      return Number.parseInt(toText(first), second === undefined ? undefined : toNumber(second))
    case 'parseFloat':
    case 'Number.parseFloat':
      return Number.parseFloat(toText(first))
    case 'isNaN':
    case 'Number.isNaN':
      return Number.isNaN(toNumber(first))
    case 'Array.isArray':
      return Array.isArray(first)
    case 'Array.from':
      return arrayFrom(first, meter)
    case 'Array':
      return newArray(given)
    case 'Object.keys':
      return first instanceof RecordDatum ? [...first.fields.keys()] : unknowable(name)
    case 'RegExp':
      return isDefence(toText(first)) ? new Native(DEFENCE) : unknowable(name)
    case 'Buffer.from':
      meter.decodes = true
      return bufferFrom(first, second)
    default:
      return MATH.has(name) ? callMath(name, given) : decode(name, first, meter)
  }
}

/** The pattern with which javascript-obfuscator looks whether a function was formatted; here it never was. */
export const DEFENCE = 'RegExp()'

function isDefence(pattern: string): boolean {
  return pattern.replaceAll(/\s/g, '').startsWith('\\w+*\\(\\)*{')
}

function numbers(given: readonly Datum[], meter: Meter): number[] {
  charge(meter, given.length)
  return given.map(toNumber)
}

function fromCodePoints(codes: readonly number[]): string {
  if (codes.some((code) => !Number.isInteger(code) || code < 0 || code > 0x10ffff)) throw new Thrown('RangeError')
  return String.fromCodePoint(...codes)
}

function arrayFrom(source: Datum, meter: Meter): Datum {
  if (typeof source === 'string') {
    charge(meter, source.length)
    return [...source]
  }
  return Array.isArray(source) ? [...source] : unknowable('Array.from')
}

function newArray(given: readonly Datum[]): Datum {
  const [length] = given
  if (given.length !== 1 || typeof length !== 'number') return [...given]
  if (!(length <= 100_000) || length < 0) throw new Unknowable('a long list')
  return Array.from<Datum>({ length: Math.floor(length) })
}

/** Bytes are a text here, one character each; only what is made of a text in an encoding. */
function bufferFrom(source: Datum, encoding: Datum): Datum {
  if (typeof source !== 'string') return unknowable('Buffer.from')
  const bytes = encodeText(source, encoding === undefined ? 'utf8' : toText(encoding))
  if (bytes === undefined) return unknowable('an encoding')
  const buffer = new RecordDatum()
  buffer.fields.set(BYTES, bytes)
  return buffer
}

/** Under this name a record keeps the bytes of a buffer. */
export const BYTES = '\0bytes'

const MATH: ReadonlyMap<string, (...given: number[]) => number> = new Map<string, (...given: number[]) => number>([
  ['Math.floor', Math.floor],
  ['Math.ceil', Math.ceil],
  ['Math.round', Math.round],
  ['Math.abs', Math.abs],
  ['Math.min', Math.min],
  ['Math.max', Math.max],
  ['Math.pow', Math.pow],
  ['Math.trunc', Math.trunc],
  ['Math.imul', Math.imul],
  ['Math.sqrt', Math.sqrt],
])

function callMath(name: string, given: readonly Datum[]): number {
  const apply = MATH.get(name)
  return apply === undefined || given.length > 1000 ? unknowable(name) : apply(...given.map(toNumber))
}

function decode(name: string, input: Datum, meter: Meter): Datum {
  if (typeof input !== 'string' || name.includes('.')) return unknowable(name)
  charge(meter, input.length)
  meter.decodes = true
  const decoded = decodeWith(`global.${name}`, input)
  if (decoded !== undefined) return decoded.text
  if (name.startsWith('decodeURI')) throw new Thrown('URIError')
  return unknowable(name)
}

/** Ends the computation. */
export function unknowable(what: string): never {
  throw new Unknowable(what)
}
