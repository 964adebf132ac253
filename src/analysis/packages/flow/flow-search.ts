import type { Meaning } from './flow-language.ts'
import type { FlowNode } from '../../../formats/flow-graph.ts'
import { FlowSummaries, joinedWays, NO_WAY, type Way, wayThrough } from './flow-summaries.ts'

/** What a search goes through: nodes, and the uses of which they are results. */
export interface Searched<Use> {
  readonly uses: readonly Use[]
  readonly flows: readonly FlowNode[]
}

/** A place where data begins, and what was done to it on the way, in order. */
export interface Origin<Use> extends Way<Use> {
  readonly use: Use
}

/** Nodes of one search, and of all searches in one module. */
const MOST_STATES = 200_000
const MOST_STATES_IN_ALL = 20_000_000

/** Origins of one search; whoever sends a hundred things has been told of enough of them. */
const MOST_ORIGINS = 40

interface State<Use> {
  readonly node: number
  /** Was a function entered that was not left? Then no call is left any more. */
  readonly isInside: boolean
  readonly way: Way<Use>
}

/**
 * Goes back from where data ends to where it begins, as slices over calls are made (Horwitz, Reps and Binkley, 1990): first to callers, over
 * calls by what their functions do (flow-summaries.ts), then into functions and never out again. A search that enters a function at a
 * call so leaves it at the same call, at any depth, and sees each node twice at most. Lives for one module, or for one package.
 */
export class FlowSearch<Use> {
  readonly #graph: Searched<Use>
  readonly #meaningOf: (use: Use) => Meaning
  #left = MOST_STATES_IN_ALL
  #prepared: Prepared<Use> | undefined
  #round = 0

  constructor(graph: Searched<Use>, meaningOf: (use: Use) => Meaning) {
    this.#graph = graph
    this.#meaningOf = meaningOf
  }

  /** Was something not searched because all searches took too long? */
  get isExhausted(): boolean {
    return this.#left <= 0 || this.#prepared?.summaries.isExhausted === true
  }

  /** The places from which data comes to any of the nodes, each once, by a short way. */
  origins(nodes: readonly number[]): readonly Origin<Use>[] {
    const prepared = (this.#prepared ??= prepare(this.#graph, this.#meaningOf))
    const { reachable, summaries, outside, inside } = prepared
    const round = ++this.#round
    const found = new Map<Use, Origin<Use>>()
    const queue: State<Use>[] = []
    const push = (node: number, isInside: boolean, way: Way<Use>): void => {
      const seen = isInside ? inside : outside
      if (reachable[node] !== 1 || seen[node] === round || outside[node] === round) return
      seen[node] = round
      queue.push({ node, isInside, way })
    }
    for (const node of nodes) push(node, false, NO_WAY)
    for (let i = 0; i < queue.length && i < MOST_STATES && found.size < MOST_ORIGINS; i++) {
      const state = queue[i]
      if (state === undefined || --this.#left <= 0) break
      this.#visit(state, found, push, summaries)
    }
    return [...found.values()]
  }

  #visit(
    { node, isInside, way: before }: State<Use>,
    found: Map<Use, Origin<Use>>,
    push: (node: number, isInside: boolean, way: Way<Use>) => void,
    summaries: FlowSummaries<Use>,
  ): void {
    const flow = this.#graph.flows[node]
    if (flow === undefined) return
    // Who wrote it is not who reads it.
    const isWithin = isInside && flow.kept !== true
    const { way, isOver, sources } = wayThrough(this.#graph.uses, flow, before, this.#meaningOf)
    for (const use of sources) if (!found.has(use)) found.set(use, { ...way, use })
    if (isOver) return
    for (const from of flow.from) push(from, isWithin, way)
    if (!isWithin) for (const [, from] of flow.given) push(from, false, way)
    for (const entered of flow.enters) {
      for (const [parameter, inner] of summaries.of(entered))
        for (const from of summaries.givenAt(parameter, node)) push(from, isWithin, joinedWays(inner, way))
      push(entered, true, way)
    }
  }
}

interface Prepared<Use> {
  readonly reachable: Uint8Array
  readonly summaries: FlowSummaries<Use>
  /** By node: the last round in which it was seen. */
  readonly outside: Int32Array
  readonly inside: Int32Array
}

function prepare<Use>(graph: Searched<Use>, meaningOf: (use: Use) => Meaning): Prepared<Use> {
  const reachable = reachableNodes(graph, meaningOf)
  const size = graph.flows.length
  return {
    reachable,
    summaries: new FlowSummaries(graph, meaningOf, reachable),
    outside: new Int32Array(size),
    inside: new Int32Array(size),
  }
}

/** The nodes to which data of any source may come at all: one pass, so that no search goes where nothing is to be found. */
function reachableNodes<Use>({ flows, uses }: Searched<Use>, meaningOf: (use: Use) => Meaning): Uint8Array {
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
