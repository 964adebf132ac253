import { describe, expect, it } from 'vitest'
import { crashes } from '../../../test/support/mutations.ts'
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
import type { TensorflowModel } from './model.ts'
import { readTensorflow } from './tensorflow.ts'
import { isTensorflowText, readTensorflowText } from './text.ts'

const watch = (operator: string): boolean => operator === 'WriteFile'
const read = (text: string | Uint8Array) => readTensorflowText(memorySource(Buffer.from(text)), DEFAULT_LIMITS, watch)

const NODES = `
  node { name: "x" op: "Placeholder" }`
const FUNCTION = `
  library { function { signature { name: "f" }
    node_def { name: "path" op: "Const" attr { key: "value" value { tensor { dtype: DT_STRING string_val: "/tmp/out" } } } }
    node_def { name: "w" op: "WriteFile" input: "path:output:0" attr { key: "mode" value { s: "a" } } } } }
  versions { producer: 2000 }`
const GRAPH = `${NODES}${FUNCTION}`
const META = `meta_info_def { tags: "serve" } graph_def {${GRAPH}} asset_file_def { filename: "vocab.txt" }
  object_graph_def { nodes { user_object { identifier: "_tf_keras_layer" metadata: "{\\"class_name\\":\\"Dense\\"}" } } }`
const SAVED = `saved_model_schema_version: 1 meta_graphs {${META}}`

const BINARY_GRAPH = tfGraph(
  [tfNode('x', 'Placeholder')],
  [tfFunction('f', [tfString('path', '/tmp/out'), tfNode('w', 'WriteFile', ['path:output:0'], { mode: 'a' })])],
)
const BINARY_META = tfMetaGraph(BINARY_GRAPH, ['vocab.txt'], ['{"class_name":"Dense"}'])

/** Places are those of another file. */
function withoutPlaces(model: TensorflowModel): unknown {
  return JSON.parse(JSON.stringify(model, (key, value: unknown) => (key === 'byte' ? undefined : value)))
}

describe('the same model as from the binary form', () => {
  it.each([
    ['graph', GRAPH, BINARY_GRAPH],
    ['meta-graph', META, BINARY_META],
    ['saved-model', SAVED, tfSavedModel(BINARY_META)],
  ])('%s', async (kind, text, bytes) => {
    const model = await read(text)
    expect(model.kinds).toEqual([kind])
    expect(withoutPlaces(model)).toEqual(
      withoutPlaces(await readTensorflow(memorySource(bytes), DEFAULT_LIMITS, watch)),
    )
  })
})

it('places are bytes of the text', async () => {
  const text = `# ä\n${GRAPH}`
  const [node] = (await read(text)).nodes
  expect(node?.byte).toBe(Buffer.from(text).indexOf('node_def { name: "w"'))
})

it('a text that is two kinds', async () => {
  expect((await read(`${GRAPH} ${SAVED}`)).kinds).toEqual(['saved-model', 'graph'])
})

it('a text that breaks off', async () => {
  expect((await read(SAVED.slice(0, -60))).breaches).toMatchObject([{ kind: 'broken' }])
})

describe('recognised by content', () => {
  it.each([
    GRAPH,
    META,
    SAVED,
    `# made by\n\n${GRAPH}`,
    `\uFEFF${GRAPH}`,
    'versions: { producer: 27 } node{op:"A"}',
    'node: < name: "x"',
    'library { function { }}',
  ])('%#', (text) => {
    expect(isTensorflowText(Buffer.from(text))).toBe(true)
  })
  it.each([
    '',
    'item { id: 1 name: "cat" }',
    'name: "densenet" platform: "onnxruntime_onnx" max_batch_size: 8',
    'layer { name: "data" type: "Input" }',
    'node { id: 7 }',
    'library(dplyr)',
    '{"node": {"name": "x"}}',
    'node: a thing in a list',
    'graph { node [ id 1 ] }',
  ])('%j is none', (text) => {
    expect(isTensorflowText(Buffer.from(text))).toBe(false)
  })
})

describe('hostile text', () => {
  it('refuses what holds no operator', async () => {
    for (const text of ['', 'hello', 'item { id: 1 }', 'node { name: "x" }'])
      await expect(read(text)).rejects.toBeInstanceOf(FormatError)
  })
  it('no mutation crashes', async () => {
    expect(await crashes(Buffer.from(SAVED), read)).toEqual([])
  })
  it('20,000 nodes in little time', async () => {
    const started = performance.now()
    const text = 'node { name: "a" op: "Relu" input: "b" attr { key: "T" value { type: DT_FLOAT } } }\n'.repeat(20_000)
    expect((await read(text)).operators).toMatchObject([{ count: 20_000 }])
    expect(performance.now() - started).toBeLessThan(6_000)
  })
})
