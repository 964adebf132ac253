import { addAll, type AnyNode, type Expression, type FunctionNode, type Statement, type Target } from './syntax.ts'
import type { Binding, FunctionInfo, Scope } from './values.ts'
import { newScope, type World } from './world.ts'

/** The scope of a piece of syntax, the same in every pass; `declare` fills it the first time. */
export function scopeOf(
  world: World,
  syntax: object,
  kind: Scope['kind'],
  parent: Scope,
  declare: (scope: Scope) => void,
): Scope {
  const known = world.scopes.get(syntax)
  if (known !== undefined) return known
  const scope = newScope(kind, parent)
  world.scopes.set(syntax, scope)
  declare(scope)
  return scope
}

/** The binding a name has at a place; undefined for one of the runtime. */
export function lookUp(scope: Scope, name: string): Binding | undefined {
  for (let one: Scope | undefined = scope; one !== undefined; one = one.parent) {
    const binding = one.names.get(name)
    if (binding !== undefined) return binding
  }
  return undefined
}

/** Declares a name where it is not yet. */
export function declareName(
  scope: Scope,
  name: string,
  init: Expression | FunctionNode | undefined,
  given = false,
): Binding {
  const known = scope.names.get(name)
  if (known !== undefined) {
    known.init ??= init
    if (given) known.given = true
    return known
  }
  const binding: Binding = { scope, value: undefined, init, given }
  scope.names.set(name, binding)
  return binding
}

/** The scope of a function: parameters and everything its body declares at its own level. */
export function functionScope(world: World, info: FunctionInfo, parent: Scope): Scope {
  const { node } = info
  return scopeOf(world, node ?? info, 'function', parent, (scope) => {
    for (const parameter of node?.params ?? [])
      for (const name of namesIn(parameter)) declareName(scope, name, undefined, true)
    if (node?.type === 'FunctionExpression' && node.id != null) declareName(scope, node.id.name, node)
    if (node !== undefined && node.body.type === 'BlockStatement') declareAll(scope, node.body.body)
  })
}

/** Declares what a list of statements declares: `var` anywhere in it, everything else at its own level. */
export function declareAll(scope: Scope, statements: readonly Statement[]): void {
  declareLexical(scope, statements)
  declareVariables(scope, statements)
}

/** The scope of a block; that of the surroundings when it declares nothing of its own. */
export function blockScope(world: World, block: object, statements: readonly Statement[], parent: Scope): Scope {
  const known = world.scopes.get(block)
  if (known !== undefined) return known
  const scope = newScope('block', parent)
  declareLexical(scope, statements)
  const own = scope.names.size > 0 || scope.setups.length > 0 ? scope : parent
  world.scopes.set(block, own)
  return own
}

/** `let`, `const`, functions, classes, imports and enumerations at the level of a list of statements. */
function declareLexical(scope: Scope, statements: readonly Statement[]): void {
  for (const statement of statements) {
    const node = exported(statement)
    if (node.type === 'VariableDeclaration') {
      if (node.kind !== 'var') declareEach(scope, node)
    } else if (node.type === 'FunctionDeclaration') {
      if (node.id != null) declareName(scope, node.id.name, node)
    } else if (node.type === 'ClassDeclaration' || node.type === 'TSEnumDeclaration') {
      if (node.id != null) declareName(scope, node.id.name, undefined, true)
    } else if (node.type === 'TSModuleDeclaration' || node.type === 'TSImportEqualsDeclaration') {
      if (node.id.type === 'Identifier') declareName(scope, node.id.name, undefined, true)
    } else if (node.type === 'ImportDeclaration') {
      for (const { local } of node.specifiers) declareName(scope, local.name, undefined, true)
    } else if (node.type === 'ExpressionStatement') collectSetup(scope, node.expression)
  }
}

function exported(statement: Statement): Statement {
  const isExport = statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration'
  const inner = isExport ? statement.declaration : undefined
  return inner == null ? statement : (inner as Statement)
}

/** `(function (table, count) { … })(f, 0x1b3)`, also behind `!` and in sequences. */
function collectSetup(scope: Scope, expression: Expression): void {
  if (expression.type === 'SequenceExpression') {
    for (const one of expression.expressions.slice(0, 16)) collectSetup(scope, one)
    return
  }
  const call = expression.type === 'UnaryExpression' ? expression.argument : expression
  const isOwn =
    call.type === 'CallExpression' &&
    (call.callee.type === 'FunctionExpression' || call.callee.type === 'ArrowFunctionExpression')
  if (isOwn && scope.setups.length < 16) scope.setups.push(call)
}

/** `var` in a list of statements and in statements inside of them, functions left out. */
function declareVariables(scope: Scope, statements: readonly Statement[]): void {
  const queue: AnyNode[] = [...statements].reverse()
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    const statement = exported(node as Statement)
    if (statement.type === 'VariableDeclaration') {
      if (statement.kind === 'var') declareEach(scope, statement)
    } else addAll(queue, statementsIn(statement).toReversed())
  }
}

function declareEach(scope: Scope, { declarations }: Extract<Statement, { type: 'VariableDeclaration' }>): void {
  for (const { id, init } of declarations) {
    if (id.type === 'Identifier') declareName(scope, id.name, init ?? undefined)
    else for (const name of namesIn(id)) declareName(scope, name, undefined, true)
  }
}

function statementsIn(node: Statement): readonly AnyNode[] {
  switch (node.type) {
    case 'BlockStatement':
      return node.body
    case 'IfStatement':
      return node.alternate == null ? [node.consequent] : [node.consequent, node.alternate]
    case 'ForStatement':
      return node.init == null ? [node.body] : [node.init, node.body]
    case 'ForInStatement':
    case 'ForOfStatement':
      return [node.left, node.body]
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'LabeledStatement':
    case 'WithStatement':
      return [node.body]
    case 'TryStatement':
      return [node.block, node.handler?.body, node.finalizer].filter((one) => one != null)
    case 'SwitchStatement':
      return node.cases.flatMap(({ consequent }) => consequent)
    default:
      return []
  }
}

/** All names that a pattern gives a value. */
export function namesIn(target: Target): readonly string[] {
  const names: string[] = []
  const queue: AnyNode[] = [target]
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    const one = node as Target | { readonly type: 'ObjectProperty'; readonly value: AnyNode }
    if (one.type === 'Identifier') names.push(one.name)
    else if (one.type === 'ObjectPattern') addAll(queue, one.properties)
    else if (one.type === 'ArrayPattern')
      addAll(
        queue,
        one.elements.filter((item) => item !== null),
      )
    else if (one.type === 'AssignmentPattern') queue.push(one.left)
    else if (one.type === 'RestElement') queue.push(one.argument)
    else if (one.type === 'TSParameterProperty') queue.push(one.parameter)
    else if (one.type === 'ObjectProperty') queue.push(one.value)
  }
  return names
}
