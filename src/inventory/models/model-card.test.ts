import { describe, expect, it } from 'vitest'
import { fileOf } from '../../../test/support/file-of.ts'
import type { CardClue } from '../../model/model-clue.ts'
import { modelCard } from './model-card.ts'

async function card(text: string): Promise<CardClue | undefined> {
  const { clues } = await modelCard.extract(fileOf('README.md', text))
  return clues.find((one): one is CardClue => one.kind === 'card')
}

describe('model cards', () => {
  it.each([
    ['license: mit', { licenses: ['mit'], baseModels: [], datasets: [] }],
    ['license: [mit, apache-2.0]', { licenses: ['mit', 'apache-2.0'], baseModels: [], datasets: [] }],
    ['license: other\nlicense_name: own-1.0', { licenses: ['own-1.0'], baseModels: [], datasets: [] }],
    ['base_model: a/b\ndatasets:\n- c/d\n- e/f', { licenses: [], baseModels: ['a/b'], datasets: ['c/d', 'e/f'] }],
  ])('%o', async (matter, claims) => {
    expect((await card(`---\n${matter}\n---\n# Title\n`))?.claims).toEqual(claims)
    expect((await card(`---\r\n${matter.replaceAll('\n', '\r\n')}\r\n---\r\n`))?.claims).toEqual(claims)
  })

  it.each(['# Title', '---\nlicense: mit\n', '', 'text\n---\nlicense: mit\n---\n'])(
    '%o has no front matter',
    async (text) => {
      expect(await card(text)).toBeUndefined()
    },
  )

  it.each([
    ['---\nlicense: mit\n---\n', true],
    ['# Title\n---\n', false],
  ])('%o is looked at: %s', (head, expected) => {
    expect(modelCard.content?.recognises(head)).toBe(expected)
  })

  it('are refused when the front matter is no YAML', async () => {
    await expect(card('---\na: [\n---\n')).rejects.toThrow(/YAML/)
  })

  it('are judged for the code they tell people to run', async () => {
    const { includes } = await modelCard.extract(fileOf('README.md', '---\nlicense: mit\n---\n'))
    expect(includes).toMatchObject([{ path: 'README.md', rules: ['models/readme-code'] }])
  })
})
