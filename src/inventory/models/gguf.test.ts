import { describe, expect, it } from 'vitest'
import { fileOf } from '../../../test/support/file-of.ts'
import { ggufOf } from '../../../test/support/gguf-writer.ts'
import type { ModelClue } from '../../model/model-clue.ts'
import { gguf } from './gguf.ts'

async function clues(
  ...metadata: readonly (readonly [string, number, string | number])[]
): Promise<readonly ModelClue[]> {
  const bytes = ggufOf({ metadata, tensors: [{ name: 'w', shape: [8n, 4n] }], data: 128 })
  return (await gguf.extract(fileOf('m.gguf', bytes))).clues
}

describe('what a GGUF file says of its model', () => {
  it('is in its metadata', async () => {
    const [weights] = await clues(
      ['general.architecture', 8, 'llama'],
      ['general.name', 8, 'Tiny'],
      ['general.file_type', 4, 15],
      ['general.license', 8, 'mit'],
      ['general.base_model.0.organization', 8, 'Owner'],
      ['general.base_model.0.name', 8, 'Base'],
      ['general.dataset.0.name', 8, 'Corpus'],
    )
    expect(weights).toMatchObject({
      kind: 'weights',
      format: 'gguf',
      executable: false,
      claims: {
        architecture: 'llama',
        name: 'Tiny',
        quantization: 'Q4_K_M',
        licenses: ['mit'],
        baseModels: ['Owner/Base'],
        datasets: ['Corpus'],
      },
      tensors: { count: 1, parameters: '32', types: ['F32'], names: ['w'] },
    })
  })

  it('includes its chat templates', async () => {
    const found = await clues(['tokenizer.chat_template', 8, 'a'], ['tokenizer.chat_template.tool_use', 8, 'b'])
    expect(found.flatMap((clue) => (clue.kind === 'template' ? [clue.name] : []))).toEqual(['default', 'tool_use'])
  })

  it('is nothing but its size when the file is none', async () => {
    const { clues: found } = await gguf.extract(fileOf('m.gguf', 'not a model'))
    expect(found).toEqual([
      {
        kind: 'weights',
        path: 'm.gguf',
        size: 11,
        format: 'gguf',
        executable: false,
        claims: { licenses: [], baseModels: [], datasets: [] },
      },
    ])
  })
})
