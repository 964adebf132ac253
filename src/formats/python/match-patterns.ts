import { iterated } from './evaluate.ts'
import { bind } from './names.ts'
import { alsoFrom, originOf } from './origins.ts'
import type { Expression } from './syntax.ts'
import { anyOf, UNKNOWN, type Value } from './values.ts'
import type { Frame, World } from './world.ts'

/** Every name of a pattern may be the subject or any part of it. */
export function bindPattern(world: World, frame: Frame, pattern: Expression, subject: Value): void {
  const queue: Expression[] = [pattern]
  for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
    if (one.kind === 'name')
      bind(
        world,
        frame,
        one.name,
        alsoFrom(world, anyOf([subject, iterated(subject), UNKNOWN]), originOf(world, subject)),
      )
    else for (const part of partsOf(one)) queue.push(part)
  }
}

function partsOf(pattern: Expression): readonly Expression[] {
  switch (pattern.kind) {
    case 'named':
      return [pattern.target, pattern.value]
    case 'star':
      return [pattern.value]
    case 'sequence':
      return pattern.items
    case 'dict':
      return pattern.entries.map(({ value }) => value)
    case 'operation':
      return [pattern.first, ...pattern.rest.map(({ operand }) => operand)]
    case 'call':
      return pattern.args.map(({ value }) => value)
    default:
      return []
  }
}
