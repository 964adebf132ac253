import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { FormatError, LimitError } from '../../../base/errors.ts'
import { judgeEmbeddedConfig, judgeKerasConfig } from './judge-keras-config.ts'
import { strictJson } from './python-json.ts'

const judge = (value: unknown): readonly string[] =>
  judgeKerasConfig(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), DEFAULT_LIMITS).map(
    ({ id, severity }) => `${id} ${severity}`,
  )

/** A layer as Keras 3 writes it. */
const layer = (
  className: string,
  config: object = {},
  module = 'keras.layers',
  registeredName: string | null = null,
) => ({ module, class_name: className, config, registered_name: registeredName })
const model = (...layers: readonly object[]) =>
  layer('Functional', { name: 'm', layers }, 'keras.src.models.functional', 'Functional')
/** A layer as Keras 2 writes it. */
const old = (className: string, config: object = {}) => ({ class_name: className, config })
const called = (module: string, name: string) => ({
  module,
  class_name: 'function',
  config: name,
  registered_name: name,
})

/** The start of a code object, then the names it uses; not a code object that would run. */
const code = (...names: readonly string[]): string =>
  Buffer.concat([
    Buffer.from([0xe3, 0, 0, 0, 0]),
    ...names.map((name) => Buffer.from(`\u0001z${String.fromCharCode(name.length)}${name}`, 'latin1')),
  ]).toString('base64')
const lambda = (...names: readonly string[]) => ({
  class_name: '__lambda__',
  config: { code: code(...names), defaults: null, closure: null },
})

describe('what honest models have', () => {
  const cases: readonly (readonly [string, unknown])[] = [
    [
      'layers, initialisers, activations',
      model(
        layer('Dense', {
          units: 3,
          activation: 'relu',
          kernel_initializer: layer('GlorotUniform', { seed: null }, 'keras.initializers'),
        }),
      ),
    ],
    [
      'layers of Keras 2',
      old('Sequential', { layers: [old('Dense', { units: 3 }), old('TimeDistributed', { layer: old('LSTM') })] }),
    ],
    [
      'an activation function of Keras',
      model(layer('Activation', { activation: called('keras.activations', 'gelu') })),
    ],
    ['an operation', model(layer('Sin', {}, 'keras.src.ops.numpy', 'Sin'))],
    ['a vocabulary in the file', model(layer('StringLookup', { vocabulary: ['a', 'b'] }))],
    ['no vocabulary', model(layer('StringLookup', { vocabulary: null }))],
    [
      'a keras_hub backbone',
      layer(
        'BertBackbone',
        { vocabulary_size: 30_522 },
        'keras_hub.src.models.bert.bert_backbone',
        'keras_hub>BertBackbone',
      ),
    ],
    ['TensorFlow Keras', layer('Dense', {}, 'tensorflow.keras.layers')],
    ['a policy', { module: 'keras', class_name: 'DTypePolicy', config: { name: 'float32' }, registered_name: null }],
    ['a large embedding', model(layer('Embedding', { input_dim: 1_000_000_000, output_dim: 128 }))],
    [
      'numbers as Python writes them',
      '{"module":"keras.layers","class_name":"ReLU","config":{"max_value":Infinity,"name":"NaN and -Infinity","x":NaN,"y":-Infinity}}',
    ],
  ]
  it.each(cases)('%s', (_, value) => {
    expect(judge(value)).toEqual([])
  })
})

describe('what is found', () => {
  const cases: readonly (readonly [string, unknown, readonly string[]])[] = [
    ['a Lambda', model(layer('Lambda', { function: lambda('x') })), ['keras/lambda high']],
    [
      'a Lambda that starts programs',
      model(layer('Lambda', { function: lambda('os', 'system') })),
      ['keras/lambda critical'],
    ],
    [
      'a Lambda of Keras 2',
      old('Lambda', { function: [code('os', 'system'), null, null], function_type: 'lambda' }),
      ['keras/lambda critical'],
    ],
    [
      'a Lambda in the metadata of a SavedModel',
      old('Lambda', {
        function: { class_name: '__tuple__', items: [code('os', 'system'), null, null] },
        function_type: 'lambda',
      }),
      ['keras/lambda critical'],
    ],
    [
      'a Lambda in a sub-model',
      model(layer('Sequential', { layers: [layer('Lambda', { function: lambda('x') })] })),
      ['keras/lambda high'],
    ],
    [
      'a Lambda in a wrapper',
      old('TimeDistributed', { layer: old('Lambda', { function: [code('x')] }) }),
      ['keras/lambda high'],
    ],
    [
      'byte code as an initialiser',
      model(layer('Dense', { kernel_initializer: lambda('eval') })),
      ['keras/lambda critical'],
    ],
    [
      'byte code under an unknown key',
      model(layer('Dense', { anything: [[{ deep: lambda('x') }]] })),
      ['keras/lambda high'],
    ],
    [
      'a Lambda by name',
      old('Lambda', { function: 'my_function', function_type: 'function' }),
      ['keras/lambda-by-name medium'],
    ],
    [
      'os.system',
      model(layer('Dense', { activation: called('os', 'system') })),
      ['keras/foreign-module critical', 'keras/custom-object low'],
    ],
    [
      'subprocess.Popen as a layer',
      model(layer('Popen', { args: 'id' }, 'subprocess')),
      ['keras/foreign-module critical'],
    ],
    ['another installed package', model(layer('Net', {}, 'acme.layers')), ['keras/foreign-module high']],
    ['a package that looks like Keras', model(layer('Dense', {}, 'keras_evil.layers')), ['keras/foreign-module high']],
    ['eval', layer('eval', {}, 'builtins'), ['keras/foreign-module critical']],
    [
      'get_file',
      model(layer('Dense', { activation: called('keras.utils', 'get_file') })),
      ['keras/internal-function critical'],
    ],
    ['get_file from another place', called('keras.src.ops.numpy', 'get_file'), ['keras/internal-function critical']],
    [
      'switching checks off',
      called('keras.config', 'enable_unsafe_deserialization'),
      ['keras/internal-function critical'],
    ],
    ['loading another model', called('keras.models', 'load_model'), ['keras/internal-function critical']],
    ['a part without layers', layer('Anything', {}, 'keras.src.saving.saving_lib'), ['keras/internal-function medium']],
    ['a vocabulary path', model(layer('StringLookup', { vocabulary: 'vocab.txt' })), ['keras/file-reference medium']],
    ['a vocabulary elsewhere', old('StringLookup', { vocabulary: '/etc/passwd' }), ['keras/file-reference high']],
    [
      'a vocabulary on the network',
      model(layer('TextVectorization', { vocabulary: 'http://host.example/x' })),
      ['keras/file-reference high'],
    ],
    ['a SavedModel layer', model(layer('TFSMLayer', { filepath: 'export' })), ['keras/loader-layer high']],
    [
      'a SavedModel layer elsewhere',
      model(layer('TFSMLayer', { filepath: '/tmp/x' })),
      ['keras/loader-layer high', 'keras/file-reference high'],
    ],
    ['a PyTorch module', model(layer('TorchModuleWrapper', { module: 'gAIu' })), ['keras/loader-layer critical']],
    [
      'a custom layer',
      layer('Net', {}, 'builtins', 'mine>Net'),
      ['keras/foreign-module high', 'keras/custom-object low'],
    ],
    ['a custom function', called('builtins', 'my_activation'), ['keras/custom-object low']],
    ['another registered name', layer('Dense', {}, 'keras.layers', 'os>system'), ['keras/registered-name medium']],
    [
      'an impossible shape',
      model(layer('InputLayer', { batch_shape: [null, 1_000_000, 1_000_000] })),
      ['keras/shape-bomb high'],
    ],
    ['impossible units', old('Dense', { units: 10_000_000_000 }), ['keras/shape-bomb high']],
    ['an impossible number', '{"class_name":"Dense","config":{"units":Infinity}}', ['keras/shape-bomb high']],
    [
      'an impossible embedding',
      old('Embedding', { input_dim: 4_000_000_000, output_dim: 4000 }),
      ['keras/shape-bomb high'],
    ],
    ['a class twice', '{"class_name":"Lambda","class_name":"Dense","config":{}}', ['keras/duplicate-key medium']],
    [
      'a hidden layer twice',
      `{"a":${JSON.stringify(lambda('x'))},"a":1}`,
      ['keras/lambda high', 'keras/duplicate-key medium'],
    ],
  ]
  it.each(cases)('%s', (_, value, found) => {
    expect(judge(value).toSorted()).toEqual(found.toSorted())
  })

  it('names the layer, its path and its byte', () => {
    const text = JSON.stringify(model({ ü: 1 }, layer('TFSMLayer', { name: 'evil', filepath: 'x' })))
    const [found] = judgeKerasConfig(Buffer.from(text), DEFAULT_LIMITS, 1000)
    expect(found?.where.inside).toBe('config.layers.1 (evil)')
    expect(
      Buffer.from(text)
        .subarray((found?.where.byte ?? 0) - 1000)
        .toString(),
    ).toMatch(/^\{"module":"keras.layers","class_name":"TFSMLayer"/)
  })
  it('never believes a version', () => {
    for (const version of ['2.0.0', '3.99.0']) {
      expect(judge({ ...model(layer('Lambda', { function: lambda('os') })), keras_version: version })).toEqual([
        'keras/lambda critical',
      ])
    }
  })
})

it('an embedded configuration that does not parse is told', () => {
  const found = judgeEmbeddedConfig('{"class_name":', { byte: 7, inside: 'node' }, DEFAULT_LIMITS)
  expect(found).toMatchObject([{ id: 'keras/config-unreadable', where: { byte: 7, inside: 'node' } }])
  expect(judgeEmbeddedConfig('{"class_name":"TFSMLayer"}', { byte: 7, inside: 'node' }, DEFAULT_LIMITS)).toMatchObject([
    { id: 'keras/loader-layer', where: { byte: 7, inside: 'node: ' } },
  ])
})

describe('hostile configurations', () => {
  it('refuses what is no JSON or too deep', () => {
    expect(() => judge('{"class_name":')).toThrow(FormatError)
    expect(() => judge(`${'{"config":'.repeat(100_000)}1${'}'.repeat(100_000)}`)).toThrow(LimitError)
  })
  it('a million findings stay a readable list', () => {
    const found = judge({ layers: Array.from({ length: 20_000 }, () => ({ class_name: 'TFSMLayer', ü: 1 })) })
    expect(found.length).toBe(51)
    expect(found.at(-1)).toBe('keras/more low')
  })
  it('harmless findings do not hide a critical one', () => {
    const found = judge({
      layers: [
        ...Array.from({ length: 2000 }, (_, index) => ({ class_name: `C${index}`, registered_name: 'x>Y' })),
        lambda('os'),
      ],
    })
    expect(found).toContain('keras/lambda critical')
  })
  it('long words, long base64, long numbers take linear time', () => {
    const started = performance.now()
    judge(old('Lambda', { function: ['A'.repeat(1 << 20)] }))
    judge(old('Dense', { units: 1, name: 'x'.repeat(1 << 20) }))
    judge(`{"class_name":"Dense","config":{"units":${'9'.repeat(1 << 20)}}}`)
    judge(`{"class_name":"Dense","config":{"shape":[${'99999999,'.repeat(100_000)}1]}}`)
    judge({ class_name: 'X', module: 'keras.'.repeat(200_000) })
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})

it('numbers of Python keep their length', () => {
  const text = '{"a":NaN,"b":[-Infinity,Infinity],"c":"NaN \\" Infinity"}'
  expect(strictJson(text)).toHaveLength(text.length)
  expect(JSON.parse(strictJson(text))).toEqual({ a: 0, b: [-Infinity, Infinity], c: 'NaN " Infinity' })
  expect(strictJson('[None]')).toBe('[None]')
})
