import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { readMxnetParams } from '../../../formats/mxnet/params.ts'
import { readMxnetSymbol } from '../../../formats/mxnet/symbol.ts'
import { memorySource } from '../../../formats/zip-source.ts'
import { mxnetParams } from '../../../../test/support/mxnet-writer.ts'
import { judgeMxnetParams, judgeMxnetSymbol } from './judge-mxnet.ts'

function ids(...nodes: readonly object[]): readonly string[] {
  const graph = readMxnetSymbol(Buffer.from(JSON.stringify({ nodes, arg_nodes: [], heads: [] })), DEFAULT_LIMITS)
  return judgeMxnetSymbol(graph).map(({ id, severity }) => `${severity} ${id}`)
}

describe('judgeMxnetSymbol', () => {
  it.each<readonly [string, object, readonly string[]]>([
    ['a layer', { op: 'FullyConnected', name: 'fc', attrs: { num_hidden: '2' } }, []],
    ['a variable of a bad name', { op: 'null', name: '_Native' }, []],
    ['an operator of callbacks', { op: '_Native', attrs: { info: '0x41414141' } }, ['critical mxnet/pointer']],
    ['the same in an old graph', { op: '_NDArray', param: { info: '1' } }, ['critical mxnet/pointer']],
    ['an operator in Python', { op: 'Custom', attrs: { op_type: 'mine' } }, ['medium mxnet/custom-operator']],
    ['a reader of files', { op: '_cvimread', attrs: { filename: '/etc/passwd' } }, ['high mxnet/file']],
    ['a compiled part', { op: '_TensorRT', attrs: {} }, ['medium mxnet/native-operator']],
    ['a node from nowhere', { op: 'relu', inputs: [[7, 0, 0]] }, ['medium mxnet-layout/node-range']],
  ])('judges %s', (_, node, expected) => {
    expect(ids(node)).toEqual(expected)
  })

  it('says a thing once, and the worst first', () => {
    const custom = Array.from({ length: 300 }, (_, index) => ({ op: 'Custom', attrs: { op_type: `t${index % 3}` } }))
    expect(ids(...custom, { op: '_Native', attrs: {} })).toEqual([
      'critical mxnet/pointer',
      ...Array.from({ length: 3 }, () => 'medium mxnet/custom-operator'),
    ])
  })
})

describe('judgeMxnetParams', () => {
  it('tells shapes that overflow', async () => {
    const bytes = mxnetParams([{ name: 'a', shape: [1n << 62n, 4n], type: 0, bytes: 4 }])
    const found = judgeMxnetParams(await readMxnetParams(memorySource(bytes), DEFAULT_LIMITS))
    expect(found.map(({ id }) => id)).toEqual(['mxnet-layout/shape-overflow'])
  })
})
