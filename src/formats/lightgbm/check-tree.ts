import { excerpt } from '../../base/escape.ts'
import type { AnomalyLog } from '../anomaly.ts'
import type { LightgbmBreach } from './breach.ts'

/** A block of `key=value` lines. */
export interface Block {
  readonly name: string
  readonly byte: number
  readonly fields: ReadonlyMap<string, string>
}

/** Leaves of one tree that are followed. */
const MOST_LEAVES = 64 * 1024 * 1024

/**
 * The arrays of a tree have one entry for each split or leaf, children lie in the tree and belong to one parent, features exist
 * (LightGBM, src/io/tree.cpp, `Tree::Tree(const char*)`). Prediction follows the indexes without looking. Linear.
 */
export function checkTree(tree: Block, features: number | undefined, log: AnomalyLog<LightgbmBreach>): void {
  const { name, byte, fields } = tree
  const leaves = whole(fields.get('num_leaves'))
  if (leaves === undefined || leaves < 1 || leaves > MOST_LEAVES) {
    return log.add(
      'missing-key',
      `${name} has no usable num_leaves: ${excerpt(fields.get('num_leaves') ?? 'none', 40)}`,
      byte,
    )
  }
  const lengths: readonly (readonly [key: string, length: number, required: boolean])[] = [
    ['leaf_value', leaves, true],
    ...(leaves > 1 ? ['split_feature', 'threshold', 'decision_type', 'left_child', 'right_child'] : []).map(
      (key) => [key, leaves - 1, true] as const,
    ),
    ...['split_gain', 'internal_value', 'internal_weight', 'internal_count'].map(
      (key) => [key, leaves - 1, false] as const,
    ),
    ...['leaf_weight', 'leaf_count', 'leaf_const', 'num_features'].map((key) => [key, leaves, false] as const),
    ['cat_boundaries', (whole(fields.get('num_cat')) ?? 0) + 1, false],
  ]
  const wrong = lengths.filter(([key, length, required]) => !hasLength(fields.get(key), length, required))
  for (const [key, length] of wrong)
    log.add('array-length', `${name}: ${key} has ${countOf(fields.get(key) ?? '')} numbers, expected ${length}`, byte)
  checkCategories(tree, log)
  if (wrong.length > 0 || leaves === 1) return
  checkChildren(tree, leaves, log)
  checkFeatures(tree, features, log)
}

function hasLength(text: string | undefined, length: number, required: boolean): boolean {
  if (text === undefined) return !required
  const count = countOf(text)
  // Older versions leave what they did not count empty.
  return count === length || (!required && count === 0)
}

function checkCategories({ name, byte, fields }: Block, log: AnomalyLog<LightgbmBreach>): void {
  const boundaries = fields.get('cat_boundaries')
  if (boundaries === undefined) return
  const numbers = numbersOf(boundaries)
  const ordered = numbers.every((value, index) => value >= (index === 0 ? 0 : (numbers[index - 1] ?? 0)))
  const words = countOf(fields.get('cat_threshold') ?? '')
  if (ordered && numbers.at(-1) === words) return
  log.add('array-length', `${name}: cat_boundaries ends at ${numbers.at(-1)}, cat_threshold has ${words} words`, byte)
}

/** Splits are numbered from zero; a leaf is written as its complement, so that -1 is leaf 0. */
function checkChildren({ name, byte, fields }: Block, leaves: number, log: AnomalyLog<LightgbmBreach>): void {
  const splits = leaves - 1
  const reached = new Uint8Array(splits + leaves)
  const children = [...numbersOf(fields.get('left_child') ?? ''), ...numbersOf(fields.get('right_child') ?? '')]
  for (const child of children) {
    const slot = child >= 0 ? child : splits - child - 1
    if (!Number.isInteger(child) || slot >= splits + leaves || (child >= 0 && child >= splits)) {
      log.add('child-range', `${name}: the child ${child} of ${splits} splits and ${leaves} leaves`, byte)
    } else if (child === 0 || reached[slot] === 1) {
      log.add('tree-loop', `${name}: the child ${child} has two parents, or is the root`, byte)
    } else reached[slot] = 1
  }
}

function checkFeatures(
  { name, byte, fields }: Block,
  features: number | undefined,
  log: AnomalyLog<LightgbmBreach>,
): void {
  if (features === undefined) return
  for (const feature of numbersOf(fields.get('split_feature') ?? '')) {
    if (Number.isInteger(feature) && feature >= 0 && feature < features) continue
    log.add('feature-range', `${name} splits by feature ${feature} of ${features}`, byte)
  }
}

/** A whole number of at most 15 digits. */
export function whole(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d{1,15}$/.test(text) ? Number(text) : undefined
}

/** Words between blanks, without making them. */
export function countOf(text: string): number {
  let count = 0
  let inWord = false
  for (let at = 0; at < text.length; at++) {
    const isBlank = text.charCodeAt(at) === 0x20
    if (!isBlank && !inWord) count++
    inWord = !isBlank
  }
  return count
}

function numbersOf(text: string): readonly number[] {
  return text === '' ? [] : text.split(' ').map(Number)
}
