import { callNative } from './compute-builtins.ts'
import {
  charge,
  Closure,
  type Datum,
  type Environment,
  isTrue,
  type Meter,
  Native,
  Thrown,
  Unknowable,
} from './compute-data.ts'
import { ComputedExpressions, type Outside } from './compute-expressions.ts'
import { type Code, unknowable } from './compute-operations.ts'
import { lookUp, namesIn } from './scopes.ts'
import { addAll, type AnyNode, type Expression, type FunctionNode, type Statement, type Target } from './syntax.ts'
import type { Scope } from './values.ts'

/** How a statement ends. */
type Ending = typeof NEXT | typeof BREAK | typeof CONTINUE | { readonly value: Datum }
type Step = (environment: Environment, meter: Meter) => Ending

const NEXT = Symbol('next')
const BREAK = Symbol('break')
const CONTINUE = Symbol('continue')

/** Deepest calls of functions that are computed. */
const MOST_CALLS = 60

/**
 * Computes with a part of the language: constants, lists, records, functions, loops, methods of texts and lists. Everything else ends
 * the computation with Unknowable, names of the runtime but for a few pure functions above all. Nothing of the host is reached:
 * values are our own data, members are looked up in tables, and every step, length and depth is counted.
 */
export class Computer {
  readonly #expressions: ComputedExpressions
  readonly #functions = new Map<FunctionNode, { readonly body: Step; readonly names: readonly string[] }>()

  constructor(outside: Outside) {
    this.#expressions = new ComputedExpressions(outside, (callee, given, meter, self) =>
      this.call(callee, given, meter, self),
    )
  }

  /** Calls a function. Throws Unknowable or Thrown. */
  call(callee: Datum, given: readonly Datum[], meter: Meter, self?: Datum): Datum {
    charge(meter, 5)
    if (callee instanceof Native) return callNative(callee, given, meter)
    if (!(callee instanceof Closure)) throw new Unknowable('calls something that is no function')
    if (meter.depth >= MOST_CALLS) throw new Unknowable('calls in calls')
    const { node, outer } = callee
    const { body, names } = this.#compiled(node)
    const isArrow = node.type === 'ArrowFunctionExpression'
    const own: Environment = { ...outer, parent: outer, names: new Map(), self: isArrow ? outer.self : self }
    for (const name of names) own.names.set(name, { value: undefined })
    if (!isArrow) own.names.set('arguments', { value: [...given] })
    if (node.type === 'FunctionExpression' && node.id != null) own.names.set(node.id.name, { value: callee })
    meter.depth++
    for (const [index, parameter] of node.params.entries())
      this.#give(parameter, given[index], given, index, own, meter)
    const ending = body(own, meter)
    meter.depth--
    return typeof ending === 'object' ? ending.value : undefined
  }

  /** Runs one statement of the module; names that it declares for itself are its own. */
  run(node: Statement, scope: Scope, meter: Meter): void {
    const own = variablesOf([node]).filter((name) => lookUp(scope, name) === undefined)
    const names = new Map(own.map((name) => [name, { value: undefined as Datum }]))
    this.#statement(node)({ names, parent: undefined, scope, self: undefined }, meter)
  }

  /** The value of an expression. */
  evaluate(node: Expression, environment: Environment, meter: Meter): Datum {
    return this.#expressions.compile(node)(environment, meter)
  }

  #give(node: Target, value: Datum, all: readonly Datum[], index: number, own: Environment, meter: Meter): void {
    if (node.type === 'Identifier') own.names.set(node.name, { value })
    else if (node.type === 'AssignmentPattern' && node.left.type === 'Identifier')
      own.names.set(node.left.name, {
        value: value === undefined ? this.#expressions.compile(node.right)(own, meter) : value,
      })
    else if (node.type === 'RestElement' && node.argument.type === 'Identifier')
      own.names.set(node.argument.name, { value: all.slice(index) })
    else throw new Unknowable('a pattern')
  }

  #compiled(node: FunctionNode): { readonly body: Step; readonly names: readonly string[] } {
    const known = this.#functions.get(node)
    if (known !== undefined) return known
    if (node.async === true || node.generator === true) throw new Unknowable('a generator')
    const made =
      node.body.type === 'BlockStatement'
        ? { body: this.#block(node.body.body), names: variablesOf(node.body.body) }
        : { body: this.#returns(node.body), names: [] }
    this.#functions.set(node, made)
    return made
  }

  #returns(node: Expression): Step {
    const code = this.#expressions.compile(node)
    return (environment, meter) => ({ value: code(environment, meter) })
  }

  #block(statements: readonly Statement[]): Step {
    const functions = statements.filter((node) => node.type === 'FunctionDeclaration')
    const steps = statements.filter((node) => node.type !== 'FunctionDeclaration').map((node) => this.#statement(node))
    return (environment, meter) => {
      for (const node of functions)
        if (node.id != null) environment.names.set(node.id.name, { value: new Closure(node, environment) })
      for (const step of steps) {
        const ending = step(environment, meter)
        if (ending !== NEXT) return ending
      }
      return NEXT
    }
  }

  #statement(node: Statement): Step {
    switch (node.type) {
      case 'ExpressionStatement': {
        const code = this.#expressions.compile(node.expression)
        return (environment, meter) => (code(environment, meter), NEXT)
      }
      case 'VariableDeclaration':
        return this.#declaration(node)
      case 'ReturnStatement': {
        const code = node.argument == null ? () => undefined : this.#expressions.compile(node.argument)
        return (environment, meter) => ({ value: code(environment, meter) })
      }
      case 'IfStatement': {
        const test = this.#expressions.compile(node.test)
        const yes = this.#statement(node.consequent)
        const no = node.alternate == null ? () => NEXT as Ending : this.#statement(node.alternate)
        return (environment, meter) => (isTrue(test(environment, meter)) ? yes : no)(environment, meter)
      }
      case 'BlockStatement':
        return this.#block(node.body)
      case 'ForStatement':
      case 'WhileStatement':
      case 'DoWhileStatement':
        return this.#loop(node)
      case 'ForOfStatement':
        return this.#forOf(node)
      case 'SwitchStatement':
        return this.#switch(node)
      case 'TryStatement':
        return this.#try(node)
      case 'ThrowStatement': {
        const code = this.#expressions.compile(node.argument)
        return (environment, meter) => {
          throw new Thrown(code(environment, meter))
        }
      }
      case 'BreakStatement':
      case 'ContinueStatement':
        if (node.label != null) break
        return node.type === 'BreakStatement' ? () => BREAK : () => CONTINUE
      case 'EmptyStatement':
        return () => NEXT
      case 'FunctionDeclaration':
        return (environment) => {
          if (node.id != null) environment.names.set(node.id.name, { value: new Closure(node, environment) })
          return NEXT
        }
      default:
    }
    return unknowable(node)
  }

  #declaration(node: Extract<Statement, { type: 'VariableDeclaration' }>): Step {
    const parts = node.declarations.map(({ id, init }) => {
      if (id.type !== 'Identifier') return unknowable(id)
      const code = init == null ? undefined : this.#expressions.compile(init)
      return (environment: Environment, meter: Meter): void => {
        const value = code?.(environment, meter)
        // `var x` leaves what x holds.
        if (code !== undefined || node.kind !== 'var') this.#expressions.set(environment, id.name, value)
      }
    })
    return (environment, meter) => {
      for (const part of parts) part(environment, meter)
      return NEXT
    }
  }

  #loop(node: Extract<Statement, { type: 'ForStatement' | 'WhileStatement' | 'DoWhileStatement' }>): Step {
    const isFor = node.type === 'ForStatement'
    const first = !isFor || node.init == null ? undefined : this.#first(node.init)
    const test = node.test == null ? () => true : this.#expressions.compile(node.test)
    const update = !isFor || node.update == null ? undefined : this.#expressions.compile(node.update)
    const body = this.#statement(node.body)
    const startsUntested = node.type === 'DoWhileStatement'
    return (environment, meter) => {
      first?.(environment, meter)
      let skipsTest = startsUntested
      while (skipsTest || isTrue(test(environment, meter))) {
        skipsTest = false
        charge(meter, 1)
        const ending = body(environment, meter)
        if (ending === BREAK) break
        if (typeof ending === 'object') return ending
        update?.(environment, meter)
      }
      return NEXT
    }
  }

  #first(node: Extract<Statement, { type: 'VariableDeclaration' }> | Expression): Code | Step {
    return node.type === 'VariableDeclaration' ? this.#declaration(node) : this.#expressions.compile(node)
  }

  #forOf(node: Extract<Statement, { type: 'ForOfStatement' }>): Step {
    const target = node.left.type === 'VariableDeclaration' ? node.left.declarations[0]?.id : node.left
    if (target?.type !== 'Identifier') return unknowable(node)
    const source = this.#expressions.compile(node.right)
    const body = this.#statement(node.body)
    return (environment, meter) => {
      const items = source(environment, meter)
      if (!Array.isArray(items) && typeof items !== 'string') throw new Unknowable('items of something')
      for (const item of items) {
        charge(meter, 1)
        this.#expressions.set(environment, target.name, item)
        const ending = body(environment, meter)
        if (ending === BREAK) break
        if (typeof ending === 'object') return ending
      }
      return NEXT
    }
  }

  #switch(node: Extract<Statement, { type: 'SwitchStatement' }>): Step {
    const value = this.#expressions.compile(node.discriminant)
    const cases = node.cases.map(({ test, consequent }) => ({
      test: test == null ? undefined : this.#expressions.compile(test),
      body: this.#block(consequent),
    }))
    return (environment, meter) => {
      const sought = value(environment, meter)
      let from = cases.findIndex(({ test }) => test !== undefined && test(environment, meter) === sought)
      if (from < 0) from = cases.findIndex(({ test }) => test === undefined)
      for (const { body } of from < 0 ? [] : cases.slice(from)) {
        const ending = body(environment, meter)
        if (ending === BREAK) break
        if (ending !== NEXT) return ending
      }
      return NEXT
    }
  }

  #try(node: Extract<Statement, { type: 'TryStatement' }>): Step {
    const body = this.#block(node.block.body)
    const handler = node.handler == null ? undefined : this.#block(node.handler.body.body)
    const parameter = node.handler?.param
    const last = node.finalizer == null ? undefined : this.#block(node.finalizer.body)
    return (environment, meter) => {
      const { depth } = meter
      let ending: Ending = NEXT
      try {
        ending = body(environment, meter)
      } catch (error) {
        if (!(error instanceof Thrown) || handler === undefined) throw error
        meter.depth = depth
        if (parameter?.type === 'Identifier') this.#expressions.set(environment, parameter.name, error.value)
        ending = handler(environment, meter)
      }
      const after = last?.(environment, meter)
      return after === undefined || after === NEXT ? ending : after
    }
  }
}

/** Names that the body of a function declares; blocks share them with it. */
function variablesOf(statements: readonly Statement[]): readonly string[] {
  const names: string[] = []
  const queue: AnyNode[] = [...statements]
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    const one = node as Statement
    if (one.type === 'VariableDeclaration') for (const { id } of one.declarations) addAll(names, namesIn(id))
    else if (one.type === 'BlockStatement') addAll(queue, one.body)
    else if (one.type === 'IfStatement') queue.push(one.consequent, ...(one.alternate == null ? [] : [one.alternate]))
    else if (one.type === 'ForStatement') queue.push(one.body, ...(one.init == null ? [] : [one.init]))
    else if (one.type === 'ForOfStatement') queue.push(one.left, one.body)
    else if (one.type === 'WhileStatement' || one.type === 'DoWhileStatement') queue.push(one.body)
    else if (one.type === 'SwitchStatement')
      addAll(
        queue,
        one.cases.flatMap(({ consequent }) => consequent),
      )
    else if (one.type === 'TryStatement') {
      if (one.handler?.param != null) addAll(names, namesIn(one.handler.param))
      addAll(
        queue,
        [one.block, one.handler?.body, one.finalizer].filter((part) => part != null),
      )
    }
  }
  return names
}
