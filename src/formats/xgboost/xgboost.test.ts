import { describe, expect, it } from 'vitest'
import { FormatError } from '../../base/errors.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { crashes } from '../../../test/support/mutations.ts'
import { ubjsonOf } from '../../../test/support/ubjson-writer.ts'
import { type TreeLies, xgboostModel } from '../../../test/support/xgboost-writer.ts'
import { memorySource } from '../zip-source.ts'
import { legacyXgboostStart, readLegacyXgboost } from './legacy.ts'
import { readXgboost } from './xgboost.ts'

type Model = Readonly<Record<string, unknown>>

const inJson = (lies: TreeLies = {}, model: Model = {}): Uint8Array =>
  Buffer.from(JSON.stringify(xgboostModel(lies, model)))
const inUbjson = (lies: TreeLies = {}, model: Model = {}): Uint8Array =>
  ubjsonOf(xgboostModel(lies, model, (values) => Int32Array.from(values)))

async function kinds(bytes: Uint8Array): Promise<readonly string[]> {
  return (await readXgboost(memorySource(bytes), DEFAULT_LIMITS)).breaches.map(({ kind }) => kind)
}

describe.each([
  ['JSON', inJson],
  ['UBJSON', inUbjson],
])('a model of XGBoost in %s', (_, write) => {
  it('is read without a complaint', async () => {
    const model = await readXgboost(memorySource(write()), DEFAULT_LIMITS)
    expect(model).toMatchObject({ booster: 'gbtree', trees: 1, breaches: [] })
    expect(model.attributes).toMatchObject([{ key: 'scikit_learn', text: '{"missing": NaN}' }])
  })

  it.each<readonly [string, TreeLies, Model, string]>([
    ['a child behind the last node', { left: [3, -1, -1] }, {}, 'child-range'],
    ['a negative child', { right: [-7, -1, -1] }, {}, 'child-range'],
    ['a root that is a child', { left: [0, -1, -1] }, {}, 'tree-loop'],
    ['a node with two parents', { left: [1, 1, -1], right: [2, 2, -1] }, {}, 'tree-loop'],
    ['a feature that does not exist', { indices: [4, 0, 0] }, {}, 'feature-range'],
    ['a list that is too short', { right: [2, -1] }, {}, 'array-length'],
    ['more nodes than lists', { nodes: '2000000000' }, {}, 'array-length'],
    ['no number of nodes', { nodes: 'many' }, {}, 'missing-part'],
    ['other trees than stated', {}, { gbtree_model_param: { num_trees: '2' } }, 'count'],
    ['a huge number of trees', {}, { gbtree_model_param: { num_trees: '99999999999999999999' } }, 'count'],
    ['no trees', {}, { trees: 'none' }, 'missing-part'],
  ])('is told for %s', async (__, lies, model, kind) => {
    expect(await kinds(write(lies, model))).toContain(kind)
  })

  it('is told for categories outside of their list', async () => {
    const lies = { categories: [1, 2], categories_nodes: [0], categories_segments: [1], categories_sizes: [2] }
    expect(await kinds(write(lies))).toEqual(['category-range'])
  })

  it('takes the right child of a leaf for what it is: a place of values', async () => {
    expect(await kinds(write({ right: [2, 0, 1] }))).toEqual([])
  })

  it('meets only expected errors when it is damaged', async () => {
    expect(await crashes(write(), (bytes) => readXgboost(memorySource(bytes), DEFAULT_LIMITS))).toEqual([])
  }, 30_000)
})

describe('readXgboost', () => {
  it('tells a key that stands twice, and data behind the end', async () => {
    expect(await kinds(Buffer.from('{"learner":{"a":1,"a":2,"gradient_booster":{"model":{"weights":[]}}}}'))).toEqual([
      'duplicate-key',
    ])
    expect(await kinds(Buffer.concat([inUbjson(), Buffer.from('more')]))).toEqual(['trailing-data'])
  })

  it('refuses what has no learner', async () => {
    for (const text of ['{}', '[]', '{"learner"', '{i'])
      await expect(kinds(Buffer.from(text))).rejects.toBeInstanceOf(FormatError)
  })

  it('reads a serialised booster', async () => {
    expect(await kinds(Buffer.from(JSON.stringify({ Config: {}, Model: xgboostModel() })))).toEqual([])
  })
})

/** A model of one tree as XGBoost 0.90 wrote it. */
function legacy(
  children: readonly (readonly [number, number])[] = [
    [1, 2],
    [-1, -1],
    [-1, -1],
  ],
  nodes = children.length,
): Buffer {
  const text = (value: string): Buffer =>
    Buffer.concat([Buffer.from([value.length, 0, 0, 0, 0, 0, 0, 0]), Buffer.from(value)])
  const words = (...values: readonly number[]): Buffer => Buffer.concat(values.map((value) => int(value)))
  const tree = Buffer.concat([words(1, nodes, 0, 0, 4, 0), Buffer.alloc(31 * 4)])
  const body = children.map(([left, right]) => words(-1, left, right, 0, 0))
  return Buffer.concat([
    Buffer.alloc(136),
    text('binary:logistic'),
    text('gbtree'),
    words(1, 1, 4),
    Buffer.alloc(148),
    tree,
    ...body,
    Buffer.alloc(16 * children.length),
    words(0),
  ])
}

function int(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32LE(value)
  return bytes
}

describe('readLegacyXgboost', () => {
  const breaches = async (bytes: Uint8Array): Promise<readonly string[]> =>
    (await readLegacyXgboost(memorySource(bytes))).breaches.map(({ kind }) => kind)

  it('reads a model without a complaint, with and without a mark in front', async () => {
    expect(legacyXgboostStart(legacy())).toBe(0)
    expect(await breaches(legacy())).toEqual([])
    expect(await breaches(Buffer.concat([Buffer.from('binf'), legacy()]))).toEqual([])
  })

  it.each<readonly [string, Uint8Array, string]>([
    [
      'a child behind the last node',
      legacy([
        [1, 7],
        [-1, -1],
        [-1, -1],
      ]),
      'child-range',
    ],
    [
      'a tree that is none',
      legacy([
        [1, 1],
        [-1, -1],
        [-1, -1],
      ]),
      'tree-loop',
    ],
    ['two billion nodes', legacy(undefined, 2_000_000_000), 'count'],
    ['an end in the middle', legacy().subarray(0, 400), 'count'],
  ])('tells %s', async (_, bytes, kind) => {
    expect(await breaches(bytes)).toEqual([kind])
  })

  it('meets only expected errors on damaged models', async () => {
    expect(await crashes(legacy(), breaches)).toEqual([])
  })
})
