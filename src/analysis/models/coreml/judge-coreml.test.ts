import { describe, expect, it } from 'vitest'
import { crashes } from '../../../../test/support/mutations.ts'
import { message } from '../../../../test/support/protobuf-writer.ts'
import { FormatError } from '../../../base/errors.ts'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { readCoreml } from '../../../formats/coreml/coreml.ts'
import { memorySource } from '../../../formats/zip-source.ts'
import { judgeCoreml } from './judge-coreml.ts'
import { judgePackageManifest } from './judge-package.ts'

const read = (bytes: Uint8Array) => readCoreml(memorySource(bytes), DEFAULT_LIMITS)
const model = (kind: number, content: Uint8Array, description: Uint8Array = message()): Uint8Array =>
  message([1, 6], [2, description], [kind, content])

const layer = (name: string, kind: number, content: Uint8Array = message()): Uint8Array =>
  message([1, name], [kind, content])
const network = (...layers: readonly Uint8Array[]): Uint8Array => message([1, layers])
const CUSTOM_LAYER = layer('own', 500, message([10, 'MyLayer']))
const CUSTOM_MODEL = model(555, message([10, 'MyModel']))

const blob = (path: string): Uint8Array => message([5, message([1, path], [2, 64])])
const operation = (type: string, value: Uint8Array): Uint8Array =>
  message([1, type], [5, message([1, 'val'], [2, value])])
const program = (...operations: readonly Uint8Array[]): Uint8Array => {
  const block = message([3, operations])
  const body = message([2, 'CoreML5'], [3, message([1, 'CoreML5'], [2, block])])
  return message([1, 1], [2, message([1, 'main'], [2, body])])
}
const linked = (name: string, path = ''): Uint8Array =>
  message([1, message([1, message([1, name])], [2, message([1, path])])])

const CASES: readonly { name: string; bytes: Uint8Array; found: readonly string[] }[] = [
  { name: 'a network', bytes: model(500, network(layer('a', 100), layer('b', 130))), found: [] },
  { name: 'a custom layer', bytes: model(500, network(CUSTOM_LAYER)), found: ['coreml/custom-class medium'] },
  {
    name: 'the same layer a hundred times',
    bytes: model(403, network(...Array.from({ length: 100 }, () => CUSTOM_LAYER))),
    found: ['coreml/custom-class medium'],
  },
  {
    name: 'a custom layer in a loop',
    bytes: model(303, network(layer('l', 615, message([4, network(CUSTOM_LAYER)])))),
    found: ['coreml/custom-class medium'],
  },
  {
    name: 'a custom layer in a branch',
    bytes: model(500, network(layer('b', 605, message([2, network(CUSTOM_LAYER)])))),
    found: ['coreml/custom-class medium'],
  },
  { name: 'a custom model', bytes: CUSTOM_MODEL, found: ['coreml/custom-class medium'] },
  {
    name: 'a custom model in a pipeline',
    bytes: model(202, message([1, [CUSTOM_MODEL]], [2, ['step']])),
    found: ['coreml/custom-class medium'],
  },
  {
    name: 'a custom model in a classifying pipeline',
    bytes: model(200, message([1, message([1, [CUSTOM_MODEL]])])),
    found: ['coreml/custom-class medium'],
  },
  { name: 'a linked model', bytes: model(556, linked('Other')), found: ['coreml/linked-model low'] },
  {
    name: 'a linked model elsewhere',
    bytes: model(556, linked('Other', '../../x')),
    found: ['coreml/linked-model low', 'coreml/linked-escape high'],
  },
  {
    name: 'a program',
    bytes: model(502, program(operation('const', blob('@model_path/weights/weight.bin')))),
    found: [],
  },
  {
    name: 'weights above the package',
    bytes: model(502, program(operation('const', blob('@model_path/../../x')))),
    found: ['coreml/weights-escape high'],
  },
  {
    name: 'weights anywhere',
    bytes: model(502, program(operation('const', blob('/etc/passwd')))),
    found: ['coreml/weights-escape high'],
  },
  {
    name: 'weights as an input in a block',
    bytes: model(
      502,
      program(
        message(
          [1, 'cond'],
          [4, message([3, [message([1, 'add'], [2, message([1, 'x'], [2, message([1, message([2, blob('/x')])])])])]])],
        ),
      ),
    ),
    found: ['coreml/weights-escape high'],
  },
  {
    name: 'a custom operation',
    bytes: model(502, program(operation('custom_layer', message()))),
    found: ['coreml/custom-class medium'],
  },
  { name: 'a model of Apple', bytes: model(3000, message([1, 'com.apple.x'])), found: ['coreml/opaque-model low'] },
  {
    name: 'markup',
    bytes: model(500, network(), message([100, message([1, '<script>x</script>'])])),
    found: ['coreml/metadata-markup medium'],
  },
  {
    name: 'own metadata',
    bytes: model(500, network(), message([100, message([100, message([1, 'k'], [2, '<script>x</script>'])])])),
    found: ['coreml/metadata-markup medium'],
  },
]

it.each(CASES)('$name', async ({ bytes, found }) => {
  expect(judgeCoreml(await read(bytes)).map(({ id, severity }) => `${id} ${severity}`)).toEqual(found)
})

it('says where', async () => {
  const pipeline = model(202, message([1, [model(500, network(CUSTOM_LAYER))]], [2, ['step']]))
  expect(judgeCoreml(await read(pipeline))).toMatchObject([
    { where: { inside: 'model/pipeline/step/neuralNetwork/own' }, globals: ['MyLayer'] },
  ])
})

describe('packages', () => {
  const manifest = (path: unknown): Uint8Array =>
    Buffer.from(
      JSON.stringify({
        fileFormatVersion: '1.0.0',
        itemInfoEntries: { a: { path }, b: { path: 'com.apple.CoreML/model.mlmodel' } },
      }),
    )
  it.each([
    ['com.apple.CoreML/weights', []],
    ['../../etc/passwd', ['coreml/package-escape']],
    ['/etc/passwd', ['coreml/package-escape']],
    [7, []],
  ])('%s', (path, found) => {
    expect(judgePackageManifest(manifest(path)).map(({ id }) => id)).toEqual(found)
  })
  it.each(['', '{', '[]', '{"itemInfoEntries":[]}', '{"itemInfoEntries":null}', '{"manifest_version":3}'])(
    '%s says nothing',
    (text) => {
      expect(judgePackageManifest(Buffer.from(text))).toEqual([])
    },
  )
})

describe('hostile bytes', () => {
  it('refuses what is no model', async () => {
    for (const bytes of [new Uint8Array(), Buffer.from('hello world'), message([1, 6]), new Uint8Array(100)])
      await expect(read(bytes)).rejects.toBeInstanceOf(FormatError)
  })
  it('no mutation crashes', async () => {
    const honest = model(
      202,
      message([
        1,
        [CUSTOM_MODEL, model(502, program(operation('const', blob('@model_path/w')))), model(556, linked('a', 'b'))],
      ]),
    )
    expect(await crashes(honest, async (bytes) => judgeCoreml(await read(bytes)))).toEqual([])
  })
  it('pipelines in pipelines stop at the limit', async () => {
    let deep = CUSTOM_MODEL
    for (let level = 0; level < 150; level++) deep = model(202, message([1, [deep]]))
    expect(judgeCoreml(await read(deep)).map(({ id }) => id)).toEqual(['coreml-layout/limit'])
  })
})
