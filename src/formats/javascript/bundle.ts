import { addToField, stored } from './store.ts'
import { newObjectCell, type Value } from './values.ts'
import type { World } from './world.ts'

/** Gives every function of a bundle its `module`, `exports` and the function that loads the others. */
export function bindBundle(world: World, bundle: Value & { readonly kind: 'object' }): void {
  for (const field of bundle.cell.fields.values()) {
    if (field.kind !== 'function' || world.objects.has(field.info)) continue
    const module = newObjectCell(false)
    world.objects.set(field.info, module)
    const exports: Value = { kind: 'object', cell: newObjectCell(true), from: 0 }
    addToField(world, module, 'exports', exports)
    const given: readonly Value[] = [{ kind: 'object', cell: module, from: 0 }, exports, bundle]
    for (const [index, value] of given.entries())
      field.info.given[index] = stored(world, field.info.given[index], value)
  }
}
