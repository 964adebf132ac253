import { describe, expect, it } from 'vitest'
import { crashes } from '../../../test/support/mutations.ts'
import { message } from '../../../test/support/protobuf-writer.ts'
import {
  tfFunction,
  tfGraph,
  tfMetaGraph,
  tfNode,
  tfSavedModel,
  tfString,
} from '../../../test/support/tensorflow-writer.ts'
import { FormatError } from '../../base/errors.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { memorySource } from '../zip-source.ts'
import { readKerasMetadata, readTensorflow } from './tensorflow.ts'

const read = (bytes: Uint8Array, limits = DEFAULT_LIMITS) =>
  readTensorflow(memorySource(bytes), limits, (operator) => operator === 'WriteFile')

const GRAPH = tfGraph(
  [tfNode('x', 'Placeholder'), tfNode('y', 'MatMul', ['x', 'x'])],
  [
    tfFunction('f', [
      tfString('path', '/tmp/out'),
      tfNode('same', 'Identity', ['path:output:0']),
      tfNode('w', 'WriteFile', ['same:output:0', 'missing'], { mode: 'a' }),
    ]),
  ],
)

describe('the three kinds', () => {
  it.each([
    ['saved-model', tfSavedModel(tfMetaGraph(GRAPH, ['vocab.txt'], ['{"class_name":"Dense"}']))],
    ['meta-graph', tfMetaGraph(GRAPH)],
    ['graph', GRAPH],
  ])('%s', async (kind, bytes) => {
    const model = await read(bytes)
    expect(model.kinds).toEqual([kind])
    expect(model.operators.map(({ name }) => name)).toEqual(['Placeholder', 'MatMul', 'Const', 'Identity', 'WriteFile'])
    expect(model.nodes).toMatchObject([
      {
        operator: 'WriteFile',
        inside: 'functions/f/w',
        constants: ['/tmp/out'],
        strings: [{ attribute: 'mode', value: 'a' }],
      },
    ])
    expect(model.functions).toBe(1)
    expect(model.breaches).toEqual([])
  })
  it('assets and Keras configurations', async () => {
    const model = await read(tfSavedModel(tfMetaGraph(GRAPH, ['vocab.txt'], ['{"class_name":"Dense"}', 'not json'])))
    expect(model.assets.map(({ text }) => text)).toEqual(['vocab.txt'])
    expect(model.kerasConfigs).toMatchObject([{ inside: 'object_graph/0', text: '{"class_name":"Dense"}' }])
  })
  it('a file that is two kinds', async () => {
    const bytes = Buffer.concat([tfSavedModel(tfMetaGraph(GRAPH)), message([1, [tfNode('hidden', 'ReadFile')]])])
    const model = await read(bytes)
    expect(model.kinds).toEqual(['saved-model', 'graph'])
    expect(model.operators.map(({ name }) => name)).toContain('ReadFile')
  })
  it('keras_metadata.pb', async () => {
    const bytes = message([1, [message([2, 0], [3, 'root'], [4, '_tf_keras_model'], [5, '{"a":1}'])]])
    expect(await readKerasMetadata(memorySource(bytes), DEFAULT_LIMITS)).toMatchObject([
      { inside: 'root', text: '{"a":1}' },
    ])
  })
})

it('refuses what is no graph', async () => {
  for (const bytes of [new Uint8Array(), Buffer.from('hello world'), new Uint8Array(100), message([1, 1])]) {
    await expect(read(bytes)).rejects.toBeInstanceOf(FormatError)
  }
})

describe('hostile bytes', () => {
  it('no mutation crashes', async () => {
    expect(await crashes(tfSavedModel(tfMetaGraph(GRAPH, ['a'], ['{}'])), read)).toEqual([])
  })
  it('inputs that go in circles', async () => {
    const model = await read(
      tfGraph([
        tfNode('a', 'Identity', ['b']),
        tfNode('b', 'Identity', ['a']),
        tfNode('w', 'WriteFile', ['a', 'a', 'w']),
      ]),
    )
    expect(model.nodes).toMatchObject([{ constants: [] }])
  })
  it('50,000 nodes that all lead to each other', async () => {
    const nodes = Array.from({ length: 50_000 }, (_, index) =>
      tfNode(`n${index}`, index % 10 === 0 ? 'WriteFile' : 'Identity', [`n${index + 1}`, `n${index + 2}`]),
    )
    const started = performance.now()
    expect((await read(tfGraph(nodes))).nodes).toHaveLength(5000)
    expect(performance.now() - started).toBeLessThan(15_000)
  })
  it('more watched nodes than are kept are told', async () => {
    const model = await read(tfGraph(Array.from({ length: 10_003 }, (_, index) => tfNode(`n${index}`, 'WriteFile'))))
    expect(model.breaches).toMatchObject([{ kind: 'limit', count: 3 }])
  })
  it('more fields than the limit are told', async () => {
    const model = await read(tfGraph(Array.from({ length: 1000 }, (_, index) => tfNode(`n${index}`, 'Identity'))), {
      ...DEFAULT_LIMITS,
      nodes: 2000,
    })
    expect(model.breaches).toMatchObject([{ kind: 'limit' }])
  })
})
