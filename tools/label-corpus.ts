import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { BYPASS_CLASSES } from '../src/analysis/models/pickle/bypass-classes.cases.ts'
import { DANGEROUS_GLOBALS } from '../src/analysis/models/pickle/dangerous-globals.ts'
import { SHELL } from '../test/support/fuzz-samples.ts'
import { ggufOf } from '../test/support/gguf-writer.ts'
import { intactPayloads } from '../test/support/intact-payloads.ts'
import { calling } from '../test/support/model-cases.ts'
import { onnxExternal, onnxNode, onnxOf } from '../test/support/onnx-writer.ts'
import { readManifest, REAL_MODELS_FOLDER } from '../test/support/real-models.ts'
import { tfFunction, tfGraph, tfMetaGraph, tfNode, tfSavedModel, tfString } from '../test/support/tensorflow-writer.ts'
import { writeZip } from '../test/support/zip-writer.ts'

/**
 * node tools/label-corpus.ts FOLDER [EVERY]: labelled files for the scoreboard, made by our own generators: every way around
 * pickle scanners, every EVERYth dangerous callable by name (default 5), one payload in every container and under many names,
 * harmful files of other formats; on the other side the twins that do nothing and the files of real libraries. Nothing of it
 * does harm when it is read, and everything malicious would run at most `id` when it is loaded.
 */
interface Labelled {
  readonly path: string
  readonly expected: 'malicious' | 'benign'
  readonly group: string
  readonly content: Uint8Array
}

function write(out: string, files: readonly Labelled[]): void {
  for (const { path, content } of files) {
    mkdirSync(dirname(join(out, path)), { recursive: true })
    writeFileSync(join(out, path), content)
  }
  const lines = files.map(({ path, expected, group }) => [path, expected, group].join('\t'))
  writeFileSync(join(out, 'labels.tsv'), `# path, expected, group\n${lines.join('\n')}\n`)
  console.log(
    `${files.length} files, ${files.filter(({ expected }) => expected === 'malicious').length} of them malicious`,
  )
}

function malicious(every: number): readonly Labelled[] {
  const bad = (group: string, name: string, content: Uint8Array): Labelled => ({
    path: `malicious/${name}`,
    expected: 'malicious',
    group,
    content,
  })
  return [
    ...BYPASS_CLASSES.flatMap(({ number, name, found }) =>
      found.map(({ content }, index) =>
        bad(`class ${number}: ${name}`, `class-${number}-${index}${endingOf(content)}`, content),
      ),
    ),
    ...gadgets()
      .filter((_, index) => index % every === 0)
      .map(([module, name]) => bad('dangerous callables', `call/${module}.${name}.pkl`, calling(module, name, 'id'))),
    ...intactPayloads().map(({ name, bytes }) =>
      bad('one payload, many containers', `container/${name.replaceAll(' ', '-')}${endingOf(bytes)}`, bytes),
    ),
    ...ENDINGS.map((ending) => bad('one payload, many names', `name/model${ending}`, SHELL)),
    ...Object.entries(OTHER_FORMATS).map(([name, content]) => bad('other formats', `format/${name}`, content)),
  ]
}

function benign(): readonly Labelled[] {
  const good = (group: string, path: string, content: Uint8Array): Labelled => ({
    path: `benign/${path}`,
    expected: 'benign',
    group,
    content,
  })
  return [
    ...BYPASS_CLASSES.flatMap(({ number, silent }) =>
      silent.map(({ content }, index) => good('twins', `twin-${number}-${index}${endingOf(content)}`, content)),
    ),
    ...readManifest()
      .filter(({ expected }) => expected.length === 0)
      .map(({ file }) => good('real files', file, readFileSync(join(REAL_MODELS_FOLDER, file)))),
  ]
}

/** Module and name of every dangerous callable that is listed by name. */
function gadgets(): readonly (readonly [module: string, name: string])[] {
  return DANGEROUS_GLOBALS.flatMap(({ globals }) =>
    globals
      .trim()
      .split('\n')
      .flatMap((line) => {
        const [module = '', names = ''] = line.split(': ')
        return names.split(' ').flatMap((name) => (name === '*' || name === '' ? [] : [[module, name] as const]))
      }),
  )
}

const ENDINGS = [
  '.pkl',
  '.pickle',
  '.bin',
  '.pt',
  '.pth',
  '.ckpt',
  '.dat',
  '.data',
  '.joblib',
  '.sav',
  '.model',
  '.PKL',
  '.p',
  '',
]

/** The name that a scanner which goes by names would want. */
function endingOf(content: Uint8Array): string {
  const head = Buffer.from(content).toString('latin1', 0, 6)
  if (head.startsWith('PK')) return '.pt'
  if (head.startsWith('\x93NUMPY')) return '.npy'
  if (head.startsWith('\x1f\x8b')) return '.pkl.gz'
  return head.startsWith('x') ? '.joblib' : '.pkl'
}

const LAMBDA =
  '{"module":"keras.layers","class_name":"Lambda","config":{"name":"l","function":{"class_name":"__lambda__","config":{"code":"4wEAAAA=","defaults":null,"closure":null}}}}'
const INPUT = '{"module":"keras.layers","class_name":"InputLayer","config":{"batch_shape":[null,4],"name":"i"}}'

function kerasZip(layers: string): Uint8Array {
  return writeZip([
    { name: 'metadata.json', data: '{"keras_version":"3.5.0"}' },
    {
      name: 'config.json',
      data: `{"module":"keras","class_name":"Sequential","config":{"name":"s","layers":[${INPUT},${layers}]}}`,
    },
  ])
}

const STEAL = "{{ cycler.__init__.__globals__.os.popen('id').read() }}"

const OTHER_FORMATS: Readonly<Record<string, Uint8Array>> = {
  'lambda.keras': kerasZip(LAMBDA),
  'nested-lambda.keras': kerasZip(
    `{"module":"keras","class_name":"Sequential","config":{"name":"inner","layers":[${LAMBDA}]}}`,
  ),
  'wrapped-lambda.keras': kerasZip(
    `{"module":"keras.layers","class_name":"TimeDistributed","config":{"name":"t","layer":${LAMBDA}}}`,
  ),
  'outside.onnx': onnxOf({
    nodes: [onnxNode('Relu')],
    tensors: [
      onnxExternal('w', [
        ['location', '../../../../etc/hostname'],
        ['offset', '0'],
        ['length', '8'],
      ]),
    ],
  }),
  'template.gguf': ggufOf({ metadata: [['tokenizer.chat_template', 8, STEAL]] }),
  'template/tokenizer_config.json': Buffer.from(JSON.stringify({ chat_template: STEAL })),
  'graph/saved_model.pb': tfSavedModel(
    tfMetaGraph(tfGraph([tfString('path', '/etc/hostname'), tfNode('read', 'ReadFile', ['path'])])),
  ),
  'function/saved_model.pb': tfSavedModel(
    tfMetaGraph(
      tfGraph(
        [tfNode('call', 'PartitionedCall')],
        [tfFunction('f', [tfString('path', 'out'), tfNode('w', 'WriteFile', ['path', 'path'])])],
      ),
    ),
  ),
  'python/saved_model.pb': tfSavedModel(tfMetaGraph(tfGraph([tfNode('p', 'PyFunc', [], { token: 'pyfunc_0' })]))),
}

const [folder, every = '5'] = process.argv.slice(2)
if (folder === undefined || !/^[1-9]\d*$/.test(every)) {
  console.error('expected a folder to write to: node tools/label-corpus.ts FOLDER [EVERY]')
  process.exitCode = 2
} else write(folder, [...malicious(Number(every)), ...benign()])
