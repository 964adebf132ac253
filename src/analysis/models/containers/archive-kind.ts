/** What an archive is, by the names of its members. */
export type ArchiveKind =
  | 'torch'
  | 'torchscript'
  | 'torch-package'
  | 'torch-0.1.1'
  | 'npz'
  | 'keras'
  | 'skops'
  | 'torchserve'
  | 'llamafile'
  | 'nemo'
  | 'oci-image'
  | 'oci-layer'

/**
 * The kinds of archive these member names fit; several may. Names are compared without case, as torch's own reader (miniz) does,
 * and in any folder, because torch takes the folder from the first member. A kind is a hint how the archive is loaded; every
 * member is looked at whatever it is.
 */
export function archiveKinds(names: readonly string[]): readonly ArchiveKind[] {
  const lower = names.map((name) => name.toLowerCase().replace(/^\.\//, ''))
  const all = new Set(lower)
  const last = new Set(lower.map((name) => name.slice(name.lastIndexOf('/') + 1)))
  return RULES.filter(([, fits]) => fits({ names: lower, all, last })).map(([kind]) => kind)
}

interface Names {
  readonly names: readonly string[]
  readonly all: ReadonlySet<string>
  /** Without folders. */
  readonly last: ReadonlySet<string>
}

const RULES: readonly (readonly [ArchiveKind, (names: Names) => boolean])[] = [
  ['torch', ({ last }) => last.has('data.pkl')],
  [
    'torchscript',
    ({ last, names }) =>
      last.has('constants.pkl') || names.some((name) => name.includes('code/') && name.endsWith('.py')),
  ],
  ['torch-package', ({ names }) => names.some((name) => name.endsWith('.data/extern_modules'))],
  ['torch-0.1.1', ({ all }) => ['pickle', 'storages', 'tensors'].every((name) => all.has(name))],
  ['npz', ({ names }) => names.length > 0 && names.every((name) => name.endsWith('.npy'))],
  ['keras', ({ all }) => all.has('config.json') && (all.has('metadata.json') || all.has('model.weights.h5'))],
  ['skops', ({ all }) => all.has('schema.json')],
  ['torchserve', ({ all }) => all.has('mar-inf/manifest.json')],
  ['llamafile', ({ names }) => names.some((name) => name.endsWith('.gguf')) && names.some((name) => name === '.args')],
  ['nemo', ({ last }) => last.has('model_config.yaml')],
  ['oci-image', ({ all }) => all.has('oci-layout') || (all.has('manifest.json') && all.has('repositories'))],
  [
    'oci-layer',
    ({ last, names }) =>
      [...last].some((name) => name.startsWith('.wh.')) ||
      ['etc/', 'usr/', 'bin/'].every((root) => names.some((name) => name.startsWith(root))),
  ],
]
