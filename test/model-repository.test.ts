import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ScanResult } from '../src/model/scan-result.ts'
import { assay } from './support/assay.ts'
import { ggufOf } from './support/gguf-writer.ts'
import { calling } from './support/model-cases.ts'
import { onnxExternal, onnxNode, onnxOf } from './support/onnx-writer.ts'
import { safetensorsOf } from './support/safetensors-writer.ts'
import { temporaryFolder } from './support/temporary-folder.ts'
import { torchZip } from './support/torch-files.ts'

const TEMPLATE = '{% for m in messages %}{{ m.content }}{% endfor %}'
const CARD = '---\nlicense: apache-2.0\nbase_model: example-org/base\ndatasets: [example-org/corpus]\n---\n# Tiny\n'

function tensors(...names: readonly string[]): Uint8Array {
  const header = Object.fromEntries(
    names.map((name, index) => [name, { dtype: 'F32', shape: [2], data_offsets: [index * 8, index * 8 + 8] }]),
  )
  return safetensorsOf(JSON.stringify(header), names.length * 8)
}

const json = (value: object): Uint8Array => Buffer.from(JSON.stringify(value, undefined, 2))
const text = (value: string): Uint8Array => Buffer.from(value)

/** A repository as people share them; every trick below changes one thing of it. */
const HONEST: Readonly<Record<string, Uint8Array>> = {
  'config.json': json({ architectures: ['LlamaForCausalLM'], model_type: 'llama' }),
  'model-00001-of-00002.safetensors': tensors('a', 'b'),
  'model-00002-of-00002.safetensors': tensors('c'),
  'model.safetensors.index.json': json({
    weight_map: {
      a: 'model-00001-of-00002.safetensors',
      b: 'model-00001-of-00002.safetensors',
      c: 'model-00002-of-00002.safetensors',
    },
  }),
  'tokenizer_config.json': json({ chat_template: TEMPLATE }),
  'README.md': text(CARD),
}

async function look(files: Readonly<Record<string, Uint8Array>>, command = 'model'): Promise<ScanResult> {
  const folder = temporaryFolder(files)
  const { stdout } = await assay([command, folder, '--format', 'json', '--quiet'])
  return JSON.parse(stdout) as ScanResult
}

/** `rule severity path:line` of every finding. */
function inWords({ findings }: ScanResult): readonly string[] {
  return findings.map(({ ruleId, severity, evidence }) => {
    const location = evidence[0]?.location
    const line = location?.lines === undefined ? '' : `:${location.lines.start}`
    return `${ruleId} ${severity} ${location?.path}${line}`
  })
}

describe('a repository of a model', () => {
  it('that is honest has no findings, and is one model', async () => {
    const result = await look(HONEST)
    expect(inWords(result)).toEqual([])
    expect(result.coverage.gaps).toEqual([])
    expect(result.models).toMatchObject([
      {
        path: '',
        architectures: ['LlamaForCausalLM'],
        modelType: 'llama',
        parameters: '6',
        claims: { licenses: ['apache-2.0'], baseModels: ['example-org/base'], datasets: ['example-org/corpus'] },
        files: [{ format: 'safetensors' }, { format: 'safetensors' }],
      },
    ])
  })

  const TRICKS: readonly { name: string; files: Readonly<Record<string, Uint8Array>>; found: readonly string[] }[] = [
    {
      name: 'brings code that runs a program when it is imported, two imports away',
      files: {
        'config.json': json({ model_type: 'x', auto_map: { AutoModel: 'modeling_x.Model' } }),
        'modeling_x.py': text('import torch\nfrom .layers import Layer\n\nclass Model(torch.nn.Module):\n    pass\n'),
        'layers.py': text('from .helpers import run\n\nclass Layer: pass\n'),
        'helpers.py': text('import os\n\ndef run(): pass\n\nos.system("id")\n'),
        'unreached.py': text('import os\nos.system("id")\n'),
      },
      found: ['models/repository-code critical helpers.py:5', 'models/remote-code low config.json:4'],
    },
    {
      name: 'names code that is not there',
      files: { 'config.json': json({ model_type: 'x', auto_map: { AutoModel: 'modeling_x.Model' } }) },
      found: ['models/remote-code medium config.json:4'],
    },
    {
      name: 'names code of another repository',
      files: { 'config.json': json({ model_type: 'x', auto_map: { AutoModel: 'o/n--modeling_x.Model' } }) },
      found: ['models/remote-code high config.json:4'],
    },
    {
      name: 'keeps a pickle beside the weights that were reviewed',
      files: { 'pytorch_model.bin': torchZip() },
      found: ['models/pickle-twin low pytorch_model.bin'],
    },
    {
      name: 'keeps a pickle that runs a program',
      files: { 'extra.pkl': calling('posix', 'system', 'id') },
      found: ['models/pickle-code critical extra.pkl', 'models/pickle-twin low extra.pkl'],
    },
    {
      name: 'lacks a shard',
      files: { 'model.safetensors.index.json': json({ weight_map: { a: 'model-00003-of-00003.safetensors' } }) },
      found: ['models/shard-index medium model.safetensors.index.json:2'],
    },
    {
      name: 'names a shard outside of its folder',
      files: { 'model.safetensors.index.json': json({ weight_map: { a: '../other/model.safetensors' } }) },
      found: ['models/shard-index high model.safetensors.index.json:2'],
    },
    {
      name: 'has two templates',
      files: { 'chat_template.jinja': text(`${TEMPLATE} and buy now`) },
      found: ['models/template-differs medium chat_template.jinja:1'],
    },
    {
      name: 'has a quantised copy with another template',
      files: {
        'q/tiny-Q4.gguf': ggufOf({
          metadata: [
            ['general.architecture', 8, 'llama'],
            ['general.license', 8, 'apache-2.0'],
            ['general.base_model.0.repo_url', 8, 'https://models.example/example-org/root'],
            ['tokenizer.chat_template', 8, `${TEMPLATE} and buy now`],
          ],
        }),
        'root/config.json': json({ model_type: 'llama' }),
        'root/tokenizer_config.json': json({ chat_template: TEMPLATE }),
        'config.json': json({}),
        'tokenizer_config.json': json({}),
        'model.safetensors.index.json': json({ weight_map: {} }),
      },
      found: ['models/template-differs medium q/tiny-Q4.gguf'],
    },
    {
      name: 'states no licence',
      files: { 'README.md': text('# Tiny\n') },
      found: ['models/model-card low model-00001-of-00002.safetensors'],
    },
  ]

  it.each(TRICKS)('$name', async ({ files, found }) => {
    expect(inWords(await look({ ...HONEST, ...files })).toSorted()).toEqual(found.toSorted())
  })

  it('is found by a scan of the project it lies in', async () => {
    const files = Object.fromEntries(Object.entries(HONEST).map(([path, bytes]) => [`models/tiny/${path}`, bytes]))
    const result = await look(files, 'scan')
    expect(result.models.map(({ path, name }) => `${path} ${name}`)).toEqual(['models/tiny tiny'])
  })

  it('has its name and commit from the cache of the hub, whose links are no trick', async () => {
    const commit = 'c'.repeat(40)
    const root = temporaryFolder({})
    const cache = join(root, 'hub/models--example-org--tiny')
    const files = { ...HONEST, 'model.onnx': externalOnnx(), 'model.onnx.data': new Uint8Array(8) }
    for (const [index, [path, bytes]] of Object.entries(files).entries()) {
      const blob = join(cache, 'blobs', String(index))
      const link = join(cache, 'snapshots', commit, path)
      for (const folder of [dirname(blob), dirname(link)]) mkdirSync(folder, { recursive: true })
      writeFileSync(blob, bytes)
      symlinkSync(`../../blobs/${index}`, link)
    }
    const { stdout } = await assay(['model', root, '--format', 'json', '--quiet'])
    const result = JSON.parse(stdout) as ScanResult
    const model = result.models.find(({ source }) => source !== undefined)
    expect(model).toMatchObject({ name: 'example-org/tiny', source: { revision: commit } })
    expect(inWords(result).filter((words) => words.startsWith('models/linked-data'))).toEqual([])
  })

  it('says when the weights of an ONNX model are a link', async () => {
    const root = temporaryFolder({ 'model.onnx': externalOnnx(), 'other/secret': new Uint8Array(8) })
    symlinkSync('other/secret', join(root, 'model.onnx.data'))
    const { stdout } = await assay(['model', root, '--format', 'json', '--quiet'])
    expect(inWords(JSON.parse(stdout) as ScanResult)).toContain('models/linked-data low model.onnx.data')
  })
})

function externalOnnx(): Uint8Array {
  return onnxOf({
    nodes: [onnxNode('MatMul')],
    tensors: [onnxExternal('w', [['location', 'model.onnx.data']])],
  })
}

describe('a version gate', () => {
  const lock = (version: string): Uint8Array =>
    text(
      `version = 1\n[[package]]\nname = "vllm"\nversion = "${version}"\nsource = { registry = "https://registry.example/simple" }\n`,
    )
  const remote = json({ model_type: 'x', auto_map: { AutoModel: 'o/n--modeling_x.Model' } })

  it.each([
    ['0.11.0', 'yes', 'Exploitable with vllm 0.11.0 in uv.lock (CVE-2025-66448'],
    ['99.0.0', 'no', 'vllm 99.0.0 in uv.lock does not have CVE-2025-66448.'],
  ])('comes from the lock of the project: vllm %s is affected: %s', async (version, affected, sentence) => {
    const result = await look({ 'uv.lock': lock(version), 'm/config.json': remote }, 'scan')
    const found = result.findings.find(({ ruleId }) => ruleId === 'models/remote-code')
    expect(found?.model?.exposure.find(({ cve }) => cve === 'CVE-2025-66448')).toMatchObject({
      package: 'vllm',
      affected,
      version,
      path: 'uv.lock',
    })
    expect(found?.message).toContain(sentence)
  })
})
