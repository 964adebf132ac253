import { excerpt } from '../../base/escape.ts'
import type { AnomalyLog } from '../anomaly.ts'
import type { XgboostBreach } from './breach.ts'
import { type BoosterValue, field, fieldPath, type NumberList, numberList, wholeNumber } from './value.ts'

/** Nodes of one tree that are followed; a tree of XGBoost with depth 24 has 33 million. */
const MOST_NODES = 64 * 1024 * 1024

/** What the trees of one model share. */
export interface TreeContext {
  readonly log: AnomalyLog<XgboostBreach>
  readonly numFeature: number | undefined
}

/**
 * The arrays of a tree have one entry for each node, children lie in the tree and belong to one parent, features exist
 * (xgboost/doc/model.schema, "tree"). XGBoost follows these indexes without looking. Linear in the nodes.
 */
export async function checkTree(tree: BoosterValue, name: string, context: TreeContext): Promise<void> {
  const { log } = context
  const nodes = wholeNumber(fieldPath(tree, 'tree_param', 'num_nodes'))
  const left = numberList(field(tree, 'left_children'))
  const right = numberList(field(tree, 'right_children'))
  if (nodes === undefined || left === undefined || right === undefined) {
    return log.add('missing-part', `${name} has no num_nodes, left_children or right_children`, tree.byte)
  }
  if (!sameLengths(tree, name, nodes, log)) return
  if (nodes > MOST_NODES) return log.add('not-inspected', `${name} has ${nodes} nodes`, tree.byte)
  const deleted = (wholeNumber(fieldPath(tree, 'tree_param', 'num_deleted')) ?? 0) > 0
  checkChildren(await left.read(), await right.read(), name, tree.byte, deleted, log)
  await checkFeatures(field(tree, 'split_indices'), left, name, context)
  await checkCategories(tree, name, nodes, log)
}

const PER_NODE = [
  'left_children',
  'right_children',
  'split_indices',
  'split_conditions',
  'default_left',
  'parents',
  'split_type',
]

function sameLengths(tree: BoosterValue, name: string, nodes: number, log: AnomalyLog<XgboostBreach>): boolean {
  let same = true
  for (const key of PER_NODE) {
    const value = field(tree, key)
    if (value === undefined) continue
    const count = numberList(value)?.count
    if (count === nodes) continue
    same = false
    log.add(
      'array-length',
      `${name}: ${key} has ${count ?? 'other things than'} numbers, the tree has ${nodes} nodes`,
      value.byte,
    )
  }
  return same
}

/** Children by index, -1 for none. A node that is reached twice would make prediction run in circles. */
export function checkChildren(
  left: ArrayLike<number>,
  right: ArrayLike<number>,
  name: string,
  byte: number,
  deleted: boolean,
  log: AnomalyLog<XgboostBreach>,
): void {
  const reached = new Uint8Array(left.length)
  for (let node = 0; node < left.length; node++) {
    // A leaf has no left child; its right one is the place of its values in trees for several targets (XGBoost 3).
    if (left[node] === -1) continue
    for (const child of [left[node] ?? -1, right[node] ?? -1]) {
      if (!Number.isInteger(child) || child < 0 || child >= left.length) {
        // What is left in nodes that were pruned away is never followed.
        if (!deleted)
          log.add(
            'child-range',
            `${name}: node ${node} has the child ${excerpt(String(child), 20)} of ${left.length}`,
            byte,
          )
      } else if (child === 0 || reached[child] === 1) {
        if (!deleted) log.add('tree-loop', `${name}: node ${child} has two parents, or is the root and a child`, byte)
      } else reached[child] = 1
    }
  }
}

async function checkFeatures(
  value: BoosterValue | undefined,
  left: NumberList,
  name: string,
  { log, numFeature }: TreeContext,
): Promise<void> {
  const features = await numberList(value)?.read()
  if (features === undefined || numFeature === undefined || numFeature === 0) return
  const children = await left.read()
  for (let node = 0; node < features.length; node++) {
    const feature = features[node] ?? 0
    if (children[node] === -1 || (feature >= 0 && feature < numFeature)) continue
    log.add('feature-range', `${name}: node ${node} asks for feature ${feature} of ${numFeature}`, value?.byte)
  }
}

async function checkCategories(
  tree: BoosterValue,
  name: string,
  nodes: number,
  log: AnomalyLog<XgboostBreach>,
): Promise<void> {
  const all = numberList(field(tree, 'categories'))
  const [owners, segments, sizes] = ['categories_nodes', 'categories_segments', 'categories_sizes'].map((key) =>
    numberList(field(tree, key)),
  )
  if (all === undefined || owners === undefined || segments === undefined || sizes === undefined) return
  if (owners.count !== segments.count || owners.count !== sizes.count) {
    return log.add(
      'array-length',
      `${name}: categories of ${owners.count} nodes have ${segments.count} segments and ${sizes.count} sizes`,
      owners.byte,
    )
  }
  const [node, start, size] = [await owners.read(), await segments.read(), await sizes.read()]
  for (let index = 0; index < node.length; index++) {
    const inside =
      (start[index] ?? 0) >= 0 && (size[index] ?? 0) >= 0 && (start[index] ?? 0) + (size[index] ?? 0) <= all.count
    if (inside && (node[index] ?? 0) >= 0 && (node[index] ?? 0) < nodes) continue
    log.add(
      'category-range',
      `${name}: the categories of node ${node[index]} lie outside of the ${all.count} there are`,
      owners.byte,
    )
  }
}
