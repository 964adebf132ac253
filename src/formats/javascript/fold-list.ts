import { joined } from '../flow-graph.ts'
import { joinItems } from './fold-operators.ts'
import { flowInto } from './store.ts'
import {
  anyOf,
  asNumber,
  asText,
  itemsOf,
  type List,
  listValue,
  type Made,
  MADE,
  numberValue,
  originOf,
  textValue,
  UNDEFINED,
  unknownFrom,
  type Value,
} from './values.ts'
import { afford, type World } from './world.ts'

/** Longest list that is copied. */
const MOST_ITEMS = 100_000

/** A method of a list that needs no function; undefined when it is none that is folded. */
export function callListMethod(
  world: World,
  list: List,
  name: string,
  given: readonly Value[],
  from: number,
): Value | undefined {
  const { cell } = list
  switch (name) {
    case 'join':
      return join(world, list, given[0], from)
    case 'push':
    case 'unshift':
      return add(world, list, name, given)
    case 'pop':
    case 'shift':
    case 'splice':
      cell.open = true
      return anyItem(world, list)
    case 'concat':
      return concat(list, given, from)
    case 'slice':
      return slice(list, given, from)
    case 'reverse':
    case 'toReversed':
      return cell.open ? list : listValue([...cell.items].reverse(), from)
    case 'at': {
      const index = asNumber(given[0])
      return cell.open || index === undefined ? anyItem(world, list) : (cell.items.at(index) ?? UNDEFINED)
    }
    case 'indexOf':
      return indexOf(list, given[0])
    case 'flat':
      return flat(list, from)
    case 'toString':
      return join(world, list, undefined, from)
    case 'values':
    case 'fill':
    case 'sort':
    case 'toSorted':
      return name === 'values' ? list : { ...list, cell: opened(list) }
    default:
      return undefined
  }
}

function join(world: World, list: List, by: Value | undefined, from: number): Value {
  const separator = by === undefined ? ',' : asText(by)?.text
  if (separator === undefined || list.cell.open) return unknownFrom(from)
  const text = joinItems(list.cell.items, separator, 0)
  if (text === undefined || !afford(world, text.length)) return unknownFrom(from)
  const made = list.cell.items.reduce<Made>(
    (most, item) => (item.kind === 'text' && item.made > most ? item.made : most),
    MADE.computed,
  )
  return textValue(text, made, from)
}

function add(world: World, list: List, name: string, given: readonly Value[]): Value {
  const { cell } = list
  for (const value of given) flowInto(world, cell, originOf(world.flow, value))
  // Every pass goes through the same calls again: what it adds is in the list already.
  if (world.pass > 1) return unknownFrom(0)
  if (name === 'unshift') cell.open = true
  if (cell.items.length < 4096) cell.items.push(...given.slice(0, 64))
  else cell.open = true
  return unknownFrom(0)
}

function anyItem(world: World, list: List): Value {
  const from = joined(world.flow, list.from, list.cell.flow)
  return anyOf(world.flow, [...list.cell.items.slice(0, 64), unknownFrom(from)])
}

function concat(list: List, given: readonly Value[], from: number): Value {
  const parts = [list, ...given].map((one) => (one.kind === 'list' ? itemsOf(one) : [one]))
  const length = parts.reduce((sum, part) => sum + (part?.length ?? 0), 0)
  if (length > MOST_ITEMS || !parts.every((part) => part !== undefined)) return unknownFrom(from)
  return listValue(parts.flat(), from)
}

function slice(list: List, given: readonly Value[], from: number): Value {
  const [start, end] = given.map(asNumber)
  const isKnown = given.every((value) => value.kind === 'number') && !list.cell.open
  return isKnown && list.cell.items.length <= MOST_ITEMS ? listValue(list.cell.items.slice(start, end), from) : list
}

function indexOf(list: List, sought: Value | undefined): Value {
  const text = asText(sought)?.text
  if (list.cell.open || text === undefined) return unknownFrom(0)
  return numberValue(list.cell.items.findIndex((item) => item.kind === 'text' && item.text === text))
}

function flat(list: List, from: number): Value {
  if (list.cell.open || list.cell.items.length > MOST_ITEMS) return unknownFrom(from)
  const parts = list.cell.items.map((item) => (item.kind === 'list' ? itemsOf(item) : [item]))
  const length = parts.reduce((sum, part) => sum + (part?.length ?? 0), 0)
  if (length > MOST_ITEMS || !parts.every((part) => part !== undefined)) return unknownFrom(from)
  return listValue(parts.flat(), from)
}

function opened(list: List): List['cell'] {
  list.cell.open = true
  return list.cell
}
