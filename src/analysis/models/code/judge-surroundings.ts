import type { PythonUse } from '../../../formats/python/module.ts'
import { type Judged, judged, nameIn } from './judged.ts'
import { isSecretPath, isSecretVariable, isStartupPath, isSteeringVariable } from './telling-texts.ts'

/** What a use says beside its name: files and variables it speaks of, insides of objects, replaced functions, trust. */
export function judgeSurroundings(use: PythonUse): readonly Judged[] {
  return [
    ...judgePaths(use),
    ...judgeEnvironment(use),
    ...judgeInsides(use),
    ...judgeReplacement(use),
    ...judgeTrust(use),
  ]
}

function judgePaths(use: PythonUse): readonly Judged[] {
  if (use.kind !== 'call') return []
  const texts = use.arguments.flatMap(({ type, value }) => (type === 'text' || type === 'list' ? [value] : []))
  const startup = texts.find(isStartupPath)
  if (startup !== undefined)
    return judged(
      use,
      { import: 'critical', call: 'high' },
      {
        kind: 'code/persistence',
        does: 'touches files that are run later',
        because: `It names \`${startup.slice(0, 80)}\`.`,
      },
    )
  const secret = texts.find(isSecretPath)
  if (secret === undefined) return []
  return judged(
    use,
    { import: 'critical', call: 'high' },
    {
      kind: 'code/secrets',
      does: 'reaches for credentials of the user',
      because: `It names \`${secret.slice(0, 80)}\`.`,
    },
  )
}

const WHOLE_ENVIRONMENT: ReadonlySet<string> = new Set(
  `os.environ os.environb posix.environ os.environ.items os.environ.copy os.environ.values os.environ.keys os.environ.__dict__
   os.environ._data`.split(/\s+/),
)

function judgeEnvironment(use: PythonUse): readonly Judged[] {
  const name = nameIn(use)
  const variable = use.arguments[0]
  if (name === 'os.environ[]' || name === 'os.putenv' || name === 'os.environ.setdefault') {
    if (use.kind === 'item' || variable?.type !== 'text' || !isSteeringVariable(variable.value)) return []
    return judged(
      use,
      { import: 'medium', call: 'low' },
      {
        kind: 'code/persistence',
        does: 'changes what later programs load or trust',
        because: `It sets \`${variable.value.slice(0, 60)}\`.`,
      },
    )
  }
  if (WHOLE_ENVIRONMENT.has(name) && use.kind !== 'item' && use.kind !== 'assign')
    return judged(
      use,
      { import: 'medium', call: 'low' },
      { kind: 'code/secrets', does: 'takes all environment variables' },
    )
  const isRead = (name === 'os.environ' && use.kind === 'item') || name === 'os.getenv' || name === 'os.environ.get'
  if (!isRead || variable?.type !== 'text' || !isSecretVariable(variable.value)) return []
  return judged(
    use,
    { import: 'low', call: 'low' },
    {
      kind: 'code/secrets',
      does: 'reads a credential from the environment',
      because: `It reads \`${variable.value.slice(0, 60)}\`.`,
    },
  )
}

const DYNAMIC = {
  kind: 'code/dynamic-import',
  does: 'takes something from a module under a name made at run time',
} as const

/** What a name made at run time leads to is not known, but sometimes the rest of the name tells. */
function judgeUnknown(use: PythonUse): readonly Judged[] {
  const { name, kind } = use
  if (/^(?:os|sys|builtins|subprocess|importlib|ctypes|posix|pty|socket|shutil)\.<dynamic>/.test(name))
    return judged(use, { import: 'high', call: 'medium' }, DYNAMIC)
  if (WHOLE_MODULE.test(name)) return judged(use, { import: 'high', call: 'low' }, DYNAMIC)
  if (
    kind === 'call' &&
    !ASKING.has(name) &&
    use.arguments.some(({ type, value }) => type === 'names' && MODULES.has(value))
  )
    return judged(
      use,
      { import: 'medium', call: 'low' },
      { kind: 'code/dynamic-import', does: 'hands on a module with everything in it' },
    )
  if (kind === 'reference') return []
  const because = 'The last part of the name is one that starts programs or runs code.'
  if (name.startsWith('<import>.'))
    return TELLING.test(name)
      ? judged(use, { import: 'critical', call: 'high' }, { ...DYNAMIC, because })
      : judged(use, { import: 'medium', call: 'low' }, DYNAMIC)
  if (kind !== 'call' || !/^<dynamic>\.(?:system|popen|__import__)$/.test(name)) return []
  return judged(
    use,
    { import: 'high', call: 'low' },
    { kind: 'code/command', does: 'seems to start a program', because },
  )
}

const MODULES: ReadonlySet<string> = new Set(['os', 'builtins', 'subprocess', 'importlib', 'ctypes', 'posix', 'pty'])

/** These ask a module for something by name, which is judged where the name is known; or only look at it. */
const ASKING: ReadonlySet<string> = new Set(
  `builtins.getattr builtins.hasattr builtins.setattr builtins.vars builtins.dir builtins.print builtins.isinstance builtins.type
   builtins.__import__ importlib.reload importlib.import_module functools.reduce operator.attrgetter()
   builtins.object.__getattribute__`.split(/\s+/),
)

const WHOLE_MODULE = /^(?:os|sys|builtins|subprocess|importlib|ctypes|posix|pty)\.__dict__$/

const TELLING =
  /\.(?:system|popen|exec|eval|execfile|Popen|check_output|check_call|getoutput|getstatusoutput|loads|urlopen|CDLL|LoadLibrary|spawn\w{0,4}|exec[lv]p?e?|__import__)$/

/** All classes there are, or the names of the module a function comes from. The classes under a class of one's own are neither. */
const INSIDES =
  /(?:\.__\w+__(?:\(\)|\[\])*|^builtins\.(?:object|type))\.__subclasses__\b|\.__(?:globals|builtins)__[.[]|\.(?:f_globals|f_builtins|f_back)(?:[.[]|$)/

/** `().__class__.__base__.__subclasses__()` and its like: how code without imports gets at everything. */
function judgeInsides(use: PythonUse): readonly Judged[] {
  const { name, kind } = use
  const what = { kind: 'code/internals', does: 'reaches into the inside of Python objects' } as const
  if (kind === 'assign')
    return /\.__(?:code|globals|builtins)__$/.test(name) ? judged(use, { import: 'high', call: 'medium' }, what) : []
  const unknown = judgeUnknown(use)
  if (unknown.length > 0) return unknown
  if (kind === 'reference') return []
  const isInside =
    INSIDES.test(name) || (kind === 'item' && /\.(?:__globals__|__builtins__|f_globals|f_builtins)$/.test(name))
  return isInside ? judged(use, { import: 'high', call: 'medium' }, what) : []
}

const REPLACED =
  /^(?:builtins|os|sys|subprocess|socket|ssl|pickle|importlib|io|hashlib|hmac|typing\.TYPE_CHECKING|torch\.load|torch\.serialization|requests|urllib)(?:\.|$)/
const ORDINARY = /^(?:sys\.(?:path|stdout|stderr|argv|modules)|os\.environ)(?:\[\])?$/

function judgeReplacement(use: PythonUse): readonly Judged[] {
  if (use.kind !== 'assign') return []
  const { name } = use
  if (name === 'sys.modules[]') {
    if (use.arguments[0]?.value === '<name>') return []
    return judged(
      use,
      { import: 'medium', call: 'low' },
      { kind: 'code/persistence', does: 'puts itself in the place of a module' },
    )
  }
  // What a call gives belongs to the caller.
  if (name.includes('()') || !REPLACED.test(name) || ORDINARY.test(name)) return []
  return judged(
    use,
    { import: 'high', call: 'medium' },
    {
      kind: 'code/persistence',
      does: 'replaces a function of Python',
      because: `From then on every program part that uses \`${name}\` gets the other one.`,
    },
  )
}

function judgeTrust(use: PythonUse): readonly Judged[] {
  if (
    use.kind !== 'call' ||
    !use.arguments.some(({ keyword, value }) => keyword === 'trust_remote_code' && value === 'True')
  )
    return []
  return judged(
    use,
    { import: 'medium', call: 'low' },
    {
      kind: 'code/trust',
      does: 'trusts code of another repository',
      because: '`trust_remote_code=True` runs what that repository holds at that time.',
    },
  )
}
