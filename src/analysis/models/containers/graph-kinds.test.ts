import { describe, expect, it } from 'vitest'
import { message } from '../../../../test/support/protobuf-writer.ts'
import { tfliteOf } from '../../../../test/support/tflite-writer.ts'
import { tfGraph, tfNode } from '../../../../test/support/tensorflow-writer.ts'
import { identifyModel } from './identify.ts'

const kinds = (content: string | Uint8Array): readonly string[] => {
  const bytes = Buffer.from(content)
  return identifyModel(bytes, bytes, bytes.length).map(({ kind }) => kind)
}

const paddleTensor = Buffer.concat([Buffer.alloc(16), Buffer.from([4, 0, 0, 0, 8, 5, 16, 3]), Buffer.alloc(12)])

describe('graphs told by their content', () => {
  const cases: readonly { name: string; bytes: string | Uint8Array; expected: readonly string[] }[] = [
    { name: 'TensorFlow Lite', bytes: tfliteOf(), expected: ['tflite'] },
    { name: 'ONNX Runtime', bytes: Buffer.from('\x18\0\0\0ORTM\0\0', 'latin1'), expected: ['ort'] },
    { name: 'CatBoost', bytes: Buffer.from('CBM1\x10\0\0\0', 'latin1'), expected: ['catboost'] },
    {
      name: 'Core ML',
      bytes: message([1, 6], [2, message([1, message([1, 'x'])])], [502, message([1, 1])]),
      expected: ['coreml'],
    },
    {
      name: 'a Paddle program',
      bytes: message([1, message([1, 0], [2, -1], [4, message([3, 'feed'])])], [4, message([1, 0])]),
      expected: ['paddle-program'],
    },
    { name: 'Paddle parameters', bytes: paddleTensor, expected: ['paddle-parameters'] },
    {
      name: 'a Paddle program in JSON',
      bytes: '{"base_code":{"magic":"pir","version":4},"program":{}}',
      expected: ['paddle-pir'],
    },
    {
      name: 'a MetaGraph',
      bytes: message(
        [1, message([2, message([1, message([1, 'Const'])])], [4, 'serve'])],
        [2, tfGraph([tfNode('x', 'Const')])],
      ),
      expected: ['tensorflow-graph'],
    },
    {
      name: 'OpenVINO',
      bytes: '<?xml version="1.0"?>\n<!-- made -->\n<net name="m" version="11">',
      expected: ['openvino'],
    },
    { name: 'OpenVINO without a declaration', bytes: '<net>', expected: ['openvino'] },
    { name: 'OpenVINO in UTF-16', bytes: Buffer.from('\uFEFF<net name="m">', 'utf16le'), expected: ['openvino'] },
    {
      name: 'OpenVINO in UTF-16 without a mark',
      bytes: Buffer.from('<net name="m">', 'utf16le').swap16(),
      expected: ['openvino'],
    },
    { name: 'PMML', bytes: '\uFEFF<PMML version="4.4">', expected: ['pmml'] },
    { name: 'PMML with a prefix', bytes: '<p:PMML xmlns:p="x">', expected: ['pmml'] },
    {
      name: 'PMML behind entities',
      bytes: `<!DOCTYPE PMML [${'<!ENTITY a "b">'.repeat(10_000)}]><PMML>`,
      expected: ['pmml'],
    },
    { name: 'a graph as text', bytes: 'node { name: "x" op: "Const" }', expected: ['tensorflow-text'] },
    { name: 'an engine', bytes: Buffer.concat([Buffer.from('ptrt'), Buffer.alloc(32)]), expected: ['tensorrt'] },
  ]
  it.each(cases)('$name', ({ bytes, expected }) => {
    expect(kinds(bytes)).toEqual(expected)
  })
})

describe('files of other kinds', () => {
  it.each([
    '<html><net/></html>',
    '<network name="m">',
    '<svg xmlns="http://www.w3.org/2000/svg"/>',
    '<!DOCTYPE html><html>',
    '<?xml version="1.0"?><project name="x"/>',
    '<',
    '<!--',
    '{"magic":"pirate"}',
    'name: "model" platform: "tensorflow_savedmodel"',
    '<nets/>',
    Buffer.alloc(64),
  ])('%j', (content) => {
    expect(kinds(content)).toEqual([])
  })
})

it('the nastiest heads in good time', () => {
  const started = performance.now()
  for (const text of ['<?', '<!--', '<!-- -->', ' ', '<!DOCTYPE ', '#\n', 'node', 'node{', '"magic":', '\x0a\x02'])
    kinds(Buffer.alloc(65_536, Buffer.from(text, 'latin1')))
  expect(performance.now() - started).toBeLessThan(2_000)
})
