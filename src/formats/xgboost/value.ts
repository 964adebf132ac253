import type { ByteSource } from '../../base/bytes.ts'
import { items, type TreeValue } from '../tree.ts'
import { NUMBER_BYTES, numberAt, type UbjsonValue } from '../ubjson/ubjson.ts'

/** A value of a model, the same for JSON and UBJSON. */
export type BoosterValue =
  | { readonly kind: 'object'; readonly byte: number; readonly entries: readonly BoosterEntry[] }
  | { readonly kind: 'array'; readonly byte: number; readonly items: readonly BoosterValue[] }
  | NumberList
  | { readonly kind: 'text'; readonly byte: number; readonly text: string }
  | { readonly kind: 'scalar'; readonly byte: number; readonly value: number | boolean | null }

export interface BoosterEntry {
  readonly key: string
  readonly byte: number
  readonly value: BoosterValue
}

/** Numbers that are read when they are asked for. */
export interface NumberList {
  readonly kind: 'numbers'
  readonly byte: number
  readonly count: number
  read(): Promise<Float64Array>
}

/** The value of a key, the last where it stands twice. */
export function field(value: BoosterValue | undefined, key: string): BoosterValue | undefined {
  return value?.kind === 'object' ? value.entries.findLast((entry) => entry.key === key)?.value : undefined
}

/** The value under a chain of keys. */
export function fieldPath(value: BoosterValue | undefined, ...keys: readonly string[]): BoosterValue | undefined {
  return keys.reduce<BoosterValue | undefined>(field, value)
}

/** A whole number that XGBoost keeps as text (`"num_trees": "10"`); undefined when it is none. */
export function wholeNumber(value: BoosterValue | undefined): number | undefined {
  const text = value?.kind === 'text' ? value.text : value?.kind === 'scalar' ? String(value.value) : undefined
  if (text === undefined || !/^-?\d{1,15}$/.test(text)) return undefined
  return Number(text)
}

/** An array of numbers, also when it is empty; undefined for anything else. */
export function numberList(value: BoosterValue | undefined): NumberList | undefined {
  if (value?.kind === 'numbers') return value
  if (value?.kind !== 'array' || value.items.length > 0) return undefined
  return { kind: 'numbers', byte: value.byte, count: 0, read: async () => new Float64Array() }
}

/** JSON as a model's value. */
export function fromJson(tree: TreeValue): BoosterValue {
  const byte = tree.offset
  if (tree.kind === 'object') {
    return {
      kind: 'object',
      byte,
      entries: tree.entries.map(({ key, keyOffset, value }) => ({ key, byte: keyOffset, value: fromJson(value) })),
    }
  }
  if (tree.kind === 'scalar')
    return typeof tree.value === 'string'
      ? { kind: 'text', byte, text: tree.value }
      : { kind: 'scalar', byte, value: tree.value }
  const isList = tree.items.length > 0 && tree.items.every(isNumeric)
  if (!isList) return { kind: 'array', byte, items: tree.items.map(fromJson) }
  return { kind: 'numbers', byte, count: tree.items.length, read: async () => numbersOf(tree) }
}

function isNumeric(value: TreeValue): boolean {
  return value.kind === 'scalar' && (typeof value.value === 'number' || typeof value.value === 'boolean')
}

function numbersOf(tree: TreeValue): Float64Array {
  return Float64Array.from(items(tree), (item) => (item.kind === 'scalar' ? Number(item.value) : Number.NaN))
}

/** UBJSON as a model's value; number lists are read from `source`. */
export function fromUbjson(value: UbjsonValue, source: ByteSource): BoosterValue {
  if (value.kind === 'object') {
    return {
      ...value,
      entries: value.entries.map((entry) => ({ ...entry, value: fromUbjson(entry.value, source) })),
    }
  }
  if (value.kind === 'array') return fromUbjsonArray(value, source)
  if (value.kind !== 'numbers') return value
  const { byte, count, type } = value
  return { kind: 'numbers', byte, count, read: () => readNumbers(source, byte, count, type) }
}

/** Arrays without a common type hold a marker before each number: XGBoost writes those of integers and booleans so. */
function fromUbjsonArray(value: Extract<UbjsonValue, { readonly kind: 'array' }>, source: ByteSource): BoosterValue {
  const { byte, items: list } = value
  const isList = list.length > 0 && list.every((item) => item.kind === 'scalar' && item.value !== null)
  if (!isList) return { kind: 'array', byte, items: list.map((item) => fromUbjson(item, source)) }
  const numbers = async (): Promise<Float64Array> =>
    Float64Array.from(list, (item) => (item.kind === 'scalar' ? Number(item.value) : Number.NaN))
  return { kind: 'numbers', byte, count: list.length, read: numbers }
}

async function readNumbers(
  source: ByteSource,
  byte: number,
  count: number,
  type: keyof typeof NUMBER_BYTES,
): Promise<Float64Array> {
  const width = NUMBER_BYTES[type]
  const bytes = await source.slice(byte, count * width)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const found = new Float64Array(Math.floor(bytes.byteLength / width))
  for (let index = 0; index < found.length; index++) found[index] = numberAt(view, index * width, type)
  return found
}
