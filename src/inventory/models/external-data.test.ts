import { expect, it } from 'vitest'
import { fileOf } from '../../../test/support/file-of.ts'
import { externalData } from './external-data.ts'

it('says how the file is reached, and reads nothing of it', async () => {
  const file = { ...fileOf('m/w.onnx_data', 'numbers'), links: { symbolic: true, names: 2 } }
  const unread = { ...file, source: { ...file.source, slice: () => Promise.reject(new Error('read')) } }
  expect((await externalData.extract(unread)).clues).toEqual([
    { kind: 'external-data', path: 'm/w.onnx_data', links: { symbolic: true, names: 2 } },
  ])
})
