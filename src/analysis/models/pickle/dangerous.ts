import type { CapabilityGroup } from './capability.ts'
import { DANGEROUS_GLOBALS } from './dangerous-globals.ts'

interface ModuleEntry {
  /** For the module and everything below it. */
  whole: CapabilityGroup | undefined
  readonly names: Map<string, CapabilityGroup>
}

const BY_MODULE: ReadonlyMap<string, ModuleEntry> = index(DANGEROUS_GLOBALS)

/** Modules that are never meant as part of another library: as a component of a name they are a way around the list. */
const ESCAPES: ReadonlySet<string> = new Set(
  `os sys subprocess posix nt builtins __builtin__ importlib ctypes pty shutil socket`.split(/\s+/),
)

/** As a part of a dotted name these are meant as what they are called. */
const ESCAPING_NAMES: ReadonlySet<string> = new Set(['eval', 'exec', 'system', 'popen', 'pickle'])

/**
 * What a global is known to be able to do; undefined when nothing is known. The exact name decides before the module, the
 * longer module before the shorter one, and a component such as `os` in `torch.os.system` whatever stands before it.
 */
export function dangerOf(module: string, name: string): CapabilityGroup | undefined {
  const own = BY_MODULE.get(module)
  const parts = name.split('.')
  return (
    own?.names.get(name) ?? own?.names.get(parts[0] ?? '') ?? wholeModule(module) ?? throughAttributes(module, name)
  )
}

function wholeModule(module: string): CapabilityGroup | undefined {
  let prefix = module
  for (;;) {
    const whole = BY_MODULE.get(prefix)?.whole
    if (whole !== undefined) return whole
    const dot = prefix.lastIndexOf('.')
    if (dot < 0) return undefined
    prefix = prefix.slice(0, dot)
  }
}

/**
 * `numpy` `core.numeric.load` is read as the module `numpy.core.numeric` as well, as far as it may be one, and every
 * component for itself. At most 16 components are looked at: no real name has more.
 */
function throughAttributes(module: string, name: string): CapabilityGroup | undefined {
  const parts = name.split('.').slice(0, 16)
  const all = [...module.split('.').slice(0, 16), ...parts]
  const escape = all.find((part, index) => index > 0 && ESCAPES.has(part))
  const escaping = parts.length > 1 ? parts.find((part) => ESCAPING_NAMES.has(part)) : undefined
  if (escaping !== undefined && escape === undefined) return escapeGroup('builtins', 'eval')
  if (escape !== undefined) return escapeGroup(escape, parts.at(-1) ?? '')
  if (parts.length < 2) return undefined
  const joined = `${module}.${parts.slice(0, -1).join('.')}`
  return BY_MODULE.get(joined)?.names.get(parts.at(-1) ?? '') ?? wholeModule(joined)
}

function escapeGroup(escape: string, name: string): CapabilityGroup | undefined {
  const entry = BY_MODULE.get(escape)
  return entry?.names.get(name) ?? entry?.whole ?? BY_MODULE.get('os')?.whole
}

function index(groups: readonly CapabilityGroup[]): ReadonlyMap<string, ModuleEntry> {
  const modules = new Map<string, ModuleEntry>()
  for (const group of groups) {
    for (const line of group.globals.trim().split('\n')) {
      const [module, names] = line.split(': ')
      if (module === undefined || names === undefined) throw new Error(`expected "module: names" in ${line}`)
      const entry: ModuleEntry = modules.get(module) ?? { whole: undefined, names: new Map() }
      modules.set(module, entry)
      // The groups come worst first: a module that stands in two of them keeps the first.
      if (names === '*') entry.whole ??= group
      else for (const name of names.split(' ')) if (!entry.names.has(name)) entry.names.set(name, group)
    }
  }
  return modules
}
