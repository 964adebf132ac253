import { nativeMember } from './compute-builtins.ts'
import {
  charge,
  Closure,
  type Datum,
  isPrimitive,
  type Meter,
  MOST_LENGTH,
  Native,
  RecordDatum,
  toNumber,
  toText,
  touch,
  Unknowable,
} from './compute-data.ts'

/** What a binary operator gives. */
export function operated(operator: string, left: Datum, right: Datum, meter: Meter): Datum {
  switch (operator) {
    case '+':
      return added(left, right, meter)
    case '===':
      return left === right
    case '!==':
      return left !== right
    case '==':
      return looselyEqual(left, right)
    case '!=':
      return !looselyEqual(left, right)
    case '<':
    case '>':
    case '<=':
    case '>=':
      return compared(operator, left, right)
    default:
      return calculated(operator, toNumber(left), toNumber(right))
  }
}

function added(left: Datum, right: Datum, meter: Meter): Datum {
  if (typeof left === 'number' && typeof right === 'number') return left + right
  const isText = typeof left === 'string' || typeof right === 'string' || !isPrimitive(left) || !isPrimitive(right)
  if (!isText) return toNumber(left) + toNumber(right)
  const text = toText(left) + toText(right)
  if (text.length > MOST_LENGTH) throw new Unknowable('a long text')
  charge(meter, 1 + (text.length >> 6))
  return text
}

function looselyEqual(left: Datum, right: Datum): boolean {
  if (left === null || left === undefined) return right === null || right === undefined
  if (typeof left === typeof right) return left === right
  return isPrimitive(left) && isPrimitive(right) ? toNumber(left) === toNumber(right) : toText(left) === toText(right)
}

function compared(operator: string, left: Datum, right: Datum): boolean {
  const areTexts = typeof left === 'string' && typeof right === 'string'
  const [a, b] = areTexts ? [left, right] : [toNumber(left), toNumber(right)]
  switch (operator) {
    case '<':
      return a < b
    case '>':
      return a > b
    case '<=':
      return a <= b
    default:
      return a >= b
  }
}

function calculated(operator: string, a: number, b: number): number {
  switch (operator) {
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      return a / b
    case '%':
      return a % b
    case '**':
      return a ** b
    case '&':
      return a & b
    case '|':
      return a | b
    case '^':
      return a ^ b
    case '<<':
      return a << b
    case '>>':
      return a >> b
    case '>>>':
      return a >>> b
    default:
      throw new Unknowable(operator)
  }
}

/** `of[key]`. */
export function getMember(of: Datum, key: Datum): Datum {
  if (typeof of === 'string') {
    if (key === 'length') return of.length
    return typeof key === 'number' || /^\d+$/.test(toText(key)) ? of[toNumber(key)] : unknowable(key)
  }
  if (Array.isArray(of)) {
    if (key === 'length') return of.length
    if (typeof key === 'number' || /^\d+$/.test(toText(key))) return of[toNumber(key)]
    // A decoder that keeps what it knows in `arguments` uses texts of numbers; anything else is not there.
    return METHODS.test(toText(key)) ? unknowable(key) : undefined
  }
  if (of instanceof Closure) return key === 'prototype' ? of.prototype() : of.fields.get(toText(key))
  if (of instanceof RecordDatum) return fieldOf(of, toText(key))
  if (of instanceof Native) return nativeMember(of, toText(key))
  return unknowable(key)
}

/** Longest chain of prototypes. */
const MOST_PARENTS = 8

function fieldOf(of: RecordDatum, key: string): Datum {
  let one: RecordDatum | undefined = of
  for (let i = 0; i < MOST_PARENTS && one !== undefined; i++) {
    if (one.fields.has(key)) return one.fields.get(key)
    one = one.parent
  }
  return undefined
}

const METHODS = /^(?:constructor|__proto__|prototype|[a-z]+(?:[A-Z]\w*)?)$/

/** `of[key] = value`. */
export function setMember(of: Datum, key: Datum, value: Datum, meter: Meter): void {
  charge(meter, 1)
  if (Array.isArray(of)) {
    const index = toNumber(key)
    if (!Number.isInteger(index) || index < 0 || index > of.length + 65_536) unknowable(key)
    touch(meter, of)
    of[index] = value
  } else if (of instanceof RecordDatum || of instanceof Closure) of.fields.set(toText(key), value)
  else unknowable(key)
}

/** `typeof value`. */
export function typeOf(value: Datum): string {
  if (value instanceof Closure || value instanceof Native) return 'function'
  return typeof value
}

function unknowable(what: Datum): never {
  throw new Unknowable(isPrimitive(what) ? String(what) : 'a member')
}
