/** Modules of Keras and its sister libraries: loaders import them anyway. Exact first component or prefix with a dot. */
const KERAS_PACKAGES: readonly string[] = [
  'keras',
  'tf_keras',
  'tensorflow.keras',
  'tensorflow.python.keras',
  'keras_core',
  'keras_hub',
  'keras_nlp',
  'keras_cv',
  'keras_rs',
]

/** Is the module one of Keras? `keras_evil` and `keras.` are not. */
export function isKerasModule(module: string): boolean {
  return KERAS_PACKAGES.some((name) => module === name || (module.startsWith(`${name}.`) && !module.endsWith('.')))
}

/**
 * Parts of Keras that hold layers and the objects layers are made of. Everything else in it (`utils`, `saving`, `config`,
 * `backend`, `export`, `wrappers`) holds functions that read files, fetch addresses or switch checks off: CVE-2025-8747
 * used `keras.utils.get_file`.
 */
const MODEL_PARTS = new Set([
  'activations',
  'applications',
  'callbacks',
  'constraints',
  'distillation',
  'distribution',
  'dtype_policies',
  // keras.src.engine.functional.Functional, as Keras 2.13 to 2.15 write it.
  'functional',
  'initializers',
  'layers',
  'losses',
  'metrics',
  'models',
  'ops',
  'optimizers',
  'quantizers',
  'random',
  'regularizers',
])

/** Is it a part of Keras that models are made of? The bare package too: `keras` + `Sequential`, `DTypePolicy`. */
export function isModelPart(module: string): boolean {
  const parts = module.replace(/^(?:tensorflow\.(?:python\.)?keras|[a-z_]+)/, '').split('.')
  const first = parts.find(
    (part) => part !== '' && part !== 'src' && part !== 'api' && part !== '_v2' && part !== 'engine',
  )
  return first === undefined || MODEL_PARTS.has(first) || /^keras_(?:hub|nlp|cv|rs)\b/.test(module)
}

/** Callables of Keras that load, fetch or switch off checks, wherever they are exported. */
export const KERAS_GADGETS: ReadonlySet<string> = new Set([
  'get_file',
  'load_model',
  'load_weights',
  'load_img',
  'load_data',
  'save_img',
  'model_from_json',
  'model_from_config',
  'deserialize_keras_object',
  'enable_unsafe_deserialization',
  'func_load',
  'image_dataset_from_directory',
  'text_dataset_from_directory',
  'audio_dataset_from_directory',
  'pack_x_y_sample_weight',
  'run_command',
  'extract_archive',
])

/** Modules of Python that run code, start programs, reach files or the network. Submodules count. */
const DANGEROUS_MODULES = new Set([
  ...'os posix nt subprocess sys pty platform commands popen2 runpy code codeop builtins importlib imp pkgutil'.split(
    ' ',
  ),
  ...'ctypes cffi marshal pickle _pickle dill cloudpickle joblib shelve shutil socket ssl http urllib requests httpx'.split(
    ' ',
  ),
  ...'ftplib smtplib telnetlib webbrowser timeit cProfile profile pdb bdb trace pydoc inspect operator functools'.split(
    ' ',
  ),
  ...'types tempfile pathlib io _io zipfile tarfile multiprocessing asyncio threading signal pip setuptools torch numpy'.split(
    ' ',
  ),
])

/** Does the module, or one it lies in, run code or reach files or the network? */
export function isDangerousModule(module: string): boolean {
  return DANGEROUS_MODULES.has(module.split('.')[0] ?? '')
}

/** Words in compiled code that show more than arithmetic. Looked for as whole names, not as parts of words. */
const DANGEROUS_NAMES = new Set([
  ...'os system popen subprocess Popen check_output check_call run exec eval compile open __import__ importlib import_module'.split(
    ' ',
  ),
  ...'socket urlopen urlretrieve requests urllib http base64 b64decode marshal pickle loads ctypes environ getenv'.split(
    ' ',
  ),
  ...'__builtins__ __globals__ __subclasses__ __class__ getattr globals shutil rmtree unlink remove write pty spawn'.split(
    ' ',
  ),
])

/** Names inside a marshalled code object (base64 text of a Lambda) that show more than arithmetic; undefined when it is no base64. */
export function namesInCode(base64: string): readonly string[] | undefined {
  const compact = base64.slice(0, 256 * 1024).replaceAll(/\s/g, '')
  if (compact.length < 8 || !/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) return undefined
  const words =
    Buffer.from(compact, 'base64')
      .toString('latin1')
      .match(/[A-Za-z_][A-Za-z0-9_]{1,63}/g) ?? []
  // In marshal the type of the next value follows a name without a gap: `osz` is the name `os` and a short string.
  const candidates = words.flatMap((word) => [word, word.replace(/[zZrNTFaAi]$/, '')])
  return [...new Set(candidates.filter((word) => DANGEROUS_NAMES.has(word)))]
}
