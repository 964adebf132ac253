import { describe, expect, it } from 'vitest'
import {
  tfFunction,
  tfGraph,
  tfMetaGraph,
  tfNode,
  tfSavedModel,
  tfString,
} from '../../../../test/support/tensorflow-writer.ts'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { readTensorflow } from '../../../formats/tensorflow/tensorflow.ts'
import { memorySource } from '../../../formats/zip-source.ts'
import { isWatched, judgeTensorflow } from './judge-tensorflow.ts'

const judge = async (bytes: Uint8Array): Promise<readonly string[]> =>
  judgeTensorflow(await readTensorflow(memorySource(bytes), DEFAULT_LIMITS, isWatched)).map(
    ({ id, severity }) => `${id} ${severity}`,
  )
const x = tfNode('x', 'Placeholder')

describe('operators, in the graph and in functions alike', () => {
  const cases: readonly { name: string; nodes: readonly Uint8Array[]; found: readonly string[] }[] = [
    {
      name: 'computing',
      nodes: [tfNode('y', 'MatMul', ['x', 'x']), tfNode('z', 'StatefulPartitionedCall')],
      found: [],
    },
    {
      name: 'the saver of every checkpoint',
      nodes: [tfString('p', '_temp/part'), tfNode('s', 'SaveV2', ['p']), tfNode('m', 'MergeV2Checkpoints', ['p'])],
      found: [],
    },
    { name: 'printing to the log', nodes: [tfNode('p', 'PrintV2', [], { output_stream: 'stderr' })], found: [] },
    { name: 'a cache in memory', nodes: [tfString('e', ''), tfNode('c', 'CacheDatasetV2', ['x', 'e'])], found: [] },
    {
      name: 'a lookup table from an asset',
      nodes: [tfNode('t', 'InitializeTableFromTextFileV2', ['x', 'x'])],
      found: [],
    },
    {
      name: 'reading what the caller names',
      nodes: [tfNode('r', 'ReadFile', ['x'])],
      found: ['tensorflow/read-file medium'],
    },
    {
      name: 'reading a fixed file',
      nodes: [tfString('p', '/etc/passwd'), tfNode('r', 'ReadFile', ['p'])],
      found: ['tensorflow/read-file high'],
    },
    { name: 'writing', nodes: [tfNode('w', 'WriteFile', ['x', 'x'])], found: ['tensorflow/write-file high'] },
    {
      name: 'a saver with a fixed path',
      nodes: [tfString('p', '/etc/cron.d/x'), tfNode('s', 'SaveV2', ['p'])],
      found: ['tensorflow/write-file high'],
    },
    {
      name: 'printing to a file',
      nodes: [tfNode('p', 'PrintV2', [], { output_stream: 'file:///tmp/x' })],
      found: ['tensorflow/write-file high'],
    },
    {
      name: 'a Python function',
      nodes: [tfNode('p', 'EagerPyFunc', [], { token: 'pyfunc_0' })],
      found: ['tensorflow/python high'],
    },
    {
      name: 'a memory map',
      nodes: [tfNode('m', 'ImmutableConst', [], { memory_region_name: '/etc/passwd' })],
      found: ['tensorflow/memory-map high'],
    },
    { name: 'a remote dataset', nodes: [tfNode('d', 'DataServiceDatasetV4')], found: ['tensorflow/network high'] },
    { name: 'an engine', nodes: [tfNode('e', 'TRTEngineOp')], found: ['tensorflow/native medium'] },
    {
      name: 'an operator of a library',
      nodes: [tfNode('e', 'Addons>Gelu'), tfNode('f', 'Addons>Gelu')],
      found: ['tensorflow/custom-operator low'],
    },
    {
      name: 'one hundred writes to one place',
      nodes: [
        tfString('p', '/x'),
        ...Array.from({ length: 100 }, (_, index) => tfNode(`w${index}`, 'WriteFile', ['p'])),
      ],
      found: ['tensorflow/write-file high'],
    },
  ]
  it.each(cases)('$name', async ({ nodes, found }) => {
    expect(await judge(tfGraph([x, ...nodes]))).toEqual(found)
    expect(await judge(tfSavedModel(tfMetaGraph(tfGraph([], [tfFunction('f', [x, ...nodes])]))))).toEqual(found)
  })
})

describe('assets', () => {
  it.each([
    ['vocab.txt', []],
    ['../../etc/passwd', ['tensorflow/asset-escape high']],
    ['/etc/passwd', ['tensorflow/asset-escape high']],
  ])('%s', async (name, found) => {
    expect(await judge(tfSavedModel(tfMetaGraph(tfGraph([x]), [name])))).toEqual(found)
  })
})

it('a file with two readings', async () => {
  const bytes = Buffer.concat([tfSavedModel(tfMetaGraph(tfGraph([x]))), tfGraph([x])])
  expect(await judge(bytes)).toEqual(['tensorflow/several-readings high'])
})
