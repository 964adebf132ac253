import { describe, expect, it } from 'vitest'
import { flaxArray, msgpackOf } from '../../../../test/support/msgpack-writer.ts'
import { mxnetParams } from '../../../../test/support/mxnet-writer.ts'
import { rFile, rNumbers } from '../../../../test/support/r-writer.ts'
import { torch7Of } from '../../../../test/support/torch7-writer.ts'
import { ubjsonOf } from '../../../../test/support/ubjson-writer.ts'
import { xgboostModel } from '../../../../test/support/xgboost-writer.ts'
import { identifyModel } from './identify.ts'

const kinds = (bytes: Uint8Array): readonly string[] => identifyModel(bytes, bytes).map(({ kind }) => kind)

describe('the kinds of other ecosystems', () => {
  it.each<readonly [string, Uint8Array, string]>([
    ['XGBoost in JSON', Buffer.from(JSON.stringify(xgboostModel())), 'xgboost'],
    ['XGBoost in JSON, indented', Buffer.from(JSON.stringify(xgboostModel(), undefined, 2)), 'xgboost'],
    ['XGBoost in UBJSON', ubjsonOf(xgboostModel()), 'xgboost'],
    ['LightGBM', Buffer.from('tree\nversion=v4\nnum_class=1\n'), 'lightgbm'],
    ['a state of Flax', msgpackOf({ params: flaxArray([1], 'int8', 1) }), 'msgpack'],
    ['parameters of MXNet', mxnetParams([]), 'mxnet-params'],
    ['a graph of MXNet', Buffer.from('{"nodes": [{"op": "null", "name": "data", "inputs": []}]}'), 'mxnet-symbol'],
    [
      'a table of Torch',
      torch7Of({ kind: 'table', entries: [[{ kind: 'string', value: 'w' }, { kind: 'nil' }]] }),
      'torch7',
    ],
    ['a function of Torch', torch7Of({ kind: 'function', code: '\u001bLJ\u0002' }), 'torch7'],
    ['a model of Torch', torch7Of({ kind: 'tensor', sizes: [1], values: [1] }), 'torch7'],
    ['a model of Torch as text', torch7Of({ kind: 'tensor', sizes: [1], values: [1] }, 'ascii'), 'torch7'],
    ['an object of R', rFile(rNumbers(1)), 'r-data'],
    [
      'a graph of MXNet in another order',
      Buffer.from('{"arg_nodes": [0], "nodes": [{"name": "x", "op": "null"}]}'),
      'mxnet-symbol',
    ],
    ['an object of R as text', Buffer.from('A\n3\n262658\n197888\n5\nUTF-8\n254\n'), 'r-data'],
    ['RKNN', Buffer.from('RKNN\0\0\0\0'), 'rknn'],
    ['CNTK', Buffer.from('B\0C\0N\0\0\0', 'latin1'), 'cntk'],
  ])('are told: %s', (_, bytes, kind) => {
    expect(kinds(bytes)).toContain(kind)
  })

  it.each<readonly [string, string]>([
    ['JSON of something else', '{"learner": "driver", "version": 1}'],
    ['a list of numbers', '3\n1\n4\n1\n5\n9\n2\n6\n'],
    ['a list of letters', 'A\n2\nB\n3\n'],
    ['a drawing', 'tree\nversion of the oak\n'],
    ['a graph of another tool', '{"nodes": [{"id": 1, "label": "op"}], "edges": []}'],
    ['words', 'RK and NN\n'],
  ])('are not told of %s', (_, text) => {
    expect(kinds(Buffer.from(text))).toEqual([])
  })
})
