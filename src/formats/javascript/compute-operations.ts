import {
  charge,
  Closure,
  type Datum,
  type Environment,
  isTrue,
  type Meter,
  RecordDatum,
  toNumber,
  toText,
  Unknowable,
} from './compute-data.ts'
import { operated, typeOf } from './compute-operators.ts'
import type { AnyNode, Expression } from './syntax.ts'

/** An expression that can be computed again and again. */
export type Code = (environment: Environment, meter: Meter) => Datum

type Compile = (node: Expression) => Code

/** A template literal. */
export function templateCode(
  { quasis, expressions }: Extract<Expression, { type: 'TemplateLiteral' }>,
  compile: Compile,
): Code {
  const codes = expressions.map((one) => compile(one as Expression))
  return (environment, meter) => {
    charge(meter, quasis.length)
    const parts = codes.map((code) => toText(code(environment, meter)))
    return quasis.map(({ value }, index) => (value.cooked ?? '') + (parts[index] ?? '')).join('')
  }
}

/** An array literal; spread is not computed. */
export function arrayCode({ elements }: Extract<Expression, { type: 'ArrayExpression' }>, compile: Compile): Code {
  const codes = elements.map((one) =>
    one === null ? constant(undefined) : one.type === 'SpreadElement' ? unknowable(one) : compile(one),
  )
  return (environment, meter) => {
    charge(meter, codes.length)
    return codes.map((code) => code(environment, meter))
  }
}

/** An object literal. */
export function objectCode({ properties }: Extract<Expression, { type: 'ObjectExpression' }>, compile: Compile): Code {
  const fields = properties.map((property): readonly [Code, Code] => {
    if (property.type === 'SpreadElement') return [unknowable(property), unknowable(property)]
    const { key } = property
    const isName = !property.computed && key.type === 'Identifier'
    const name = isName ? constant(key.name) : compile(key as Expression)
    if (property.type === 'ObjectMethod') return [name, (environment) => new Closure(property, environment)]
    return [name, compile(property.value as Expression)]
  })
  return (environment, meter) => {
    const record = new RecordDatum()
    charge(meter, fields.length)
    for (const [name, value] of fields) record.fields.set(toText(name(environment, meter)), value(environment, meter))
    return record
  }
}

/** `!x`, `-x`, `typeof x` … */
export function unaryCode(
  { operator, argument }: Extract<Expression, { type: 'UnaryExpression' }>,
  compile: Compile,
): Code {
  if (operator === 'delete' || operator === 'throw') return unknowable(argument)
  const code = compile(argument)
  return (environment, meter) => {
    const value = code(environment, meter)
    switch (operator) {
      case '!':
        return !isTrue(value)
      case '-':
        return -toNumber(value)
      case '+':
        return toNumber(value)
      case '~':
        return ~toNumber(value)
      case 'typeof':
        return typeOf(value)
      default:
        return undefined
    }
  }
}

/** `a + b + c …` from its beginning, in a loop: sums may be longer than the stack is deep. */
export function binaryCode(node: Extract<Expression, { type: 'BinaryExpression' }>, compile: Compile): Code {
  const links: { readonly operator: string; readonly right: Code }[] = []
  let first: AnyNode = node
  while (first.type === 'BinaryExpression') {
    const one = first as typeof node
    links.push({ operator: one.operator, right: compile(one.right) })
    first = one.left
  }
  links.reverse()
  const start = compile(first as Expression)
  return (environment, meter) => {
    let value = start(environment, meter)
    for (const { operator, right } of links) value = operated(operator, value, right(environment, meter), meter)
    return value
  }
}

/** `a || b`, `a && b`, `a ?? b`. */
export function logicalCode(
  { operator, left, right }: Extract<Expression, { type: 'LogicalExpression' }>,
  compile: Compile,
): Code {
  const first = compile(left)
  const second = compile(right)
  return (environment, meter) => {
    const value = first(environment, meter)
    const isEnough = operator === '??' ? value !== null && value !== undefined : isTrue(value) === (operator === '||')
    return isEnough ? value : second(environment, meter)
  }
}

/** A value that is the same every time. */
export function constant(value: Datum): Code {
  return () => value
}

/** What is not computed ends the computation only when it is come to. */
export function unknowable({ type }: AnyNode): () => never {
  return () => {
    throw new Unknowable(type)
  }
}
