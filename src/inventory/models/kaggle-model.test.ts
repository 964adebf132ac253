import { describe, expect, it } from 'vitest'
import { fileOf } from '../../../test/support/file-of.ts'
import { fixtureFolder, fixturesIn } from '../../../test/support/fixtures.ts'
import type { CardClue } from '../../model/model-clue.ts'
import { assembleModels } from './assemble-models.ts'
import { kaggleModel } from './kaggle-model.ts'

async function card(text: string | Uint8Array, path = 'model-instance-metadata.json'): Promise<CardClue | undefined> {
  const { clues } = await kaggleModel.extract(fileOf(path, text))
  return clues.find((one): one is CardClue => one.kind === 'card')
}

describe('the fixtures', () => {
  it.each([
    ['model-metadata.json', { name: 'example-lab/plankton-net', licenses: [], baseModels: [], datasets: [] }],
    [
      'instance/model-instance-metadata.json',
      {
        name: 'example-lab/plankton-net/pyTorch/base',
        licenses: ['Apache 2.0'],
        baseModels: ['https://models.example/vision/tiny-net'],
        datasets: ['example-lab/plankton-images', 'https://data.example/plankton'],
      },
    ],
  ])('%s', async (name, claims) => {
    const fixture = fixturesIn(fixtureFolder(kaggleModel.id)).find(({ path }) => path === name)
    expect((await card(fixture?.bytes ?? '', name))?.claims).toEqual(claims)
  })
})

describe('metadata of models on Kaggle', () => {
  it.each([
    ['an own base model', { baseModelInstance: 'o/m/Flax/base' }, { baseModels: ['o/m/Flax/base'] }],
    ['a licence on the model', { slug: 'm', licenseName: 'MIT' }, { name: 'me/m', licenses: ['MIT'] }],
    ['training data that is no list', { trainingData: 'o/d' }, { datasets: ['o/d'] }],
    ['what models init leaves', { slug: 'INSERT_SLUG_HERE', licenseName: 'INSERT_LICENSE_HERE' }, { licenses: [] }],
  ])('%s', async (_, metadata, claims) => {
    const found = await card(JSON.stringify({ ownerSlug: 'me', ...metadata }))
    expect(found?.claims).toMatchObject(claims)
    expect(found?.claims.name?.includes('INSERT')).not.toBe(true)
  })

  it.each(['{}', '[]', '{"ownerSlug": {}}', '{"ownerSlug": ""}'])('%s is of something else', async (text) => {
    expect(await card(text)).toBeUndefined()
  })

  it('states the licence of the weights beside it, with or without a README', async () => {
    const kaggle = await card(
      '{"ownerSlug": "me", "licenseName": "MIT", "framework": "pyTorch"}',
      'm/model-instance-metadata.json',
    )
    const weights = {
      kind: 'weights',
      path: 'm/a.safetensors',
      size: 8,
      format: 'safetensors',
      executable: false,
      claims: { licenses: [], baseModels: [], datasets: [] },
    } as const
    const readme = {
      kind: 'card',
      path: 'm/README.md',
      claims: { licenses: [], baseModels: ['o/b'], datasets: [] },
      languages: ['en'],
      location: { path: 'm/README.md' },
    } as const
    if (kaggle === undefined) throw new Error('expected a card')
    const [alone, both] = [
      [kaggle, weights],
      [kaggle, weights, readme],
    ].map((clues) => assembleModels(clues, 'root')[0]?.model)
    expect(alone).toMatchObject({ path: 'm', library: 'pyTorch', claims: { licenses: ['MIT'] } })
    expect(both).toMatchObject({
      library: 'pyTorch',
      languages: ['en'],
      claims: { licenses: ['MIT'], baseModels: ['o/b'] },
    })
  })
})
