import type { FlowNode } from '../../../formats/flow-graph.ts'
import type { FlowModule } from './flow-module.ts'

/** A part of the graph of a module, numbered anew. */
export interface KeptNodes {
  /** Old number -> new. */
  readonly numbers: ReadonlyMap<number, number>
  readonly flows: readonly FlowNode[]
  /** Old indices of the uses that `uses` of the nodes are now indices of. */
  readonly uses: readonly number[]
}

/** Where data enters the graph besides its sources, and where it leaves. */
export interface Borders {
  readonly starts: readonly number[]
  readonly ends: readonly number[]
}

/** `way` does nothing to the data, `word` something. */
type MeaningOf = (use: number) => 'source' | 'way' | 'word' | 'end'

/** The nodes on ways from a source or a start to an end. Linear in the graph. */
export function linkedNodes(module: FlowModule, meaningOf: MeaningOf, { starts, ends }: Borders): KeptNodes {
  const graph = readGraph(module, meaningOf)
  const forward = walk(graph.next, [...graph.sources, ...starts], module.flows.length, graph.blocked)
  const backward = walk(graph.before, ends, module.flows.length, undefined, graph.blocked)
  const numbers = new Map<number, number>()
  for (let node = 1; node < module.flows.length; node++)
    if (forward[node] === 1 && backward[node] === 1) numbers.set(node, numbers.size + 1)
  const uses: number[] = []
  const flows: FlowNode[] = [NOTHING]
  for (const node of numbers.keys()) {
    const { uses: own, from, enters, given, kept } = module.flows[node] ?? NOTHING
    const marked = own.filter((index) => meaningOf(index) !== 'way')
    flows.push({
      uses: marked.map((index) => uses.push(index) - 1),
      ...(kept === true ? { kept } : {}),
      from: known(from),
      enters: known(enters),
      // A call that is not kept is entered by nobody; it stays apart from all others.
      given: given.flatMap(([call, one]): readonly (readonly [number, number])[] => {
        const number = numbers.get(one)
        return number === undefined ? [] : [[numbers.get(call) ?? -call, number]]
      }),
    })
  }
  return { numbers, flows, uses }

  function known(nodes: readonly number[]): readonly number[] {
    return nodes.flatMap((node) => numbers.get(node) ?? [])
  }
}

const NOTHING: FlowNode = { uses: [], from: [], enters: [], given: [] }

interface Graph {
  readonly next: readonly (readonly number[] | undefined)[]
  readonly before: readonly (readonly number[] | undefined)[]
  readonly sources: readonly number[]
  /** Nothing of what comes to these nodes leaves them. */
  readonly blocked: Uint8Array
}

function readGraph({ flows }: FlowModule, meaningOf: MeaningOf): Graph {
  const next: (number[] | undefined)[] = []
  const before: (readonly number[])[] = []
  const sources: number[] = []
  const blocked = new Uint8Array(flows.length)
  for (const [node, { uses, from, enters, given }] of flows.entries()) {
    const all = [...from, ...enters, ...given.map(([, one]) => one)]
    before.push(all)
    for (const one of all) (next[one] ??= []).push(node)
    for (const index of uses) {
      const meaning = meaningOf(index)
      if (meaning === 'source') sources.push(node)
      if (meaning === 'source' || meaning === 'end') blocked[node] = 1
    }
  }
  return { next, before, sources, blocked }
}

/** Nodes reached; `closed` are not entered, `last` are entered and not left. */
function walk(
  edges: readonly (readonly number[] | undefined)[],
  starts: readonly number[],
  size: number,
  closed: Uint8Array | undefined,
  last?: Uint8Array,
): Uint8Array {
  const seen = new Uint8Array(size)
  const queue: number[] = []
  for (const node of starts) {
    if (node === 0 || seen[node] === 1) continue
    seen[node] = 1
    queue.push(node)
  }
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (last?.[node] === 1) continue
    for (const to of edges[node] ?? []) {
      if (seen[to] === 1 || closed?.[to] === 1) continue
      seen[to] = 1
      queue.push(to)
    }
  }
  return seen
}
