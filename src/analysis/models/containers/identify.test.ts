import { describe, expect, it } from 'vitest'
import { INERT_PICKLE, npyFile, torchLegacy, torchTar, torchZip } from '../../../../test/support/torch-files.ts'
import { writeTar } from '../../../../test/support/tar-writer.ts'
import { random } from '../../../../test/support/random.ts'
import { identifyModel } from './identify.ts'

function kinds(bytes: Uint8Array, size = bytes.length): readonly string[] {
  return identifyModel(bytes, bytes, size).map(({ kind }) => kind)
}

const hex = (digits: string): Buffer => Buffer.from(digits, 'hex')
const safetensors = Buffer.concat([hex('0200000000000000'), Buffer.from('{}')])
const onnx = Buffer.concat([hex('08081207707974 6f7263683a04 0a020801 42021011'.replaceAll(' ', ''))])
const graph = Buffer.concat([hex('0a10'), hex('0a01781204'), Buffer.from('Relu'), hex('3205'), Buffer.from('12345')])

describe('one reading', () => {
  const cases: readonly { name: string; bytes: Buffer; expected: readonly string[] }[] = [
    { name: 'a torch zip', bytes: torchZip(), expected: ['zip'] },
    { name: 'the tar of torch 0.1.1', bytes: torchTar(), expected: ['tar'] },
    { name: 'stacked pickles of old torch', bytes: torchLegacy(), expected: ['pickle', 'torch-legacy'] },
    { name: 'a pickle of protocol 2', bytes: INERT_PICKLE, expected: ['pickle'] },
    { name: 'an array', bytes: npyFile('<f4', '(1,)', Buffer.alloc(4)), expected: ['npy'] },
    { name: 'safetensors', bytes: safetensors, expected: ['safetensors'] },
    {
      name: 'safetensors with a length that lies',
      bytes: Buffer.concat([hex('ffffffffffffff7f'), Buffer.from('{"a":1}')]),
      expected: ['safetensors'],
    },
    { name: 'code', bytes: Buffer.from('EMOJI = {\n    "x": 1}'), expected: [] },
    { name: 'GGUF', bytes: Buffer.from('GGUF\x03\0\0\0', 'latin1'), expected: ['gguf'] },
    { name: 'GGML', bytes: Buffer.from('tjgg\x03\0\0\0', 'latin1'), expected: ['ggml'] },
    { name: 'HDF5', bytes: Buffer.from('\x89HDF\r\n\x1a\n', 'latin1'), expected: ['hdf5'] },
    {
      name: 'HDF5 behind a user block',
      bytes: Buffer.concat([Buffer.alloc(512), Buffer.from('\x89HDF\r\n\x1a\n', 'latin1')]),
      expected: ['hdf5'],
    },
    { name: 'TFLite', bytes: Buffer.from('\x1c\0\0\0TFL3', 'latin1'), expected: ['tflite'] },
    { name: 'ExecuTorch', bytes: Buffer.from('\x1c\0\0\0ET12', 'latin1'), expected: ['executorch'] },
    { name: 'ONNX', bytes: onnx, expected: ['onnx'] },
    { name: 'a SavedModel', bytes: hex('080112040a021200'), expected: ['saved-model'] },
    { name: 'a frozen graph', bytes: graph, expected: ['tensorflow-graph'] },
    { name: '7z', bytes: hex('377abcaf271c0004'), expected: ['7z'] },
    { name: 'an executable', bytes: Buffer.from('\x7fELF\x02', 'latin1'), expected: ['executable'] },
    { name: 'a script', bytes: Buffer.from('#!/bin/sh\n'), expected: ['script'] },
  ]
  it.each(cases)('$name', ({ bytes, expected }) => {
    expect(kinds(bytes)).toEqual(expected)
  })
})

describe('pickles without PROTO', () => {
  const yes: readonly string[] = [
    'N.',
    "cos\nsystem\n(S'id'\ntR.",
    "(cos\nsystem\nS'id'\nos.",
    "(S'id'\nios\nsystem\n.",
    "(dp0\nS'a'\np1\nI1\ns.",
    '(lp0\nI1\naI2\na.',
    "cos\nsystem\n(S'id'\ntRbroken off here",
    'cmodule.päckage\nname\n.',
    `(lp0\n${'I1\na'.repeat(200)}.`,
    `cos\nsystem\n(S'${'x'.repeat(300)}'\ntR.`,
    '\x8c\x02os\x8c\x06system\x93\x8c\x02id\x85R.',
    '(0cos\nsystem\n.',
    "N.N.cos\nsystem\n(S'id'\ntR.",
  ]
  it.each(yes)('%j is one', (text) => {
    expect(kinds(Buffer.from(text, 'latin1'))).toContain('pickle')
  })

  const no: readonly string[] = [
    '',
    'hello world',
    '{"model_type": "llama"}',
    'class Model:\n    pass\n',
    'config = 1\nother = 2\n',
    'import os\n',
    '# Title\n',
    'name: x\nversion: 1\n',
    'a,b,c\n1,2,3\n',
    '.',
    '(((((((',
    'PK\x03\x04\n\x00.',
    '1.0 2.0 3.0\n'.repeat(50),
    'cat\ndog\nbird\n',
    'isympy\nsympy\n',
    'N. is the first letter of',
    'NBA results of the week\n',
    `C${'a'.repeat(98)}N. and so on`,
    'NN0',
    'In the beginning\nwas the word.\n',
  ]
  it.each(no)('%j is none', (text) => {
    expect(kinds(Buffer.from(text, 'latin1'))).not.toContain('pickle')
  })

  it('numbers are hardly ever taken for one', () => {
    const next = random(11)
    let taken = 0
    for (let round = 0; round < 500; round++) {
      const floats = Float32Array.from({ length: 256 }, () => next() * 2 - 1)
      if (identifyModel(Buffer.from(floats.buffer), Buffer.alloc(0)).length > 0) taken++
    }
    expect(taken).toBeLessThan(5)
  })
})

describe('several readings', () => {
  const cases: readonly { name: string; bytes: Buffer; expected: readonly string[] }[] = [
    {
      name: 'a pickle in front of a zip',
      bytes: Buffer.concat([INERT_PICKLE, torchZip()]),
      expected: ['pickle', 'zip'],
    },
    {
      name: 'a llamafile',
      bytes: Buffer.concat([Buffer.from("MZqFpD='\n"), Buffer.alloc(600), torchZip()]),
      expected: ['executable', 'zip'],
    },
    {
      name: 'a GGUF with a zip behind',
      bytes: Buffer.concat([Buffer.from('GGUF'), Buffer.alloc(100), torchZip()]),
      expected: ['gguf', 'zip'],
    },
    {
      name: 'a tar that begins like an array',
      bytes: writeTar([{ name: '\u{93}NUMPY', data: 'x' }]),
      expected: ['tar'],
    },
  ]
  it.each(cases)('$name', ({ bytes, expected }) => {
    expect(kinds(bytes)).toEqual(expect.arrayContaining([...expected]))
  })
})

it('names the libraries whose marks it sees', () => {
  const bytes = Buffer.from('\x80\x04\x8c\x12joblib.numpy_pickle\x8c\x12NumpyArrayWrapper', 'latin1')
  expect(identifyModel(bytes, bytes)).toEqual([{ kind: 'pickle', certainty: 'magic', hints: ['joblib'] }])
})

it('reads the nastiest heads in good time', () => {
  const started = performance.now()
  for (const text of ['(', 'c\n', 'cos\n', 'I', '\x0a\x00', '\x93NUMPY', 'PK\x05\x06', 'N0']) {
    const head = Buffer.alloc(65_536, Buffer.from(text, 'latin1'))
    identifyModel(head, head, 2 ** 40)
  }
  expect(performance.now() - started).toBeLessThan(2_000)
})
