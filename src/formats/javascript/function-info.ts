import type { Frame } from './frame.ts'
import { type AnyNode, type FunctionNode, startOf } from './syntax.ts'
import { type FunctionInfo, newObjectCell, type Scope } from './values.ts'
import type { World } from './world.ts'

/** What is known of a function or class, the same in every pass. `given` is the name it is assigned to, if any. */
export function functionInfo(world: World, frame: Frame, node: FunctionNode, given: string): FunctionInfo {
  const known = world.functions.get(node)
  if (known !== undefined) return known
  const own = 'id' in node && node.id != null ? node.id.name : given
  const info = newFunctionInfo(node, named(frame, own, node), frame.scope, false)
  world.functions.set(node, info)
  return info
}

/** A function or class with nothing known yet. */
export function newFunctionInfo(
  node: FunctionNode | undefined,
  name: string,
  scope: Scope,
  isClass: boolean,
): FunctionInfo {
  return {
    node,
    name,
    scope,
    given: [],
    flows: [],
    returns: undefined,
    returnFlow: 0,
    self: undefined,
    statics: newObjectCell(false),
    isClass,
    failures: 0,
    pass: 0,
  }
}

const MOST_NAME = 120

/** With the function around it; what has no name is known by its place. */
export function named(frame: Frame, own: string, node: AnyNode): string {
  const name = own === '' ? `<${startOf(node)}>` : own
  const outer = frame.function?.name ?? ''
  return outer === '' || outer.length > MOST_NAME ? name : `${outer}.${name}`
}

/** The name of the member that a function is assigned to. */
export function methodName(node: { readonly computed: boolean; readonly property: AnyNode }): string {
  return !node.computed && 'name' in node.property ? String(node.property.name) : ''
}
