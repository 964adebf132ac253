import { LimitError, type Position } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'
import type { LineIndex } from './line-index.ts'

/**
 * A parsed JSON, YAML or TOML document: one shape for the three, every value with its offset in the text, so that an
 * extractor reads any of them the same way and can point at the token it took a fact from.
 */
export type TreeValue = TreeObject | TreeArray | TreeScalar

export interface TreeObject {
  readonly kind: 'object'
  readonly offset: number
  /** In the order of the text. A key that stands twice is here twice; get() takes the last, as JSON.parse does. */
  readonly entries: readonly TreeEntry[]
}

export interface TreeEntry {
  readonly key: string
  readonly keyOffset: number
  readonly value: TreeValue
}

export interface TreeArray {
  readonly kind: 'array'
  readonly offset: number
  readonly items: readonly TreeValue[]
}

export interface TreeScalar {
  readonly kind: 'scalar'
  readonly offset: number
  /** TOML dates and times are here as their text. */
  readonly value: string | number | boolean | null
  /** The token as written, without quotes where the parser knows: `1.10` in YAML is the number 1.1, and this keeps `1.10`. */
  readonly source: string
}

/** A document and the way from its offsets to lines. */
export interface Tree {
  readonly root: TreeValue
  readonly lines: LineIndex
}

/** The value under a key; undefined for anything that is not an object or has no such key. */
export function get(value: TreeValue | undefined, key: string): TreeValue | undefined {
  return entry(value, key)?.value
}

/** The value under a chain of keys. */
export function getPath(value: TreeValue | undefined, ...keys: readonly string[]): TreeValue | undefined {
  return keys.reduce<TreeValue | undefined>(get, value)
}

/** The entry under a key, with the offset of the key itself. */
export function entry(value: TreeValue | undefined, key: string): TreeEntry | undefined {
  return value?.kind === 'object' ? value.entries.findLast((candidate) => candidate.key === key) : undefined
}

/** All entries of an object, last one of each key; none for anything else. */
export function entries(value: TreeValue | undefined): readonly TreeEntry[] {
  if (value?.kind !== 'object') return []
  const last = new Map(value.entries.map((candidate) => [candidate.key, candidate]))
  return last.size === value.entries.length ? value.entries : [...last.values()]
}

/** All items of an array; none for anything else. */
export function items(value: TreeValue | undefined): readonly TreeValue[] {
  return value?.kind === 'array' ? value.items : []
}

/** The text of a string scalar; undefined for anything else. */
export function string(value: TreeValue | undefined): string | undefined {
  return value?.kind === 'scalar' && typeof value.value === 'string' ? value.value : undefined
}

/** The text of a scalar as written, strings and numbers alike: YAML and TOML authors forget quotes around `1.10`. */
export function scalarText(value: TreeValue | undefined): string | undefined {
  if (value?.kind !== 'scalar' || value.value === null || typeof value.value === 'boolean') return undefined
  return typeof value.value === 'string' ? value.value : value.source
}

/** The value of a boolean scalar; undefined for anything else. */
export function boolean(value: TreeValue | undefined): boolean | undefined {
  return value?.kind === 'scalar' && typeof value.value === 'boolean' ? value.value : undefined
}

/** Throws LimitError as soon as a tree under construction outgrows the limits. `place` is only asked on the error path. */
export function withinBudget(nodes: number, depth: number, limits: Limits, place: () => Position): void {
  if (nodes > limits.nodes) {
    throw new LimitError('LIMIT_ENTRIES', `more than ${limits.nodes} values in one file`, place())
  }
  if (depth > limits.depth) {
    throw new LimitError('LIMIT_DEPTH', `nested deeper than ${limits.depth} levels`, place())
  }
}
