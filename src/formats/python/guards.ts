import { evaluate } from './evaluate.ts'
import { OWN_NAME } from './names.ts'
import type { Expression } from './syntax.ts'
import { alternatives, nameOf, type Value } from './values.ts'
import type { Frame, World } from './world.ts'

/** Only what really is `typing.TYPE_CHECKING` or `__name__` counts, whatever it is called here. */
export function guardOf(world: World, frame: Frame, test: Expression): Frame['guard'] {
  if (test.kind === 'name' || test.kind === 'attribute') {
    const names = alternatives(quietly(world, frame, test)).map(nameOf)
    return names.every((name) => TYPE_CHECKING.has(name)) ? 'never' : undefined
  }
  const [compared] = test.kind === 'operation' ? test.rest : []
  if (test.kind !== 'operation' || test.rest.length !== 1 || compared?.operator !== '==') return undefined
  const sides = [test.first, compared.operand]
  const isMain = sides.some((side) => side.kind === 'text' && side.value === '__main__')
  return isMain && sides.some((side) => side.kind === 'name' && quietly(world, frame, side) === OWN_NAME)
    ? 'script'
    : undefined
}

const TYPE_CHECKING: ReadonlySet<string> = new Set(['typing.TYPE_CHECKING', 'typing_extensions.TYPE_CHECKING'])

function quietly(world: World, frame: Frame, node: Expression): Value {
  world.quiet++
  const value = evaluate(world, frame, node)
  world.quiet--
  return value
}
