import { BYTES, callNative, DEFENCE, unknowable } from './compute-builtins.ts'
import { decodeBytes } from './decoders.ts'
import {
  charge,
  type Datum,
  isTrue,
  type Meter,
  MOST_LENGTH,
  Native,
  RecordDatum,
  toNumber,
  toText,
  touch,
  Unknowable,
} from './compute-data.ts'

/** Calls a function of the module from inside a method of a list. */
export type Callback = (function_: Datum, given: readonly Datum[]) => Datum

/** Calls a method of a text, a list or a buffer. */
export function callMember(of: Datum, key: string, given: readonly Datum[], meter: Meter, callback: Callback): Datum {
  if (typeof of === 'string') return callText(of, key, given, meter)
  if (Array.isArray(of)) return callList(of, key, given, meter, callback)
  if (typeof of === 'number' && key === 'toString') return of.toString(radix(given[0]))
  if (of instanceof Native && of.name === DEFENCE && key === 'test') return true
  if (of instanceof Native) return callNative(new Native(`${of.name}.${key}`), given, meter)
  if (of instanceof RecordDatum) return callRecord(of, key, given)
  throw new Unknowable(key)
}

function radix(given: Datum): number | undefined {
  if (given === undefined) return undefined
  const value = toNumber(given)
  return value >= 2 && value <= 36 ? value : unknowable('radix')
}

function callRecord(of: RecordDatum, key: string, given: readonly Datum[]): Datum {
  if (key === 'hasOwnProperty') return of.fields.has(toText(given[0]))
  const bytes = of.fields.get(BYTES)
  if (key !== 'toString' || typeof bytes !== 'string') return unknowable(key)
  return decodeBytes(bytes, given[0] === undefined ? 'utf8' : toText(given[0])) ?? unknowable('an encoding')
}

const TEXT_METHODS: ReadonlyMap<string, (of: string, a: Datum, b: Datum) => Datum> = new Map<
  string,
  (of: string, a: Datum, b: Datum) => Datum
>([
  ['charAt', (of, a) => of.charAt(toNumber(a) || 0)],
  ['at', (of, a) => of.at(toNumber(a) || 0)],
  ['charCodeAt', (of, a) => of.charCodeAt(toNumber(a) || 0)],
  ['codePointAt', (of, a) => of.codePointAt(toNumber(a) || 0)],
  ['indexOf', (of, a) => of.indexOf(toText(a))],
  ['lastIndexOf', (of, a) => of.lastIndexOf(toText(a))],
  ['includes', (of, a) => of.includes(toText(a))],
  ['startsWith', (of, a) => of.startsWith(toText(a))],
  ['endsWith', (of, a) => of.endsWith(toText(a))],
  ['slice', (of, a, b) => of.slice(optional(a), optional(b))],
  ['substring', (of, a, b) => of.substring(toNumber(a) || 0, optional(b))],
  ['substr', (of, a, b) => substr(of, toNumber(a) || 0, optional(b))],
  ['split', (of, a) => (a === undefined ? [of] : of.split(toText(a)))],
  ['toLowerCase', (of) => of.toLowerCase()],
  ['toUpperCase', (of) => of.toUpperCase()],
  ['trim', (of) => of.trim()],
  ['toString', (of) => of],
  ['valueOf', (of) => of],
  ['concat', (of, a, b) => of + toText(a) + (b === undefined ? '' : toText(b))],
])

function callText(of: string, key: string, given: readonly Datum[], meter: Meter): Datum {
  charge(meter, 1 + (LINEAR.has(key) ? of.length >> 3 : 0))
  if (key === 'repeat' || key === 'padStart' || key === 'padEnd') return grown(of, key, given, meter)
  if (key === 'replace' || key === 'replaceAll') return replaced(of, key, given, meter)
  const method = TEXT_METHODS.get(key)
  return method === undefined || given.length > 2 ? unknowable(key) : method(of, given[0], given[1])
}

const LINEAR: ReadonlySet<string> = new Set([
  'indexOf', 'lastIndexOf', 'includes', 'split', 'toLowerCase', 'toUpperCase', 'trim', 'slice', 'substring', 'substr', 'concat',
]) // prettier-ignore

function optional(value: Datum): number | undefined {
  return value === undefined ? undefined : toNumber(value)
}

function substr(of: string, start: number, length: number | undefined): string {
  const from = start < 0 ? Math.max(0, of.length + start) : start
  return of.slice(from, length === undefined ? undefined : from + Math.max(0, length))
}

function grown(of: string, key: string, given: readonly Datum[], meter: Meter): Datum {
  const count = toNumber(given[0])
  const length = key === 'repeat' ? of.length * count : count
  if (!(length <= MOST_LENGTH) || count < 0) return unknowable(key)
  charge(meter, length >> 3)
  if (key === 'repeat') return of.repeat(count)
  const fill = given[1] === undefined ? ' ' : toText(given[1])
  return key === 'padStart' ? of.padStart(count, fill) : of.padEnd(count, fill)
}

function replaced(of: string, key: string, given: readonly Datum[], meter: Meter): Datum {
  const [sought, by] = given
  if (typeof sought !== 'string' || typeof by !== 'string' || sought === '' || by.length > 1000) return unknowable(key)
  charge(meter, of.length >> 2)
  if (of.length * Math.max(1, by.length) > MOST_LENGTH) return unknowable(key)
  return key === 'replace' ? of.replace(sought, () => by) : of.replaceAll(sought, () => by)
}

function callList(of: Datum[], key: string, given: readonly Datum[], meter: Meter, callback: Callback): Datum {
  const isCheap = key === 'push' || key === 'pop'
  charge(meter, isCheap ? 1 : 1 + (key === 'shift' || key === 'unshift' ? of.length >> 4 : of.length))
  if (of.length + given.length > MOST_LENGTH / 8) return unknowable('a long list')
  if (CHANGING.has(key)) touch(meter, of)
  const [first, second] = given
  switch (key) {
    case 'push':
      return of.push(...given)
    case 'pop':
      return of.pop()
    case 'shift':
      return of.shift()
    case 'unshift':
      return of.unshift(...given)
    case 'reverse':
      return of.reverse()
    case 'join':
      return joined(of, first === undefined ? ',' : toText(first), meter)
    case 'slice':
      return of.slice(optional(first), optional(second))
    case 'concat':
      return of.concat(...given.map((one) => (Array.isArray(one) ? one : [one])))
    case 'splice':
      return given.length < 2
        ? of.splice(toNumber(first))
        : of.splice(toNumber(first), toNumber(second), ...given.slice(2))
    case 'indexOf':
      return of.indexOf(first)
    case 'includes':
      return of.includes(first)
    case 'map':
      return of.map((item, index) => callback(first, [item, index]))
    case 'filter':
      return of.filter((item, index) => isTrue(callback(first, [item, index])))
    case 'forEach':
      for (const [index, item] of of.entries()) callback(first, [item, index])
      return undefined
    case 'reduce': {
      const [start, items] = given.length > 1 ? [second, of] : [of[0], of.slice(1)]
      return items.reduce<Datum>((total, item, index) => callback(first, [total, item, index]), start)
    }
    case 'toString':
      return toText(of)
    default:
      return unknowable(key)
  }
}

const CHANGING: ReadonlySet<string> = new Set(['push', 'pop', 'shift', 'unshift', 'reverse', 'splice'])

function joined(of: readonly Datum[], separator: string, meter: Meter): string {
  const parts = of.map((one) => (one === null || one === undefined ? '' : toText(one)))
  const length = parts.reduce((sum, part) => sum + part.length + separator.length, 0)
  if (length > MOST_LENGTH) return unknowable('a long text')
  charge(meter, length >> 3)
  return parts.join(separator)
}
