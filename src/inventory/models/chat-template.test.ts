import { describe, expect, it } from 'vitest'
import { fileOf } from '../../../test/support/file-of.ts'
import { chatTemplate } from './chat-template.ts'

describe('chat templates in files of their own', () => {
  it.each([
    ['m/chat_template.jinja', 'default'],
    ['m/additional_chat_templates/rag.jinja', 'rag'],
  ])('%s is the one named %s', async (path, name) => {
    const { clues } = await chatTemplate.extract(fileOf(path, '{{ a }}'))
    expect(clues.map((clue) => clue.kind === 'template' && clue.name)).toEqual([name])
  })

  it('are the same text whatever their line ends', async () => {
    const digests = await Promise.all(
      ['a\nb\n', 'a\r\nb\r\n', 'a\rb'].map(async (text) => {
        const [clue] = (await chatTemplate.extract(fileOf('chat_template.jinja', text))).clues
        return clue?.kind === 'template' ? clue.digest : undefined
      }),
    )
    expect(new Set(digests).size).toBe(1)
  })

  it('are kept as far as they are of a sensible length', async () => {
    const [clue] = (await chatTemplate.extract(fileOf('chat_template.jinja', 'x'.repeat(100_000)))).clues
    expect(clue?.kind === 'template' && clue.text.length).toBe(65_536)
  })
})
