import { addToField } from './store.ts'
import {
  booleanValue,
  constantValue,
  listValue,
  MADE,
  newObjectCell,
  numberValue,
  textValue,
  type Value,
} from './values.ts'
import type { World } from './world.ts'

const MOST_CHARACTERS = 1024 * 1024
const MOST_PARTS = 20_000
const MOST_DEPTH = 30

/** What `JSON.parse` gives for a constant; undefined for text that is no JSON or has more parts than the bound. */
export function jsonValue(world: World, text: string, from: number): Value | undefined {
  if (text.length > MOST_CHARACTERS) return undefined
  let left = MOST_PARTS
  try {
    return valueOf(JSON.parse(text), 0)
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined
    throw error
  }

  function valueOf(data: unknown, depth: number): Value {
    if (--left < 0 || depth > MOST_DEPTH) throw new RangeError('more parts than the bound')
    if (typeof data === 'string') return textValue(data, MADE.computed, from)
    if (typeof data === 'number') return numberValue(data, from)
    if (typeof data === 'boolean') return booleanValue(data, from)
    if (data === null || typeof data !== 'object') return constantValue('null', from)
    if (Array.isArray(data))
      return listValue(
        data.map((item: unknown) => valueOf(item, depth + 1)),
        from,
      )
    const cell = newObjectCell(false)
    for (const [name, field] of Object.entries(data)) addToField(world, cell, name, valueOf(field, depth + 1))
    return { kind: 'object', cell, from }
  }
}
