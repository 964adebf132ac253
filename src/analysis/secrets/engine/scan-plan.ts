import type { CompiledRule } from './compiled-rule.ts'
import type { Finder } from './finder.ts'
import { keywordAutomaton } from './keyword-automaton.ts'
import { KeywordSearch } from './keyword-search.ts'

/** Who wants to know of a keyword. */
export type Listener =
  | { readonly kind: 'value'; readonly rule: CompiledRule; readonly anchor: Buffer }
  | { readonly kind: 'region'; readonly rule: CompiledRule; readonly anchor: Buffer | undefined }
  | { readonly kind: 'finder'; readonly finder: Finder }
  | { readonly kind: 'wrapping'; readonly wrapping: 'percent' | 'json' }

/** One search for all keywords, and who listens to each. */
export interface ScanPlan {
  readonly search: KeywordSearch
  readonly listeners: readonly (readonly Listener[])[]
  readonly lengths: readonly number[]
  /** Rules that a label calls by their words: the whole of what it names is theirs. */
  readonly labelled: (label: string | undefined) => readonly CompiledRule[]
  /** Finders that are asked when there is a label. */
  readonly finders: readonly Finder[]
}

/** Everything that looks for secrets. */
export interface Lookers {
  readonly rules: readonly CompiledRule[]
  readonly finders: readonly Finder[]
}

/** Marks of wrappings: percent-encoded printable characters, and JSON escapes for what could be written plainly. */
const MARKS = [
  ...['%2', '%3', '%4', '%5', '%6', '%7'].map((text) => ({ text, wrapping: 'percent' as const })),
  ...['\\u00', '\\/'].map((text) => ({ text, wrapping: 'json' as const })),
]

/**
 * Rules that search a value of their own listen to its anchors, the others to words; the same keyword is searched once. What only a label may call is in
 * `all`, not in `searched`.
 */
export function scanPlan(searched: Lookers, all: Lookers): ScanPlan {
  const listeners = new Map<string, Listener[]>()
  const listen = (keyword: string, listener: Listener): void => {
    const key = keyword.toLowerCase()
    const known = listeners.get(key)
    if (known === undefined) listeners.set(key, [listener])
    else known.push(listener)
  }
  for (const rule of searched.rules) for (const anchor of rule.rule.anchors) listen(anchor, listenerOf(rule, anchor))
  for (const finder of searched.finders) for (const word of finder.words) listen(word, { kind: 'finder', finder })
  for (const { text, wrapping } of MARKS) listen(text, { kind: 'wrapping', wrapping })
  const keywords = [...listeners.keys()]
  return {
    search: new KeywordSearch(keywordAutomaton(keywords)),
    listeners: [...listeners.values()],
    lengths: keywords.map((keyword) => keyword.length),
    labelled: (label) => (label === undefined ? [] : all.rules.filter((rule) => isNamed(rule, label.toLowerCase()))),
    finders: all.finders,
  }
}

function isNamed({ rule }: CompiledRule, label: string): boolean {
  return rule.anchored === 'near' && rule.near?.words.some((word) => label.includes(word)) === true
}

/** A value that its anchor begins is tried right there; any other is looked for in the region around the hit. */
function listenerOf(rule: CompiledRule, anchor: string): Listener {
  const foldsCase = rule.rule.anchored === 'near' || rule.sticky.ignoreCase
  if (rule.rule.anchored === 'near' || rule.isPart)
    return { kind: 'region', rule, anchor: foldsCase ? undefined : Buffer.from(anchor, 'latin1') }
  return { kind: 'value', rule, anchor: foldsCase ? Buffer.alloc(0) : Buffer.from(anchor, 'latin1') }
}
