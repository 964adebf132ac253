import { assignment } from './assign.ts'
import { callValue } from './call.ts'
import { chain } from './chain.ts'
import { defineClass } from './classes.ts'
import { defineFunction } from './define.ts'
import { operateOne } from './fold-operators.ts'
import type { Frame } from './frame.ts'
import { array, object, template } from './literals.ts'
import { named } from './names.ts'
import { operation } from './operations.ts'
import { type AnyNode, childrenOf, type Expression } from './syntax.ts'
import {
  anyOf,
  booleanValue,
  constantValue,
  MADE,
  numberValue,
  pathValue,
  textValue,
  UNKNOWN,
  unknownFrom,
  type Value,
} from './values.ts'
import { spend, type World } from './world.ts'

/** Deepest expressions in expressions that are evaluated at once; chains and sums are no nesting. */
const MOST_DEPTH = 250

/**
 * What an expression may be, without running anything. Records what is called, made, named and replaced on the way. `as`: a callee or the
 * owner of a member is not recorded as a reference of its own.
 */
export function evaluate(world: World, frame: Frame, node: Expression, as: 'value' | 'owner' = 'value'): Value {
  if (!spend(world)) return UNKNOWN
  if (world.depth >= MOST_DEPTH) {
    world.postponed.push({ node, frame })
    return UNKNOWN
  }
  world.depth++
  const value = evaluateNode(world, frame, node, as)
  world.depth--
  return value
}

function evaluateNode(world: World, frame: Frame, node: Expression, as: 'value' | 'owner'): Value {
  switch (node.type) {
    case 'Identifier':
      return named(world, frame, node, as)
    case 'StringLiteral':
      return textValue(node.value, MADE.written)
    case 'NumericLiteral':
      return numberValue(node.value)
    case 'BooleanLiteral':
      return booleanValue(node.value)
    case 'NullLiteral':
      return constantValue('null')
    case 'RegExpLiteral':
      return { kind: 'pattern', source: node.pattern, flags: node.flags, from: 0 }
    case 'TemplateLiteral':
      return template(world, frame, node)
    case 'MemberExpression':
    case 'OptionalMemberExpression':
    case 'CallExpression':
    case 'OptionalCallExpression':
    case 'NewExpression':
    case 'TSNonNullExpression':
      return chain(world, frame, node, as)
    case 'BinaryExpression':
    case 'LogicalExpression':
      return operation(world, frame, node)
    case 'AssignmentExpression':
      return assignment(world, frame, node)
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return defineFunction(world, frame, node, '')
    case 'ClassExpression':
      return defineClass(world, frame, node)
    case 'ObjectExpression':
      return object(world, frame, node)
    case 'ArrayExpression':
      return array(world, frame, node, node.elements)
    case 'ConditionalExpression':
      evaluate(world, frame, node.test, 'owner')
      return anyOf(world.flow, [evaluate(world, frame, node.consequent), evaluate(world, frame, node.alternate)])
    case 'SequenceExpression':
      return sequence(world, frame, node.expressions)
    case 'UnaryExpression':
      return unary(world, frame, node)
    case 'ThisExpression':
      return frame.self
    case 'AwaitExpression':
      return evaluate(world, frame, node.argument, as)
    case 'TaggedTemplateExpression':
      return tagged(world, frame, node)
    case 'ImportExpression':
      return callValue(
        { world, frame, given: [evaluate(world, frame, node.source)], node, isNew: false },
        pathValue('import'),
      )
    case 'MetaProperty':
      return node.meta.name === 'import' ? pathValue('import.meta') : UNKNOWN
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'TSInstantiationExpression':
    case 'TypeCastExpression':
      return evaluate(world, frame, node.expression, as)
    case 'YieldExpression':
      return node.argument == null ? UNKNOWN : unknownFrom(evaluate(world, frame, node.argument).from)
    case 'UpdateExpression':
      evaluate(world, frame, node.argument as Expression, 'owner')
      return UNKNOWN
    default:
      return others(world, frame, node)
  }
}

/** What has no meaning of its own here (JSX, `do`): what stands in it is evaluated. */
function others(world: World, frame: Frame, node: AnyNode): Value {
  for (const child of childrenOf(node)) evaluate(world, frame, child as Expression)
  return UNKNOWN
}

/** `` tag`text ${x}` `` is a call with the text: shells and query builders take them so. */
function tagged(world: World, frame: Frame, node: Expression & { type: 'TaggedTemplateExpression' }): Value {
  const callee = evaluate(world, frame, node.tag, 'owner')
  const text = template(world, frame, node.quasi)
  return callValue({ world, frame, given: [text], node, isNew: false }, callee)
}

function sequence(world: World, frame: Frame, nodes: readonly Expression[]): Value {
  let value: Value = UNKNOWN
  for (const [index, node] of nodes.entries())
    value = evaluate(world, frame, node, index === nodes.length - 1 ? 'value' : 'owner')
  return value
}

function unary(world: World, frame: Frame, node: Expression & { type: 'UnaryExpression' }): Value {
  const value = evaluate(world, frame, node.argument, 'owner')
  return value.kind === 'any' ? UNKNOWN : operateOne(node.operator, value)
}
