import type { OpcodeName } from './opcodes.ts'
import { python3Name } from './python2-names.ts'

/**
 * How much somebody wants to know of the calls of a global. `sample`: a few calls as examples. `value`: the result of each
 * call is told apart, because it may be an argument that matters. `every`: each call is reported with its arguments.
 */
export type Interest = 'sample' | 'value' | 'every'

/** A global as the machine counts it. */
export interface GlobalEntry {
  readonly id: number
  readonly module: string
  readonly name: string
  /** The names in the stream, where Python 3 puts others in their place. */
  readonly written: { readonly module: string; readonly name: string } | undefined
  readonly opcode: OpcodeName
  readonly offset: number
  /** Number of the stream it was first met in. */
  readonly stream: number
  readonly interest: Interest
  /** What the machine itself must know of it to find its way in a joblib file. */
  readonly arrayWrapper: boolean
  /** Could somebody have meant this name? */
  readonly plausible: boolean
  count: number
  calls: number
  /** How many calls were kept as examples. */
  samples: number
  /** The row of results shared by its calls; -1 while it was not called. */
  row: number
}

/** Where a global was met. */
export interface GlobalPlace {
  readonly opcode: OpcodeName
  readonly offset: number
  readonly stream: number
  readonly protocol: number
}

/** An honest model has below 300 different globals. */
const MOST_GLOBALS = 20_000

/** The different globals of a file. */
export class GlobalTable {
  readonly entries: GlobalEntry[] = []
  /** How often a global was met whose name somebody could have meant. Random bytes do not make names. */
  plausibleMeetings = 0
  private readonly byName = new Map<string, Map<string, GlobalEntry>>()
  private readonly interestOf: (module: string, name: string) => Interest

  constructor(interestOf: (module: string, name: string) => Interest) {
    this.interestOf = interestOf
  }

  /** The entry of a global, counted; undefined when there are too many different ones. */
  meet(module: string, name: string, place: GlobalPlace): GlobalEntry | undefined {
    const now = place.protocol < 3 ? python3Name(module, name) : { module, name }
    const renamed = now.module !== module || now.name !== name
    const moduleKey = renamed ? `${module}\n2` : module
    const known = this.byName.get(moduleKey)?.get(name)
    if (known !== undefined) {
      known.count++
      if (known.plausible) this.plausibleMeetings++
      return known
    }
    const interest = this.interest(now.module, now.name, renamed ? { module, name } : undefined)
    // The ones somebody asks about are kept even then: twenty thousand decoys must not hide them.
    const most = interest === 'sample' ? MOST_GLOBALS : 2 * MOST_GLOBALS
    if (this.entries.length >= most) return undefined
    return this.add(moduleKey, name, {
      id: this.entries.length,
      ...now,
      written: renamed ? { module, name } : undefined,
      opcode: place.opcode,
      offset: place.offset,
      stream: place.stream,
      interest,
      arrayWrapper: isArrayWrapper(now.module, now.name),
      plausible: isPlausibleName(module) && isPlausibleName(name),
      count: 1,
      calls: 0,
      samples: 0,
      row: -1,
    })
  }

  /** Keeps the first ones only. */
  cutTo(length: number): void {
    for (const { module, name, written } of this.entries.splice(length)) {
      if (written === undefined) this.byName.get(module)?.delete(name)
      else this.byName.get(`${written.module}\n2`)?.delete(written.name)
    }
  }

  private interest(module: string, name: string, written: { module: string; name: string } | undefined): Interest {
    if (module === 'numpy' && name === 'dtype') return 'value'
    const own = this.interestOf(module, name)
    if (own !== 'sample' || written === undefined) return own
    return this.interestOf(written.module, written.name)
  }

  private add(moduleKey: string, name: string, entry: GlobalEntry): GlobalEntry {
    const names = this.byName.get(moduleKey) ?? new Map<string, GlobalEntry>()
    this.byName.set(moduleKey, names.set(name, entry))
    this.entries.push(entry)
    if (entry.plausible) this.plausibleMeetings++
    return entry
  }
}

/** joblib (numpy_pickle.py) reads the bytes of an array from between the opcodes, right behind the BUILD of this object. */
function isArrayWrapper(module: string, name: string): boolean {
  return name === 'NumpyArrayWrapper' && (module === 'joblib.numpy_pickle' || module.endsWith('.joblib.numpy_pickle'))
}

/** Could a module or an attribute have this name? Letters, digits, `_`, dots and hyphens: `__import__` takes hyphens. */
export function isPlausibleName(name: string): boolean {
  return name.length <= 512 && /^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(name)
}
