import { defineFunction } from './define.ts'
import type { Frame } from './frame.ts'
import { named, newFunctionInfo } from './function-info.ts'
import { keyText, prototypeOf } from './members.ts'
import { addToField, stored } from './store.ts'
import type { ClassMember, ClassNode, Expression, FunctionNode } from './syntax.ts'
import { type FunctionInfo, type ObjectCell, UNDEFINED, type Value } from './values.ts'
import { newScope, type World } from './world.ts'

/**
 * A class. One object stands for all its instances and for its prototype; it is `this` in methods and in the values of fields, which are
 * evaluated with the class.
 */
export function defineClass(world: World, frame: Frame, node: ClassNode): Value {
  const parent = node.superClass == null ? undefined : world.evaluate(frame, node.superClass)
  for (const { expression } of node.decorators ?? []) world.evaluate(frame, expression)
  const info = classInfo(world, frame, node)
  const prototype = prototypeOf(world, info)
  const self: Value = { kind: 'object', cell: prototype, from: 0 }
  const value: Value = { kind: 'function', info, from: 0 }
  if (parent !== undefined) {
    info.statics.parent = parent
    prototype.parent =
      parent.kind === 'function'
        ? { kind: 'object', cell: prototypeOf(world, parent.info), from: 0 }
        : instanceOfPath(parent)
  }
  info.self = stored(world, info.self, self)
  for (const member of node.body.body) defineMember(world, { ...frame, self }, member, { info, prototype, self, value })
  if (info.node !== undefined && info.pass !== world.pass) {
    info.pass = world.pass
    world.deferred.push({ info, frame })
  }
  return value
}

function classInfo(world: World, frame: Frame, node: ClassNode): FunctionInfo {
  const known = world.functions.get(node)
  if (known !== undefined) return known
  const constructor = node.body.body.find((member) => member.type === 'ClassMethod' && member.kind === 'constructor')
  const scope = newScope('block', frame.scope)
  const info = newFunctionInfo(
    constructor as FunctionNode | undefined,
    named(frame, node.id?.name ?? '', node),
    scope,
    true,
  )
  world.functions.set(node, info)
  if (node.id != null)
    scope.names.set(node.id.name, { scope, value: { kind: 'function', info, from: 0 }, init: undefined, given: true })
  return info
}

/** What a class of another module gives. */
function instanceOfPath(parent: Value): Value {
  return parent.kind === 'path' ? { ...parent, path: `${parent.path}()` } : parent
}

interface Made {
  readonly info: FunctionInfo
  readonly prototype: ObjectCell
  readonly self: Value
  readonly value: Value
}

function defineMember(world: World, outer: Frame, member: ClassMember, made: Made): void {
  const frame: Frame = { ...outer, scope: made.info.scope }
  if ('decorators' in member) for (const { expression } of member.decorators ?? []) world.evaluate(frame, expression)
  switch (member.type) {
    case 'ClassMethod':
    case 'ClassPrivateMethod': {
      if (member.type === 'ClassMethod' && member.kind === 'constructor') return
      const name = memberName(world, frame, member)
      const self = member.static === true ? made.value : made.self
      const method = defineFunction(
        world,
        { ...frame, function: frame.function },
        member,
        `${made.info.name}.${name ?? ''}`,
        self,
      )
      const isGetter = member.kind === 'get' && method.kind === 'function'
      const value = isGetter ? (method.info.returns ?? method) : method
      store(world, made, member.static === true, name, value)
      return
    }
    case 'ClassProperty':
    case 'ClassPrivateProperty':
    case 'ClassAccessorProperty': {
      const name = memberName(world, frame, member)
      const value = member.value == null ? UNDEFINED : world.evaluate(frame, member.value)
      if (member.value != null) store(world, made, member.static === true, name, value)
      return
    }
    case 'StaticBlock':
      world.texts.push({ body: member.body, frame: { ...frame, self: made.value } })
      return
    default:
  }
}

function memberName(
  world: World,
  frame: Frame,
  member: Exclude<ClassMember, { type: 'StaticBlock' | 'TSDeclareMethod' | 'TSIndexSignature' }>,
): string | undefined {
  const { key } = member
  if (key.type === 'PrivateName') return `#${key.id.name}`
  const isComputed = 'computed' in member && member.computed === true
  return !isComputed && key.type === 'Identifier' ? key.name : keyText(world.evaluate(frame, key as Expression))
}

function store(
  world: World,
  { info, prototype }: Made,
  isStatic: boolean,
  name: string | undefined,
  value: Value,
): void {
  const cell = isStatic ? info.statics : prototype
  if (name === undefined) cell.open = true
  else addToField(world, cell, name, value)
}
