import type { Frame } from './frame.ts'
import { functionInfo } from './function-info.ts'
import { stored } from './store.ts'
import type { FunctionNode } from './syntax.ts'
import type { Value } from './values.ts'
import type { World } from './world.ts'

/** A function: its body is gone through later, once in every pass. */
export function defineFunction(
  world: World,
  frame: Frame,
  node: FunctionNode,
  name: string,
  self: Value | undefined = node.type === 'ArrowFunctionExpression' ? frame.self : undefined,
): Value {
  const info = functionInfo(world, frame, node, name)
  if (self !== undefined) info.self = stored(world, info.self, self)
  if (info.pass !== world.pass) {
    info.pass = world.pass
    world.deferred.push({ info, frame })
  }
  return { kind: 'function', info, from: 0 }
}
