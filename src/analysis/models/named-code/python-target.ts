import { type ArgumentCheck, checkedGlobal } from '../pickle/checked-globals.ts'
import { classifyGlobal, isDunder } from '../pickle/classify-global.ts'
import { isInertLibraryName } from './inert-libraries.ts'

/** What a dotted Python name does when a loader finds it by name and calls it with arguments from the file. */
export interface PythonTarget {
  readonly name: string
  readonly tier: 'inert' | 'unknown' | 'capability' | 'execution'
  /** One clause. */
  readonly why: string
}

const ORDER: readonly PythonTarget['tier'][] = ['inert', 'unknown', 'capability', 'execution']

/**
 * Judges a dotted name by the lists the pickles are judged by. Loaders import the longest part that is a module and read the
 * rest as attributes, so a name is judged at its last two dots, and the worse answer counts. Never throws.
 */
export function pythonTarget(name: string): PythonTarget {
  const parts = name.trim().split('.')
  if (parts.length > 32 || parts.some((part) => !/^[\p{L}_][\p{L}\p{N}_]*$/u.test(part))) {
    return { name, tier: 'unknown', why: 'is not a plain dotted name; what a loader makes of it is not known' }
  }
  if (parts.length === 1) return bareName(name)
  const inside = parts.find((part) => isDunder(part) && part !== '__init__' && part !== '__main__')
  if (inside !== undefined) {
    return { name, tier: 'execution', why: `reaches for ${inside.slice(0, 60)}, the inside of Python objects` }
  }
  const readings = [splitAt(parts, parts.length - 1), ...(parts.length > 2 ? [splitAt(parts, parts.length - 2)] : [])]
  const judged = readings.map(([module, attribute]) => judge(name, module, attribute))
  const worst = judged.reduce((a, b) => (ORDER.indexOf(b.tier) > ORDER.indexOf(a.tier) ? b : a))
  if (worst.tier === 'capability' || worst.tier === 'execution') return worst
  return judged.find(({ tier }) => tier === 'inert') ?? worst
}

function splitAt(parts: readonly string[], at: number): readonly [module: string, attribute: string] {
  return [parts.slice(0, at).join('.'), parts.slice(at).join('.')]
}

/** A name without a module is looked up in the builtins, or in what the loading program offers. */
function bareName(name: string): PythonTarget {
  const builtin = judge(name, 'builtins', name)
  return builtin.tier === 'unknown' ? { name, tier: 'unknown', why: 'is looked up in the loading program' } : builtin
}

function judge(whole: string, module: string, attribute: string): PythonTarget {
  const checked = checkedGlobal(module, attribute)
  if (checked !== undefined) {
    return { name: whole, tier: RESOLVING.has(checked.check) ? 'execution' : 'inert', why: checked.why }
  }
  if (PURE.has(`${module}.${attribute}`)) return { name: whole, tier: 'inert', why: 'only computes' }
  const { tier, why } = classifyGlobal(module, attribute)
  if (tier === 'vetted' || tier === 'inert-class') return { name: whole, tier: 'inert', why }
  if (tier === 'execution' || tier === 'capability') return { name: whole, tier, why }
  if (isInertLibraryName(module, attribute)) return { name: whole, tier: 'inert', why: 'builds a part of a model' }
  return { name: whole, tier: 'unknown', why }
}

/** These turn text into attributes, call what they are given, or load bytes; of the others the callables are named in the file too. */
const RESOLVING: ReadonlySet<ArgumentCheck> = new Set([
  'attribute',
  'accessor',
  'calls-first',
  'calls-first-of-three',
  'loads-bytes',
] as const)

/** Functions in modules of a bad name that only compute, and that real configurations call. */
const PURE: ReadonlySet<string> = new Set(
  `os.path.join os.path.basename os.path.dirname os.cpu_count multiprocessing.cpu_count random.seed numpy.random.seed
   torch.manual_seed torch.cuda.manual_seed torch.cuda.manual_seed_all torch.device torch.tensor torch.zeros torch.ones
   torch.set_float32_matmul_precision numpy.array numpy.zeros numpy.ones numpy.random.RandomState numpy.random.default_rng
   torch.utils.data.DataLoader torch.utils.data.TensorDataset torch.utils.data.ConcatDataset torch.utils.data.Subset
   torch.utils.data.RandomSampler torch.utils.data.SequentialSampler torch.utils.data.WeightedRandomSampler
   torch.utils.data.DistributedSampler torch.utils.data.BatchSampler torch.utils.data.random_split
   operator.add operator.sub operator.mul operator.truediv operator.eq operator.lt operator.gt numpy.arange numpy.linspace omegaconf.OmegaConf.create pathlib.Path pathlib.PosixPath pathlib.WindowsPath
   pathlib.PurePath pathlib.PurePosixPath pathlib.PureWindowsPath datetime.timedelta datetime.datetime builtins.NoneType`.split(
    /\s+/,
  ),
)
