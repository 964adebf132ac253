import type { JavaScriptArgument } from './module.ts'
import { alternatives, DYNAMIC, nameOf, originOf, type Value } from './values.ts'
import type { World } from './world.ts'

const MOST_CHARACTERS = 4096
const MOST_ITEMS = 64
const MOST_DEPTH = 4
const MADE_NAMES = ['written', 'computed', 'decoded'] as const

/** A value for the list of uses. */
export function describe(world: World, value: Value): JavaScriptArgument {
  return shape(world, value, 0, { left: MOST_PARTS })
}

/** Parts of one argument that are told: lists in lists are as many as somebody likes. */
const MOST_PARTS = 400

function shape(world: World, value: Value, depth: number, budget: { left: number }): JavaScriptArgument {
  const plain = { items: [], fields: [], flow: originOf(world.flow, value), length: 0, made: 'written' } as const
  switch (value.kind) {
    case 'text':
      return {
        ...plain,
        type: value.bytes ? 'bytes' : 'text',
        value: value.text.slice(0, MOST_CHARACTERS),
        length: value.text.length,
        made: MADE_NAMES[value.made],
      }
    case 'number':
      return { ...plain, type: 'number', value: String(value.number) }
    case 'constant':
      return { ...plain, type: 'constant', value: value.name }
    case 'path':
    case 'method':
      return { ...plain, type: nameOf(value).startsWith(DYNAMIC) ? 'unknown' : 'names', value: nameOf(value) }
    case 'pattern':
      return { ...plain, type: 'unknown', value: `/${value.source.slice(0, 200)}/` }
    case 'function':
      return { ...plain, type: 'function', value: value.info.name }
    case 'list': {
      const items = part(value.cell.items).map((one) => shape(world, one, depth + 1, budget))
      return { ...plain, type: 'list', value: shown(items), length: value.cell.items.length, items }
    }
    case 'object': {
      const entries = part([...value.cell.fields])
      const fields = entries.map(([name, field]) => ({ name, value: shape(world, field, depth + 1, budget) }))
      return { ...plain, type: 'object', value: '', length: value.cell.fields.size, fields }
    }
    case 'any': {
      const items = part(alternatives(value)).map((one) => shape(world, one, depth + 1, budget))
      return { ...plain, type: 'any', value: shown(items), length: items.length, items }
    }
    default:
      return { ...plain, type: 'unknown', value: '' }
  }

  function part<T>(items: readonly T[]): readonly T[] {
    if (depth >= MOST_DEPTH) return []
    const taken = items.slice(0, Math.min(MOST_ITEMS, Math.max(0, budget.left)))
    budget.left -= taken.length
    return taken
  }
}

function shown(items: readonly JavaScriptArgument[]): string {
  return items
    .slice(0, 40)
    .map(({ value }) => value.slice(0, 400) || '…')
    .join(' ')
    .slice(0, MOST_CHARACTERS)
}
