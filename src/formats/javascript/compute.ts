import { Computer } from './compute-code.ts'
import {
  Closure,
  type Datum,
  type Environment,
  type Meter,
  Native,
  RecordDatum,
  Thrown,
  Unknowable,
} from './compute-data.ts'
import { addToBinding } from './store.ts'
import { addAll, type AnyNode, type Expression, type Statement } from './syntax.ts'
import {
  type Binding,
  booleanValue,
  constantValue,
  type FunctionInfo,
  isConstant,
  listValue,
  type Made,
  MADE,
  numberValue,
  type Scope,
  textValue,
  type Value,
} from './values.ts'
import type { ConstantComputer, World } from './world.ts'

/** Steps of one call or loop: decoding one text with RC4 takes about 20,000. */
const MOST_STEPS = 1_000_000

/** Steps of putting one table in order: a table of a thousand texts under RC4 takes up to forty million. */
const MOST_SETUP_STEPS = 60_000_000

/** Failures after which a function is not tried again. */
const MOST_FAILURES = 3

/** What a name holds. */
interface Cell {
  readonly value: Datum
  readonly state: 'ready' | 'unknown'
}

/** Computes the constants of one module. */
export class Constants implements ConstantComputer {
  readonly #world: World
  readonly #computer: Computer
  readonly #cells = new Map<Binding, Cell>()
  /** What names held before the computation that runs. */
  #undo = new Map<Binding, Cell | undefined>()
  readonly #setUp = new Set<Scope>()
  readonly #loops = new Set<AnyNode>()

  constructor(world: World) {
    this.#world = world
    this.#computer = new Computer({
      read: (binding, meter) => this.#read(binding, meter),
      write: (binding, value) => {
        if (!this.#undo.has(binding)) this.#undo.set(binding, this.#cells.get(binding))
        this.#cells.set(binding, { value, state: 'ready' })
      },
    })
  }

  /**
   * What a function of the module gives for constants, when that follows from the text alone: decoders of tables of strings, loops over
   * character codes. Undefined when it does not, or takes more than the budget.
   */
  call(info: FunctionInfo, given: readonly Value[]): Value | undefined {
    const { node, scope } = info
    if (node === undefined || info.failures >= MOST_FAILURES || this.#world.steps <= 0) return undefined
    this.#prepareAll(scope)
    const data = given.map((value) => this.#datumOf(value))
    const callee = this.#closureOf(info)
    if (data.includes(UNKNOWN_DATUM) || callee === UNKNOWN_DATUM) return undefined
    // What comes out of a table that was put in order was hidden in it.
    let made: Made = scope.setups.length > 0 ? MADE.decoded : MADE.computed
    const result = this.#attempt(MOST_STEPS, (meter) => {
      const datum = this.#computer.call(callee, data as Datum[], meter)
      if (meter.decodes) made = MADE.decoded
      return datum
    })
    if (result === FAILED) info.failures++
    else info.failures = 0
    return result === FAILED ? undefined : toValue(result, made)
  }

  /** Runs a loop that computes constants; the names it leaves changed get their values. */
  loop(scope: Scope, node: Statement): void {
    if (this.#loops.has(node) || this.#world.steps <= 0) return
    this.#loops.add(node)
    const text = scope.text.slice(node.start ?? 0, node.end ?? 0)
    if (text.length > 4096 || !/fromC|charC|charAt|\^|parseInt|\.join|\+=/.test(text)) return
    this.#prepareAll(scope)
    let made: Made = MADE.computed
    const ran = this.#attempt(MOST_STEPS, (meter) => {
      this.#computer.run(node, scope, meter)
      if (meter.decodes) made = MADE.decoded
    })
    if (ran === FAILED) return
    // Only what the loop wrote is looked at: a module may have as many loops as names.
    for (const [binding, before] of this.#undo) {
      const { value, state } = this.#cells.get(binding) ?? { value: undefined, state: 'unknown' }
      const isNew = before?.value !== value && state === 'ready'
      const result = isNew && typeof value === 'string' ? toValue(value, made) : undefined
      if (result !== undefined) addToBinding(this.#world, binding, result)
    }
  }

  #datumOf(value: Value): Datum | typeof UNKNOWN_DATUM {
    switch (value.kind) {
      case 'text':
        return value.whole && !value.bytes ? value.text : UNKNOWN_DATUM
      case 'number':
        return value.number
      case 'constant':
        return { true: true, false: false, null: null, undefined }[value.name]
      case 'list': {
        const { items, open } = value.cell
        const isKnown = !open && items.length <= MOST_ITEMS && items.every(isConstant)
        return isKnown ? items.map((item) => this.#datumOf(item) as Datum) : UNKNOWN_DATUM
      }
      case 'function':
        return this.#closureOf(value.info)
      default:
        return UNKNOWN_DATUM
    }
  }

  /** A function as it is now: tables replace themselves when they are first called. */
  #closureOf({ node, scope, isClass }: FunctionInfo): Datum | typeof UNKNOWN_DATUM {
    if (node === undefined || isClass) return UNKNOWN_DATUM
    if (node.type !== 'FunctionDeclaration' || node.id == null) return new Closure(node, outerOf(scope))
    const binding = scope.names.get(node.id.name)
    if (binding?.init !== node) return new Closure(node, outerOf(scope))
    const cell = this.#cells.get(binding)
    if (cell?.state === 'ready') return cell.value
    const made = new Closure(node, outerOf(scope))
    this.#cells.set(binding, { value: made, state: 'ready' })
    return made
  }

  #attempt<T>(steps: number, compute: (meter: Meter) => T): T | typeof FAILED {
    const journal = new Map<Datum[], Datum[]>()
    this.#undo = new Map()
    try {
      return compute({ budget: this.#world, left: steps, depth: 0, decodes: false, journal })
    } catch (error) {
      // Half a rotation would leave every text of a table in the wrong place.
      for (const [list, items] of journal) {
        list.length = 0
        addAll(list, items)
      }
      for (const [binding, cell] of this.#undo)
        if (cell === undefined) this.#cells.delete(binding)
        else this.#cells.set(binding, cell)
      if (error instanceof Unknowable || error instanceof Thrown) return FAILED
      throw error
    }
  }

  #read(binding: Binding, meter: Meter): Datum {
    const known = this.#cells.get(binding)
    if (known !== undefined) {
      if (known.state !== 'ready') throw new Unknowable('a name that is not known')
      return known.value
    }
    // While it is computed, and after that has failed, it is not known.
    this.#cells.set(binding, { value: undefined, state: 'unknown' })
    const value = this.#initial(binding, meter)
    this.#cells.set(binding, { value, state: 'ready' })
    return value
  }

  #initial({ scope, init, given }: Binding, meter: Meter): Datum {
    if (given) throw new Unknowable('a parameter')
    if (init === undefined) return undefined
    if (init.type === 'FunctionDeclaration' || init.type === 'FunctionExpression')
      return new Closure(init, outerOf(scope))
    return this.#computer.evaluate(init as Expression, outerOf(scope), meter)
  }

  #prepareAll(scope: Scope): void {
    for (let one: Scope | undefined = scope; one !== undefined; one = one.parent) this.#prepare(one)
  }

  /** Runs the calls that put tables of a scope in order, once, before anything in it is computed. */
  #prepare(scope: Scope): void {
    if (this.#setUp.has(scope)) return
    this.#setUp.add(scope)
    for (const node of scope.setups) {
      const text = scope.text.slice(node.start ?? 0, node.end ?? 0)
      if (text.length > 65_536 || !text.includes('push') || !text.includes('shift')) continue
      this.#attempt(MOST_SETUP_STEPS, (meter) => this.#computer.evaluate(node as Expression, outerOf(scope), meter))
    }
  }
}

const FAILED = Symbol('failed')
const UNKNOWN_DATUM = Symbol('unknown')

function outerOf(scope: Scope): Environment {
  return { names: new Map(), parent: undefined, scope, self: undefined }
}

/** Most items of a list that goes in or comes out. */
const MOST_ITEMS = 20_000

function toValue(datum: Datum, made: Made): Value | undefined {
  if (typeof datum === 'string') return textValue(datum, made)
  if (typeof datum === 'number') return numberValue(datum)
  if (typeof datum === 'boolean') return booleanValue(datum)
  if (datum === null || datum === undefined) return constantValue(datum === null ? 'null' : 'undefined')
  if (Array.isArray(datum)) return toList(datum, made)
  if (datum instanceof Closure || datum instanceof Native || datum instanceof RecordDatum) return undefined
  return undefined
}

function toList(data: readonly Datum[], made: Made): Value | undefined {
  if (data.length > MOST_ITEMS) return undefined
  // Lists of the computation may have holes.
  const items = Array.from(data, (one) => (Array.isArray(one) ? undefined : toValue(one, made)))
  return items.every((one) => one !== undefined) ? listValue(items) : undefined
}
