/** What a tree of three nodes says, with anything replaced. */
export interface TreeLies {
  readonly left?: readonly number[]
  readonly right?: readonly number[]
  readonly indices?: readonly number[]
  readonly nodes?: string
  readonly [key: string]: unknown
}

/** A model of one tree as XGBoost 3 writes it. `lists` makes the lists of indexes what the format keeps numbers in. */
export function xgboostModel(
  lies: TreeLies = {},
  model: Readonly<Record<string, unknown>> = {},
  lists: (values: readonly number[]) => unknown = (values) => values,
): Readonly<Record<string, unknown>> {
  const { left = [1, -1, -1], right = [2, -1, -1], indices = [0, 0, 0], nodes = '3', ...more } = lies
  const tree = {
    base_weights: [0.5, -0.5, 0.25],
    categories: [],
    categories_nodes: [],
    categories_segments: [],
    categories_sizes: [],
    default_left: lists([0, 0, 0]),
    id: 0,
    left_children: lists(left),
    parents: lists([2147483647, 0, 0]),
    right_children: lists(right),
    split_conditions: [0.5, -0.5, 0.25],
    split_indices: lists(indices),
    tree_param: { num_deleted: '0', num_feature: '4', num_nodes: nodes, size_leaf_vector: '1' },
    ...more,
  }
  const trees = { gbtree_model_param: { num_trees: '1' }, tree_info: lists([0]), trees: [tree], ...model }
  return {
    learner: {
      attributes: { scikit_learn: '{"missing": NaN}' },
      feature_names: [],
      gradient_booster: { model: trees, name: 'gbtree' },
      learner_model_param: { base_score: '5E-1', num_class: '0', num_feature: '4' },
      objective: { name: 'binary:logistic' },
    },
    version: [3, 0, 0],
  }
}
