/** How a constant came about; the larger number wins when constants are put together. */
export const MADE = { written: 0, computed: 1, decoded: 2 } as const

export type Made = (typeof MADE)[keyof typeof MADE]

/** Where a value comes from: a node of the graph of data. Absent where it comes from nowhere, and where data is not followed. */
interface From {
  readonly from?: number
}

/** What is known of a value without running anything. */
export type Value =
  | (From & { readonly kind: 'unknown' })
  /** Reached under a dotted name; `f()` is what calling `f` gives, `d[]` an item of `d`. */
  | (From & { readonly kind: 'path'; readonly path: string })
  | Text
  | Partial
  | (From & { readonly kind: 'number'; readonly number: number })
  | (From & { readonly kind: 'constant'; readonly name: string })
  | List
  | Dict
  /** The names of a module, class or object as a dict: `globals()`, `vars(x)`, `x.__dict__`. */
  | (From & { readonly kind: 'namespace'; readonly of: Value })
  /** A method of a value that is not a path. */
  | (From & { readonly kind: 'method'; readonly of: Value; readonly name: string })
  /** `operator.attrgetter(…)` and its like: what is taken from the first argument. */
  | (From & { readonly kind: 'getter'; readonly by: 'attribute' | 'item' | 'method'; readonly keys: readonly Value[] })
  /** One of several. */
  | (From & { readonly kind: 'any'; readonly of: readonly Value[] })

/** A text of which parts are not known (`…`), or which stands for one of a kind: `~` for the home folder. Only where data is followed. */
export interface Partial extends From {
  readonly kind: 'partial'
  readonly text: string
  readonly bytes: boolean
  readonly made: Made
  /** An object of pathlib: its methods read and write the file. */
  readonly isPath: boolean
}

export interface Text extends From {
  readonly kind: 'text'
  readonly text: string
  /** One character a byte. */
  readonly bytes: boolean
  readonly made: Made
}

export interface Dict extends From {
  readonly kind: 'dict'
  readonly entries: [Value, Value][]
  /** The display it was made by: the same in every pass, and what is written into it later comes to its node. */
  readonly syntax?: object
}

export interface List extends From {
  readonly kind: 'list'
  readonly items: Value[]
  /** As of Dict. */
  readonly syntax?: object
  /** True when something may have been added or taken: the items are known, their order is not. */
  open: boolean
}

export const UNKNOWN: Value = { kind: 'unknown' }

/** What no rule resolved. */
export const DYNAMIC = '<dynamic>'

/** Names the module itself: its functions and classes. */
export const LOCAL = '<local>'

/** Alternatives that are told apart; beyond them a value is also unknown. */
const MOST_ALTERNATIVES = 8

/** One of these: without repetitions, flat, at most eight and then also unknown. */
export function anyOf(values: readonly Value[]): Value {
  const kept: Value[] = []
  for (const value of values) {
    if (value.kind !== 'any') keep(kept, value)
    else for (const one of value.of) keep(kept, one)
  }
  const [first] = kept
  return first === undefined ? UNKNOWN : kept.length === 1 ? first : { kind: 'any', of: kept }
}

function keep(kept: Value[], value: Value): void {
  if (kept.length > MOST_ALTERNATIVES) return
  for (const [index, one] of kept.entries()) {
    if (!isSame(one, value)) continue
    if (value.from === undefined || value.from === one.from) return
    if (one.from === undefined) {
      kept[index] = value
      return
    }
  }
  const earlier = kept.findIndex((one) => isEarlier(one, value))
  if (earlier >= 0) {
    // The display of the pass before: the later one knows more.
    kept[earlier] = value
    return
  }
  kept.push(kept.length === MOST_ALTERNATIVES ? UNKNOWN : value)
}

function isEarlier(a: Value, b: Value): boolean {
  return (
    (a.kind === 'list' || a.kind === 'dict') && a.kind === b.kind && a.syntax !== undefined && a.syntax === b.syntax
  )
}

/** The same but for where it comes from. */
export function isSame(a: Value, b: Value): boolean {
  if (a === b) return true
  if (a.kind === 'path') return b.kind === 'path' && a.path === b.path
  if (a.kind === 'text') return b.kind === 'text' && a.bytes === b.bytes && a.text === b.text
  if (a.kind === 'number') return b.kind === 'number' && a.number === b.number
  if (a.kind === 'constant') return b.kind === 'constant' && a.name === b.name
  if (a.kind === 'partial') return b.kind === 'partial' && a.isPath === b.isPath && a.text === b.text
  if (a.kind === 'method') return b.kind === 'method' && a.name === b.name && isSame(a.of, b.of)
  if (a.kind === 'namespace') return b.kind === 'namespace' && isSame(a.of, b.of)
  return a.kind === 'unknown' && b.kind === 'unknown'
}

/** The values it may be. */
export function alternatives(value: Value): readonly Value[] {
  return value.kind === 'any' ? value.of : [value]
}

/** Is it a constant all of which is known? */
export function isConstant(value: Value): boolean {
  if (value.kind === 'list') return !value.open && value.items.length <= MOST_ITEMS && value.items.every(isConstant)
  return value.kind === 'text' || value.kind === 'number' || value.kind === 'constant'
}

/** A path, shortened to unknown when it is longer than any name in a real program. */
export function pathValue(path: string): Value {
  return path.length > 300 ? UNKNOWN : { kind: 'path', path }
}

/** A text that was put together. */
export function textValue(text: string, made: Made, bytes = false): Value {
  return { kind: 'text', text, bytes, made }
}

/** A text of which parts are not known. */
export function partialText(text: string, made: Made, isPath = false, bytes = false): Value {
  return text.length > MOST_PARTIAL ? UNKNOWN : { kind: 'partial', text, bytes, made, isPath }
}

const MOST_PARTIAL = 64 * 1024

export function numberValue(number: number): Value {
  return Number.isFinite(number) ? { kind: 'number', number } : UNKNOWN
}

export function listValue(items: Value[]): Value {
  return { kind: 'list', items, open: false }
}

/** A single known text. */
export function asText(value: Value | undefined): Text | undefined {
  return value?.kind === 'text' ? value : undefined
}

/** A single known number. */
export function asNumber(value: Value | undefined): number | undefined {
  if (value?.kind === 'constant') return value.name === 'True' ? 1 : value.name === 'False' ? 0 : undefined
  return value?.kind === 'number' ? value.number : undefined
}

/** Most items of a constant that is iterated. */
const MOST_ITEMS = 65_536

/** What iterating over it gives, when all of that is known. */
export function itemsOf(value: Value | undefined): readonly Value[] | undefined {
  if (value?.kind === 'list') return value.open || value.items.length > MOST_ITEMS ? undefined : value.items
  if (value?.kind === 'dict') return value.entries.map(([key]) => key)
  if (value?.kind !== 'text' || value.text.length > MOST_ITEMS) return undefined
  if (value.bytes) return Array.from(value.text, (char) => numberValue(char.charCodeAt(0)))
  return Array.from(value.text, (char) => textValue(char, value.made))
}

/** How a call of the value is named in a use: every value has a name, if only `<dynamic>`. */
export function nameOf(value: Value): string {
  switch (value.kind) {
    case 'path':
      return value.path
    case 'method':
      return `${typeName(value.of)}.${value.name}`
    default:
      return DYNAMIC
  }
}

function typeName(value: Value): string {
  if (value.kind === 'text') return value.bytes ? 'bytes' : 'str'
  if (value.kind === 'partial') return value.isPath ? 'pathlib.Path()' : value.bytes ? 'bytes' : 'str'
  if (value.kind === 'list' || value.kind === 'dict') return value.kind
  if (value.kind === 'path') return value.path
  return value.kind === 'namespace' ? 'dict' : DYNAMIC
}
