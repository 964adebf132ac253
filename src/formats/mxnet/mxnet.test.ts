import { describe, expect, it } from 'vitest'
import { FormatError } from '../../base/errors.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { crashes } from '../../../test/support/mutations.ts'
import { type MxnetArray, mxnetParams } from '../../../test/support/mxnet-writer.ts'
import { memorySource } from '../zip-source.ts'
import { isMxnetParams, readMxnetParams } from './params.ts'
import { isMxnetSymbol, readMxnetSymbol } from './symbol.ts'

const kinds = async (bytes: Uint8Array): Promise<readonly string[]> =>
  (await readMxnetParams(memorySource(bytes), DEFAULT_LIMITS)).breaches.map(({ kind }) => kind)

const ARRAYS: readonly MxnetArray[] = [
  { name: 'arg:weight', shape: [2n, 3n], type: 0, bytes: 24 },
  { name: 'arg:bias', shape: [2n], type: 5, bytes: 2 },
]

describe('readMxnetParams', () => {
  it.each(['legacy', 1, 2, 3] as const)('reads arrays of version %s without a complaint', async (version) => {
    const bytes = mxnetParams(ARRAYS, { version })
    expect(isMxnetParams(bytes, bytes.length)).toBe(true)
    expect(await readMxnetParams(memorySource(bytes), DEFAULT_LIMITS)).toEqual({ arrays: 2, breaches: [] })
  })

  it.each<readonly [string, Uint8Array, string]>([
    ['a shape larger than the file', mxnetParams([{ name: 'a', shape: [1000n], type: 0, bytes: 4 }]), 'outside-file'],
    [
      'a shape that overflows',
      mxnetParams([{ name: 'a', shape: [1n << 40n, 1n << 40n], type: 0, bytes: 4 }]),
      'shape-overflow',
    ],
    ['a type that does not exist', mxnetParams([{ name: 'a', shape: [1n], type: 99, bytes: 4 }]), 'unknown-type'],
    ['two billion dimensions', mxnetParams(ARRAYS, { dimensions: 0x7fffffff }), 'dimensions'],
    ['2^60 arrays', mxnetParams(ARRAYS, { count: 1n << 60n }), 'lying-count'],
    ['a name that stands twice', mxnetParams([ARRAYS[1], ARRAYS[1]].filter((one) => one !== undefined)), 'names'],
    ['data behind the end', Buffer.concat([mxnetParams(ARRAYS), Buffer.from('more')]), 'trailing-data'],
    ['an end in the middle', mxnetParams(ARRAYS).subarray(0, 60), 'truncated'],
  ])('tells %s', async (_, bytes, kind) => {
    expect(await kinds(bytes)).toContain(kind)
  })

  it('refuses what is no list', async () => {
    await expect(kinds(Buffer.alloc(30))).rejects.toBeInstanceOf(FormatError)
    await expect(kinds(Buffer.alloc(3))).rejects.toBeInstanceOf(FormatError)
  })

  it('meets only expected errors on damaged lists', async () => {
    expect(await crashes(mxnetParams(ARRAYS), kinds)).toEqual([])
  })
})

const GRAPH = {
  nodes: [
    { op: 'null', name: 'data', inputs: [] },
    { op: 'FullyConnected', name: 'fc', attrs: { num_hidden: '2' }, inputs: [[0, 0, 0]] },
    {
      op: '_foreach',
      name: 'loop',
      inputs: [[1, 0, 0]],
      subgraphs: [{ nodes: [{ op: 'Custom', name: 'in', attr: { op_type: 'x' }, inputs: [] }] }],
    },
  ],
  arg_nodes: [0],
  heads: [[2, 0, 0]],
}

const graph = (more: object): ReturnType<typeof readMxnetSymbol> =>
  readMxnetSymbol(Buffer.from(JSON.stringify({ ...GRAPH, ...more })), DEFAULT_LIMITS)

describe('readMxnetSymbol', () => {
  it('reads operators, those of subgraphs too', () => {
    expect(isMxnetSymbol(Buffer.from(JSON.stringify(GRAPH, undefined, 2)))).toBe(true)
    const { operators, breaches } = graph({})
    expect(operators.map(({ op }) => op)).toEqual(['FullyConnected', '_foreach', 'Custom'])
    expect(operators[2]?.attributes.get('op_type')).toBe('x')
    expect(breaches).toEqual([])
  })

  it.each<readonly [string, object, string]>([
    ['an input that comes later', { nodes: [{ op: 'relu', inputs: [[1, 0, 0]] }, { op: 'null' }] }, 'node-range'],
    ['an input that is not there', { nodes: [{ op: 'relu', inputs: [[-1, 0, 0]] }] }, 'node-range'],
    ['a result that is not there', { heads: [[9, 0, 0]] }, 'node-range'],
    ['an argument that is not there', { arg_nodes: [9] }, 'node-range'],
    ['a node without an operator', { nodes: [{ name: 'x' }] }, 'missing-part'],
  ])('tells %s', (_, more, kind) => {
    expect(graph(more).breaches.map((breach) => breach.kind)).toContain(kind)
  })

  it('refuses what has no nodes, and survives damage', async () => {
    expect(() => readMxnetSymbol(Buffer.from('{}'), DEFAULT_LIMITS)).toThrow(FormatError)
    expect(
      await crashes(Buffer.from(JSON.stringify(GRAPH)), (bytes) => readMxnetSymbol(bytes, DEFAULT_LIMITS)),
    ).toEqual([])
  })
})
