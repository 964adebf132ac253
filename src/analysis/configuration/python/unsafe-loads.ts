import type { PythonModule, PythonUse } from '../../../formats/python/module.ts'
import { argument, isConstant, isOpen, keyword, shortName } from './argument.ts'
import { type DataOrigin, moduleIndex, originOf } from './data-origin.ts'

/** A way of loading that runs code in the data. */
export interface Sink {
  readonly family: 'pickle' | 'torch' | 'joblib' | 'numpy' | 'yaml' | 'keras' | 'vector-store'
  /** Behind the name of the call, for example `unpickles whatever it is given`. */
  readonly says: string
  readonly why: string
  readonly fix: string
  /** What to write. */
  readonly edit?: string
}

/** One such call. */
export interface UnsafeLoad {
  readonly sink: Sink
  readonly use: PythonUse
  /** As people write it: `torch.load(weights_only=False)`. */
  readonly called: string
  readonly origin: DataOrigin
  /**
   * The danger is asked for (`weights_only=False`), or the data comes from elsewhere; false where a default decides, or where all that
   * is known is that a pickle is opened.
   */
  readonly explicit: boolean
}

/** The calls of a module that load unsafely, in its order. */
export function unsafeLoads(module: PythonModule): readonly UnsafeLoad[] {
  const index = moduleIndex(module)
  return module.uses.flatMap((use) => {
    if (use.kind === 'assign') return environmentSwitch(use)
    if (use.kind !== 'call' || use.runs === 'never') return []
    const check = CHECKS.get(use.name)
    const found = check === undefined ? anyCall(use) : check(use)
    if (found === undefined) return []
    const origin = originOf(argument(use, 0, found.argument ?? 'file'), use, index)
    if (origin.kind === 'roundtrip') return []
    if (found.onlyDownloads === true && origin.kind !== 'download') return []
    // Of these two new versions of the library refuse by default.
    const isDefault = found.sink === TORCH || found.sink === YAML
    const explicit = found.explicit || (origin.kind === 'download' && !isDefault)
    return [{ sink: found.sink, use, called: found.called ?? shortName(use), origin, explicit }]
  })
}

interface Found {
  readonly sink: Sink
  readonly explicit: boolean
  readonly called?: string
  /** The keyword of its first argument. */
  readonly argument?: string
  readonly onlyDownloads?: boolean
}

type Check = (use: PythonUse) => Found | undefined

const PICKLE: Sink = {
  family: 'pickle',
  says: 'runs what the data says',
  why: 'A pickle is a program: loading it calls the functions it names.',
  fix: 'Keep the data in a format without code (JSON, Parquet, safetensors); where it must be a pickle, compare its hash or signature before it is opened.',
}
const JOBLIB: Sink = {
  ...PICKLE,
  family: 'joblib',
  why: 'joblib files are pickles: loading one calls the functions it names.',
  fix: 'Keep models with skops.io or ONNX and load them with a list of trusted types; where it must be joblib, compare the hash before it is opened.',
}
const TORCH: Sink = {
  family: 'torch',
  says: 'unpickles the file',
  why: 'Without weights_only=True torch.load runs the pickle inside the file. Since torch 2.6 that is the default; before, and where it is set to False, any function can be called, and before 2.6 even weights_only=True could be got around (CVE-2025-32434).',
  fix: 'Load safetensors, or pass weights_only=True and require torch 2.6 or later.',
  edit: 'weights_only=True',
}
const NUMPY: Sink = {
  family: 'numpy',
  says: 'unpickles arrays of objects',
  why: 'With allow_pickle=True an array of objects is a pickle: loading it calls the functions it names.',
  fix: 'Store plain arrays and leave allow_pickle at its default.',
  edit: 'allow_pickle=False',
}
const YAML: Sink = {
  family: 'yaml',
  says: 'builds any Python object',
  why: 'This loader calls the functions that tags such as !!python/object/apply name.',
  fix: 'Use yaml.safe_load, or Loader=yaml.SafeLoader.',
  edit: 'yaml.safe_load',
}
const KERAS: Sink = {
  family: 'keras',
  says: 'runs code in the model file',
  why: 'Keras files can hold Lambda layers as Python bytecode; safe mode is what keeps them from running.',
  fix: 'Leave safe_mode at True; rebuild Lambda layers as registered functions.',
  edit: 'safe_mode=True',
}
const VECTOR_STORE: Sink = {
  family: 'vector-store',
  says: 'unpickles the index',
  why: 'The index is stored beside a pickle, which is loaded with it and calls the functions it names.',
  fix: 'Load only an index that this program has written and nobody else can write, or rebuild it from its documents.',
}

const opened =
  (sink: Sink, name = 'file'): Check =>
  () => ({ sink, explicit: false, argument: name })

const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ...['pickle', '_pickle', 'cPickle', 'pickle5', 'dill', 'cloudpickle', 'six.moves.cPickle', 'dill._dill'].flatMap(
    (module): [string, Check][] => [
      [`${module}.load`, opened(PICKLE)],
      [`${module}.loads`, opened(PICKLE, 'data')],
      [`${module}.Unpickler`, opened(PICKLE)],
    ],
  ),
  ['pandas.read_pickle', opened(PICKLE, 'filepath_or_buffer')],
  ['pandas.io.pickle.read_pickle', opened(PICKLE, 'filepath_or_buffer')],
  ['jsonpickle.decode', () => ({ sink: PICKLE, explicit: false, onlyDownloads: true })],
  ['marshal.loads', () => ({ sink: PICKLE, explicit: false, onlyDownloads: true })],
  ['marshal.load', () => ({ sink: PICKLE, explicit: false, onlyDownloads: true })],
  ['shelve.open', () => ({ sink: PICKLE, explicit: false, onlyDownloads: true })],
  ['joblib.load', opened(JOBLIB, 'filename')],
  ['sklearn.externals.joblib.load', opened(JOBLIB, 'filename')],
  ['torch.load', torchLoad],
  ['torch.serialization.load', torchLoad],
  ['torch.hub.load_state_dict_from_url', torchHubState],
  [
    'numpy.load',
    (use) =>
      isConstant(use, 'allow_pickle', 'True')
        ? { sink: NUMPY, explicit: false, called: 'numpy.load(allow_pickle=True)', argument: 'file' }
        : undefined,
  ],
  ['yaml.load', yamlLoad],
  ['yaml.load_all', yamlLoad],
  ['yaml.unsafe_load', () => ({ sink: YAML, explicit: true, argument: 'stream' })],
  ['yaml.unsafe_load_all', () => ({ sink: YAML, explicit: true, argument: 'stream' })],
  ['keras.config.enable_unsafe_deserialization', () => ({ sink: KERAS, explicit: true })],
  ['tensorflow.keras.config.enable_unsafe_deserialization', () => ({ sink: KERAS, explicit: true })],
])

function torchLoad(use: PythonUse): Found | undefined {
  const weightsOnly = keyword(use, 'weights_only')
  if (weightsOnly === undefined) return isOpen(use) ? undefined : { sink: TORCH, explicit: false, argument: 'f' }
  if (weightsOnly.type !== 'constant' || weightsOnly.value !== 'False') return undefined
  return { sink: TORCH, explicit: true, called: 'torch.load(weights_only=False)', argument: 'f' }
}

/** Fetches and loads in one; weights_only is passed on and was False by default before torch 2.6. */
function torchHubState(use: PythonUse): Found | undefined {
  if (!isConstant(use, 'weights_only', 'False')) return undefined
  return {
    sink: TORCH,
    explicit: true,
    called: 'torch.hub.load_state_dict_from_url(weights_only=False)',
    argument: 'url',
  }
}

const UNSAFE_LOADERS = /(?:^|\.)C?(?:Loader|UnsafeLoader|UnsafeCLoader)$/

function yamlLoad(use: PythonUse): Found | undefined {
  const loader = argument(use, 1, 'Loader')
  if (loader === undefined) return isOpen(use) ? undefined : { sink: YAML, explicit: false, argument: 'stream' }
  if (loader.type !== 'names' || !loader.value.startsWith('yaml.') || !UNSAFE_LOADERS.test(loader.value))
    return undefined
  return { sink: YAML, explicit: true, called: `${shortName(use)}(Loader=${loader.value})`, argument: 'stream' }
}

/** Keywords that mean the same whatever is called. */
function anyCall(use: PythonUse): Found | undefined {
  if (use.arguments.length === 0) return undefined
  if (isConstant(use, 'allow_dangerous_deserialization', 'True'))
    return {
      sink: VECTOR_STORE,
      explicit: true,
      called: `${shortName(use)}(allow_dangerous_deserialization=True)`,
    }
  if (isConstant(use, 'safe_mode', 'False') && /load_model$|from_config$|deserialize/.test(use.name))
    return { sink: KERAS, explicit: true, called: `${shortName(use)}(safe_mode=False)`, argument: 'filepath' }
  return undefined
}

/** `os.environ["TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD"] = "1"`. */
function environmentSwitch(use: PythonUse): readonly UnsafeLoad[] {
  const [name, value] = use.arguments
  if (use.name !== 'os.environ[]' || name?.value !== 'TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD') return []
  if (value?.type !== 'text' || !/^(?:1|y|yes|true)$/i.test(value.value)) return []
  return [
    { sink: TORCH, use, called: 'TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD=1', origin: { kind: 'unknown' }, explicit: true },
  ]
}
