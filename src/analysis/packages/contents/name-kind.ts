import type { FileKind } from '../artefact-facts.ts'
import { writePlace } from '../known-places.ts'
import { baseName, extensionOf } from './member-path.ts'

/** What a file is by its name alone; undefined where the name says nothing. */
export function kindOfName(path: string): FileKind | undefined {
  const name = baseName(path)
  if (MANIFESTS.has(name) || /(?:^|\/)(?:[^/]+\.dist-info|[^/]+\.egg-info|EGG-INFO)\/[^/]+$/.test(path))
    return 'manifest'
  const place = writePlace(path)?.kind
  if (place === 'write-workflow') return 'workflow'
  if (place === 'write-assistant-configuration') return 'assistant-configuration'
  return OF_EXTENSION.get(extensionOf(path)) ?? OF_NAME.get(name)
}

const MANIFESTS: ReadonlySet<string> = new Set([
  'package.json',
  'METADATA',
  'PKG-INFO',
  'RECORD',
  'WHEEL',
  'pyproject.toml',
  'setup.cfg',
  'package-lock.json',
  'npm-shrinkwrap.json',
  'binding.gyp',
  'meta.yaml',
])

const OF_NAME: ReadonlyMap<string, FileKind> = new Map([
  ['PKGBUILD', 'shell'],
  ['configure', 'shell'],
  ['gradlew', 'shell'],
  ['.bashrc', 'shell'],
  ['.profile', 'shell'],
  ['.zshrc', 'shell'],
])

const KINDS: readonly (readonly [FileKind, string])[] = [
  ['python', 'py pyw pyi pyx pxd pxi'],
  ['javascript', 'js cjs mjs jsx ts cts mts tsx'],
  ['shell', 'sh bash zsh ksh csh fish command'],
  ['powershell', 'ps1 psm1 psd1'],
  ['batch', 'bat cmd'],
  ['notebook', 'ipynb'],
  ['native', 'so dylib dll exe pyd node sys'],
  ['wasm', 'wasm'],
  ['bytecode', 'pyc pyo'],
  ['model', 'pkl pickle joblib dill pt ckpt safetensors onnx gguf h5 keras tflite npy npz pb mlmodel bst cbm'],
  ['archive', 'zip whl egg tar gz tgz bz2 xz zst 7z rar lz4 conda jar'],
  ['path-configuration', 'pth'],
  [
    'text',
    'txt md rst adoc html htm css scss less json json5 jsonc yml yaml toml ini cfg conf csv tsv xml svg map in po pot c h cc cpp hpp cu cuh f f90 rs go java kt rb pl php lua r jl sql proto graphql cmake mk pem crt',
  ],
]

const OF_EXTENSION: ReadonlyMap<string, FileKind> = new Map(
  KINDS.flatMap(([kind, extensions]) => extensions.split(' ').map((extension) => [extension, kind] as const)),
)
