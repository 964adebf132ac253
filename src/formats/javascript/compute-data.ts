import type { FunctionNode } from './syntax.ts'
import type { Scope } from './values.ts'

/** A value while constants are computed. Functions, objects and lists are our own; nothing of the host is among them. */
export type Datum = string | number | boolean | null | undefined | Datum[] | Closure | Native | RecordDatum

/** A function of the module. */
export class Closure {
  readonly node: FunctionNode
  readonly outer: Environment
  /** Fields of the function: decoders keep what they know there. */
  readonly fields = new Map<string, Datum>()

  constructor(node: FunctionNode, outer: Environment) {
    this.node = node
    this.outer = outer
  }

  /** What `new` gives its instances. */
  prototype(): RecordDatum {
    const known = this.fields.get('prototype')
    if (known instanceof RecordDatum) return known
    const made = new RecordDatum()
    this.fields.set('prototype', made)
    return made
  }

  /** As it is written: code that defends itself looks whether it was formatted. */
  text(): string {
    return this.outer.scope.text.slice(this.node.start ?? 0, this.node.end ?? 0)
  }
}

/** A function or object of the runtime that computes and no more, by name. */
export class Native {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

/** An object. */
export class RecordDatum {
  readonly fields = new Map<string, Datum>()
  readonly parent: RecordDatum | undefined

  constructor(parent?: RecordDatum) {
    this.parent = parent
  }
}

/** Names of one call; below all of them stands a scope of the module. */
export interface Environment {
  readonly names: Map<string, { value: Datum }>
  readonly parent: Environment | undefined
  readonly scope: Scope
  readonly self: Datum
}

/** Ends a computation. No Error: most computations end so, and to take down the stack of each took a fiftieth of all time. */
class Signal {
  readonly message: string

  constructor(message: string) {
    this.message = message
  }
}

/** Computing meets something it does not know, or a bound. Ends the computation; nothing in the computed code can catch it. */
export class Unknowable extends Signal {}

/** Something the computed code throws. */
export class Thrown extends Signal {
  readonly value: Datum

  constructor(value: Datum) {
    super('thrown')
    this.value = value
  }
}

/** What is left to spend; shared by everything that is computed for one module. */
export interface Meter {
  readonly budget: { steps: number }
  /** Of this computation. */
  left: number
  depth: number
  /** Did it take texts apart into codes, or decode them? */
  decodes: boolean
  /** Lists as they were before the computation changed them. */
  readonly journal: Map<Datum[], Datum[]>
}

/** A list is about to be changed. */
export function touch(meter: Meter, list: Datum[]): void {
  if (meter.journal.has(list)) return
  charge(meter, list.length >> 4)
  meter.journal.set(list, [...list])
}

/** Counts steps. */
export function charge(meter: Meter, steps: number): void {
  meter.left -= steps
  meter.budget.steps -= steps
  if (meter.left < 0 || meter.budget.steps < 0) throw new Unknowable('too many steps')
}

/** Longest text and list. */
export const MOST_LENGTH = 2 * 1024 * 1024

/** `String(value)`. */
export function toText(value: Datum): string {
  if (Array.isArray(value)) {
    if (value.length > 100_000 || value.some((one) => Array.isArray(one))) throw new Unknowable('lists in lists')
    return value.map((one) => (one === null || one === undefined ? '' : toText(one))).join(',')
  }
  if (typeof value === 'object' && value !== null) {
    if (value instanceof RecordDatum) return '[object Object]'
    if (value instanceof Closure) return value.text()
    throw new Unknowable('the text of a function')
  }
  return String(value)
}

/** `Number(value)`. */
export function toNumber(value: Datum): number {
  return typeof value === 'object' && value !== null ? Number(toText(value)) : Number(value)
}

/** A value that is no object. */
export function isPrimitive(value: Datum): value is string | number | boolean | null | undefined {
  return typeof value !== 'object' || value === null
}

/** Is a value taken for true? */
export function isTrue(value: Datum): boolean {
  return !isPrimitive(value) || Boolean(value)
}
