import { bindBundle } from './bundle.ts'
import { defineFunction } from './define.ts'
import { concatenate } from './fold-operators.ts'
import type { Frame } from './frame.ts'
import { keyText } from './members.ts'
import { addToField, flowInto } from './store.ts'
import type { ArgumentNode, Expression, ObjectNode, TemplateNode } from './syntax.ts'
import {
  alternatives,
  anyOf,
  itemsOf,
  MADE,
  newObjectCell,
  type ObjectCell,
  originOf,
  textValue,
  UNDEFINED,
  UNKNOWN,
  unknownFrom,
  type Value,
  withFrom,
} from './values.ts'
import { afford, type World } from './world.ts'

/** A template literal: its text, with gaps for what is not known. */
export function template(world: World, frame: Frame, { quasis, expressions }: TemplateNode): Value {
  if (expressions.length === 0) return textValue(quasis[0]?.value.cooked ?? '', MADE.written)
  const values: Value[] = []
  for (const [index, { value }] of quasis.entries()) {
    if (value.cooked != null && value.cooked !== '') values.push(textValue(value.cooked, MADE.written))
    const expression = expressions[index]
    if (expression !== undefined) values.push(world.evaluate(frame, expression as Expression))
  }
  const choice = values.findIndex(({ kind }) => kind === 'any')
  const parts = values.map((value, index) => (index === choice ? value : best(value)))
  const results = (choice < 0 ? [UNKNOWN] : alternatives(parts[choice] ?? UNKNOWN)).map((one) =>
    afford(world, sizeOf(parts)) ? concatenate(world.flow, choice < 0 ? parts : parts.with(choice, one)) : UNKNOWN,
  )
  return anyOf(world.flow, results)
}

/** Of several constants one: only of the first part with several each is tried, every combination would cost more than it tells. */
function best(value: Value): Value {
  if (value.kind !== 'any') return value
  return withFrom(value.of.find((one) => one.kind === 'text' && one.text !== '') ?? UNKNOWN, value.from)
}

/** Characters that putting values together takes. */
export function sizeOf(values: readonly Value[]): number {
  return values.reduce((sum, value) => sum + (value.kind === 'text' ? value.text.length : 1), 0)
}

/** An object literal: one object for every time it is made. */
export function object(world: World, frame: Frame, node: ObjectNode): Value {
  const cell = objectCell(world, frame, node)
  const of: Value & { readonly kind: 'object' } = { kind: 'object', cell, from: 0 }
  for (const property of node.properties) {
    if (property.type === 'SpreadElement') {
      spreadInto(world, cell, world.evaluate(frame, property.argument))
      continue
    }
    const { key } = property
    const name =
      !property.computed && key.type === 'Identifier' ? key.name : keyText(world.evaluate(frame, key as Expression))
    const value =
      property.type === 'ObjectMethod'
        ? defineFunction(world, frame, property, name ?? '', of)
        : namedValue(world, frame, property.value as Expression, name ?? '')
    if (name === undefined) {
      cell.open = true
      flowInto(world, cell, originOf(world.flow, value))
    } else addToField(world, cell, name, value)
  }
  if (cell.bundle) bindBundle(world, of)
  return of
}

function objectCell(world: World, frame: Frame, node: ObjectNode): ObjectCell {
  const known = world.objects.get(node)
  if (known !== undefined) return known
  const cell = newObjectCell(false, isBundle(node))
  world.objects.set(node, cell)
  world.makers.set(cell, frame.function)
  return cell
}

/** Modules as bundlers write them: functions of one to three parameters under numbers or paths. */
function isBundle({ properties }: ObjectNode): boolean {
  return (
    properties.length > 0 &&
    properties.every((property) => {
      if (property.type === 'SpreadElement' || property.computed) return false
      const { key } = property
      const isKey = key.type === 'NumericLiteral' || (key.type === 'StringLiteral' && /^[./@\w-]+$/.test(key.value))
      const node = property.type === 'ObjectMethod' ? property : property.value
      const isFunction = 'params' in node && node.params.length >= 1 && node.params.length <= 3
      return isKey && isFunction
    })
  )
}

function spreadInto(world: World, cell: ObjectCell, value: Value): void {
  flowInto(world, cell, originOf(world.flow, value))
  for (const one of alternatives(value)) {
    if (one.kind !== 'object' || one.cell === cell) cell.open = true
    else for (const [name, field] of [...one.cell.fields].slice(0, 4096)) addToField(world, cell, name, field)
  }
}

/** An array literal. */
export function array(world: World, frame: Frame, node: object, elements: readonly (ArgumentNode | null)[]): Value {
  const known = world.lists.get(node)
  const items: Value[] = []
  for (const element of elements) {
    if (element === null) items.push(UNDEFINED)
    else if (element.type !== 'SpreadElement') items.push(world.evaluate(frame, element as Expression))
    else {
      const list = world.evaluate(frame, element.argument)
      const spread =
        list.kind === 'text' && list.whole ? [...list.text].map((char) => textValue(char, list.made)) : itemsOf(list)
      for (const item of (spread ?? [unknownFrom(originOf(world.flow, list))]).slice(0, 65_536)) items.push(item)
    }
  }
  const cell = known ?? {
    items,
    open: elements.some((one) => one?.type === 'SpreadElement' && !isWhole(items)),
    flow: 0,
  }
  // What was pushed into it in the first pass stays.
  for (const [index, item] of items.entries()) cell.items[index] = item
  world.lists.set(node, cell)
  if (known === undefined) world.makers.set(cell, frame.function)
  for (const item of items) flowInto(world, cell, originOf(world.flow, item))
  return { kind: 'list', cell, from: 0 }
}

function isWhole(items: readonly Value[]): boolean {
  return items.every(({ kind }) => kind !== 'unknown')
}

/** A function that is given a name gets it. */
export function namedValue(world: World, frame: Frame, node: Expression, name: string): Value {
  const isFunction = node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression'
  return isFunction ? defineFunction(world, frame, node, name) : world.evaluate(frame, node)
}
