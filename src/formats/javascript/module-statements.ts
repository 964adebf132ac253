import type { Frame } from './frame.ts'
import { memberOf } from './members.ts'
import { modulePath } from './paths.ts'
import { recordReference } from './record-call.ts'
import { placeOf, record } from './record.ts'
import { declareName, lookUp } from './scopes.ts'
import { addToBinding, addToField } from './store.ts'
import type { AnyNode, Statement } from './syntax.ts'
import { newObjectCell, pathValue, UNKNOWN, type Value, withFrom } from './values.ts'
import type { World } from './world.ts'

/** Gives the name of a declaration its value. */
export function defineNamed(world: World, frame: Frame, name: string | undefined, value: Value): void {
  if (name === undefined) return
  addToBinding(world, lookUp(frame.scope, name) ?? declareName(frame.scope, name, undefined, true), value)
}

/** Notes that a module is imported by a declaration. */
export function imported(world: World, frame: Frame, node: AnyNode, specifier: string): void {
  record(world, world.imports, () => ({
    module: modulePath(specifier),
    how: 'static' as const,
    place: placeOf(frame, node),
  }))
}

/** `import a, { b as c } from "x"`: names for what another module has. */
export function importNames(world: World, frame: Frame, node: Extract<Statement, { type: 'ImportDeclaration' }>): void {
  if (node.importKind === 'type' || node.importKind === 'typeof') return
  imported(world, frame, node, node.source.value)
  const module = pathValue(modulePath(node.source.value))
  for (const specifier of node.specifiers) {
    const { local } = specifier
    const name =
      specifier.type !== 'ImportSpecifier'
        ? undefined
        : specifier.imported.type === 'Identifier'
          ? specifier.imported.name
          : specifier.imported.value
    const value = name === undefined ? module : memberOf(world, module, name)
    defineNamed(world, frame, local.name, ofPackage(world, frame, value, specifier))
  }
}

/** What comes from another file of the package has a node: its data may come from there. */
export function ofPackage(world: World, frame: Frame, value: Value, node: AnyNode): Value {
  if (value.kind !== 'path' || !/^(?:\.|npm:#)/.test(value.path)) return value
  return withFrom(value, recordReference(world, frame, value.path, node))
}

/** `enum E { A = 1 }`: an object with its members. */
export function enumeration(world: World, frame: Frame, node: Extract<Statement, { type: 'TSEnumDeclaration' }>): void {
  const cell = world.objects.get(node) ?? newObjectCell(false)
  world.objects.set(node, cell)
  for (const { id, initializer } of node.body.members) {
    const name = id.type === 'Identifier' ? id.name : id.type === 'StringLiteral' ? id.value : undefined
    const value = initializer == null ? UNKNOWN : world.evaluate(frame, initializer)
    if (name !== undefined) addToField(world, cell, name, value)
  }
  defineNamed(world, frame, node.id.name, { kind: 'object', cell, from: 0 })
}
