import type { Capability } from './capability.ts'
import { EXECUTION } from './capability.ts'
import { checkedGlobal } from './checked-globals.ts'
import { dangerOf } from './dangerous.ts'
import { VETTED_ATTRIBUTES } from './vetted/attributes.ts'
import { vettedGroup } from './vetted.ts'

/**
 * How much a global is trusted, best first. `checked`: harmless or not depending on its arguments, see check-call.
 * `unknown`: code of which nobody here knows what it does; the default.
 */
export type Tier = 'vetted' | 'inert-class' | 'checked' | 'unknown' | 'capability' | 'execution'

/** What is known of a global by its name alone. */
export interface Classified {
  readonly tier: Tier
  readonly capability?: Capability
  /** One clause: what it does, or why nothing is known. */
  readonly why: string
  /** The library it belongs to, where it is on the vetted list. */
  readonly library?: string
  /** The name it is said of, where that is another one: the callable that an object wraps. */
  readonly about?: string
  /** Vulnerabilities of loaders that this is made for. */
  readonly cve?: readonly string[]
}

/**
 * Judges a global by module and name. Default deny: only an exact pair on the vetted list is harmless, and a dot or a
 * dunder in the name, or a dunder in the module, is never on it (but for the methods of attributes.ts, one by one). `module` is Python 3's name of it.
 */
export function classifyGlobal(module: string, name: string): Classified {
  const checked = checkedGlobal(module, name)
  if (checked !== undefined) return { tier: 'checked', why: checked.why }
  const vetted = leavesTheList(module, name) ? undefined : vettedGroup(module, name)
  if (vetted !== undefined) return { tier: vetted.tier, why: vetted.does, library: vetted.library }
  const attribute = VETTED_ATTRIBUTES.get(`${module} ${name}`)
  if (attribute !== undefined) return { tier: 'inert-class', why: attribute }
  if (isDistributionMethod(module, name)) return { tier: 'inert-class', why: 'is a method by which scipy computes' }
  if (reachesInside(name)) {
    return { tier: 'execution', capability: 'resolve-names', why: 'reaches into the inside of Python objects' }
  }
  const danger = dangerOf(module, name)
  if (danger === undefined) return { tier: 'unknown', why: unknownBecause(module) }
  const tier = EXECUTION.has(danger.capability) ? 'execution' : 'capability'
  return { tier, capability: danger.capability, why: danger.why }
}

/** Frozen distributions of scipy refer to what computes them, `randint_gen._entropy`; calling one computes, and nothing else. */
function isDistributionMethod(module: string, name: string): boolean {
  const [owner = '', method = '', ...more] = name.split('.')
  if (more.length > 0 || checkedGlobal(module, owner)?.check !== 'distribution') return false
  return /^_(?:entropy|pdf|pmf|cdf|sf|ppf|isf|rvs|stats|munp|logpdf|logpmf|logcdf|logsf)$/.test(method)
}

/** Any dotted name and any dunder component: attributes of a vetted module or class are not vetted. */
function leavesTheList(module: string, name: string): boolean {
  return name.includes('.') || isDunder(name) || module.split('.').some(isDunder)
}

/** Is it of the form `__name__`? */
export function isDunder(component: string): boolean {
  return component.length > 4 && component.startsWith('__') && component.endsWith('__')
}

const INSIDES: ReadonlySet<string> = new Set(
  `__builtins__ __globals__ __dict__ __class__ __bases__ __base__ __mro__ __subclasses__ __import__
   __loader__ __spec__ __code__ __func__ __self__ __getattribute__ __getattr__ __setattr__ __delattr__
   __reduce__ __reduce_ex__ __init_subclass__ __closure__ __wrapped__ __call__ __get__ f_globals f_builtins
   gi_frame cr_frame tb_frame func_globals mro`.split(/\s+/),
)

function reachesInside(name: string): boolean {
  return name.split('.').some((part) => INSIDES.has(part))
}

function unknownBecause(module: string): string {
  const root = module.split('.')[0] ?? module
  if (root === '__main__') return 'is code of the script that wrote the file; whoever loads it needs that code'
  if (root === '__torch__') return 'is a class of a TorchScript archive; torch.jit.load finds it in the archive itself'
  return 'is not on the list of vetted globals: it is code that nobody here has looked at'
}
