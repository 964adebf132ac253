import type { ContainerArchive, ContainerMember } from './containers/container-event.ts'
import type { Conversion, ModelObservation } from './observation.ts'

/**
 * Which conversion fits a file, by one of the events of its inspection and the first of them, `root`: only the file itself counts, and what a loader unpacks
 * by itself; undefined for everything deeper and for formats without one.
 */
export function conversionOf(
  event: ContainerArchive | ContainerMember,
  root: ContainerMember | undefined,
): Conversion | undefined {
  if (event.type === 'archive') {
    // What only looks like an archive from the back is another file with one inside.
    const isWhole = root?.kinds.some(({ kind, certainty }) => kind === event.format && certainty === 'magic') === true
    if (!isWhole || event.path.length > 0 || event.kinds.includes('torchscript')) return undefined
    return ARCHIVES.find(([kind]) => event.kinds.includes(kind))?.[1]
  }
  const { kinds, path, reading } = event
  if (kinds.some(({ hints }) => hints?.includes('scikit-learn') === true)) {
    return path.length === 0 || (path.length === 1 && reading === 'unpacked') ? 'scikit-learn-to-skops' : undefined
  }
  return path.length > 0 ? undefined : WHOLE_FILES.find(([kind]) => kinds.some((one) => one.kind === kind))?.[1]
}

const ARCHIVES = [
  ['torch', 'torch-to-safetensors'],
  ['keras', 'keras-to-weights'],
  ['npz', 'numpy-without-objects'],
] as const

const WHOLE_FILES = [
  ['torch-legacy', 'torch-to-safetensors'],
  ['hdf5', 'keras-to-weights'],
  ['npy', 'numpy-without-objects'],
] as const

/** Observations for which another format is the way out: code that is merely not known. */
const CONVERTIBLE: ReadonlySet<string> = new Set(['pickle/unknown-code', 'keras/custom-object'])

/** Offers the conversion where it helps. Never for a file with anything malicious in it: to convert is to load. */
export function withConversion(
  observations: readonly ModelObservation[],
  conversion: Conversion | undefined,
): readonly ModelObservation[] {
  const isBad = observations.some(({ severity }) => severity === 'critical' || severity === 'high')
  if (conversion === undefined || isBad) return observations
  const caution = LOADS_EVERYTHING.has(conversion) ? ' The command that converts it loads it: run it in a sandbox.' : ''
  return observations.map((one) =>
    CONVERTIBLE.has(one.id) ? { ...one, conversion, fix: `${one.fix}${caution}` } : one,
  )
}

/** torch refuses code under `weights_only`, Keras in safe mode; these have no such way. */
const LOADS_EVERYTHING: ReadonlySet<Conversion> = new Set<Conversion>([
  'scikit-learn-to-skops',
  'numpy-without-objects',
])

/**
 * The command that converts the file at `path`, to paste into a shell. Undefined for a path that a shell could take for
 * something else, or that stands in an archive: paths come from hostile trees.
 */
export function conversionCommand(conversion: Conversion, path: string): string | undefined {
  const { code, extension } = SCRIPTS[conversion]
  const from = shellPath(path)
  const to = shellPath(`${path.replace(/\.[A-Za-z0-9]{1,12}$/, '')}${extension}`)
  return from === undefined || to === undefined || from === to ? undefined : `python -c "${code}" ${from} ${to}`
}

interface Script {
  /** Without anything that double quotes of a shell do not keep: no `"`, `$`, backquote, backslash or `!`. */
  readonly code: string
  readonly extension: string
}

const SCRIPTS: Readonly<Record<Conversion, Script>> = {
  // weights_only refuses everything but tensors and plain data; safetensors wants a flat dict of tensors that own their memory.
  'torch-to-safetensors': {
    code: "import sys, torch; from safetensors.torch import save_file; d = torch.load(sys.argv[1], map_location='cpu', weights_only=True); d = d.get('state_dict', d); save_file({k: v.clone().contiguous() for k, v in d.items() if torch.is_tensor(v)}, sys.argv[2])",
    extension: '.safetensors',
  },
  'scikit-learn-to-skops': {
    code: 'import sys, joblib, skops.io; skops.io.dump(joblib.load(sys.argv[1]), sys.argv[2])',
    extension: '.skops',
  },
  // The weights alone: the configuration, which names the code, stays behind.
  'keras-to-weights': {
    code: 'import sys, keras; keras.saving.load_model(sys.argv[1], safe_mode=True, compile=False).save_weights(sys.argv[2])',
    extension: '.weights.h5',
  },
  'numpy-without-objects': {
    code: "import sys, numpy as np; a = np.load(sys.argv[1], allow_pickle=True); np.savez(sys.argv[2], **{k: np.asarray(a[k].tolist()) for k in a.files} if hasattr(a, 'files') else {'array': np.asarray(a.tolist())})",
    extension: '.plain.npz',
  },
}

/** Letters of any script, digits and what paths are made of; blanks are quoted. A path cannot be taken for an option. */
function shellPath(path: string): string | undefined {
  if (path.length > 300 || !/^[\p{L}\p{N}_][\p{L}\p{N}_./@+=, -]*$/u.test(path)) return undefined
  return /^[A-Za-z0-9_./@+=,-]+$/.test(path) ? path : `'${path}'`
}
