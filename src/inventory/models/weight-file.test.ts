import { describe, expect, it } from 'vitest'
import { fileOf } from '../../../test/support/file-of.ts'
import { INERT_PICKLE, torchLegacy, torchZip } from '../../../test/support/torch-files.ts'
import { weightFile } from './weight-file.ts'

const bytes = (...parts: readonly (string | number)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from([part]))))

describe('files of weights by their first bytes', () => {
  it.each([
    ['pytorch_model.bin', torchZip(), 'torch zip, can run code'],
    ['model.pkl', INERT_PICKLE, 'pickle, can run code'],
    ['model.pth', torchLegacy(), 'pickle, can run code'],
    ['model.h5', bytes(0x89, 'HDF\r\n\u001a\n'), 'hdf5, can run code'],
    ['model.keras', bytes('PK', 3, 4), 'keras zip, can run code'],
    ['model.tflite', bytes(0, 0, 0, 0, 'TFL3'), 'tflite'],
    ['model.cbm', bytes('CBM1'), 'catboost'],
  ])('%s is %s', async (path, content, expected) => {
    const { clues } = await weightFile.extract(fileOf(path, content))
    expect(
      clues.map((clue) => clue.kind === 'weights' && `${clue.format}${clue.executable ? ', can run code' : ''}`),
    ).toEqual([expected])
  })

  it.each([
    ['firmware.bin', bytes(0x7f, 'ELF')],
    ['data.bin', bytes('any bytes')],
    ['empty.pt', bytes()],
    ['notes.pt', bytes('hello')],
  ])('%s is none', async (path, content) => {
    expect((await weightFile.extract(fileOf(path, content))).clues).toEqual([])
  })
})
