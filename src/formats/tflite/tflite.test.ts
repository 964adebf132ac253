import { describe, expect, it } from 'vitest'
import { crashes } from '../../../test/support/mutations.ts'
import { message } from '../../../test/support/protobuf-writer.ts'
import { tfNode } from '../../../test/support/tensorflow-writer.ts'
import {
  builtin,
  custom,
  flexOptions,
  stringBuffer,
  tfliteOf,
  tfliteOperator,
  type TfliteParts,
  tfliteTensor,
  whileSubgraph,
} from '../../../test/support/tflite-writer.ts'
import { FormatError } from '../../base/errors.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { memorySource } from '../zip-source.ts'
import { readTflite } from './tflite.ts'

const read = (bytes: Uint8Array) => readTflite(memorySource(bytes), DEFAULT_LIMITS)
const kinds = async (parts: TfliteParts): Promise<readonly string[]> =>
  (await read(tfliteOf(parts))).breaches.map(({ kind }) => kind)

const FLEX: TfliteParts = {
  codes: [builtin(0), custom('FlexReadFile'), custom('Mine')],
  tensors: [tfliteTensor([4]), tfliteTensor([1], 5, 1)],
  buffers: [{}, stringBuffer('/etc/passwd')],
  operators: [
    tfliteOperator(1, [1], [0], { 5: { bytes: flexOptions('ReadFile', tfNode('r', 'ReadFile', [], { mode: 'x' })) } }),
    tfliteOperator(2, [0, -1], [0]),
    tfliteOperator(2, [0], [0]),
  ],
}

it('an honest model', async () => {
  expect(await read(tfliteOf())).toEqual({
    version: 3,
    description: 'made by a test',
    subgraphs: 1,
    tensors: 2,
    operators: 1,
    custom: [],
    flex: [],
    externalFiles: [],
    breaches: [],
  })
})

it('operators of libraries and of TensorFlow', async () => {
  const model = await read(tfliteOf(FLEX))
  expect(model.custom).toMatchObject([{ name: 'Mine', count: 2, inside: 'subgraphs/0/1' }])
  expect(model.flex).toMatchObject([
    {
      name: 'ReadFile',
      operator: 'ReadFile',
      inside: 'subgraphs/0/0',
      constants: ['/etc/passwd'],
      strings: [{ attribute: 'mode', value: 'x' }],
    },
  ])
  expect(model.breaches).toEqual([])
})

it('options that are no options', async () => {
  for (const bytes of [new Uint8Array(), Buffer.from('ReadFile'), Uint8Array.of(0xff, 0x2a, 4)]) {
    const model = await read(tfliteOf({ ...FLEX, operators: [tfliteOperator(1, [1], [0], { 5: { bytes } })] }))
    expect(model.flex).toMatchObject([{ name: 'ReadFile', strings: [] }])
    expect(model.flex[0]?.operator).toBeUndefined()
  }
})

it('files of external buffers', async () => {
  const more = { 8: { tables: [{ 0: '../weights.bin' }] }, 9: { tables: [{ 1: { u32: 0 }, 3: { u64: 5n } }] } }
  expect(await read(tfliteOf({ more }))).toMatchObject({ externalFiles: [{ name: '../weights.bin' }], breaches: [] })
})

describe('breaches', () => {
  const weights = (shape: readonly number[], type: number, bytes: number): TfliteParts => ({
    tensors: [tfliteTensor(shape, type, 1)],
    buffers: [{}, { 0: { bytes: new Uint8Array(bytes) } }],
    operators: [],
  })
  const conv = (channels: number): TfliteParts => ({
    codes: [builtin(3)],
    tensors: [tfliteTensor([1]), tfliteTensor([1, 3, 3, channels])],
    operators: [tfliteOperator(0, [0, 1], [0])],
  })
  const cases: readonly { name: string; parts: TfliteParts; found: readonly string[] }[] = [
    { name: 'an input that is left out', parts: { operators: [tfliteOperator(0, [-1], [0])] }, found: [] },
    { name: 'an input that is not there', parts: { operators: [tfliteOperator(0, [9], [0])] }, found: ['index'] },
    { name: 'an output that is left out', parts: { operators: [tfliteOperator(0, [0], [-1])] }, found: ['index'] },
    { name: 'an input of -2', parts: { operators: [tfliteOperator(0, [-2], [0])] }, found: ['index'] },
    { name: 'no such operator code', parts: { operators: [tfliteOperator(7, [0], [0])] }, found: ['index'] },
    { name: 'no such buffer', parts: { tensors: [tfliteTensor([4], 0, 99)] }, found: ['index'] },
    { name: 'no such metadata buffer', parts: { more: { 6: { tables: [{ 1: { u32: 50 } }] } } }, found: ['index'] },
    {
      name: 'no such subgraph in a signature',
      parts: { more: { 7: { tables: [{ 4: { u32: 5 } }] } } },
      found: ['index'],
    },
    {
      name: 'no such tensor in a signature',
      parts: { more: { 7: { tables: [{ 0: { tables: [{ 1: { u32: 50 } }] } }] } } },
      found: ['index'],
    },
    { name: 'a negative dimension', parts: weights([-1, 4], 0, 16), found: ['negative-dimension'] },
    { name: 'too large for any machine', parts: weights([2 ** 30, 2 ** 30, 2 ** 30], 0, 0), found: ['shape-overflow'] },
    {
      name: 'too large before a zero',
      parts: weights([2 ** 30, 2 ** 30, 2 ** 30, 0], 0, 0),
      found: ['shape-overflow'],
    },
    {
      name: 'a quantization that leads outside',
      parts: { tensors: [{ ...tfliteTensor([4]), 4: { u32: 0x7ffffff0 } }], operators: [] },
      found: ['broken'],
    },
    { name: 'too few bytes', parts: weights([4], 0, 15), found: ['size-mismatch'] },
    { name: 'as many bytes as needed', parts: weights([4], 0, 16), found: [] },
    { name: 'four bits each', parts: weights([5], 17, 3), found: [] },
    { name: 'four bits each, too few', parts: weights([5], 17, 2), found: ['size-mismatch'] },
    { name: 'nothing in a tensor', parts: weights([0], 0, 0), found: [] },
    {
      name: 'a buffer behind the end',
      parts: { buffers: [{}, { 1: { u64: 5000n }, 2: { u64: 16n } }] },
      found: ['buffer-range'],
    },
    { name: 'a buffer in the file', parts: { buffers: [{}, { 1: { u64: 16n }, 2: { u64: 16n } }] }, found: [] },
    {
      name: 'a buffer that ends behind 2^64',
      parts: { buffers: [{}, { 1: { u64: 16n }, 2: { u64: (1n << 64n) - 8n } }] },
      found: ['buffer-range'],
    },
    { name: 'a filter of three channels', parts: conv(3), found: [] },
    { name: 'a filter without channels', parts: conv(0), found: ['zero-channels'] },
    {
      name: 'a loop over subgraphs that end',
      parts: { codes: [builtin(0), builtin(119)], subgraphs: [whileSubgraph(1, 2, 2), { 0: { tables: [] } }] },
      found: [],
    },
    {
      name: 'a subgraph in itself',
      parts: { codes: [builtin(0), builtin(119)], subgraphs: [whileSubgraph(1, 2, 1), { 0: { tables: [] } }] },
      found: ['subgraph-loop'],
    },
    {
      name: 'two subgraphs in each other',
      parts: { codes: [builtin(0), builtin(119)], subgraphs: [whileSubgraph(1, 2, 2), whileSubgraph(1, 1, 1)] },
      found: ['subgraph-loop'],
    },
    {
      name: 'a call of nothing',
      parts: { codes: [builtin(0), builtin(119)], subgraphs: [whileSubgraph(1, 7, 7)] },
      found: ['index'],
    },
  ]
  it.each(cases)('$name', async ({ parts, found }) => {
    expect(await kinds(parts)).toEqual(found)
  })
})

it('refuses what is no model', async () => {
  for (const bytes of [new Uint8Array(), Buffer.from('\x1c\0\0\0TFL3'), Buffer.from('\x1c\0\0\0ET12'), message([1, 1])])
    await expect(read(bytes)).rejects.toBeInstanceOf(FormatError)
})

describe('hostile bytes', () => {
  it('no mutation crashes', async () => {
    expect(await crashes(tfliteOf(FLEX), read)).toEqual([])
  })
  it('20,000 tensors and operators in little time', async () => {
    const tensors = Array.from({ length: 20_000 }, () => tfliteTensor([4], 0, 1))
    const operators = Array.from({ length: 20_000 }, (_, index) => tfliteOperator(0, [index], [index]))
    const bytes = tfliteOf({ tensors, operators })
    const started = performance.now()
    expect((await read(bytes)).operators).toBe(20_000)
    expect(performance.now() - started).toBeLessThan(6_000)
  })
})
