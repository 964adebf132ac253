import { expect, it } from 'vitest'
import {
  onnxAttribute,
  onnxExternal,
  onnxFunction,
  onnxGraph,
  onnxNode,
  onnxOf,
  type OnnxParts,
  onnxTensor,
} from '../../../../test/support/onnx-writer.ts'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { readOnnx } from '../../../formats/onnx/onnx.ts'
import { memorySource } from '../../../formats/zip-source.ts'
import { judgeOnnx } from './judge-onnx.ts'

const located = (location: string, active = 1): OnnxParts => ({
  tensors: [onnxExternal('w', [['location', location]], [2n], active)],
})
const engine = (value: string): OnnxParts => ({
  nodes: [onnxNode('EPContext', 'com.microsoft', [onnxAttribute('ep_cache_context', 4, value)])],
})

const CASES: readonly { name: string; parts: OnnxParts; found: readonly string[] }[] = [
  {
    name: 'standard operators',
    parts: { nodes: [onnxNode('Relu'), onnxNode('Scaler', 'ai.onnx.ml')], tensors: [onnxTensor('w', [1n], 4)] },
    found: [],
  },
  { name: 'operators of the runtime', parts: { nodes: [onnxNode('FusedMatMul', 'com.microsoft')] }, found: [] },
  {
    name: 'a function of its own',
    parts: { nodes: [onnxNode('F', 'mine')], functions: [onnxFunction('mine', 'F', [onnxNode('Relu')])] },
    found: [],
  },
  { name: 'data beside the model', parts: located('model.onnx.data'), found: [] },
  { name: 'a custom operator', parts: { nodes: [onnxNode('Grid', 'acme')] }, found: ['onnx/custom-operator medium'] },
  {
    name: 'a Python operator',
    parts: { nodes: [onnxNode('PythonOp', 'com.microsoft')] },
    found: ['onnx/python-operator high'],
  },
  {
    name: 'a Python operator in a branch',
    parts: {
      nodes: [onnxNode('If', '', [onnxAttribute('else_branch', 6, onnxGraph([onnxNode('PyOp', 'ai.onnx.contrib')]))])],
    },
    found: ['onnx/python-operator high'],
  },
  {
    name: 'a custom operator in a function',
    parts: { functions: [onnxFunction('mine', 'F', [onnxNode('X', 'acme')])] },
    found: ['onnx/custom-operator medium'],
  },
  {
    name: 'a standard operator redefined',
    parts: { functions: [onnxFunction('', 'Relu', [])] },
    found: ['onnx/shadowed-operator medium'],
  },
  { name: 'data above the model', parts: located('../../../etc/passwd'), found: ['onnx/external-data-escape high'] },
  {
    name: 'data above the model, inactive',
    parts: located('../x', 0),
    found: ['onnx/external-data-escape low', 'onnx/size-mismatch high'],
  },
  { name: 'data at an absolute path', parts: located('/etc/passwd'), found: ['onnx/external-data-escape high'] },
  { name: 'data in memory', parts: located('*/_ORT_MEM_ADDR_/*'), found: ['onnx/external-data-escape critical'] },
  {
    name: 'attributes of objects',
    parts: {
      tensors: [
        onnxExternal('w', [
          ['location', 'a'],
          ['__class__', 'x'],
        ]),
      ],
    },
    found: ['onnx/external-data-keys high'],
  },
  {
    name: 'one hundred tensors in one place',
    parts: { tensors: Array.from({ length: 100 }, () => onnxExternal('w', [['location', '/x']])) },
    found: ['onnx/external-data-escape high'],
  },
  { name: 'a compiled engine', parts: engine('model.bin'), found: ['onnx/compiled-engine medium'] },
  { name: 'a compiled engine elsewhere', parts: engine('../model.bin'), found: ['onnx/compiled-engine high'] },
  {
    name: 'markup in the metadata',
    parts: { metadata: { notes: '<script>x</script>' } },
    found: ['onnx/metadata-markup medium'],
  },
]

it.each(CASES)('$name', async ({ parts, found }) => {
  const model = await readOnnx(memorySource(onnxOf(parts)), DEFAULT_LIMITS)
  expect(judgeOnnx(model).map(({ id, severity }) => `${id} ${severity}`)).toEqual(found)
})
