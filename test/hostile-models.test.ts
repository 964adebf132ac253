import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { inspectModel } from '../src/analysis/models/inspect-model.ts'
import { fileOf } from './support/file-of.ts'
import { ggufOf } from './support/gguf-writer.ts'
import { calling } from './support/model-cases.ts'
import { onnxNode, onnxOf } from './support/onnx-writer.ts'
import { random } from './support/random.ts'
import { safetensorsOf } from './support/safetensors-writer.ts'
import { npyFile, torchLegacy, torchTar, torchZip } from './support/torch-files.ts'

const SHELL = calling('posix', 'system', 'id')

const SEEDS: Readonly<Record<string, Uint8Array>> = {
  pickle: SHELL,
  'torch zip': torchZip(SHELL),
  'legacy torch': torchLegacy(SHELL),
  'oldest torch': torchTar(SHELL),
  'gzip of a zip': gzipSync(torchZip(SHELL)),
  npy: npyFile('|O', '(1,)', SHELL),
  safetensors: safetensorsOf('{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}', 16),
  gguf: ggufOf(),
  onnx: onnxOf({ nodes: [onnxNode('Relu'), onnxNode('Evil', 'org.evil')] }),
}

/** Cuts, flips, repeats and splices; the same for every run. */
function mutated(bytes: Uint8Array, next: () => number): Uint8Array {
  const copy = Buffer.from(bytes)
  const at = Math.floor(next() * copy.length)
  switch (Math.floor(next() * 5)) {
    case 0:
      return copy.subarray(0, at)
    case 1:
      return Buffer.concat([copy, copy.subarray(at)])
    case 2:
      return Buffer.concat([copy.subarray(0, at), Buffer.alloc(8, 0xff), copy.subarray(at)])
    case 3:
      return Buffer.concat([copy.subarray(at), copy.subarray(0, at)])
    default:
      for (let flips = 0; flips < 4; flips++) {
        const place = Math.floor(next() * copy.length)
        copy[place] = (copy[place] ?? 0) ^ (1 << Math.floor(next() * 8))
      }
      return copy
  }
}

describe('the inspection of models', () => {
  it.each(Object.entries(SEEDS))('survives 400 mutations of a %s', async (name, bytes) => {
    const next = random(name.length * 7919)
    for (let round = 0; round < 400; round++) {
      const { observations } = await inspectModel(fileOf('model.bin', mutated(bytes, next)))
      expect(observations.every(({ id, title, fix }) => id.length > 0 && title.length > 0 && fix.length > 0)).toBe(true)
    }
  })

  it.each([
    ['nothing', new Uint8Array()],
    ['a million open marks', Buffer.alloc(1 << 20, '(')],
    ['a million memo reads', Buffer.concat([Buffer.from([0x80, 4, 0x4e, 0x94]), Buffer.alloc(1 << 20, 'h\0')])],
    ['a million signatures', Buffer.alloc(1 << 20, 'PK\u0003\u0004')],
    ['a million stops', Buffer.alloc(1 << 20, '.')],
    ['a safetensors header of 2^60 bytes', Buffer.concat([Buffer.from('0000000000000010', 'hex'), Buffer.from('{}')])],
    ['a GGUF with 2^63 tensors', Buffer.concat([Buffer.from('GGUF\u0003\0\0\0'), Buffer.alloc(16, 0x7f)])],
  ])('survives %s', async (_, bytes) => {
    const { observations } = await inspectModel(fileOf('model.bin', bytes))
    expect(Array.isArray(observations)).toBe(true)
  })
})
