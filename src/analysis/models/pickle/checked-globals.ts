/** How the arguments of a global decide whether it is harmless. */
export type ArgumentCheck =
  /** `getattr(object, 'name')` */
  | 'attribute'
  /** `partial(callable, …)`: the callable, and what it is given */
  | 'partial'
  /** `attrgetter('name')`, `methodcaller('name', …)` */
  | 'accessor'
  /** `itemgetter(0, 'key')` */
  | 'items'
  /** A function that calls its first argument with the others packed: `f(callable, type, args, state)` */
  | 'calls-first'
  | 'calls-first-of-three'
  /** `type(None)`: of a singleton it is a plain class, with three arguments it makes a new one */
  | 'type'
  /** Bytes that are loaded in turn */
  | 'loads-bytes'
  /** Made empty and filled by BUILD it is inert; its constructor executes text from its arguments */
  | 'constructor'
  /** The state given by BUILD holds source text that is executed */
  | 'distribution'
  /** The name of a type of Python: `_load_type('slice')` */
  | 'type-name'
  /** `_create_namedtuple(name, fields, module)` imports the module to look for the class */
  | 'namedtuple'
  /** Evaluates text, of which a few values are harmless */
  | 'literal'
  /** Is given `bound method, object`: the function is what it is */
  | 'bound'
  /** Its state holds the bytes of a torch file that it loads */
  | 'torch-state'
  /** Its state may hold a formula, which is evaluated as Python */
  | 'formula'
  /** An object that keeps a callable and calls it when it is used: it is what the callable is */
  | 'wrapper'

/** A global that is judged by what it is given. */
export interface CheckedGlobal {
  readonly check: ArgumentCheck
  readonly why: string
}

const CHECKED: ReadonlyMap<string, CheckedGlobal> = new Map<string, CheckedGlobal>([
  ['builtins getattr', { check: 'attribute', why: 'reads an attribute by its name' }],
  ['builtins type', { check: 'type', why: 'gives the class of an object, or makes a new one' }],
  ['functools partial', { check: 'partial', why: 'ties a callable to arguments' }],
  ['operator attrgetter', { check: 'accessor', why: 'reads attributes by their names' }],
  ['operator methodcaller', { check: 'accessor', why: 'calls a method by its name' }],
  ['operator itemgetter', { check: 'items', why: 'reads items by their keys' }],
  ...[
    'sklearn.preprocessing._function_transformer FunctionTransformer',
    'sklearn.preprocessing.function_transformer FunctionTransformer',
    'sklearn.preprocessing FunctionTransformer',
    'sklearn.metrics._scorer make_scorer',
    'sklearn.metrics.scorer make_scorer',
    'sklearn.metrics make_scorer',
    ...['_Scorer', '_PredictScorer', '_ProbaScorer', '_ThresholdScorer'].flatMap((name) => [
      `sklearn.metrics._scorer ${name}`,
      `sklearn.metrics.scorer ${name}`,
    ]),
    'imblearn.base FunctionSampler',
    'numpy vectorize',
    'numpy.lib.function_base vectorize',
    'numpy.lib._function_base_impl vectorize',
  ].map((name) => [name, { check: 'wrapper', why: 'calls the function that it keeps, when it is used' }] as const),
  ['dill._dill _load_type', { check: 'type-name', why: 'gives a type of Python by its name' }],
  ['dill.dill _load_type', { check: 'type-name', why: 'gives a type of Python by its name' }],
  ['cloudpickle.cloudpickle _builtin_type', { check: 'type-name', why: 'gives a type of Python by its name' }],
  ['joblib.externals.cloudpickle.cloudpickle _builtin_type', { check: 'type-name', why: 'gives a type by its name' }],
  ['dill._dill _create_namedtuple', { check: 'namedtuple', why: 'imports a module to look for a class' }],
  ['dill._dill _eval_repr', { check: 'literal', why: 'evaluates text as Python' }],
  ['types MethodType', { check: 'bound', why: 'ties a function to an object' }],
  // ModelData.__setstate__ (statsmodels 0.8 to 0.15, base/data.py) hands `formula` to patsy or formulaic, which evaluate it as Python.
  ...['ModelData', 'PandasData', 'PatsyData'].map(
    (name) => [`statsmodels.base.data ${name}`, { check: 'formula', why: 'evaluates a formula in its state' }] as const,
  ),
  // NeuralNet.__setstate__ (skorch 0.1 to 1.4, net.py) hands bytes of its state to torch.load.
  ...[
    'net NeuralNet',
    'classifier NeuralNetClassifier',
    'classifier NeuralNetBinaryClassifier',
    'regressor NeuralNetRegressor',
  ].map((name) => [`skorch.${name}`, { check: 'torch-state', why: 'loads a torch file in its state' }] as const),
  ['joblib.memory Memory', { check: 'constructor', why: 'makes a folder for its cache when it is constructed' }],
  ['joblib._store_backends FileSystemStoreBackend', { check: 'constructor', why: 'is where a cache of joblib lies' }],
  ['torch._tensor _rebuild_from_type_v2', { check: 'calls-first', why: 'calls the function it is given' }],
  ['torch._tensor _rebuild_from_type', { check: 'calls-first', why: 'calls the function it is given' }],
  ['torch.tensor _rebuild_from_type', { check: 'calls-first', why: 'calls the function it is given' }],
  ['dill._dill _create_array', { check: 'calls-first-of-three', why: 'calls the function it is given' }],
  ['torch.storage _load_from_bytes', { check: 'loads-bytes', why: 'loads another torch file from bytes' }],
])

const YOLO_MODELS: ReadonlySet<string> = new Set(
  `ClassificationModel DetectionModel OBBModel PoseModel RTDETRDetectionModel SegmentationModel WorldModel YOLOEModel
   BaseModel Model`.split(/\s+/),
)

const DISTRIBUTION_MODULES: ReadonlySet<string> = new Set([
  'scipy.stats._continuous_distns',
  'scipy.stats._distn_infrastructure',
  'scipy.stats._discrete_distns',
  'scipy.stats._levy_stable',
  'scipy.stats.distributions',
  'scipy.stats._multivariate',
])

const UNCALLED: ReadonlySet<ArgumentCheck> = new Set([
  'distribution',
  'constructor',
  'type',
  'wrapper',
  'formula',
  'torch-state',
  'bound',
] as const)

/** Is a reference without a call suspicious? Not of a class that `copyreg._reconstructor` makes empty. */
export function mayStandUncalled(check: ArgumentCheck): boolean {
  return UNCALLED.has(check)
}

/** The check of a global whose arguments matter, by Python 3's names; undefined for all others. */
export function checkedGlobal(module: string, name: string): CheckedGlobal | undefined {
  const exact = CHECKED.get(`${module} ${name}`)
  if (exact !== undefined) return exact
  // parse_model of YOLOv5 and ultralytics calls eval on texts of the configuration that the constructor is given.
  if (module === 'ultralytics.nn.tasks' || module === 'models.yolo') {
    const known = YOLO_MODELS.has(name)
    if (known)
      return { check: 'constructor', why: 'is a YOLO network whose constructor executes text of its configuration' }
  }
  // rv_generic.__setstate__ ends in exec(self._parse_arg_template) (scipy 1.17, stats/_distn_infrastructure.py): an honest
  // distribution carries the text that its constructor made, a crafted one carries anything.
  if (DISTRIBUTION_MODULES.has(module) && /^(?:[a-z0-9_]+_gen|rv_(?:continuous|discrete|sample))$/.test(name)) {
    return { check: 'distribution', why: 'executes source text that stands in its state' }
  }
  return undefined
}
