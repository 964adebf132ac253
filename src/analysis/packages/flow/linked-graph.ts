import type { ExportTable, Target } from './export-table.ts'
import type { FlowNode } from '../../../formats/flow-graph.ts'
import type { Link, Mark, ModuleSummary } from './module-summary.ts'

/** Nodes and edges between files of one package. */
const MOST_NODES = 4_000_000
const MOST_EDGES = 2_000_000

/** The graphs of all modules as one. */
export interface LinkedGraph {
  readonly uses: readonly Mark[]
  readonly flows: readonly FlowNode[]
  /** By module: what is added to its numbers of nodes; node 0 stays 0. */
  readonly bases: readonly number[]
  /** Words of what was left out because of a bound; empty when nothing was. */
  readonly gaps: readonly string[]
}

interface Node {
  readonly uses: readonly number[]
  readonly from: number[]
  readonly enters: number[]
  readonly given: (readonly [number, number])[]
  kept?: boolean
}

/** Puts the graphs of modules together: arguments come to parameters, results to calls, exported values to where they are named. */
export function linkGraphs(modules: readonly ModuleSummary[], table: ExportTable): LinkedGraph {
  const graph = new Graph(modules)
  for (const [index, { links }] of modules.entries())
    for (const link of links) {
      const targets = table.targets(index, link.specifier, link.member)
      if (targets.length > 0) graph.link(index, link, targets)
      else if (link.kind === 'assign') graph.assign(index, link, table.located(index, link.specifier, link.member))
    }
  for (const [index, { links }] of modules.entries())
    for (const link of graph.hasAssigned ? links : [])
      if (link.kind !== 'assign') graph.read(index, link, table.located(index, link.specifier, link.member))
  return graph.finished()
}

class Graph {
  readonly #nodes: Node[] = [{ uses: [], from: [], enters: [], given: [] }]
  readonly #uses: Mark[] = []
  readonly #bases: number[] = []
  readonly #gaps = new Set<string>()
  /** By module and name. */
  readonly #assigned = new Map<string, number>()
  #edges = 0

  constructor(modules: readonly ModuleSummary[]) {
    for (const { flows, marks } of modules) this.#addModule(flows, marks)
  }

  #addModule(flows: readonly FlowNode[], marks: readonly Mark[]): void {
    const base = this.#nodes.length - 1
    const isFull = base + flows.length > MOST_NODES
    if (isFull) this.#gaps.add(`more than ${MOST_NODES} nodes`)
    this.#bases.push(isFull ? -1 : base)
    if (isFull) return
    const first = this.#uses.length
    for (const mark of marks) this.#uses.push(mark)
    for (const { uses, from, enters, given, kept } of flows.slice(1))
      this.#nodes.push({
        uses: uses.map((index) => index + first),
        from: from.map((node) => node + base),
        enters: enters.map((node) => node + base),
        given: given.map(([call, node]) => [call < 0 ? call : call + base, node + base]),
        ...(kept === true ? { kept } : {}),
      })
  }

  link(module: number, link: Link, targets: readonly Target[]): void {
    const result = this.#node(module, link.flow)
    const isCall = link.kind === 'call'
    // What a function of the package gives is known; that everything comes through it was only assumed.
    const isFollowed = isCall && targets.every((target) => target.rest === '' && target.export.within !== undefined)
    if (isFollowed && result !== undefined) result.from.length = 0
    for (const target of targets) {
      if (target.rest !== '') this.#member(module, link, target)
      else if (link.kind === 'assign') this.#addAll(this.#node(target.module, target.export.flow), module, link)
      else if (isCall) this.#call(module, link, target)
      else this.#from(result, this.#number(target.module, target.export.flow))
    }
  }

  /** Is a name of another file given a value under which that file exports none? */
  get hasAssigned(): boolean {
    return this.#assigned.size > 0
  }

  assign(module: number, link: Link, names: readonly string[]): void {
    for (const name of names) {
      const known = this.#assigned.get(name) ?? this.#nodes.push({ uses: [], from: [], enters: [], given: [] }) - 1
      this.#assigned.set(name, known)
      this.#addAll(this.#nodes[known], module, link)
    }
  }

  read(module: number, link: Link, names: readonly string[]): void {
    for (const name of names) this.#from(this.#node(module, link.flow), this.#assigned.get(name) ?? 0)
  }

  /** A function of another file is called. */
  #call(module: number, link: Link, { module: other, export: one }: Target): void {
    const call = this.#number(module, link.flow)
    const result = this.#node(module, link.flow)
    for (const [index, { flow, keyword }] of link.arguments.entries()) {
      const own = keyword === undefined ? one.parameters[index] : one.named.find(([name]) => name === keyword)?.[1]
      const parameter = own === undefined || own === 0 ? undefined : this.#node(other, own)
      const from = this.#number(module, flow)
      if (parameter === undefined || from === 0 || !this.#count()) continue
      parameter.given.push([call === 0 ? -1 : call, from])
    }
    for (const node of one.returns) this.#enters(result, this.#number(other, node))
    for (const node of one.gives) this.#enters(result, this.#number(other, node))
    if (one.within === undefined) this.#from(result, this.#number(other, one.flow))
  }

  /** A method or field of something that another file made. */
  #member(module: number, link: Link, { module: other, export: one, rest, isResult }: Target): void {
    const result = this.#node(module, link.flow)
    this.#from(result, this.#number(other, one.flow))
    if (isResult) for (const node of one.returns) this.#enters(result, this.#number(other, node))
    if (link.kind !== 'reference' && FILLING.test(rest)) this.#addAll(this.#node(other, one.flow), module, link)
  }

  #addAll(node: Node | undefined, module: number, { arguments: given }: Link): void {
    if (node !== undefined) node.kept = true
    for (const { flow } of given) this.#from(node, this.#number(module, flow))
  }

  #from(node: Node | undefined, from: number): void {
    if (node === undefined || from === 0 || !this.#count()) return
    node.from.push(from)
  }

  #enters(node: Node | undefined, from: number): void {
    if (node === undefined || from === 0 || !this.#count()) return
    node.enters.push(from)
  }

  #count(): boolean {
    if (++this.#edges < MOST_EDGES) return true
    this.#gaps.add(`more than ${MOST_EDGES} ways between files`)
    return false
  }

  #number(module: number, node: number): number {
    const base = this.#bases[module] ?? -1
    return node === 0 || base < 0 ? 0 : base + node
  }

  #node(module: number, node: number): Node | undefined {
    const number = this.#number(module, node)
    return number === 0 ? undefined : this.#nodes[number]
  }

  finished(): LinkedGraph {
    return { uses: this.#uses, flows: this.#nodes, bases: this.#bases, gaps: [...this.#gaps] }
  }
}

/** Methods by which data comes into what they are called on; and the names of fields that are given a value. */
const FILLING =
  /(?:^|\.)(?:emit|push|add|set|append|write|put|publish|dispatch|send|enqueue|next|update|extend|insert|unshift|setdefault|put_nowait)$/
