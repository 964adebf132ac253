import { joined, keepFlow, newNode } from '../flow-graph.ts'
import { callFunction } from './call-function.ts'
import { callValue } from './call.ts'
import type { Frame } from './frame.ts'
import { memberOf, memberUnder } from './members.ts'
import { namedMember, receiver } from './names.ts'
import { flowInto, stored } from './store.ts'
import type { AnyNode, ArgumentNode, CallNode, Expression, MemberNode, NewNode } from './syntax.ts'
import {
  alternatives,
  anyOf,
  itemsOf,
  originOf,
  pathValue,
  UNKNOWN,
  unknownFrom,
  type Value,
  withFrom,
} from './values.ts'
import { spend, type World } from './world.ts'

type Link = MemberNode | CallNode | NewNode | (Expression & { type: 'TSNonNullExpression' })

/** `a.b(c)[d]…` from its beginning, in a loop: chains may be longer than the stack is deep. */
export function chain(world: World, frame: Frame, node: Link, as: 'value' | 'owner'): Value {
  const links: Link[] = []
  let base: AnyNode = node
  while (isLink(base)) {
    links.push(base)
    base = 'object' in base ? base.object : 'callee' in base ? base.callee : base.expression
  }
  links.reverse()
  let value = beginning(world, frame, base)
  let owner: Value = UNKNOWN
  for (const [index, link] of links.entries()) {
    if (!spend(world)) return UNKNOWN
    if (link.type === 'MemberExpression' || link.type === 'OptionalMemberExpression') {
      const isCalled =
        links[index + 1]?.type === 'CallExpression' || links[index + 1]?.type === 'OptionalCallExpression'
      owner = isCalled ? receiver(world, frame, value, links[index - 1] ?? base) : value
      value = member(world, frame, owner, link)
      const isLast = index === links.length - 1 || links[index + 1]?.type === 'TSNonNullExpression'
      if (isLast && as === 'value') value = namedMember(world, frame, value, link)
    } else if (link.type !== 'TSNonNullExpression') {
      value = call(world, frame, value, owner, link, base.type === 'Super' && index === 0)
      owner = UNKNOWN
    }
  }
  return value
}

function isLink(node: AnyNode): node is Link {
  return LINKS.has(node.type)
}

const LINKS: ReadonlySet<string> = new Set([
  'MemberExpression', 'OptionalMemberExpression', 'CallExpression', 'OptionalCallExpression', 'NewExpression', 'TSNonNullExpression',
]) // prettier-ignore

function beginning(world: World, frame: Frame, node: AnyNode): Value {
  if (node.type === 'Super') return parentOf(frame)
  if (node.type === 'Import') return pathValue('import')
  return world.evaluate(frame, node as Expression, 'owner')
}

/** `super`: the class that is extended, as far as the method it stands in knows it. */
function parentOf(frame: Frame): Value {
  const { self } = frame
  const parent = self.kind === 'object' ? self.cell.parent : undefined
  return parent ?? UNKNOWN
}

function member(world: World, frame: Frame, of: Value, node: MemberNode): Value {
  if (node.property.type === 'PrivateName') return memberOf(world, of, `#${node.property.id.name}`)
  if (!node.computed && node.property.type === 'Identifier') return memberOf(world, of, node.property.name)
  return memberUnder(world, of, world.evaluate(frame, node.property))
}

function call(
  world: World,
  frame: Frame,
  callee: Value,
  owner: Value,
  node: CallNode | NewNode,
  isParent: boolean,
): Value {
  const given = givenTo(world, frame, node.arguments)
  const isNew = node.type === 'NewExpression' || isParent
  const made = { world, frame, given, node, isNew }
  if (owner.kind !== 'object' || isNew) return callValue(made, plainSelf(node, callee))
  // A method of an object of the module: `this` is the object.
  const results = alternatives(callee).map((one) =>
    one.kind === 'function' ? callFunction(made, one.info, owner) : callValue(made, inherited(world, owner, one)),
  )
  return anyOf(world.flow, results)

  /** A function that is called where it is written has the global object for `this`. */
  function plainSelf(at: CallNode | NewNode, value: Value): Value {
    const isWritten = at.callee.type === 'FunctionExpression' && value.kind === 'function' && !isNew
    if (isWritten) value.info.self = stored(world, value.info.self, pathValue('global'))
    return value
  }
}

/** `this.emit(x)` of a class that extends an emitter: what is emitted is in the object, and comes from there to who listens. */
function inherited(world: World, owner: Value & { readonly kind: 'object' }, callee: Value): Value {
  if (callee.kind !== 'path' || !/^node:events.*\.(?:emit|on|once|addListener|prependListener)$/.test(callee.path))
    return callee
  if (owner.cell.flow === 0) flowInto(world, owner.cell, newNode(world.flow))
  keepFlow(world.flow, owner.cell.flow)
  return withFrom(callee, joined(world.flow, callee.from, owner.cell.flow))
}

function givenTo(world: World, frame: Frame, nodes: readonly ArgumentNode[]): readonly Value[] {
  const given: Value[] = []
  for (const node of nodes) {
    if (node.type === 'SpreadElement') {
      const list = world.evaluate(frame, node.argument)
      const items = itemsOf(list)
      // As many as a function may be given; `push(...x)` of a long list is that list.
      if (items === undefined || items.length > 4096) given.push(unknownFrom(originOf(world.flow, list)))
      else for (const item of items) given.push(item)
    } else given.push(world.evaluate(frame, node as Expression))
  }
  return given
}
