import type { Block, Expression, FunctionDefinition } from './syntax.ts'
import { alternatives, type Value } from './values.ts'
import type { World } from './world.ts'

/**
 * Does a decorator of the module only put a function around what it decorates? Its body then defines functions and gives one back, and calls nothing: what
 * is decorated runs when somebody calls it. Hardly any decorator is written otherwise (PEP 318), and those that are may call it at once.
 */
export function onlyWraps(world: World, decorator: Value): boolean {
  return alternatives(decorator).every((one) => {
    const known = one.kind === 'path' ? world.functions.get(one.path) : undefined
    return known !== undefined && known.every(({ node }) => node.kind === 'function' && callsNothing(world, node.body))
  })
}

function callsNothing(world: World, body: Block): boolean {
  return body.every((statement) => {
    if (statement.kind === 'function') return definesOnly(world, statement)
    if (statement.kind !== 'simple' || (statement.keyword !== '' && statement.keyword !== 'return')) return false
    return statement.values.every(({ kind }) => kind === 'name' || kind === 'text' || kind === 'literal')
  })
}

/** A function that is decorated by nothing but `wraps`, with defaults that are constants. */
function definesOnly(world: World, { decorators, parameters }: FunctionDefinition): boolean {
  return (
    decorators.every((one) => isWraps(world, one)) &&
    parameters.every(({ initial }) => initial === undefined || CONSTANTS.has(initial.kind))
  )
}

const CONSTANTS: ReadonlySet<Expression['kind']> = new Set<Expression['kind']>(['name', 'text', 'number', 'literal'])

/** `@wraps(f)` and `@functools.wraps(f)`, and no function of another origin that is called so. */
function isWraps(world: World, decorator: Expression): boolean {
  if (decorator.kind !== 'call' || !decorator.args.every(({ value }) => value.kind === 'name')) return false
  const { of: callee } = decorator
  const isAttribute = callee.kind === 'attribute' && callee.name === 'wraps' && callee.of.kind === 'name'
  if (!isAttribute && callee.kind !== 'name') return false
  const [name, path] =
    isAttribute && callee.of.kind === 'name' ? [callee.of.name, 'functools'] : [callee.name, 'functools.wraps']
  const value = world.module.names.get(name)
  return value !== undefined && alternatives(value).every((one) => one.kind === 'path' && one.path === path)
}
