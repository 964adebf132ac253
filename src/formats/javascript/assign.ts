import { addFlow, keepFlow } from '../flow-graph.ts'
import type { Frame } from './frame.ts'
import { methodName } from './function-info.ts'
import { namedValue } from './literals.ts'
import { anyMemberOf, keyText, memberOf } from './members.ts'
import { namedMember } from './names.ts'
import { combined } from './operations.ts'
import { recordAssign } from './record-call.ts'
import { reach } from './record.ts'
import { lookUp } from './scopes.ts'
import { addToBinding, addToField, flowInto, writesInto } from './store.ts'
import type { AnyNode, AssignmentNode, Expression, MemberNode, Target } from './syntax.ts'
import {
  alternatives,
  anyOf,
  type Binding,
  originOf,
  pathValue,
  type Scope,
  UNKNOWN,
  unknownFrom,
  type Value,
  withFrom,
} from './values.ts'
import { spend, type World } from './world.ts'

/** An assignment of any kind; gives its value. */
export function assignment(world: World, frame: Frame, node: AssignmentNode): Value {
  const { operator, left, right } = node
  const name = left.type === 'Identifier' ? left.name : left.type === 'MemberExpression' ? methodName(left) : ''
  const value = namedValue(world, frame, right, name)
  if (operator === '=') {
    assign(world, frame, left, value)
    return value
  }
  const before = world.evaluate(frame, left as Expression, 'owner')
  const isChoice = operator === '||=' || operator === '&&=' || operator === '??='
  if (isChoice) {
    assign(world, frame, left, value)
    return anyOf(world.flow, [before, value])
  }
  // Of `text += x` the first pass knows the order; later ones would add again to what they have added.
  if (world.pass > 1) {
    assign(world, frame, left, unknownFrom(value.from))
    return before
  }
  const result = combined(world, operator.slice(0, -1), before, value)
  assign(world, frame, left, result)
  return result
}

/** Gives a target a value: names, members, and every part of a pattern. */
export function assign(world: World, frame: Frame, target: Target, value: Value): void {
  if (!spend(world)) return
  switch (target.type) {
    case 'Identifier': {
      const binding = lookUp(frame.scope, target.name)
      if (binding === undefined) return assignMember(world, frame, pathValue('global'), target.name, value, target)
      addToBinding(world, binding, value)
      if (isOuter(frame.scope, binding)) keepFlow(world.flow, binding.value?.from ?? 0)
      return
    }
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return assignTo(world, frame, target, value)
    case 'ObjectPattern':
      return takeApart(world, frame, target, value)
    case 'ArrayPattern':
      for (const [index, element] of target.elements.entries()) {
        if (element === null) continue
        const isRest = element.type === 'RestElement'
        assign(world, frame, isRest ? element.argument : element, isRest ? value : itemAt(world, value, index))
      }
      return
    case 'AssignmentPattern':
      return assign(world, frame, target.left, anyOf(world.flow, [value, world.evaluate(frame, target.right)]))
    case 'RestElement':
      return assign(world, frame, target.argument, value)
    case 'TSParameterProperty':
      return assign(world, frame, target.parameter, value)
    case 'VariableDeclaration':
      for (const { id } of target.declarations) assign(world, frame, id, value)
      return
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'TSSatisfiesExpression':
    case 'ParenthesizedExpression':
      return assign(world, frame, target.expression, value)
    default:
  }
}

/** Is it a variable of another function, or of the module? */
function isOuter(scope: Scope, binding: Binding): boolean {
  for (let one: Scope | undefined = scope; one !== undefined && one !== binding.scope; one = one.parent)
    if (one.kind === 'function') return true
  return false
}

function itemAt(world: World, value: Value, index: number): Value {
  return anyOf(
    world.flow,
    alternatives(value).map((one) =>
      one.kind === 'list'
        ? memberOf(world, one, String(index))
        : anyMemberOf(world, withFrom(one, value.from), UNKNOWN),
    ),
  )
}

type Pattern = Extract<Target, { type: 'ObjectPattern' }>

function takeApart(world: World, frame: Frame, pattern: Pattern, value: Value): void {
  for (const property of pattern.properties) {
    if (property.type === 'RestElement') {
      assign(world, frame, property.argument, value)
      continue
    }
    const { key } = property
    const name =
      !property.computed && key.type === 'Identifier' ? key.name : keyText(world.evaluate(frame, key as Expression))
    const part = name === undefined ? anyMemberOf(world, value, UNKNOWN) : memberOf(world, value, name)
    assign(world, frame, property.value as Target, namedMember(world, frame, part, property))
  }
}

function assignTo(world: World, frame: Frame, target: MemberNode, value: Value): void {
  const of = target.object.type === 'Super' ? frame.self : world.evaluate(frame, target.object, 'owner')
  const name = targetName(world, frame, target)
  for (const one of alternatives(of)) assignMember(world, frame, one, name, value, target)
}

function targetName(world: World, frame: Frame, { property, computed }: MemberNode): string | undefined {
  if (property.type === 'PrivateName') return `#${property.id.name}`
  return !computed && property.type === 'Identifier' ? property.name : keyText(world.evaluate(frame, property))
}

/** `of[name] = value`. */
function assignMember(
  world: World,
  frame: Frame,
  of: Value,
  name: string | undefined,
  value: Value,
  node: AnyNode,
): void {
  const from = originOf(world.flow, value)
  switch (of.kind) {
    case 'object':
      writesInto(world, frame, of.cell)
      if (name !== undefined) return addToField(world, of.cell, name, value)
      of.cell.open = true
      return flowInto(world, of.cell, from)
    case 'list':
      writesInto(world, frame, of.cell)
      if (name !== undefined && /^\d{1,4}$/.test(name) && of.cell.items.length <= Number(name))
        of.cell.items.push(value)
      of.cell.open = true
      return flowInto(world, of.cell, from)
    case 'function':
      if (name === 'prototype' && value.kind === 'object') {
        const own = memberOf(world, of, 'prototype')
        if (own.kind === 'object') own.cell.parent = value
      } else if (name !== undefined) addToField(world, of.info.statics, name, value)
      return
    case 'path':
      if (of.path === 'module' && name === 'exports') world.exports.parent = value
      else recordAssign(world, frame, `${of.path}.${name ?? '[]'}`, value, node)
      addFlow(world.flow, of.from, from)
      return reachThrough(world, frame, of.path, value)
    default:
      addFlow(world.flow, of.from, from)
  }
}

/** A function that something outside is replaced with, or told to call, may run at once. */
function reachThrough(world: World, frame: Frame, path: string, value: Value): void {
  if (path.startsWith('npm:') || path.startsWith('.') || path === 'module') return
  for (const one of alternatives(value)) if (one.kind === 'function') reach(world, frame, one.info)
}
