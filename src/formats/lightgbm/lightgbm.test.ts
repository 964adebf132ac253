import { describe, expect, it } from 'vitest'
import { FormatError } from '../../base/errors.ts'
import { crashes } from '../../../test/support/mutations.ts'
import { memorySource } from '../zip-source.ts'
import { readLightgbm } from './lightgbm.ts'

const TREE = `Tree=0
num_leaves=3
num_cat=0
split_feature=0 1
split_gain=1 2
threshold=0.5 1.5
decision_type=2 2
left_child=1 -1
right_child=-3 -2
leaf_value=0.1 0.2 0.3
leaf_weight=1 2 3
leaf_count=1 2 3
internal_value=0 0
internal_weight=0 0
internal_count=6 3
is_linear=0
shrinkage=1


`

/** A model of one tree, with some texts replaced; `tree_sizes` is right unless it is replaced. */
function model(...lies: readonly (readonly [from: string, to: string])[]): string {
  const change = (text: string): string => lies.reduce((result, [from, to]) => result.replace(from, to), text)
  const tree = change(TREE)
  return change(`tree
version=v4
num_class=1
num_tree_per_iteration=1
label_index=0
max_feature_idx=1
objective=regression
feature_names=a b
feature_infos=[0:1] none
tree_sizes=${tree.length}

${tree}end of trees

feature_importances:
a=1
ü b=2

parameters:
[boosting: gbdt]
[monotone_constraints: ]

end of parameters

pandas_categorical:[["x", "y"]]
`)
}

async function kinds(text: string): Promise<readonly string[]> {
  return (await readLightgbm(memorySource(Buffer.from(text)))).breaches.map(({ kind }) => kind)
}

describe('readLightgbm', () => {
  it('reads a model without a complaint', async () => {
    expect(await readLightgbm(memorySource(Buffer.from(model())))).toEqual({
      trees: 1,
      objective: 'regression',
      breaches: [],
    })
  })

  it.each<readonly [string, string, string, string]>([
    ['a tree with too few values', 'leaf_value=0.1 0.2 0.3', 'leaf_value=0.1 0.2', 'array-length'],
    ['a tree without splits', 'split_feature=0 1', 'split_feature=', 'array-length'],
    ['two billion leaves', 'num_leaves=3', 'num_leaves=2000000000', 'missing-key'],
    ['no leaves', 'num_leaves=3', 'num_leaves=0', 'missing-key'],
    ['a split behind the last', 'left_child=1 -1', 'left_child=2 -1', 'child-range'],
    ['a leaf behind the last', 'right_child=-3 -2', 'right_child=-4 -2', 'child-range'],
    ['a word for a child', 'left_child=1 -1', 'left_child=x -1', 'child-range'],
    ['a tree that is none', 'left_child=1 -1', 'left_child=0 -1', 'tree-loop'],
    ['a leaf with two parents', 'right_child=-3 -2', 'right_child=-1 -2', 'tree-loop'],
    ['a feature that does not exist', 'split_feature=0 1', 'split_feature=0 2', 'feature-range'],
    ['other names than features', 'feature_names=a b', 'feature_names=a', 'array-length'],
    ['categories that do not fit', 'num_cat=0', 'num_cat=1\ncat_boundaries=0 5\ncat_threshold=1', 'array-length'],
    ['a size that is wrong', 'tree_sizes=', 'tree_sizes=1', 'tree-size'],
    ['a tree too many', 'tree_sizes=', 'tree_sizes=9 ', 'tree-count'],
    ['a field that stands twice', 'max_feature_idx=1', 'max_feature_idx=1\nmax_feature_idx=1', 'duplicate-key'],
    ['no number of features', 'max_feature_idx=1\n', '', 'missing-key'],
    ['no end', 'end of trees\n', '', 'no-end'],
    ['a line among the parameters', '[boosting: gbdt]', '#!/bin/sh', 'unknown-line'],
    ['categories that are no JSON', '[["x", "y"]]', '[["x"', 'categories'],
    ['categories that are no lists', '[["x", "y"]]', '{"a": 1}', 'categories'],
    ['data behind the end', '[["x", "y"]]', 'null\n#!/bin/sh', 'trailing-data'],
  ])('tells %s', async (_, from, to, kind) => {
    expect(await kinds(model([from, to]))).toContain(kind)
  })

  it('refuses what is no model', async () => {
    for (const text of ['', 'tree', 'tree\nof life', 'trees\nversion=v4'])
      await expect(kinds(text)).rejects.toBeInstanceOf(FormatError)
  })

  it('meets only expected errors on damaged models', async () => {
    expect(await crashes(Buffer.from(model()), (bytes) => readLightgbm(memorySource(bytes)))).toEqual([])
  })

  it('reads ten megabytes of one line and a million lines in a moment', async () => {
    const start = performance.now()
    await kinds(model(['leaf_value=0.1 0.2 0.3', `leaf_value=${'1 '.repeat(5_000_000)}`]))
    await kinds(model(['a=1\n', 'a=1\n'.repeat(500_000)]))
    await kinds(model(['left_child=1 -1', `left_child=${'-'.repeat(1_000_000)}`]))
    expect(performance.now() - start).toBeLessThan(5_000)
  })
})
