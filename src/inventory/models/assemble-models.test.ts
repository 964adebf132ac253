import { describe, expect, it } from 'vitest'
import { card, code, config, index, template, weights } from '../../../test/support/model-fakes.ts'
import type { ModelClue } from '../../model/model-clue.ts'
import { assembleModels } from './assemble-models.ts'

/** `path: files` of each model. */
function inWords(...clues: readonly ModelClue[]): readonly string[] {
  return assembleModels(clues, 'root').map(
    ({ model }) => `${model.path}: ${model.files.map(({ path }) => path).join(' ')}`,
  )
}

describe('what makes a model', () => {
  it('has the name of the scanned folder at its root', () => {
    const [dossier] = assembleModels([config('config.json')], 'tiny')
    expect(dossier?.model).toMatchObject({ id: 'model:.', path: '', name: 'tiny' })
  })

  it.each([
    ['a file on its own', [weights('a/x.pt'), weights('a/y.pt')], ['a/x.pt: a/x.pt', 'a/y.pt: a/y.pt']],
    ['a folder with a configuration', [config('m/config.json'), weights('m/x.bin')], ['m: m/x.bin']],
    ['a folder with an index', [index('m/i.json', {}), weights('m/1.bin'), weights('m/2.bin')], ['m: m/1.bin m/2.bin']],
    ['a folder with a card and weights', [card('m/README.md'), weights('m/x.gguf')], ['m: m/x.gguf']],
    ['weights below the folder', [config('m/config.json'), weights('m/onnx/x.onnx')], ['m: m/onnx/x.onnx']],
    [
      'a pipeline of folders',
      [config('m/model_index.json'), config('m/unet/config.json'), weights('m/unet/x.bin')],
      ['m: ', 'm/unet: m/unet/x.bin'],
    ],
    ['not a card without a model', [card('docs/README.md')], []],
    ['not code without a model', [code('handler.py')], []],
    ['the root of the tree', [config('config.json'), weights('x.bin')], [': x.bin']],
    [
      'a template inside a file',
      [weights('a/x.gguf'), template('a/x.gguf', 't'), weights('a/y.pt')],
      ['a/x.gguf: a/x.gguf', 'a/y.pt: a/y.pt'],
    ],
  ])('%s', (_, clues, expected) => {
    expect(inWords(...clues)).toEqual(expected)
    expect(inWords(...clues.toReversed())).toEqual(expected)
  })

  it('has the name and the commit of the repository it was downloaded from', () => {
    const commit = 'c'.repeat(40)
    const [dossier] = assembleModels(
      [
        weights(`hub/models--owner--name-x/snapshots/${commit}/model.safetensors`),
        config(`hub/models--owner--name-x/snapshots/${commit}/config.json`),
      ],
      'root',
    )
    expect(dossier?.model).toMatchObject({
      name: 'owner/name-x',
      source: { repository: 'owner/name-x', revision: commit },
    })
  })

  it('has the claims of its card before those of its files', () => {
    const [dossier] = assembleModels(
      [
        config('m/config.json'),
        weights('m/x.gguf', undefined, { licenses: ['mit'], quantization: 'Q4_0', name: 'file' }),
        card('m/README.md', { licenses: ['apache-2.0'], name: 'card' }),
      ],
      'root',
    )
    expect(dossier?.model.claims).toMatchObject({ licenses: ['apache-2.0', 'mit'], name: 'card', quantization: 'Q4_0' })
  })

  it('counts the parameters of one format, not of every copy', () => {
    const names = ['a', 'b']
    const [dossier] = assembleModels(
      [
        config('m/config.json'),
        weights('m/1.safetensors', names),
        weights('m/2.safetensors', names),
        weights('m/all.gguf', names),
      ],
      'root',
    )
    expect(dossier?.model.parameters).toBe('40')
  })

  it('keeps code of diffusers only where it is', () => {
    const own = config('m/config.json', 'diffusers unet=my_unet.U', 'diffusers vae=known.V')
    const [dossier] = assembleModels([own, code('m/my_unet.py')], 'root')
    expect(dossier?.model.remoteCode.map(({ target }) => target)).toEqual(['my_unet.U'])
  })
})
