import { describe, expect, it } from 'vitest'
import { fileOf } from '../../../test/support/file-of.ts'
import { shardIndex } from './shard-index.ts'

describe('the index of sharded weights', () => {
  it('says which file holds which tensor', async () => {
    const text = '{"weight_map": {"b": "2.safetensors", "a": "1.safetensors", "c": "2.safetensors"}}'
    const { clues } = await shardIndex.extract(fileOf('model.safetensors.index.json', text))
    expect(clues).toMatchObject([
      {
        kind: 'shard-index',
        shards: [
          { file: '1.safetensors', tensors: ['a'] },
          { file: '2.safetensors', tensors: ['b', 'c'] },
        ],
        repeated: [],
        location: { lines: { start: 1, end: 1 }, column: 16 },
      },
    ])
  })

  it('says what it names twice', async () => {
    const text = '{"weight_map": {"a": "1.safetensors", "a": "2.safetensors"}}'
    const { clues } = await shardIndex.extract(fileOf('model.safetensors.index.json', text))
    expect(clues).toMatchObject([{ repeated: ['a'] }])
  })

  it.each(['{}', '[]', '{"weight_map": []}'])('is refused without a map: %s', async (text) => {
    await expect(shardIndex.extract(fileOf('model.safetensors.index.json', text))).rejects.toThrow(/weight_map/)
  })
})
