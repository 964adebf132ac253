import { describe, expect, it } from 'vitest'
import { fileOf } from '../../../test/support/file-of.ts'
import { safetensorsOf } from '../../../test/support/safetensors-writer.ts'
import { safetensors } from './safetensors.ts'

describe('what a safetensors file says of its model', () => {
  it('is in its header', async () => {
    const header = {
      __metadata__: { 'modelspec.title': 'Tiny', 'modelspec.license': 'mit' },
      b: { dtype: 'BF16', shape: [4], data_offsets: [0, 8] },
      a: { dtype: 'F32', shape: [2, 3], data_offsets: [8, 32] },
    }
    const { clues } = await safetensors.extract(fileOf('m.safetensors', safetensorsOf(JSON.stringify(header), 32)))
    expect(clues).toMatchObject([
      {
        format: 'safetensors',
        claims: { name: 'Tiny', licenses: ['mit'] },
        tensors: { count: 2, parameters: '10', types: ['BF16', 'F32'], names: ['a', 'b'] },
      },
    ])
  })

  it('is bounded, whatever the shapes', async () => {
    const shape = Array.from({ length: 1000 }, () => 2 ** 52)
    const header = { a: { dtype: 'F32', shape, data_offsets: [0, 8] } }
    const { clues } = await safetensors.extract(fileOf('m.safetensors', safetensorsOf(JSON.stringify(header), 8)))
    expect(clues[0]?.kind === 'weights' && clues[0].tensors?.parameters).toBe(String(2n ** 63n))
  })

  it.each(['', 'text', '{}'])('is nothing but its size when the file is none: %o', async (content) => {
    const { clues } = await safetensors.extract(fileOf('m.safetensors', content))
    expect(clues).toHaveLength(1)
    expect(clues[0]).not.toHaveProperty('tensors')
  })
})
