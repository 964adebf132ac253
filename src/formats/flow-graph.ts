/**
 * A node of the graph of data. Data comes to it from other nodes, from the result of a function of the module that is called here
 * (`enters`: the nodes of what it returns), or, where it is a parameter, from what calls give (`given`: node of the call, node
 * of the argument). A search that enters a function at a call leaves it at the same call only.
 */
export interface FlowNode {
  /** Indices into `uses` of which it is the result. */
  readonly uses: readonly number[]
  readonly from: readonly number[]
  readonly enters: readonly number[]
  readonly given: readonly (readonly [call: number, node: number])[]
  /**
   * What comes to it stays there when the call is over: a field of an object that another function writes, a variable of the module. A
   * search that comes here may go on to every call that writes it.
   */
  readonly kept?: boolean
}

/** The graph of data of one module. A node is a number; 0 is nothing. */
export interface Flow {
  readonly nodes: GrowingNode[]
  /** GrowingNode of a piece of syntax, the same in every pass. */
  readonly ofSyntax: Map<object, number>
  readonly joins: Map<number, number>
  edges: number
}

/** A graph with nothing in it. */
export function newFlow(): Flow {
  return { nodes: [emptyNode()], ofSyntax: new Map(), joins: new Map(), edges: 0 }
}

/** Was something left out because the graph is at its bound? */
export function isFull(flow: Flow): boolean {
  return flow.nodes.length >= MOST_NODES || flow.edges >= MOST_EDGES
}

/** The node of what a piece of syntax gives. */
export function nodeOf(flow: Flow, syntax: object): number {
  const known = flow.ofSyntax.get(syntax)
  if (known !== undefined) return known
  const node = newNode(flow)
  flow.ofSyntax.set(syntax, node)
  return node
}

/** A node for something that is not a piece of syntax: a parameter, what a function returns. */
export function newNode(flow: Flow): number {
  if (isFull(flow)) return 0
  flow.nodes.push(emptyNode())
  return flow.nodes.length - 1
}

/** Data comes to `to` from `from`. */
export function addFlow(flow: Flow, to: number, from: number): void {
  const node = flow.nodes[to]
  if (to === from || to === 0 || from === 0 || node === undefined || has(node.from, from) || isFull(flow)) return
  flow.edges++
  node.from = extended(node.from, from)
}

/** The call at `to` gives what the function returns at `from`. */
export function addReturn(flow: Flow, to: number, from: number): void {
  const node = flow.nodes[to]
  if (to === 0 || from === 0 || node === undefined || has(node.enters, from) || isFull(flow)) return
  flow.edges++
  node.enters = extended(node.enters, from)
}

/** A call gives `from` to a parameter. */
export function addGiven(flow: Flow, parameter: number, call: number, from: number): void {
  const node = flow.nodes[parameter]
  if (node === undefined || parameter === 0 || from === 0 || call === 0 || isFull(flow)) return
  flow.edges++
  const given = (node.given ??= new Map<number, number>())
  given.set(call, joined(flow, given.get(call) ?? 0, from))
}

/** Data of both. */
export function joined(flow: Flow, a: number, b: number): number {
  if (a === b || b === 0) return a
  if (a === 0) return b
  if (has(flow.nodes[a]?.from ?? NONE, b)) return a
  if (has(flow.nodes[b]?.from ?? NONE, a)) return b
  const key = Math.min(a, b) * MOST_NODES + Math.max(a, b)
  const known = flow.joins.get(key)
  if (known !== undefined) return known
  const node = newNode(flow)
  if (node === 0) return a
  addFlow(flow, node, a)
  addFlow(flow, node, b)
  flow.joins.set(key, node)
  return node
}

/** What comes to a node stays there when the call is over: a field, a variable of another function. */
export function keepFlow(flow: Flow, node: number): void {
  const found = node === 0 ? undefined : flow.nodes[node]
  if (found !== undefined) found.kept = true
}

/** Notes the function in which something was made. */
export function madeIn(flow: Flow, node: number, maker: object | undefined): void {
  const found = node === 0 ? undefined : flow.nodes[node]
  if (found !== undefined) found.maker = maker ?? 'top'
}

/** Was it made in the function? True also where nobody knows. */
export function isMadeIn(flow: Flow, node: number, maker: object | undefined): boolean {
  let one = flow.nodes[node]
  for (let i = 0; i < MOST_NAMES && one !== undefined && one.maker === undefined; i++) {
    const [before] = one.from
    one = before === undefined ? undefined : flow.nodes[before]
  }
  return one?.maker === undefined || one.maker === (maker ?? 'top')
}

/** Plain data. */
export function exportFlow(flow: Flow): readonly FlowNode[] {
  return flow.nodes.map(({ uses, from, enters, given, kept }) => ({
    uses,
    from: Array.isArray(from) ? from : [...from],
    enters: Array.isArray(enters) ? enters : [...enters],
    given: given === undefined ? [] : [...given],
    ...(kept ? { kept } : {}),
  }))
}

/** A node while it grows; most have one neighbour, so that lists are cheaper than sets. */
interface GrowingNode {
  readonly uses: number[]
  from: Neighbours
  enters: Neighbours
  /** Call -> what it gives. */
  given: Map<number, number> | undefined
  /** Stays there when the call is over in which it was written. */
  kept: boolean
  /** The function in which it was made, `top` for the top level; undefined where nobody knows. */
  maker: object | 'top' | undefined
}

type Neighbours = readonly number[] | Set<number>

const NONE: readonly number[] = []

/** Longer lists of neighbours become sets. */
const MOST_LISTED = 16

/** Nodes and edges of one module; a megabyte of minified code takes about 100,000. Beyond them `isFull`. */
const MOST_NODES = 1_000_000

const MOST_EDGES = 3_000_000

/** Names between something that was made and where it is written to. */
const MOST_NAMES = 3

function has(neighbours: Neighbours, node: number): boolean {
  return neighbours instanceof Set ? neighbours.has(node) : neighbours.includes(node)
}

function extended(neighbours: Neighbours, node: number): Neighbours {
  if (neighbours instanceof Set) return neighbours.add(node)
  return neighbours.length < MOST_LISTED ? [...neighbours, node] : new Set([...neighbours, node])
}

function emptyNode(): GrowingNode {
  return { uses: [], from: NONE, enters: NONE, given: undefined, kept: false, maker: undefined }
}
