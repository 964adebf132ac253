import type { parse } from '@babel/parser'

type File = ReturnType<typeof parse>

/** Nodes of the tree as the parser gives them; its types are taken from it, so that one dependency is enough. */
export type Program = File['program']
export type Statement = Program['body'][number]
export type Expression = Extract<Statement, { type: 'ExpressionStatement' }>['expression']

type Of<T extends Expression['type']> = Extract<Expression, { type: T }>

export type MemberNode = Of<'MemberExpression'> | Of<'OptionalMemberExpression'>
export type CallNode = Of<'CallExpression'> | Of<'OptionalCallExpression'>
export type NewNode = Of<'NewExpression'>
export type ArgumentNode = CallNode['arguments'][number]
export type ObjectNode = Of<'ObjectExpression'>
export type PropertyNode = ObjectNode['properties'][number]
export type TemplateNode = Of<'TemplateLiteral'>
export type AssignmentNode = Of<'AssignmentExpression'>
export type ClassNode = Of<'ClassExpression'> | Extract<Statement, { type: 'ClassDeclaration' }>
export type ClassMember = ClassNode['body']['body'][number]
export type FunctionNode =
  | Of<'FunctionExpression'>
  | Of<'ArrowFunctionExpression'>
  | Extract<Statement, { type: 'FunctionDeclaration' }>
  | Extract<PropertyNode, { type: 'ObjectMethod' }>
  | Extract<ClassMember, { type: 'ClassMethod' | 'ClassPrivateMethod' }>
export type Parameter = FunctionNode['params'][number] | Extract<ClassMember, { type: 'ClassMethod' }>['params'][number]
export type VariableNode = Extract<Statement, { type: 'VariableDeclaration' }>
export type BlockNode = Extract<Statement, { type: 'BlockStatement' }>

/** Everything a value may be given to: names, members, and patterns of them. */
export type Target =
  | VariableNode['declarations'][number]['id']
  | AssignmentNode['left']
  | Parameter
  | Expression
  | Extract<Statement, { type: 'ForOfStatement' }>['left']

/** Any node; the walk over what has no meaning of its own goes by it. */
export interface AnyNode {
  readonly type: string
  readonly start?: number | null
  readonly end?: number | null
}

/** Adds items one by one: a call with as many arguments as a hostile list has items does not fit on the stack. */
export function addAll<T>(to: T[], items: Iterable<T>): void {
  for (const item of items) to.push(item)
}

/** Where a node begins. */
export function startOf(node: AnyNode): number {
  return node.start ?? 0
}

/** The nodes directly below one, in the order of its fields. */
export function childrenOf(node: AnyNode): readonly AnyNode[] {
  return Object.values(node).flatMap((value: unknown) => {
    if (Array.isArray(value)) return value.filter(isNode)
    return isNode(value) ? [value] : []
  })
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}
