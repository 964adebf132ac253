import { expect, it } from 'vitest'
import { tfNode } from '../../../../test/support/tensorflow-writer.ts'
import {
  builtin,
  custom,
  flexOptions,
  stringBuffer,
  tfliteOf,
  tfliteOperator,
  type TfliteParts,
  tfliteTensor,
} from '../../../../test/support/tflite-writer.ts'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { readTflite } from '../../../formats/tflite/tflite.ts'
import { memorySource } from '../../../formats/zip-source.ts'
import { judgeTflite } from './judge-tflite.ts'

const using = (name: string): TfliteParts => ({ codes: [custom(name)] })

const flex = (name: string, node: Uint8Array, path = 'data.txt'): TfliteParts => ({
  codes: [custom(`Flex${name}`)],
  tensors: [tfliteTensor([4]), tfliteTensor([1], 5, 1)],
  buffers: [{}, stringBuffer(path)],
  operators: [tfliteOperator(0, [1], [0], { 5: { bytes: flexOptions(name, node) } })],
})

const CASES: readonly { name: string; parts: TfliteParts; found: readonly string[] }[] = [
  { name: 'built in', parts: {}, found: [] },
  { name: 'registered by TensorFlow Lite', parts: using('TFLite_Detection_PostProcess'), found: [] },
  { name: 'of a library', parts: using('MaxPoolingWithArgmax2D'), found: ['tflite/custom-operator medium'] },
  { name: 'compiled for a device', parts: using('edgetpu-custom-op'), found: ['tflite/compiled-engine low'] },
  { name: 'of TensorFlow, computing', parts: flex('Erf', tfNode('e', 'Erf')), found: [] },
  {
    name: 'of TensorFlow, reading',
    parts: flex('ReadFile', tfNode('r', 'ReadFile')),
    found: ['tensorflow/read-file medium'],
  },
  {
    name: 'of TensorFlow, reading a fixed file',
    parts: flex('ReadFile', tfNode('r', 'ReadFile'), '/etc/passwd'),
    found: ['tensorflow/read-file high'],
  },
  {
    name: 'of TensorFlow, writing',
    parts: flex('WriteFile', tfNode('w', 'WriteFile')),
    found: ['tensorflow/write-file high'],
  },
  {
    name: 'of TensorFlow, Python',
    parts: flex('EagerPyFunc', tfNode('p', 'EagerPyFunc')),
    found: ['tensorflow/python high'],
  },
  {
    name: 'one name outside, another inside',
    parts: flex('Erf', tfNode('w', 'WriteFile')),
    found: ['tensorflow/write-file high', 'tflite/flex-mismatch high'],
  },
  {
    name: 'weights in a file beside it',
    parts: { more: { 8: { tables: [{ 0: 'weights.bin' }] } } },
    found: [],
  },
  {
    name: 'weights in a file elsewhere',
    parts: { more: { 8: { tables: [{ 0: '/etc/passwd' }] } } },
    found: ['tflite/external-file-escape high'],
  },
  {
    name: 'a broken index',
    parts: { codes: [builtin(0)], operators: [tfliteOperator(0, [5], [0])] },
    found: ['tflite-layout/index high'],
  },
]

it.each(CASES)('$name', async ({ parts, found }) => {
  const model = await readTflite(memorySource(tfliteOf(parts)), DEFAULT_LIMITS)
  expect(judgeTflite(model).map(({ id, severity }) => `${id} ${severity}`)).toEqual(found)
})
