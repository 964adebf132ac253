import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { assemble, call, get, global, sourceOf } from '../../../../test/support/pickle-assembler.ts'
import { classifyGlobal, type Tier } from './classify-global.ts'
import { DANGEROUS_GLOBALS } from './dangerous-globals.ts'
import { judgePickle } from './judge-pickle.ts'
import { VETTED_GROUPS } from './vetted.ts'
import { vettedNames } from './vetted/vetted-group.ts'

const tierOf = (dotted: string): Tier => {
  const [module = '', name = ''] = dotted.split(' ')
  return classifyGlobal(module, name).tier
}

describe('classifyGlobal', () => {
  const cases: Readonly<Record<Tier, readonly string[]>> = {
    vetted: [
      'collections OrderedDict',
      'torch FloatStorage',
      'torch._utils _rebuild_tensor_v2',
      'numpy.core.multiarray _reconstruct',
      'numpy._core.multiarray scalar',
      'scipy.sparse._csr csr_matrix',
      'pandas.core.frame DataFrame',
      'datetime timedelta',
      'uuid UUID',
      '_codecs encode',
      'builtins set',
    ],
    'inert-class': [
      'torch.nn.modules.linear Linear',
      'sklearn.ensemble._forest RandomForestClassifier',
      'sklearn.ensemble.forest RandomForestClassifier',
      'xgboost.core Booster',
      'transformers.training_args TrainingArguments',
      'ultralytics.nn.modules.head Detect',
      'scipy.interpolate._interpolate interp1d._call_linear_np',
    ],
    checked: [
      'builtins getattr',
      'functools partial',
      'torch.storage _load_from_bytes',
      'scipy.stats._continuous_distns norm_gen',
    ],
    unknown: [
      '__main__ Net',
      'acme.models Net',
      'torch._utils _rebuild_something_new',
      'Collections OrderedDict',
      'collections ordereddict',
      'collections OrderedDict.fromkeys',
      'an.unknown.package Model',
      'statistics mean',
      '',
    ],
    capability: [
      'builtins open',
      'shutil rmtree',
      'urllib.request urlopen',
      'pathlib Path.write_text',
      'atexit register',
      'numpy load',
    ],
    execution: [
      'os system',
      'posix system',
      'subprocess Popen',
      'builtins eval',
      'builtins __import__',
      'runpy run_path',
      'IPython.utils.process system',
      'torch serialization.os.system',
      'numpy __builtins__',
      'json.decoder scanner.sys.modules',
      'torch.nn.modules.linear Linear.__init__.__globals__',
      'torch os',
      'asyncio.unix_events _UnixSubprocessTransport',
    ],
  }

  for (const [tier, globals] of Object.entries(cases)) {
    it.each(globals)(`${tier}: %s`, (dotted) => expect(tierOf(dotted)).toBe(tier))
  }

  it('says why', () => {
    expect(classifyGlobal('os', 'system')).toEqual({
      tier: 'execution',
      capability: 'run-process',
      why: 'starts a program or a shell',
    })
  })
})

describe('the vetted list', () => {
  const vetted = VETTED_GROUPS.flatMap((group) => [...vettedNames(group)])

  it('gives a reason for each of its names', () => {
    expect(
      VETTED_GROUPS.every(({ library, versions, does }) => library !== '' && versions !== '' && does.length > 20),
    ).toBe(true)
    expect(vetted.length).toBeGreaterThan(1000)
  })

  it('holds exact names only', () => {
    const odd = vetted.filter(
      ([module, name]) => !/^[\w.]+$/.test(module) || !/^\w+$/.test(name) || /^__\w+__$/.test(name),
    )
    expect(odd).toEqual([])
  })

  it('holds nothing that wraps, loads, resolves or runs', () => {
    const never = [
      'torch load', 'torch jit', 'torch save', 'torch.storage _load_from_bytes', 'torch._tensor _rebuild_from_type_v2', 'dill loads', 'dill load',
      'joblib _pickle_load', 'joblib Parallel', 'joblib delayed', '_pickle Unpickler', 'tensorflow function', 'ultralytics YOLO',
      'sklearn.metrics make_scorer', 'sklearn.preprocessing._function_transformer FunctionTransformer', 'sklearn.metrics._scorer make_scorer', 'numpy vectorize', 'builtins map', 'builtins filter', 'builtins type', 'builtins hasattr', 'builtins getattr',
      '__builtin__ property', '__builtin__ super', '__builtin__ classmethod', '__main__ TrainingArguments', 'C dtype', 'multiarray scalar',
    ] // prettier-ignore
    expect(never.filter((dotted) => ['vetted', 'inert-class'].includes(tierOf(dotted)))).toEqual([])
  })
})

describe('the vetted list against the list of dangerous globals', () => {
  it('holds no name in two groups with different trust', () => {
    const tiers = new Map<string, string>()
    const clashes = VETTED_GROUPS.flatMap((group) =>
      [...vettedNames(group)].filter(([module, name]) => {
        const before = tiers.get(`${module} ${name}`)
        tiers.set(`${module} ${name}`, group.tier)
        return before !== undefined && before !== group.tier
      }),
    )
    expect(clashes).toEqual([])
  })

  it('holds no name that is listed as dangerous by itself', () => {
    const dangerous = new Set(
      DANGEROUS_GLOBALS.flatMap(({ globals }) => globals.trim().split('\n')).flatMap((line) => {
        const [module = '', names = ''] = line.split(': ')
        return names.split(' ').map((name) => `${module} ${name}`)
      }),
    )
    const both = VETTED_GROUPS.flatMap((group) => [...vettedNames(group)].map((pair) => pair.join(' '))).filter(
      (pair) => dangerous.has(pair),
    )
    expect(both).toEqual([])
  })
})

describe('the list of dangerous globals', () => {
  it('has only lines that can be read', () => {
    const lines = DANGEROUS_GLOBALS.flatMap(({ globals }) => globals.trim().split('\n'))
    expect(lines.filter((line) => !/^[\w.]+: (?:\*|[\w.]+(?: [\w.]+)*)$/.test(line))).toEqual([])
  })

  // Found on none of the deny lists of picklescan, ModelScan, fickling and modelaudit in autumn 2026.
  it.each(
    `concurrent.futures.process ProcessPoolExecutor|rlcompleter Completer.attr_matches|typing get_type_hints
    typing ForwardRef._evaluate|dataclasses make_dataclass|cgitb lookup|copyreg add_extension|weakref finalize
    itertools starmap|builtins map|pathlib Path.write_text|wsgiref.simple_server make_server
    setuptools._distutils.spawn spawn|cffi FFI|jsonpickle decode|yaml unsafe_load|numpy load|numpy fromfile
    numpy.ctypeslib load_library|numpy.lib.utils safe_eval|numpy.lib.npyio savetxt|pandas read_pickle|pandas read_csv
    torch.package PackageImporter|torch.utils.cpp_extension load_inline|torch._ops _Ops.load_library
    torch.distributed.rpc.api remote|torch.fx.graph_module _forward_from_src|torch.fx.graph_module reduce_graph_module
    transformers.dynamic_module_utils get_class_from_dynamic_module|transformers AutoModel.from_pretrained
    transformers.models.auto.auto_factory _BaseAutoModelClass.from_pretrained|keras.models load_model
    keras.src.saving.saving_api load_model|keras.saving load_model|keras.utils get_file
    keras.src.utils.file_utils get_file|tensorflow.keras.models load_model
    tensorflow.python.keras.saving.save load_model|tensorflow.python.ops.io_ops write_file
    tensorflow write_file|huggingface_hub snapshot_download|datasets load_dataset
    mlflow.projects.backend.local _run_entry_point|mlflow.pyfunc load_model|sympy sympify|sympy lambdify
    sympy.core.sympify sympify|numexpr.necompiler evaluate|numexpr evaluate|IPython.utils.process system
    jinja2 Template|jinja2.environment Template|nltk.data load|spacy.util load_model|hydra.utils instantiate
    hydra._internal.instantiate._instantiate2 instantiate|pytorch_lightning.utilities.migration migrate_checkpoint
    pytorch_lightning.utilities.migration.utils migrate_checkpoint|httpx get|httpx._api get
    codecs open|msvcrt CreateFile|psutil Popen|unittest.mock _importer|unittest.mock _dot_lookup|winreg OpenKey
    xmlrpc.server resolve_dotted_attribute|test.support get_attribute|numpy.f2py.capi_maps getinit|zipimport zipimporter
    lzma open|gzip open|numpy.lib.npyio loadtxt`
      .split(/[|\n]/)
      .map((line) => line.trim()),
  )('%s is dangerous', (dotted) => expect(['capability', 'execution']).toContain(tierOf(dotted)))
})

// Facts gathered from the lists of other tools; they are not part of the repository.
const shared = (file: string): URL => new URL(`../../../../../shared/data/models/${file}`, import.meta.url)
const read = (file: string): unknown => JSON.parse(readFileSync(shared(file), 'utf8'))
const here = existsSync(shared('model_denylist.json'))

/** Modules that a rival denies as a whole and of which only single names do harm. */
const NOT_WHOLE: Readonly<Record<string, string>> = {
  builtins: 'holds the plain types as well; names that are not vetted are unknown code',
  __builtin__: 'the same of Python 2',
  base64: 'gives bytes for bytes',
  codecs: 'gives bytes for text; `codecs.open` is found',
  difflib: 'compares texts and opens nothing',
  torch: 'is the library of most checkpoints; what loads, compiles or reaches files is listed by name',
}

/** Single names that a rival denies. */
const HARMLESS_AFTER_ALL: Readonly<Record<string, string>> = {
  'base64 b64decode': 'gives bytes for bytes; what is loaded from them is judged',
  'base64 b64encode': 'gives bytes for bytes',
  'base64 decode': 'copies between two files that are open already',
  'codecs decode': 'gives text for bytes; what is loaded from it is judged',
  'codecs encode': 'is how every pickle of protocol 2 writes bytes',
}

/** By its name, or because a file that holds nothing but the name is found: the arguments of some names decide. */
async function isFound(module: string, name: string): Promise<boolean> {
  const bad = ['capability', 'execution']
  const { tier } = classifyGlobal(module, name)
  if (tier !== 'checked') return bad.includes(tier)
  const alone = assemble(global(module, name), 'STOP')
  const called = assemble(call(global(module, name), get(0)), 'STOP')
  const tiers = await Promise.all([alone, called].map(async (file) => (await judgePickle(sourceOf(file))).tier))
  return tiers.some((one) => bad.includes(one))
}

describe.skipIf(!here)('lists of other tools (skipped where they are not beside the checkout)', () => {
  it('finds every name that any of them denies, to the last one', async () => {
    const denied = read('model_denylist.json') as Record<string, { names: string[]; whole_module: boolean }>
    const missed: string[] = []
    for (const [module, { names, whole_module }] of Object.entries(denied)) {
      const arbitrary = whole_module && !Object.hasOwn(NOT_WHOLE, module) ? ['anything_else'] : []
      for (const name of [...names, ...arbitrary]) {
        if (!Object.hasOwn(HARMLESS_AFTER_ALL, `${module} ${name}`) && !(await isFound(module, name))) {
          missed.push(`${module} ${name}`)
        }
      }
    }
    expect(missed).toEqual([])
  })

  it('vets what torch allows under weights_only', () => {
    const allowed = read('torch_2.13_weights_only_allowed_globals.json') as string[]
    const split = allowed.map(
      (dotted) => [dotted.slice(0, dotted.lastIndexOf('.')), dotted.slice(dotted.lastIndexOf('.') + 1)] as const,
    )
    const missing = split.filter(([module, name]) => !['vetted', 'checked'].includes(classifyGlobal(module, name).tier))
    expect(missing).toEqual([])
  })

  it('knows every global of real harmless files', () => {
    const observed = read('model_benign_globals_observed.json') as Record<string, Record<string, string>>
    const unknown = Object.entries(observed).flatMap(([module, names]) =>
      Object.keys(names)
        .filter((name) => ['unknown', 'capability', 'execution'].includes(classifyGlobal(module, name).tier))
        .map((name) => `${module} ${name}`),
    )
    // Python 2 names are mapped before they are judged; classes of TorchScript live in their archive; `None dtype` is an error of measurement.
    const mapped = /^(?:__builtin__|copy_reg|None|__torch__\.\S+) /
    expect(unknown.filter((name) => !mapped.test(name))).toEqual([])
  })
})
