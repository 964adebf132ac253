import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { fileOf } from '../../../test/support/file-of.ts'
import { assemble, call, global, type Part, pop, proto, text } from '../../../test/support/pickle-assembler.ts'
import { npyFile, torchLegacy, torchZip } from '../../../test/support/torch-files.ts'
import { writeTar } from '../../../test/support/tar-writer.ts'
import { conversionCommand } from './conversion.ts'
import type { Conversion } from './observation.ts'
import { inspectModel } from './inspect-model.ts'

const unknown: Part = [global('acme.nets', 'Net'), 'EMPTY_TUPLE', 'NEWOBJ']
const UNKNOWN = assemble(proto(2), unknown, 'STOP')
const ESTIMATOR = assemble(proto(2), global('sklearn.svm._classes', 'SVC'), pop, unknown, 'STOP')
const BOTH = assemble(proto(2), unknown, pop, call(global('os', 'system'), text('id')), 'STOP')

async function conversions(content: Uint8Array): Promise<readonly (Conversion | undefined)[]> {
  const { observations } = await inspectModel(fileOf('model.bin', content))
  return observations.map(({ conversion }) => conversion)
}

describe('the way to a format without code', () => {
  it.each<readonly [string, Uint8Array, Conversion | undefined]>([
    ['a checkpoint', torchZip(UNKNOWN), 'torch-to-safetensors'],
    ['a checkpoint before 1.6', torchLegacy(UNKNOWN), 'torch-to-safetensors'],
    ['an estimator', ESTIMATOR, 'scikit-learn-to-skops'],
    ['a packed estimator', gzipSync(ESTIMATOR), 'scikit-learn-to-skops'],
    ['an array of objects', npyFile('|O', '(1,)', UNKNOWN), 'numpy-without-objects'],
    ['a pickle of no library', UNKNOWN, undefined],
    ['a checkpoint in an archive', writeTar([{ name: 'a.pt', data: torchZip(UNKNOWN) }]), undefined],
  ])('is offered for %s', async (_what, content, conversion) => {
    const offered = (await conversions(content)).filter((one) => one !== undefined)
    expect(offered).toEqual(conversion === undefined ? [] : [conversion])
  })

  it('is never offered for a file that does harm', async () => {
    expect((await conversions(torchZip(BOTH))).filter((one) => one !== undefined)).toEqual([])
  })
})

describe('conversionCommand', () => {
  it('names the files as arguments of a script', () => {
    expect(conversionCommand('scikit-learn-to-skops', 'models/a.pkl')).toBe(
      'python -c "import sys, joblib, skops.io; skops.io.dump(joblib.load(sys.argv[1]), sys.argv[2])" models/a.pkl models/a.skops',
    )
    expect(conversionCommand('torch-to-safetensors', 'my model.pt')).toMatch(
      /" 'my model\.pt' 'my model\.safetensors'$/,
    )
  })

  it.each([
    '-x.pt',
    'a;id.pt',
    '$(id).pt',
    "a'b.pt",
    'a"b.pt',
    'a`b.pt',
    'a\nb.pt',
    'a!b.pt',
    'a\\b.pt',
    '/a.pt',
    '~a.pt',
  ])('gives nothing for %j', (path) => expect(conversionCommand('torch-to-safetensors', path)).toBeUndefined())

  it('quotes a script that a shell leaves alone', () => {
    const all: readonly Conversion[] = [
      'torch-to-safetensors',
      'scikit-learn-to-skops',
      'keras-to-weights',
      'numpy-without-objects',
    ]
    for (const one of all) expect(conversionCommand(one, 'a.bin')?.split('"')[1]).not.toMatch(/[$`\\!"]/)
  })
})
