import type { Frame } from './frame.ts'
import { imported } from './module-statements.ts'
import { modulePath } from './paths.ts'
import { namesIn } from './scopes.ts'
import type { Statement } from './syntax.ts'
import type { World } from './world.ts'

type Export = Extract<Statement, { type: 'ExportNamedDeclaration' | 'ExportDefaultDeclaration' }>

/** Notes the names that a declaration exports: `export { a as b }`, `export { a } from "x"`, `export const a = …`. */
export function exportedNames(world: World, frame: Frame, node: Export): void {
  const { declaration } = node
  if (declaration != null) {
    const isDefault = node.type === 'ExportDefaultDeclaration'
    for (const local of declaredBy(declaration as Statement))
      world.exported.set(isDefault ? 'default' : local, { kind: 'local', local })
  }
  if (node.type === 'ExportDefaultDeclaration') return
  const { source } = node
  if (source != null && node.exportKind !== 'type') imported(world, frame, node, source.value)
  for (const specifier of node.specifiers) {
    const name = moduleName(specifier.exported)
    if (source != null) {
      const of = specifier.type === 'ExportSpecifier' ? moduleName(specifier.local) : ''
      const path = modulePath(source.value)
      world.exported.set(name, { kind: 'other', path: of === '' || of === 'default' ? path : `${path}.${of}` })
    } else if (specifier.type === 'ExportSpecifier')
      world.exported.set(name, { kind: 'local', local: moduleName(specifier.local) })
  }
}

/** `export * from "x"`. */
export function exportAll(
  world: World,
  frame: Frame,
  node: Extract<Statement, { type: 'ExportAllDeclaration' }>,
): void {
  if (node.exportKind === 'type') return
  imported(world, frame, node, node.source.value)
  const path = modulePath(node.source.value)
  world.exported.set(`* ${path}`, { kind: 'other', path })
}

function moduleName(node: { readonly type: string; readonly name?: string; readonly value?: string }): string {
  return node.name ?? node.value ?? ''
}

function declaredBy(node: Statement): readonly string[] {
  if (node.type === 'VariableDeclaration') return node.declarations.flatMap(({ id }) => namesIn(id))
  const id = 'id' in node ? node.id : undefined
  return id != null && 'name' in id && typeof id.name === 'string' ? [id.name] : []
}
