import { FormatError } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
import { decodeText } from '../text.ts'
import type { PaddleModel, PaddleOperator } from './model.ts'

/** Keys of the format: what an object is called, the attributes of an operator and one of them. */
const KEY = { name: '#', operators: 'ops', attributes: 'A', attribute: 'AT', data: 'D', attributeName: 'N' }

const MOST_STRINGS = 100

/**
 * Reads the operators of a Paddle program in JSON (the intermediate representation of Paddle 3). Names stand as `1.conv2d`: the
 * number is the dialect. Throws FormatError when it is no JSON with a program, LimitError beyond `limits.fileBytes`.
 */
export function readPir(bytes: Uint8Array, limits: Limits, watch: (operator: string) => boolean): PaddleModel {
  const file = parse(bytes)
  const operators = new Map<string, PaddleOperator>()
  // A walk without recursion: regions hold blocks, blocks hold operators, operators hold regions.
  const waiting: { readonly value: unknown; readonly inside: string }[] = [{ value: file, inside: '' }]
  for (let seen = 0; waiting.length > 0 && seen < limits.nodes; seen++) {
    const { value, inside } = waiting.pop() ?? { value: undefined, inside: '' }
    if (typeof value !== 'object' || value === null) continue
    for (const [key, child] of Object.entries(value).toReversed()) {
      const place = inside.length < 80 ? `${inside}/${key}` : inside
      if (key === KEY.operators && Array.isArray(child))
        for (const operator of child) count(operators, operator, place, watch)
      waiting.push({ value: child, inside: place })
    }
  }
  if (operators.size === 0) throw new FormatError('FORMAT_SHAPE', 'expected a Paddle program, found no operator')
  return { operators: [...operators.values()], breaches: [] }
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decodeText(bytes))
  } catch (error) {
    if (error instanceof FormatError) throw error
    throw new FormatError('FORMAT_SYNTAX', 'expected JSON')
  }
}

function count(
  operators: Map<string, PaddleOperator>,
  operator: unknown,
  inside: string,
  watch: (operator: string) => boolean,
): void {
  const label = property(operator, KEY.name)
  if (typeof label !== 'string') return
  // `p` is a parameter; custom operators keep their dialect in front.
  const name = label.replace(/^\d{1,3}\./, '').slice(0, 256)
  const known = operators.get(name) ?? { name, count: 0, inside: inside.slice(1), strings: [] }
  const strings =
    watch(name) && known.strings.length < MOST_STRINGS ? stringsOf(property(operator, KEY.attributes)) : []
  operators.set(name, { ...known, count: known.count + 1, strings: [...known.strings, ...strings] })
}

function stringsOf(attributes: unknown): PaddleOperator['strings'] {
  if (!Array.isArray(attributes)) return []
  return attributes.slice(0, 32).flatMap((attribute: unknown) => {
    const value = property(property(attribute, KEY.attribute), KEY.data)
    const name = property(attribute, KEY.attributeName)
    return typeof value === 'string' ? [{ attribute: String(name).slice(0, 256), value: value.slice(0, 1024) }] : []
  })
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined
}
