import { dividedPath } from './file-paths.ts'
import { negate, operate } from './fold-operators.ts'
import { concatenatePartly, formatPercentPartly } from './fold-partial.ts'
import { alsoFrom, originOf, originOfAll, withFrom } from './origins.ts'
import { alternatives, anyOf, UNKNOWN, type Value } from './values.ts'
import { afford, spend, type World } from './world.ts'

/** An operator over every combination of what both sides may be. */
export function combined(world: World, operator: string, left: Value, right: Value): Value {
  const from = world.traces ? originOfAll(world, [left, right]) : 0
  if (!afford(world, [left, right])) return withFrom(UNKNOWN, from)
  const value = anyOf(
    alternatives(left).flatMap((a) =>
      alternatives(right).map((b) => (spend(world) ? operate(operator, a, b) : UNKNOWN)),
    ),
  )
  return world.traces ? withFrom(value.kind === 'unknown' ? partly(operator, left, right) : value, from) : value
}

/** Where data is followed, a text of which parts are known is more than none. */
function partly(operator: string, left: Value, right: Value): Value {
  if (operator === '/') return dividedPath(left, right) ?? UNKNOWN
  if (operator === '%' && left.kind === 'text') return formatPercentPartly(left, right)
  return operator === '+' ? concatenatePartly([left, right]) : UNKNOWN
}

/** `negate`, from where the value is. */
export function negated(world: World, operators: readonly string[], value: Value): Value {
  return alsoFrom(world, negate(operators, value), operators.includes('not') ? 0 : originOf(world, value))
}
