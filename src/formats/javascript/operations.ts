import { joined } from '../flow-graph.ts'
import { operate } from './fold-operators.ts'
import type { Frame } from './frame.ts'
import { sizeOf } from './literals.ts'
import type { AnyNode, Expression } from './syntax.ts'
import { alternatives, anyOf, UNKNOWN, type Value, withFrom } from './values.ts'
import { afford, type World } from './world.ts'

/** Operators in a row from their beginning, in a loop. */
export function operation(
  world: World,
  frame: Frame,
  node: Expression & { type: 'BinaryExpression' | 'LogicalExpression' },
): Value {
  const links: { readonly operator: string; readonly right: Expression }[] = []
  let first: AnyNode = node
  while (first.type === 'BinaryExpression' || first.type === 'LogicalExpression') {
    const { operator, left, right }: typeof node = first as typeof node
    links.push({ operator, right })
    first = left
  }
  const isComparison = COMPARISONS.has(links.at(-1)?.operator ?? '')
  let value =
    first.type === 'PrivateName'
      ? UNKNOWN
      : world.evaluate(frame, first as Expression, isComparison ? 'owner' : 'value')
  for (const { operator, right } of links.reverse()) {
    // `x === process.env.X` looks at it, it does not hand it on.
    const isCompared = COMPARISONS.has(operator)
    const other = world.evaluate(frame, right, isCompared ? 'owner' : 'value')
    if (operator === '||' || operator === '??') value = anyOf(world.flow, [value, other])
    else if (operator === '&&') value = other
    else value = isCompared ? UNKNOWN : combined(world, operator, value, other)
  }
  return value
}

const COMPARISONS: ReadonlySet<string> = new Set([
  '<', '>', '<=', '>=', '==', '===', '!=', '!==', 'in', 'instanceof',
]) // prettier-ignore

/** An operator over every combination of what both sides may be. */
export function combined(world: World, operator: string, left: Value, right: Value): Value {
  if (!afford(world, sizeOf([left, right]))) return UNKNOWN
  if (left.kind !== 'any' && right.kind !== 'any') return operate(world.flow, operator, left, right)
  const results = alternatives(left).flatMap((a) =>
    alternatives(right).map((b) => (afford(world, sizeOf([a, b])) ? operate(world.flow, operator, a, b) : UNKNOWN)),
  )
  const value = anyOf(world.flow, results)
  return withFrom(value, joined(world.flow, value.from, joined(world.flow, left.from, right.from)))
}
