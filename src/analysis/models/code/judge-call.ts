import type { PythonArgument, PythonUse } from '../../../formats/python/module.ts'
import { capabilityOf, type CodeCapability, type Tier } from './capabilities.ts'
import { type Judged, judged, nameIn } from './judged.ts'
import { isHostileCommand, isInstall } from './telling-texts.ts'

/** What a call, a name or a decorator can do, by its name and by what it is given. */
export function judgeCall(use: PythonUse): readonly Judged[] {
  const name = nameIn(use)
  const special = SPECIAL.get(name)
  if (special !== undefined && use.kind === 'call') return special(use, name)
  const capability = capabilityOf(name)
  if (capability === undefined || use.kind === 'item' || use.kind === 'assign') return []
  if (use.kind === 'reference') return judgeReference(use, capability)
  if (capability.kind === 'code/command') return judgeCommand(use, capability)
  if (capability.kind === 'code/deserialisation') return judgeLoader(use, name, capability)
  return judged(use, capability, capability)
}

/** Handed on without a call: to a thread, into a table, or to pickle, which calls it on loading. */
function judgeReference(use: PythonUse, capability: CodeCapability): readonly Judged[] {
  if (!capability.named) return []
  if (REDUCE.test(use.within)) {
    const because = 'A special method of pickling names it: what is pickled from this class does it on loading.'
    return judged(use, { import: 'high', call: 'high' }, { ...capability, because })
  }
  // A class of its own that says which names may be loaded is how pickles are made safer.
  if (use.name.endsWith('.Unpickler')) return judged(use, { import: 'low', call: 'low' }, capability)
  const because = 'It is handed on as a value; who gets it may call it.'
  return judged(
    use,
    { import: capability.import === 'critical' ? 'high' : 'medium', call: 'low' },
    { ...capability, because },
  )
}

const REDUCE = /(?:^|\.)__(?:reduce|reduce_ex|getstate|setstate|getnewargs|getnewargs_ex)__$/

/** Methods that run when the model, the tokenizer or the processor is built. */
const CONSTRUCTION =
  /(?:^|\.)(?:__init__|__new__|__post_init__|from_pretrained|_from_config|post_init|_init_weights|_load)$/

function judgeCommand(use: PythonUse, capability: CodeCapability): readonly Judged[] {
  const texts = use.arguments.flatMap(({ type, value }) =>
    type === 'text' || type === 'bytes' || type === 'list' ? [value] : [],
  )
  if (texts.some(isHostileCommand)) {
    const because = 'The command fetches and runs, hides or destroys something.'
    return judged(use, { import: 'critical', call: 'high' }, { ...capability, because })
  }
  if (texts.some(isInstall))
    return judged(use, { import: 'critical', call: 'medium' }, { kind: 'code/install', does: 'installs packages' })
  const isBuilt = CONSTRUCTION.test(use.within)
  return judged(use, isBuilt ? { import: 'critical', call: 'high' } : capability, capability)
}

type Special = (use: PythonUse, name: string) => readonly Judged[]

const SPECIAL: ReadonlyMap<string, Special> = new Map<string, Special>([
  ['builtins.exec', judgeText],
  ['builtins.eval', judgeText],
  ['builtins.compile', judgeCompile],
  ['builtins.__import__', judgeImport],
  ['importlib.import_module', judgeImport],
  ['importlib.__import__', judgeImport],
  ['pkgutil.resolve_name', judgeImport],
  ['pydoc.locate', judgeImport],
  ['builtins.getattr', judgeGetattr],
  ['builtins.open', judgeOpen],
  ['io.open', judgeOpen],
  ['codecs.open', judgeOpen],
  [
    'atexit.register',
    (use) =>
      judged(
        use,
        { import: 'low', call: 'none' },
        { kind: 'code/persistence', does: 'leaves something to be run later' },
      ),
  ],
])

const RUNS = { kind: 'code/dynamic-code', does: 'runs text as code' } as const

/** `exec` and `eval`: what matters is where the text comes from. What known text does is judged on its own. */
function judgeText(use: PythonUse): readonly Judged[] {
  const [code] = use.arguments
  const origin = originOf(code)
  if (origin === 'written')
    return judged(use, { import: 'medium', call: 'low' }, { ...RUNS, because: 'The text stands in the source.' })
  if (origin === 'decoded') {
    const because = `It is decoded first; it begins with ${quoted(code)}.`
    return judged(
      use,
      { import: 'critical', call: 'high' },
      { kind: 'code/obfuscated', does: 'runs code that is hidden in an encoding', because },
    )
  }
  if (origin === 'network') {
    const because = 'The text comes from the network: whoever answers decides what runs.'
    return judged(
      use,
      { import: 'critical', call: 'high' },
      { kind: 'code/remote-code', does: 'runs code from the network', because },
    )
  }
  return judged(
    use,
    { import: 'high', call: 'medium' },
    { ...RUNS, because: 'Where the text comes from is not known.' },
  )
}

type Origin = 'written' | 'decoded' | 'network' | 'unknown'

function originOf(code: PythonArgument | undefined): Origin {
  if (code?.type === 'text' || code?.type === 'bytes') return code.made === 'decoded' ? 'decoded' : 'written'
  if (code?.type !== 'names') return 'unknown'
  if (NETWORK.test(code.value)) return 'network'
  return DECODER.test(code.value) ? 'decoded' : 'unknown'
}

const NETWORK =
  /^(?:<unbound>\.)?(?:requests|urllib|urllib2|urllib3|httpx|aiohttp|http|httplib|socket|wget|pycurl|websocket|ftplib|huggingface_hub)\./
const DECODER =
  /(?:^|\.)(?:base64|zlib|binascii|codecs|bz2|lzma|gzip|marshal|cryptography|Crypto)\.|\.(?:fromhex|decrypt|decompress)\(\)/

function judgeCompile(use: PythonUse): readonly Judged[] {
  const origin = originOf(use.arguments[0])
  if (origin === 'decoded' || origin === 'network') return judgeText(use)
  return judged(use, { import: 'low', call: 'none' }, { kind: 'code/dynamic-code', does: 'compiles text to code' })
}

const IMPORTS = { kind: 'code/dynamic-import', does: 'imports a module whose name is made at run time' } as const

function judgeImport(use: PythonUse): readonly Judged[] {
  const name = use.arguments.find(({ keyword }) => keyword === undefined || keyword === 'name')
  if (name?.type === 'text' && name.made === 'written') return []
  if (name?.type === 'text' && name.made === 'decoded') {
    const because = `The name ${quoted(name)} is decoded first.`
    return judged(
      use,
      { import: 'high', call: 'medium' },
      { kind: 'code/obfuscated', does: 'hides which module it imports', because },
    )
  }
  if (name?.type === 'text')
    return judged(
      use,
      { import: SENSITIVE.test(name.value) ? 'high' : 'low', call: SENSITIVE.test(name.value) ? 'medium' : 'none' },
      { ...IMPORTS, because: `The name ${quoted(name)} is put together.` },
    )
  return name?.value === '<name>' ? [] : judged(use, { import: 'medium', call: 'low' }, IMPORTS)
}

/** Modules through which everything else is reached. */
const SENSITIVE =
  /^(?:os|sys|builtins|subprocess|posix|nt|importlib|ctypes|socket|shutil|pty|pickle|marshal|runpy)(?:\.|$)/

function judgeGetattr(use: PythonUse): readonly Judged[] {
  const [owner, name] = use.arguments
  if (name?.type !== 'text' || name.made === 'written') return []
  const isSensitive = owner?.type === 'names' && SENSITIVE.test(owner.value)
  if (name.made !== 'decoded' && !isSensitive) return []
  const because = `The name ${quoted(name)} is ${name.made === 'decoded' ? 'decoded' : 'put together'} first.`
  const tier: Tier = isSensitive ? { import: 'high', call: 'medium' } : { import: 'medium', call: 'low' }
  return judged(use, tier, { kind: 'code/obfuscated', does: 'hides which attribute it takes', because })
}

/** Reading a vocabulary or writing one is what such code is for; writing on import is not. */
function judgeOpen(use: PythonUse): readonly Judged[] {
  const mode = use.arguments.find(({ keyword }, index) => keyword === 'mode' || (keyword === undefined && index === 1))
  if (mode?.type !== 'text' || !/[wax+]/.test(mode.value)) return []
  return judged(use, { import: 'medium', call: 'none' }, { kind: 'code/files', does: 'writes files' })
}

/** Loaders that are safe or not depending on their arguments. */
function judgeLoader(use: PythonUse, name: string, capability: CodeCapability): readonly Judged[] {
  const given = (keyword: string) => use.arguments.find((argument) => argument.keyword === keyword)
  if (name === 'torch.load' || name === 'torch.serialization.load') {
    const weightsOnly = given('weights_only')
    if (weightsOnly?.value === 'True') return []
    if (weightsOnly?.value !== 'False') return judged(use, capability, capability)
    const because = '`weights_only=False` switches the protection of torch off.'
    return judged(use, { import: 'high', call: 'medium' }, { ...capability, because })
  }
  if (name === 'numpy.load') {
    if (given('allow_pickle')?.value !== 'True') return []
    return judged(
      use,
      { import: 'medium', call: 'low' },
      { ...capability, because: '`allow_pickle=True` unpickles objects.' },
    )
  }
  if (name === 'torch.jit.load') return []
  if (name === 'yaml.load' || name === 'yaml.load_all') {
    const loader = given('Loader') ?? use.arguments[1]
    if (loader !== undefined && /(?:Safe|Base)Loader/.test(loader.value)) return []
    return judged(use, { import: 'medium', call: 'medium' }, { ...capability, because: 'No safe loader is given.' })
  }
  const [input] = use.arguments
  if (input?.type === 'bytes') {
    const because = 'The pickle stands in the source.'
    return judged(use, { import: 'critical', call: 'high' }, { ...capability, because })
  }
  return judged(use, capability, capability)
}

function quoted(argument: PythonArgument | undefined): string {
  return `\`${(argument?.value ?? '').slice(0, 60)}\``
}
