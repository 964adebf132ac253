import type { Frame } from './frame.ts'
import { globalValue, isPlain, placeText } from './paths.ts'
import { recordReference } from './record-call.ts'
import { lookUp } from './scopes.ts'
import { flowInto } from './store.ts'
import type { AnyNode } from './syntax.ts'
import { anyOf, MADE, numberValue, textValue, UNDEFINED, UNKNOWN, type Value, withFrom } from './values.ts'
import type { World } from './world.ts'

/** What a name stands for. `as`: a callee or the owner of a member is not recorded as a reference of its own. */
export function named(
  world: World,
  frame: Frame,
  node: AnyNode & { readonly name: string },
  as: 'value' | 'owner',
): Value {
  const binding = lookUp(frame.scope, node.name)
  if (binding !== undefined) return binding.value ?? UNDEFINED_YET
  if (node.name === 'undefined') return UNDEFINED
  if (node.name === 'NaN' || node.name === 'Infinity') return numberValue(Number(node.name))
  if (node.name === 'exports') return { kind: 'object', cell: world.exports, from: 0 }
  if (node.name === 'arguments') return argumentsOf(world, frame)
  const value = globalValue(node.name)
  return as === 'value' ? outside(world, frame, value, node) : place(value)
}

/** A name that nothing was given to so far: in a later pass it may have a value. */
const UNDEFINED_YET = UNKNOWN

/** The list of what a function is given. */
function argumentsOf(world: World, frame: Frame): Value {
  const info = frame.function
  if (info === undefined) return UNKNOWN
  const cell = world.lists.get(info) ?? { items: [], open: true, flow: 0 }
  world.lists.set(info, cell)
  cell.items.length = 0
  for (const value of info.given) cell.items.push(value ?? UNKNOWN)
  for (const flow of info.flows) if (flow !== undefined) flowInto(world, cell, flow)
  return { kind: 'list', cell, from: 0 }
}

/** Something outside of the module is named as a value. */
function outside(world: World, frame: Frame, value: Value, node: AnyNode): Value {
  if (value.kind !== 'path') return value
  const text = placeText(value.path)
  if (text !== undefined)
    return withFrom(textValue(text, MADE.written), recordReference(world, frame, value.path, node))
  return isPlain(value.path) || value.path === 'global' || value.path === 'module' || value.path === 'require'
    ? value
    : withFrom(value, recordReference(world, frame, value.path, node))
}

function place(value: Value): Value {
  const text = value.kind === 'path' ? placeText(value.path) : undefined
  return text === undefined ? value : textValue(text, MADE.written, value.from)
}

/** `process.env.X.split(",")`: what a method is called on is named like any other value. */
export function receiver(world: World, frame: Frame, value: Value, node: AnyNode): Value {
  return value.kind === 'path' && value.from === 0 && DATA.test(value.path) ? outside(world, frame, value, node) : value
}

const DATA =
  /^global\.(?:process\.(?:env|argv|config|versions)|document\.cookie|localStorage|sessionStorage|location|navigator)\b/

/** A member of something outside is named where its value is used. */
export function namedMember(world: World, frame: Frame, value: Value, node: AnyNode): Value {
  if (value.kind === 'any')
    return anyOf(
      world.flow,
      value.of.map((one) => namedMember(world, frame, one, node)),
    )
  return value.kind === 'path' && value.from === 0 && !value.path.includes('()')
    ? outside(world, frame, value, node)
    : value
}
