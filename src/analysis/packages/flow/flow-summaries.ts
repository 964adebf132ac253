import type { Meaning } from './flow-language.ts'
import type { FlowNode } from '../../../formats/flow-graph.ts'

/** What is done to data on a way, in order. */
export interface Way<Use> {
  /** Words for what is done: `json`, `base64`. */
  readonly through: readonly string[]
  /** The uses that do it. */
  readonly transforms: readonly Use[]
}

/** Nothing is done to it. */
export const NO_WAY: Way<never> = { through: [], transforms: [] }

const MOST_WORDS = 8

/** One way and then another. */
export function joinedWays<Use>(first: Way<Use>, then: Way<Use>): Way<Use> {
  if (first.through.length === 0) return then
  if (then.through.length === 0) return first
  const isRepeated = first.through.at(-1) === then.through[0]
  return {
    through: [...first.through, ...then.through.slice(isRepeated ? 1 : 0)].slice(0, MOST_WORDS),
    transforms: [...first.transforms, ...then.transforms].slice(0, MOST_WORDS),
  }
}

/** A node on the way back: what its uses do to the data, and whether data begins or ends there. */
export function wayThrough<Use>(
  uses: readonly Use[],
  flow: FlowNode,
  before: Way<Use>,
  meaningOf: (use: Use) => Meaning,
): { readonly way: Way<Use>; readonly isOver: boolean; readonly sources: readonly Use[] } {
  if (flow.uses.length === 0) return { way: before, isOver: false, sources: [] }
  let way = before
  let isOver = false
  const sources: Use[] = []
  for (const index of flow.uses) {
    const use = uses[index]
    if (use === undefined) continue
    const meaning = meaningOf(use)
    if (meaning.kind === 'source') sources.push(use)
    if (meaning.kind !== 'way') isOver = true
    else if (meaning.through !== '') way = joinedWays({ through: [meaning.through], transforms: [use] }, way)
  }
  return { way, isOver, sources }
}

/** Ways from returned values to nodes, in all functions of one graph. */
const MOST_PATHS = 1_500_000

interface Summary<Use> {
  /** Nodes of the function from which data comes to what it returns. */
  readonly nodes: Set<number>
  /** Those that are parameters, and what is done on the way. */
  readonly parameters: Map<number, Way<Use>>
  /** Where it is called in functions of which summaries are made. */
  readonly callers: { readonly of: number; readonly call: number; readonly way: Way<Use> }[]
}

/**
 * Which parameters of a function come to what it returns, and what is done to them: calls in it are followed to their end, to itself as
 * well. Made when it is asked for the first time. Lives for one graph.
 */
export class FlowSummaries<Use> {
  readonly #uses: readonly Use[]
  readonly #flows: readonly FlowNode[]
  readonly #meaningOf: (use: Use) => Meaning
  readonly #reachable: Uint8Array
  readonly #summaries = new Map<number, Summary<Use>>()
  readonly #given = new Map<number, Map<number, number[]>>()
  readonly #queue: { readonly of: number; readonly node: number; readonly way: Way<Use> }[] = []
  #left = MOST_PATHS

  constructor(
    graph: { readonly uses: readonly Use[]; readonly flows: readonly FlowNode[] },
    meaningOf: (use: Use) => Meaning,
    reachable: Uint8Array,
  ) {
    this.#uses = graph.uses
    this.#flows = graph.flows
    this.#meaningOf = meaningOf
    this.#reachable = reachable
  }

  /** Were there more ways than the bound? Then some are missing. */
  get isExhausted(): boolean {
    return this.#left <= 0
  }

  /** Parameters whose data comes to a node that a function returns. */
  of(returned: number): ReadonlyMap<number, Way<Use>> {
    const { parameters } = this.#start(returned)
    for (const { of, node, way } of this.#queue) this.#visit(of, node, way)
    this.#queue.length = 0
    return parameters
  }

  /** What a call gives to a parameter; a function may have as many calls as a file is long. */
  givenAt(parameter: number, call: number): readonly number[] {
    const known = this.#given.get(parameter) ?? new Map<number, number[]>()
    if (!this.#given.has(parameter)) {
      this.#given.set(parameter, known)
      for (const [at, from] of this.#flows[parameter]?.given ?? []) {
        const own = known.get(at)
        if (own === undefined) known.set(at, [from])
        else own.push(from)
      }
    }
    return known.get(call) ?? []
  }

  #start(returned: number): Summary<Use> {
    const known = this.#summaries.get(returned)
    if (known !== undefined) return known
    const summary: Summary<Use> = { nodes: new Set(), parameters: new Map(), callers: [] }
    this.#summaries.set(returned, summary)
    this.#push(returned, returned, NO_WAY)
    return summary
  }

  #push(of: number, node: number, way: Way<Use>): void {
    const summary = this.#summaries.get(of)
    if (summary === undefined || this.#reachable[node] !== 1 || summary.nodes.has(node) || --this.#left <= 0) return
    summary.nodes.add(node)
    this.#queue.push({ of, node, way })
  }

  #visit(of: number, node: number, before: Way<Use>): void {
    const flow = this.#flows[node]
    const summary = this.#summaries.get(of)
    if (flow === undefined || summary === undefined) return
    const { way, isOver } = wayThrough(this.#uses, flow, before, this.#meaningOf)
    // What is kept is looked for where it is written, by whoever.
    if (isOver || flow.kept === true) return
    for (const from of flow.from) this.#push(of, from, way)
    for (const entered of flow.enters) {
      const inner = this.#start(entered)
      inner.callers.push({ of, call: node, way })
      for (const [parameter, through] of inner.parameters) this.#leave(of, node, parameter, joinedWays(through, way))
    }
    if (flow.given.length === 0) return
    summary.parameters.set(node, way)
    for (const caller of summary.callers) this.#leave(caller.of, caller.call, node, joinedWays(way, caller.way))
  }

  #leave(of: number, call: number, parameter: number, way: Way<Use>): void {
    for (const from of this.givenAt(parameter, call)) this.#push(of, from, way)
  }
}
