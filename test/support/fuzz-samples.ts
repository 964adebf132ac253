import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { ggufArray, ggufOf } from './gguf-writer.ts'
import { denseHdf5, oldStyleHdf5 } from './hdf5-samples.ts'
import { writeLz4 } from './lz4-writer.ts'
import { calling } from './model-cases.ts'
import { onnxExternal, onnxFunction, onnxNode, onnxOf, onnxTensor } from './onnx-writer.ts'
import { assemble, call, frame, global, proto, stackGlobal, text } from './pickle-assembler.ts'
import { readManifest } from './real-models.ts'
import { safetensorsOf } from './safetensors-writer.ts'
import { writeTar } from './tar-writer.ts'
import { tfFunction, tfGraph, tfMetaGraph, tfNode, tfSavedModel, tfString } from './tensorflow-writer.ts'
import { npyFile, torchLegacy, torchTar, torchZip } from './torch-files.ts'
import { writeZip } from './zip-writer.ts'

/** A file to spoil, under the name by which a loader would ask for it. */
export interface Sample {
  readonly name: string
  readonly bytes: Buffer
}

/** A call of the shell as a pickle, to be found wherever it is. Nobody loads it. */
export const SHELL = calling('posix', 'system', 'id')

/** Small files of every format: those of the writers, then real ones up to so many bytes, smallest first. */
export function fuzzSamples(folder: string, largest: number): readonly Sample[] {
  const written = Object.entries(writtenSamples()).map(([name, bytes]) => ({ name, bytes: Buffer.from(bytes) }))
  return [...written, ...realSamples(folder, largest)]
}

/** Real files of different kinds: no more than a few of the same name, or pickles would be all there is. */
function realSamples(folder: string, largest: number): readonly Sample[] {
  if (!existsSync(join(folder, 'manifest.tsv'))) return []
  const taken = new Map<string, number>()
  return readManifest(folder)
    .filter(({ size }) => size <= largest)
    .toSorted((a, b) => a.size - b.size)
    .filter(({ file }) => {
      const name = basename(file)
      taken.set(name, (taken.get(name) ?? 0) + 1)
      return (taken.get(name) ?? 0) <= 2
    })
    .map(({ file }) => ({ name: basename(file), bytes: readFileSync(join(folder, file)) }))
}

function writtenSamples(): Readonly<Record<string, Uint8Array>> {
  const zip = torchZip(SHELL)
  return {
    'shell.pkl': SHELL,
    'framed.pkl': assemble(proto(4), frame(31), call(stackGlobal('builtins', 'eval'), text('1')), 'STOP'),
    'named.pkl': assemble(proto(4), call(global('builtins', 'getattr'), global('os', 'path'), text('x')), 'STOP'),
    'archive.pt': zip,
    'legacy.pt': torchLegacy(SHELL),
    'oldest.pt': torchTar(SHELL),
    'archive.pt.gz': gzipSync(zip),
    'model.joblib': deflateSync(SHELL),
    'model.zst': zstdCompressSync(SHELL),
    'model.lz4': writeLz4(Buffer.concat([SHELL, SHELL, SHELL])),
    'objects.npy': npyFile('|O', '(1,)', SHELL),
    'numbers.npy': npyFile('<f8', '(2,)', new Uint8Array(16)),
    'nested.zip': writeZip([
      { name: 'a/inner.pt', data: zip },
      { name: 'b.tar', data: writeTar([{ name: 'x.pkl', data: SHELL }]), descriptor: true },
    ]),
    'wide.zip': writeZip([{ name: 'x.pkl', data: SHELL, zip64: true }], { zip64: true }),
    'torchscript.pt': torchZip(undefined, [
      { name: 'archive/code/__torch__.py', data: 'def forward(self, x):\n  return x\n' },
      { name: 'archive/constants.pkl', data: SHELL },
    ]),
    'model.safetensors': safetensorsOf(
      '{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},"b":{"dtype":"I8","shape":[4],"data_offsets":[16,20]}}',
      20,
    ),
    'model.gguf': ggufOf({
      metadata: [
        ['general.architecture', 8, 'llama'],
        ['tokenizer.chat_template', 8, "{% for m in messages %}{{ m['content'] }}{% endfor %}"],
        ['tokenizer.ggml.scores', 9, ggufArray(6, 3n, new Uint8Array(12))],
      ],
      tensors: [
        { name: 'a', shape: [8n, 2n] },
        { name: 'b', offset: 64n },
      ],
      data: 96,
    }),
    'model.onnx': onnxOf({
      nodes: [onnxNode('Relu'), onnxNode('Evil', 'org.evil')],
      tensors: [
        onnxTensor('w', [2n], 8),
        onnxExternal('e', [
          ['location', '../x'],
          ['offset', '0'],
          ['length', '8'],
        ]),
      ],
      functions: [onnxFunction('local', 'f', [onnxNode('Add')])],
      metadata: { author: 'x' },
    }),
    'saved_model.pb': tfSavedModel(
      tfMetaGraph(
        tfGraph(
          [tfNode('a', 'ReadFile', ['b']), tfString('b', '/etc/hostname')],
          [tfFunction('f', [tfNode('p', 'PyFunc')])],
        ),
        ['vocab.txt'],
        ['{"class_name":"Lambda"}'],
      ),
    ),
    'frozen.pb': tfGraph([tfNode('a', 'Relu'), tfNode('b', 'WriteFile', ['a'])]),
    'old.h5': oldStyleHdf5(),
    'dense.h5': denseHdf5(),
    'config.json': Buffer.from(
      '{"class_name":"Sequential","config":{"layers":[{"class_name":"Lambda","config":{"function":["4wE=",null,null]}}]}}',
    ),
    'tokenizer_config.json': Buffer.from(
      '{"chat_template":"{{ cycler.__init__.__globals__.os }}","model_max_length":1e30}',
    ),
    'chat_template.jinja': Buffer.from(
      "{%- set ns = namespace(found=false) -%}{% for m in messages %}{% if m['role'] == 'user' %}{{ raise_exception('x') }}{% endif %}{% endfor %}",
    ),
  }
}
