import type { PythonArgument, PythonField } from './module.ts'
import { originOf } from './origins.ts'
import { alternatives, asText, DYNAMIC, itemsOf, nameOf, type Value } from './values.ts'
import type { World } from './world.ts'

/** Characters of one argument; where data is followed, commands and code are kept. */
const MOST_CHARACTERS = 120
const MOST_TRACED = 4096

/** Of lists, dicts and alternatives, where data is followed. */
const MOST_ITEMS = 64
const MOST_DEPTH = 4
const MOST_PARTS = 400

const MADE_NAMES = ['written', 'computed', 'decoded'] as const

/** An argument for the list of uses. Where data is not followed, of several values the first that is known. */
export function describe(world: World, value: Value, keyword: string | undefined): PythonArgument {
  const named = keyword === undefined ? {} : { keyword }
  if (world.traces) return { ...named, ...traced(world, value, 0, { left: Math.min(MOST_PARTS, partsLeft(world)) }) }
  const all = alternatives(value)
  const one = all.find((candidate) => shape(candidate, MOST_CHARACTERS).type !== 'unknown') ?? all[0] ?? value
  return { ...named, ...shape(one, MOST_CHARACTERS) }
}

/** Parts of all arguments: lists of themselves are as large as somebody likes. */
function partsLeft(world: World): number {
  if (world.parts <= 0) world.exhausted ??= 'more parts of arguments than are told'
  return world.parts
}

function traced(world: World, value: Value, depth: number, budget: { left: number }): PythonArgument {
  const plain = { ...shape(value, MOST_TRACED), flow: originOf(world, value) }
  if (value.kind === 'any') {
    const items = part(value.of).map((one) => traced(world, one, depth + 1, budget))
    return { ...plain, type: 'any', value: shownItems(items), length: items.length, items }
  }
  if (value.kind === 'list') {
    const items = part(value.items).map((one) => traced(world, one, depth + 1, budget))
    return { ...plain, value: shownItems(items), items }
  }
  if (value.kind !== 'dict') return plain
  const fields = part(value.entries).map(([key, field]): PythonField => ({
    name: asText(key)?.text.slice(0, 200) ?? '',
    value: traced(world, field, depth + 1, budget),
  }))
  return { ...plain, type: 'object', length: value.entries.length, fields }

  function part<T>(items: readonly T[]): readonly T[] {
    if (depth >= MOST_DEPTH) return []
    const taken = items.slice(0, Math.min(MOST_ITEMS, Math.max(0, budget.left)))
    budget.left -= taken.length
    world.parts -= taken.length
    return taken
  }
}

function shownItems(items: readonly PythonArgument[]): string {
  return items
    .slice(0, 40)
    .map(({ value }) => value.slice(0, 400) || '…')
    .join(' ')
    .slice(0, MOST_TRACED)
}

const NONE = { items: [], fields: [], flow: 0 } as const

function shape(value: Value, most: number): PythonArgument {
  const written = { ...NONE, length: 0, made: 'written' } as const
  switch (value.kind) {
    case 'text':
    case 'partial':
      return {
        ...NONE,
        type: value.bytes ? 'bytes' : 'text',
        value: value.text.slice(0, most),
        length: value.text.length,
        made: MADE_NAMES[value.made],
      }
    case 'number':
      return { ...written, type: 'number', value: String(value.number) }
    case 'constant':
      return { ...written, type: 'constant', value: value.name }
    case 'list':
      return { ...written, type: 'list', value: shownList(value), length: value.items.length }
    case 'path':
      return {
        ...written,
        type: value.path.startsWith(DYNAMIC) && !value.path.includes('.__') ? 'unknown' : 'names',
        value: value.path,
      }
    case 'method':
      return { ...written, type: 'names', value: nameOf(value) }
    case 'namespace':
      return { ...written, type: 'names', value: `${nameOf(value.of)}.__dict__` }
    default:
      return { ...written, type: 'unknown', value: '' }
  }
}

function shownList(value: Value): string {
  const items = itemsOf(value) ?? []
  return items
    .slice(0, 40)
    .map((item) => (item.kind === 'list' ? '[…]' : shape(item, MOST_CHARACTERS).value || '…'))
    .join(' ')
    .slice(0, MOST_CHARACTERS)
}
