import type { JavaScriptModule, JavaScriptUse } from '../../../formats/javascript/module.ts'

/** What a use means on the way back from where data ends to where it comes from. */
export type Meaning =
  /** Data begins here; what was given to it does not matter. */
  | { readonly kind: 'source' }
  /** Data comes through; the word says what is done to it (`base64`), and is empty for everything without a word. */
  | { readonly kind: 'way'; readonly through: string }
  /** Nothing of what it was given is in what it gives. */
  | { readonly kind: 'end' }

/** A place where data begins, and what was done to it on the way, in order. */
export interface Origin {
  readonly use: JavaScriptUse
  readonly through: readonly string[]
  /** Uses on the way that do something to the data. */
  readonly transforms: readonly JavaScriptUse[]
}

/** States of one search, and of all searches in one module. */
const MOST_STATES = 20_000
const MOST_STATES_IN_ALL = 3_000_000

/** Deepest calls that a search remembers; deeper ones are left anywhere. */
const MOST_CALLS = 2

/** Origins of one search; whoever sends a hundred things has been told of enough of them. */
const MOST_ORIGINS = 40

/** Goes back from where data ends to where it begins. Lives for one module. */
export class FlowSearch {
  readonly #module: JavaScriptModule
  readonly #meaningOf: (use: JavaScriptUse) => Meaning
  #left = MOST_STATES_IN_ALL
  #reachable: Uint8Array | undefined

  constructor(module: JavaScriptModule, meaningOf: (use: JavaScriptUse) => Meaning) {
    this.#module = module
    this.#meaningOf = meaningOf
  }

  /**
   * The places from which data comes to any of the nodes, each once, by the shortest way. A search that enters a function at one call leaves
   * it at the same call; where that takes too long, it leaves at any, and may find more than there is but not less.
   */
  origins(nodes: readonly number[]): readonly Origin[] {
    return this.#precise(nodes) ?? this.#rough(nodes)
  }

  #rough(nodes: readonly number[]): readonly Origin[] {
    const found = new Map<JavaScriptUse, Origin>()
    const seen = new Set<number>(nodes)
    const queue = nodes.map((node): State => ({ node, calls: [], through: [], transforms: [] }))
    for (let state = queue.pop(); state !== undefined && found.size < MOST_ORIGINS; state = queue.pop()) {
      for (const next of this.#visit({ ...state, calls: [] }, found)) {
        if (seen.has(next.node) || this.#reachable?.[next.node] !== 1) continue
        seen.add(next.node)
        queue.push(next)
      }
    }
    return [...found.values()].slice(0, MOST_ORIGINS)
  }

  #precise(nodes: readonly number[]): readonly Origin[] | undefined {
    const found = new Map<JavaScriptUse, Origin>()
    const seen = new Set<string | number>()
    const queue: State[] = []
    this.#reachable ??= reachable(this.#module, this.#meaningOf)
    for (const node of nodes)
      if (this.#reachable[node] === 1) queue.push({ node, calls: [], through: [], transforms: [] })
    for (let i = 0; i < queue.length && found.size < MOST_ORIGINS; i++) {
      const state = queue[i]
      if (state === undefined) break
      if (--this.#left <= 0 || i === MOST_STATES - 1) return undefined
      const key = state.calls.length === 0 ? state.node : `${state.node} ${state.calls.join(' ')}`
      if (seen.has(key)) continue
      seen.add(key)
      for (const next of this.#visit(state, found)) if (this.#reachable[next.node] === 1) queue.push(next)
    }
    return [...found.values()]
  }

  #visit(state: State, found: Map<JavaScriptUse, Origin>): readonly State[] {
    const flow = this.#module.flows[state.node]
    if (flow === undefined) return []
    let { through, transforms } = state
    let isOver = false
    for (const index of flow.uses) {
      const use = this.#module.uses[index]
      if (use === undefined) continue
      const meaning = this.#meaningOf(use)
      if (meaning.kind === 'source' && !found.has(use)) found.set(use, { use, through, transforms })
      if (meaning.kind !== 'way') isOver = true
      else if (meaning.through !== '') {
        if (through[0] !== meaning.through) through = [meaning.through, ...through].slice(0, 8)
        transforms = [use, ...transforms].slice(0, 8)
      }
    }
    if (isOver) return []
    const { node, calls } = state
    return [
      ...flow.from.map((from): State => ({ node: from, calls, through, transforms })),
      ...flow.enters.map((from): State => ({
        node: from,
        calls: [node, ...calls].slice(0, MOST_CALLS),
        through,
        transforms,
      })),
      ...flow.given.flatMap(([call, from]) => leave(state, call, from, through, transforms)),
    ]
  }
}

/** The nodes to which data of any source may come at all: one pass, so that no search goes where nothing is to be found. */
function reachable({ flows, uses }: JavaScriptModule, meaningOf: (use: JavaScriptUse) => Meaning): Uint8Array {
  const next: (number[] | undefined)[] = []
  const marks = new Uint8Array(flows.length)
  const blocked = new Uint8Array(flows.length)
  const queue: number[] = []
  for (const [node, flow] of flows.entries()) {
    for (const from of flow.from) (next[from] ??= []).push(node)
    for (const from of flow.enters) (next[from] ??= []).push(node)
    for (const [, from] of flow.given) (next[from] ??= []).push(node)
    for (const index of flow.uses) {
      const use = uses[index]
      const kind = use === undefined ? 'way' : meaningOf(use).kind
      if (kind !== 'way') blocked[node] = 1
      if (kind === 'source') queue.push(node)
    }
  }
  for (const node of queue) marks[node] = 1
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    for (const to of next[node] ?? []) {
      if (marks[to] === 1 || blocked[to] === 1) continue
      marks[to] = 1
      queue.push(to)
    }
  }
  return marks
}

interface State {
  readonly node: number
  /** Calls that were entered and not left, the last one first. */
  readonly calls: readonly number[]
  readonly through: readonly string[]
  readonly transforms: readonly JavaScriptUse[]
}

function leave(
  { calls }: State,
  call: number,
  node: number,
  through: readonly string[],
  transforms: readonly JavaScriptUse[],
): readonly State[] {
  const [last, ...rest] = calls
  return last === undefined || last === call ? [{ node, calls: rest, through, transforms }] : []
}
