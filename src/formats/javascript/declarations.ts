import { assign } from './assign.ts'
import { defineFunction } from './define.ts'
import type { Frame } from './frame.ts'
import { namedValue } from './literals.ts'
import { declareName, lookUp } from './scopes.ts'
import { addToBinding } from './store.ts'
import type { Statement, VariableNode } from './syntax.ts'
import type { World } from './world.ts'

/** A function declaration binds its name before the statements around it run. */
export function declareFunction(
  world: World,
  frame: Frame,
  node: Extract<Statement, { type: 'FunctionDeclaration' }>,
): void {
  if (node.id == null) return
  const binding = lookUp(frame.scope, node.id.name) ?? declareName(frame.scope, node.id.name, node)
  addToBinding(world, binding, defineFunction(world, frame, node, ''))
}

/** `let`, `const`, `var`; one without a value binds nothing. */
export function declareVariables(world: World, frame: Frame, node: VariableNode): void {
  for (const { id, init } of node.declarations) {
    if (init == null) continue
    const value = namedValue(world, frame, init, id.type === 'Identifier' ? id.name : '')
    assign(world, frame, id, value)
  }
}
