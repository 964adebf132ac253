import { assign } from './assign.ts'
import { defineClass } from './classes.ts'
import { declareFunction, declareVariables } from './declarations.ts'
import { defineFunction } from './define.ts'
import { exportAll, exportedNames } from './export-statements.ts'
import type { Frame } from './frame.ts'
import { parameterValue, restOf, returned } from './function-values.ts'
import { anyMemberOf } from './members.ts'
import { defineNamed, enumeration, imported, importNames } from './module-statements.ts'
import { modulePath } from './paths.ts'
import { blockScope, declareAll, declareName, functionScope, lookUp, namesIn, scopeOf } from './scopes.ts'
import { addToBinding, addToField, stored } from './store.ts'
import { type AnyNode, childrenOf, type Expression, type Statement } from './syntax.ts'
import {
  alternatives,
  anyOf,
  type FunctionInfo,
  originOf,
  pathValue,
  UNDEFINED,
  UNKNOWN,
  unknownFrom,
  type Value,
  withFrom,
} from './values.ts'
import { spend, type World } from './world.ts'

/** Deepest statements in statements that are gone through at once. */
const MOST_DEPTH = 250

/** Goes through statements in order; both branches of every condition, loops once. */
export function execute(world: World, frame: Frame, body: readonly Statement[]): void {
  for (const statement of body) if (statement.type === 'FunctionDeclaration') declareFunction(world, frame, statement)
  for (const statement of body) {
    step(world, frame, statement)
    executeInner(world)
  }
}

/** Code that the statement before makes of text, and what is too deep for the stack. */
export function executeInner(world: World): void {
  if (world.depth > 0) return
  for (;;) {
    const text = world.texts.pop()
    if (text !== undefined) {
      executeText(world, text)
      continue
    }
    const later = world.postponed.pop()
    if (later === undefined) return
    if (!spend(world)) return
    if (isStatement(later.node)) step(world, later.frame, later.node)
    else world.evaluate(later.frame, later.node as Expression)
  }
}

function isStatement(node: AnyNode): node is Statement {
  return /Statement$|Declaration$/.test(node.type)
}

function executeText(world: World, { body, frame, text }: World['texts'][number]): void {
  const scope = scopeOf(world, text?.program ?? body, 'block', frame.scope, (made) => {
    declareAll(made, body)
  })
  const inner = { ...frame, scope }
  execute(world, inner, body)
  const last = body.at(-1)
  if (text === undefined || last === undefined) return
  const result =
    last.type === 'ExpressionStatement'
      ? last.expression
      : last.type === 'ReturnStatement' && last.argument != null
        ? last.argument
        : undefined
  if (result === undefined) return
  const { emitting } = world
  // It was recorded as a statement.
  world.emitting = false
  world.textResults.set(text.program, stored(world, world.textResults.get(text.program), world.evaluate(inner, result)))
  world.emitting = emitting
}

/** Goes through the bodies of functions, also of those found on the way. */
export function executeDeferred(world: World): void {
  for (let i = 0; i < world.deferred.length; i++) {
    const next = world.deferred[i]
    if (next !== undefined) executeFunction(world, next.info, next.frame)
  }
  world.deferred.length = 0
}

function executeFunction(world: World, info: FunctionInfo, outer: Frame): void {
  const { node } = info
  if (node === undefined) return
  const scope = functionScope(world, info, info.scope)
  const frame: Frame = { ...outer, scope, function: info, self: info.self ?? UNKNOWN }
  for (const [index, parameter] of node.params.entries()) {
    const isRest = parameter.type === 'RestElement'
    assign(world, frame, parameter, isRest ? restOf(info, index) : parameterValue(info, index))
    // `function (require, module, exports)`: what bundlers write around a module.
    if (parameter.type === 'Identifier' && parameter.name === 'require') {
      const binding = lookUp(scope, 'require')
      if (binding !== undefined) addToBinding(world, binding, pathValue('require'))
    }
  }
  if (node.body.type !== 'BlockStatement') {
    returned(world, frame, world.evaluate(frame, node.body))
    executeInner(world)
  } else execute(world, frame, node.body.body)
}

function step(world: World, frame: Frame, node: Statement): void {
  if (!spend(world)) return
  if (world.depth >= MOST_DEPTH) {
    world.postponed.push({ node, frame })
    return
  }
  world.depth++
  stepInto(world, frame, node)
  world.depth--
}

function stepInto(world: World, frame: Frame, node: Statement): void {
  switch (node.type) {
    case 'ExpressionStatement':
      world.evaluate(frame, node.expression, 'owner')
      return
    case 'VariableDeclaration':
      return declareVariables(world, frame, node)
    case 'ReturnStatement':
      return returned(world, frame, node.argument == null ? UNDEFINED : world.evaluate(frame, node.argument))
    case 'IfStatement':
      return branches(world, frame, node)
    case 'BlockStatement':
      return block(world, frame, node, node.body)
    case 'ForStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
      return loop(world, frame, node)
    case 'ForOfStatement':
    case 'ForInStatement':
      return iterate(world, frame, node)
    case 'TryStatement':
      block(world, frame, node.block, node.block.body)
      if (node.handler != null) handler(world, frame, node.handler)
      if (node.finalizer != null) block(world, frame, node.finalizer, node.finalizer.body)
      return
    case 'SwitchStatement': {
      world.evaluate(frame, node.discriminant, 'owner')
      const body = node.cases.flatMap(({ consequent }) => consequent)
      for (const { test } of node.cases) if (test != null) world.evaluate(frame, test, 'owner')
      return block(world, frame, node, body)
    }
    case 'LabeledStatement':
      return step(world, frame, node.body)
    case 'ThrowStatement':
      world.evaluate(frame, node.argument)
      return
    case 'FunctionDeclaration':
      return
    case 'ClassDeclaration':
      return defineNamed(world, frame, node.id?.name, defineClass(world, frame, node))
    default:
      return moduleStep(world, frame, node)
  }
}

/** Imports, exports and what types need. */
function moduleStep(world: World, frame: Frame, node: Statement): void {
  switch (node.type) {
    case 'ImportDeclaration':
      return importNames(world, frame, node)
    case 'ExportNamedDeclaration':
    case 'ExportDefaultDeclaration':
      return exportNames(world, frame, node)
    case 'ExportAllDeclaration':
      return exportAll(world, frame, node)
    case 'TSImportEqualsDeclaration': {
      const reference = node.moduleReference
      if (reference.type !== 'TSExternalModuleReference') return
      imported(world, frame, node, reference.expression.value)
      return defineNamed(world, frame, node.id.name, pathValue(modulePath(reference.expression.value)))
    }
    case 'TSExportAssignment':
      world.exports.parent = world.evaluate(frame, node.expression)
      return
    case 'TSEnumDeclaration':
      return enumeration(world, frame, node)
    case 'TSModuleDeclaration':
      if (node.body?.type === 'TSModuleBlock') block(world, frame, node.body, node.body.body)
      return
    case 'WithStatement':
      world.evaluate(frame, node.object)
      return step(world, frame, node.body)
    default:
      if (/^(?:TS|Declare|Interface|Opaque|Type|Empty|Break|Continue|Debugger)/.test(node.type)) return
      for (const child of childrenOf(node)) world.evaluate(frame, child as Expression)
  }
}

/** `if … else if … else if …`: in a loop, for such rows may be longer than the stack is deep. */
function branches(world: World, frame: Frame, first: Statement): void {
  let node: Statement | null | undefined = first
  while (node?.type === 'IfStatement') {
    world.evaluate(frame, node.test, 'owner')
    step(world, frame, node.consequent)
    node = node.alternate
    if (!spend(world)) return
  }
  if (node != null) step(world, frame, node)
}

function block(world: World, frame: Frame, node: object, body: readonly Statement[]): void {
  const scope = blockScope(world, node, body, frame.scope)
  execute(world, scope === frame.scope ? frame : { ...frame, scope }, body)
}

function loop(
  world: World,
  frame: Frame,
  node: Extract<Statement, { type: 'ForStatement' | 'WhileStatement' | 'DoWhileStatement' }>,
): void {
  const own = node.type === 'ForStatement' && node.init?.type === 'VariableDeclaration' ? [node.init] : []
  const scope = blockScope(world, node, own, frame.scope)
  const inner = scope === frame.scope ? frame : { ...frame, scope }
  if (node.type === 'ForStatement') {
    if (node.init?.type === 'VariableDeclaration') declareVariables(world, inner, node.init)
    else if (node.init != null) world.evaluate(inner, node.init, 'owner')
    if (node.update != null) world.evaluate(inner, node.update, 'owner')
  }
  if (node.test != null) world.evaluate(inner, node.test, 'owner')
  step(world, inner, node.body)
  world.constants?.loop(frame.scope, node)
}

function iterate(
  world: World,
  frame: Frame,
  node: Extract<Statement, { type: 'ForOfStatement' | 'ForInStatement' }>,
): void {
  const own = node.left.type === 'VariableDeclaration' ? [node.left] : []
  const scope = blockScope(world, node, own, frame.scope)
  const inner = scope === frame.scope ? frame : { ...frame, scope }
  const source = world.evaluate(inner, node.right)
  const item = node.type === 'ForOfStatement' ? anyItem(world, source) : unknownFrom(originOf(world.flow, source))
  assign(world, inner, node.left, item)
  step(world, inner, node.body)
  if (node.type === 'ForOfStatement') world.constants?.loop(frame.scope, node)
}

/** What a loop variable may be. */
function anyItem(world: World, source: Value): Value {
  return anyOf(
    world.flow,
    alternatives(source).map((one) => anyMemberOf(world, withFrom(one, source.from), UNKNOWN)),
  )
}

function handler(
  world: World,
  frame: Frame,
  node: NonNullable<Extract<Statement, { type: 'TryStatement' }>['handler']>,
): void {
  const scope = scopeOf(world, node, 'block', frame.scope, (made) => {
    for (const name of node.param == null ? [] : namesIn(node.param)) declareName(made, name, undefined, true)
  })
  block(world, { ...frame, scope }, node.body, node.body.body)
}

function exportNames(
  world: World,
  frame: Frame,
  node: Extract<Statement, { type: 'ExportNamedDeclaration' | 'ExportDefaultDeclaration' }>,
): void {
  exportedNames(world, frame, node)
  const { declaration } = node
  if (declaration == null) return
  if (declaration.type === 'FunctionDeclaration' && declaration.id == null)
    exportDefault(world, defineFunction(world, frame, declaration, 'default'))
  else if (declaration.type === 'ClassDeclaration' && declaration.id == null)
    exportDefault(world, defineClass(world, frame, declaration))
  else if (declaration.type === 'FunctionDeclaration') declareFunction(world, frame, declaration)
  else if (isStatement(declaration)) step(world, frame, declaration)
  else exportDefault(world, world.evaluate(frame, declaration as Expression))
}

function exportDefault(world: World, value: Value): void {
  addToField(world, world.exports, 'default', value)
}
