import { describe, expect, it } from 'vitest'
import { crashes } from '../../../test/support/mutations.ts'
import {
  onnxAttribute,
  onnxExternal,
  onnxFunction,
  onnxGraph,
  onnxNode,
  onnxOf,
  type OnnxParts,
  onnxTensor,
} from '../../../test/support/onnx-writer.ts'
import { message } from '../../../test/support/protobuf-writer.ts'
import { FormatError } from '../../base/errors.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { memorySource } from '../zip-source.ts'
import { readOnnx } from './onnx.ts'

const read = (bytes: Uint8Array, limits = DEFAULT_LIMITS) => readOnnx(memorySource(bytes), limits)
const kinds = async (parts: OnnxParts): Promise<readonly string[]> =>
  (await read(onnxOf(parts))).breaches.map(({ kind }) => kind)
const inIf = (node: Uint8Array): Uint8Array => onnxNode('If', '', [onnxAttribute('then_branch', 6, onnxGraph([node]))])

const HONEST: OnnxParts = {
  nodes: [onnxNode('Relu'), inIf(onnxNode('Tanh')), onnxNode('Relu'), onnxNode('F', 'mine')],
  tensors: [
    onnxTensor('w', [2n, 3n], 24),
    onnxTensor('half', [3n], 6, 10),
    onnxTensor('nibbles', [5n], 3, 21),
    onnxTensor('empty', [0n], 0),
  ],
  functions: [onnxFunction('mine', 'F', [onnxNode('Tanh')])],
  metadata: { author: 'me' },
}

describe('what stands in a model', () => {
  it('operators of graph, subgraph and function, once each', async () => {
    const { operators, breaches } = await read(onnxOf(HONEST))
    expect(operators.map(({ domain, name, count, inside }) => [domain, name, count, inside])).toEqual([
      ['', 'Relu', 2, 'graph/Relu'],
      ['', 'If', 1, 'graph/If'],
      ['', 'Tanh', 2, 'graph/If/Tanh'],
      ['mine', 'F', 1, 'graph/F'],
    ])
    expect(breaches).toEqual([])
  })
  it('header, metadata and tensors', async () => {
    expect(await read(onnxOf(HONEST))).toMatchObject({
      irVersion: 10,
      producer: 'test',
      opsets: [{ domain: '', version: 21 }],
      metadata: [{ key: 'author', value: 'me' }],
      tensors: { count: 4, inlineBytes: 33 },
      functions: [{ domain: 'mine', name: 'F' }],
    })
  })
  it('operators three subgraphs deep, and in training graphs', async () => {
    const training = message([20, message([2, onnxGraph([onnxNode('Hidden', 'x')])])])
    const { operators } = await read(onnxOf({ nodes: [inIf(inIf(inIf(onnxNode('Deep', 'x'))))], more: training }))
    expect(operators.map(({ name, inside }) => [name, inside])).toEqual([
      ['If', 'graph/If'],
      ['Deep', 'graph/If/If/If/Deep'],
      ['Hidden', 'training/algorithm/Hidden'],
    ])
  })
  it('external data of initialisers and of attributes', async () => {
    const tensor = onnxExternal('w', [
      ['location', '../w'],
      ['offset', '0'],
      ['length', '8'],
      ['odd', 'x'],
    ])
    const node = onnxNode('Constant', '', [onnxAttribute('value', 5, tensor)])
    const { external, breaches } = await read(
      onnxOf({ nodes: [node], tensors: [tensor, onnxExternal('quiet', [['location', 'w']], [2n], 0)] }),
    )
    expect(external.map(({ inside, location, active, otherKeys }) => [inside, location, active, otherKeys])).toEqual([
      ['graph/Constant', '../w', true, ['odd']],
      ['graph', '../w', true, ['odd']],
      ['graph', 'w', false, []],
    ])
    expect(breaches.map(({ kind }) => kind)).toEqual(['size-mismatch'])
  })
  it('strings of operators outside the standard', async () => {
    const attributes = [onnxAttribute('code', 4, 'print(1)')]
    const { strings } = await read(
      onnxOf({ nodes: [onnxNode('PyOp', 'x', attributes), onnxNode('StringNormalizer', '', attributes)] }),
    )
    expect(strings).toMatchObject([{ operator: 'PyOp', attribute: 'code', value: 'print(1)' }])
  })
})

describe('breaches', () => {
  const tensor = (...values: readonly Uint8Array[]): OnnxParts => ({ tensors: values })
  const cases: readonly (readonly [string, string, OnnxParts])[] = [
    ['no-graph', 'two graphs', { more: message([7, onnxGraph([])]) }],
    ['negative-dimension', '-1', tensor(onnxTensor('w', [-1n], 4))],
    ['shape-overflow', '2^62 * 2', tensor(onnxTensor('w', [1n << 62n, 2n], 4))],
    ['size-mismatch', 'too few bytes', tensor(onnxTensor('w', [2n], 7))],
    ['size-mismatch', 'a terabyte without data', tensor(message([1, [1n << 38n]], [2, 1], [8, 'w']))],
    [
      'external-entry',
      'a negative offset',
      tensor(
        onnxExternal('w', [
          ['location', 'a'],
          ['offset', '-1'],
        ]),
      ),
    ],
    [
      'external-entry',
      'two locations',
      tensor(
        onnxExternal('w', [
          ['location', 'a'],
          ['location', '../b'],
        ]),
      ),
    ],
    [
      'size-mismatch',
      'external length',
      tensor(
        onnxExternal('w', [
          ['location', 'a'],
          ['length', '9'],
        ]),
      ),
    ],
    ['broken', 'a message past the end', { more: Uint8Array.of(0x3a, 0x7f) }],
  ]
  it.each(cases)('%s: %s', async (breach, _, parts) => {
    expect(await kinds(parts)).toContain(breach)
  })
})

it('refuses what is no model', async () => {
  for (const bytes of [
    new Uint8Array(),
    Buffer.from('hello world'),
    new Uint8Array(100),
    Buffer.from('GGUF\u0003\0\0\0'),
  ]) {
    await expect(read(bytes)).rejects.toBeInstanceOf(FormatError)
  }
})

describe('hostile bytes', () => {
  it('no mutation crashes', async () => {
    expect(await crashes(onnxOf(HONEST), read)).toEqual([])
  })
  it('subgraphs without end stop at the limit', async () => {
    let node = onnxNode('Deep')
    for (let level = 0; level < 300; level++) node = inIf(node)
    expect((await read(onnxOf({ nodes: [node] }))).breaches).toMatchObject([{ kind: 'limit' }])
  })
  it('50,000 nodes in little time, weights not read', async () => {
    const nodes = Array.from({ length: 50_000 }, () => onnxNode('Relu'))
    const bytes = onnxOf({ nodes, tensors: [onnxTensor('w', [5_000_000n], 20_000_000)] })
    let taken = 0
    const source = {
      ...memorySource(bytes),
      slice: async (at: number, length: number) => ((taken += length), bytes.subarray(at, at + length)),
    }
    const started = performance.now()
    expect((await readOnnx(source, DEFAULT_LIMITS)).operators).toMatchObject([{ count: 50_000 }])
    expect(performance.now() - started).toBeLessThan(8_000)
    expect(taken).toBeLessThan(6_000_000)
  })
})
