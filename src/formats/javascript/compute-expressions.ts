import { callNative, nativeOf, NONE } from './compute-builtins.ts'
import {
  charge,
  Closure,
  type Datum,
  type Environment,
  isTrue,
  type Meter,
  Native,
  RecordDatum,
  toNumber,
  toText,
  Unknowable,
} from './compute-data.ts'
import { callMember } from './compute-methods.ts'
import {
  arrayCode,
  binaryCode,
  type Code,
  constant,
  logicalCode,
  objectCode,
  templateCode,
  unaryCode,
  unknowable,
} from './compute-operations.ts'
import { getMember, operated, setMember } from './compute-operators.ts'
import { lookUp } from './scopes.ts'
import type { Expression, Target } from './syntax.ts'
import type { Binding } from './values.ts'

/** What names at the level of the module hold while it is computed. */
export interface Outside {
  /** Throws Unknowable where it is not a constant or a function. */
  read(binding: Binding, meter: Meter): Datum
  write(binding: Binding, value: Datum): void
}

type Call = (callee: Datum, given: readonly Datum[], meter: Meter, self?: Datum) => Datum

/** Deepest expressions in expressions; sums are no nesting. */
const MOST_DEPTH = 150

/** Expressions of what Computer computes. */
export class ComputedExpressions {
  readonly #outside: Outside
  readonly #callFunction: Call
  #depth = 0
  /** `compile` as a function of its own, for the parts that are in compute-operations.ts. */
  readonly compileNode = (node: Expression): Code => this.compile(node)

  constructor(outside: Outside, call: Call) {
    this.#outside = outside
    this.#callFunction = call
  }

  /** An expression as a function. Throws Unknowable for what is not computed, when compiling or when it runs. */
  compile(node: Expression): Code {
    if (this.#depth >= MOST_DEPTH) throw new Unknowable('deep nesting')
    this.#depth++
    try {
      return this.#compile(node)
    } finally {
      this.#depth--
    }
  }

  #compile(node: Expression): Code {
    switch (node.type) {
      case 'StringLiteral':
      case 'NumericLiteral':
      case 'BooleanLiteral':
        return constant(node.value)
      case 'NullLiteral':
        return constant(null)
      case 'Identifier':
        return (environment, meter) => this.#get(environment, node.name, meter)
      case 'TemplateLiteral':
        return templateCode(node, this.compileNode)
      case 'ArrayExpression':
        return arrayCode(node, this.compileNode)
      case 'ObjectExpression':
        return objectCode(node, this.compileNode)
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        return (environment) => new Closure(node, environment)
      case 'UnaryExpression':
        return unaryCode(node, this.compileNode)
      case 'UpdateExpression':
        return this.#update(node)
      case 'BinaryExpression':
        return binaryCode(node, this.compileNode)
      case 'LogicalExpression':
        return logicalCode(node, this.compileNode)
      case 'ConditionalExpression': {
        const [test, yes, no] = [node.test, node.consequent, node.alternate].map((one) => this.compile(one))
        return (environment, meter) => (isTrue(test?.(environment, meter)) ? yes : no)?.(environment, meter)
      }
      case 'AssignmentExpression':
        return this.#assignment(node)
      case 'SequenceExpression': {
        const codes = node.expressions.map((one) => this.compile(one))
        return (environment, meter) => {
          let value: Datum
          for (const code of codes) value = code(environment, meter)
          return value
        }
      }
      case 'MemberExpression':
        return this.#member(node)
      case 'CallExpression':
        return this.#call(node)
      case 'NewExpression':
        return this.#new(node)
      case 'ThisExpression':
        return ({ self }) => (self === undefined ? unknowableNow('this') : self)
      default:
        return unknowable(node)
    }
  }

  #update({ operator, prefix, argument }: Extract<Expression, { type: 'UpdateExpression' }>): Code {
    const read = this.compile(argument as Expression)
    const write = this.#target(argument)
    const change = operator === '++' ? 1 : -1
    return (environment, meter) => {
      const before = toNumber(read(environment, meter))
      write(environment, before + change, meter)
      return prefix ? before + change : before
    }
  }

  #assignment({ operator, left, right }: Extract<Expression, { type: 'AssignmentExpression' }>): Code {
    const code = this.compile(right)
    const write = this.#target(left)
    if (operator === '=') {
      return (environment, meter) => {
        const value = code(environment, meter)
        write(environment, value, meter)
        return value
      }
    }
    const read = this.compile(left as Expression)
    const plain = operator.slice(0, -1)
    return (environment, meter) => {
      const value = operated(plain, read(environment, meter), code(environment, meter), meter)
      write(environment, value, meter)
      return value
    }
  }

  #target(node: Target): (environment: Environment, value: Datum, meter: Meter) => void {
    if (node.type === 'Identifier')
      return (environment, value) => {
        this.set(environment, node.name, value)
      }
    if (node.type !== 'MemberExpression' || node.object.type === 'Super') return unknowable(node)
    const of = this.compile(node.object)
    const key = this.#key(node)
    return (environment, value, meter) => {
      setMember(of(environment, meter), key(environment, meter), value, meter)
    }
  }

  #key(node: Extract<Expression, { type: 'MemberExpression' }>): Code {
    if (!node.computed) return node.property.type === 'Identifier' ? constant(node.property.name) : unknowable(node)
    return this.compile(node.property as Expression)
  }

  #member(node: Extract<Expression, { type: 'MemberExpression' }>): Code {
    if (node.object.type === 'Super') return unknowable(node)
    const of = this.compile(node.object)
    const key = this.#key(node)
    return (environment, meter) => {
      charge(meter, 1)
      return getMember(of(environment, meter), key(environment, meter))
    }
  }

  #call(node: Extract<Expression, { type: 'CallExpression' }>): Code {
    const given = this.#given(node.arguments)
    const { callee } = node
    if (callee.type === 'MemberExpression' && callee.object.type !== 'Super') {
      const of = this.compile(callee.object)
      const key = this.#key(callee)
      return (environment, meter) => {
        const value = of(environment, meter)
        const name = toText(key(environment, meter))
        return this.#callMember(value, name, given(environment, meter), meter)
      }
    }
    if (callee.type === 'Super' || callee.type === 'Import' || callee.type === 'V8IntrinsicIdentifier')
      return unknowable(callee)
    const code = this.compile(callee)
    return (environment, meter) => this.#callFunction(code(environment, meter), given(environment, meter), meter)
  }

  #callMember(of: Datum, name: string, given: readonly Datum[], meter: Meter): Datum {
    if (of instanceof Closure) {
      const own = of.fields.get(name)
      if (own !== undefined) return this.#callFunction(own, given, meter, of)
      if (name === 'toString') return of.text()
      if (name === 'call') return this.#callFunction(of, given.slice(1), meter, given[0])
      if (name === 'apply') return this.#callFunction(of, Array.isArray(given[1]) ? given[1] : [], meter, given[0])
      throw new Unknowable(name)
    }
    if (of instanceof RecordDatum) {
      const own = getMember(of, name)
      if (own !== undefined) return this.#callFunction(own, given, meter, of)
    }
    if (of instanceof Native && name === 'apply') return callNative(of, Array.isArray(given[1]) ? given[1] : [], meter)
    return callMember(of, name, given, meter, (callee, items) => this.#callFunction(callee, items, meter))
  }

  #given(
    nodes: Extract<Expression, { type: 'CallExpression' }>['arguments'],
  ): (environment: Environment, meter: Meter) => Datum[] {
    const codes = nodes.map((node) =>
      node.type === 'SpreadElement'
        ? { spread: true, code: this.compile(node.argument) }
        : { spread: false, code: this.compile(node as Expression) },
    )
    return (environment, meter) => {
      const given: Datum[] = []
      for (const { spread, code } of codes) {
        const value = code(environment, meter)
        if (!spread) given.push(value)
        else if (Array.isArray(value) && value.length <= 65_536) for (const item of value) given.push(item)
        else throw new Unknowable('spread')
      }
      return given
    }
  }

  #new(node: Extract<Expression, { type: 'NewExpression' }>): Code {
    const given = this.#given(node.arguments)
    const callee = this.compile(node.callee as Expression)
    return (environment, meter) => {
      const made = callee(environment, meter)
      if (made instanceof Native)
        return made.name === 'Array' || made.name === 'RegExp'
          ? callNative(made, given(environment, meter), meter)
          : unknowableNow('new')
      if (!(made instanceof Closure)) return unknowableNow('new')
      const instance = new RecordDatum(made.prototype())
      this.#callFunction(made, given(environment, meter), meter, instance)
      return instance
    }
  }

  #get(environment: Environment, name: string, meter: Meter): Datum {
    charge(meter, 1)
    for (let one: Environment | undefined = environment; one !== undefined; one = one.parent) {
      const own = one.names.get(name)
      if (own !== undefined) return own.value
    }
    const binding = lookUp(environment.scope, name)
    if (binding !== undefined) return this.#outside.read(binding, meter)
    const native = nativeOf(name)
    return native === NONE ? unknowableNow(name) : native
  }

  /** Gives a name a value, where it is declared. */
  set(environment: Environment, name: string, value: Datum): void {
    for (let one: Environment | undefined = environment; one !== undefined; one = one.parent) {
      const own = one.names.get(name)
      if (own === undefined) continue
      own.value = value
      return
    }
    const binding = lookUp(environment.scope, name)
    if (binding === undefined) throw new Unknowable(name)
    this.#outside.write(binding, value)
  }
}

function unknowableNow(what: string): never {
  throw new Unknowable(what)
}
