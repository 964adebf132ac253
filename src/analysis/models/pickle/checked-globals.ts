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

/** A global that is judged by what it is given. */
export interface CheckedGlobal {
  readonly check: ArgumentCheck
  readonly why: string
}

const CHECKED: ReadonlyMap<string, CheckedGlobal> = new Map([
  ['builtins getattr', { check: 'attribute', why: 'reads an attribute by its name' }],
  ['builtins type', { check: 'type', why: 'gives the class of an object, or makes a new one' }],
  ['functools partial', { check: 'partial', why: 'ties a callable to arguments' }],
  ['operator attrgetter', { check: 'accessor', why: 'reads attributes by their names' }],
  ['operator methodcaller', { check: 'accessor', why: 'calls a method by its name' }],
  ['operator itemgetter', { check: 'items', why: 'reads items by their keys' }],
  ['torch._tensor _rebuild_from_type_v2', { check: 'calls-first', why: 'calls the function it is given' }],
  ['torch._tensor _rebuild_from_type', { check: 'calls-first', why: 'calls the function it is given' }],
  ['torch.tensor _rebuild_from_type', { check: 'calls-first', why: 'calls the function it is given' }],
  ['dill._dill _create_array', { check: 'calls-first-of-three', why: 'calls the function it is given' }],
  ['torch.storage _load_from_bytes', { check: 'loads-bytes', why: 'loads another torch file from bytes' }],
] as const)

const YOLO_MODELS: ReadonlySet<string> = new Set(
  `ClassificationModel DetectionModel OBBModel PoseModel RTDETRDetectionModel SegmentationModel WorldModel YOLOEModel
   BaseModel Model`.split(/\s+/),
)

const DISTRIBUTION_MODULES: ReadonlySet<string> = new Set([
  'scipy.stats._continuous_distns',
  'scipy.stats._discrete_distns',
  'scipy.stats._levy_stable',
  'scipy.stats.distributions',
  'scipy.stats._multivariate',
])

/** Is a reference without a call suspicious? Not of a class that `copyreg._reconstructor` makes empty. */
export function mayStandUncalled(check: ArgumentCheck): boolean {
  return check === 'distribution' || check === 'constructor' || check === 'type'
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
  if (DISTRIBUTION_MODULES.has(module) && /^[a-z0-9_]+_gen$/.test(name)) {
    return { check: 'distribution', why: 'executes source text that stands in its state' }
  }
  return undefined
}
