import type { Limits } from '../../base/limits.ts'
import { excerpt } from '../../base/escape.ts'
import { FormatError } from '../../base/errors.ts'
import { type Anomaly, type AnomalyLog, anomalyLog } from '../anomaly.ts'
import { pythonJson } from '../python-json.ts'
import { entries, get, items, string, type TreeValue } from '../tree.ts'

/** A graph as `Symbol.save` writes it. */
export interface MxnetSymbol {
  /** Operators that are more than arithmetic would need, with their attributes; `null` ones are variables and not here. */
  readonly operators: readonly MxnetOperator[]
  readonly breaches: readonly Anomaly<MxnetSymbolBreach>[]
}

export interface MxnetOperator {
  readonly op: string
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly byte: number
}

export type MxnetSymbolBreach = 'missing-part' | 'node-range' | 'duplicate-key'

/** Do these first bytes begin a graph: an object with `nodes`, operators, and inputs? Its keys may stand in any order. */
export function isMxnetSymbol(head: Buffer): boolean {
  if (!/^\s{0,64}\{/.test(head.toString('latin1', 0, 80))) return false
  const text = head.toString('latin1')
  return (
    /"nodes"\s{0,64}:\s{0,64}\[/.test(text) &&
    /"op"\s{0,64}:\s{0,64}"/.test(text) &&
    /"(?:inputs|arg_nodes|heads)"/.test(text)
  )
}

/** Nodes of subgraphs are nodes too; they are walked without recursion. */
const MOST_GRAPHS = 100_000

/** Reads a graph in JSON (nnvm, src/pass/saveload_json.cc). Throws FormatError when it is none, LimitError. */
export function readMxnetSymbol(bytes: Uint8Array, limits: Limits): MxnetSymbol {
  const root = pythonJson(bytes, limits)
  if (get(root, 'nodes')?.kind !== 'array')
    throw new FormatError('FORMAT_SHAPE', 'MXNet: expected a graph with nodes', { byte: root.offset })
  const log = anomalyLog<MxnetSymbolBreach>()
  const operators: MxnetOperator[] = []
  const graphs: TreeValue[] = [root]
  for (let graph = graphs.pop(), seen = 0; graph !== undefined && seen < MOST_GRAPHS; graph = graphs.pop(), seen++) {
    const nodes = items(get(graph, 'nodes'))
    for (const [index, node] of nodes.entries()) {
      checkNode(node, index, log)
      graphs.push(...items(get(node, 'subgraphs')))
      const op = string(get(node, 'op'))
      if (op !== undefined && op !== 'null') operators.push(operatorOf(node, op))
    }
    checkPlaces(graph, nodes.length, log)
  }
  return { operators, breaches: log.list() }
}

function operatorOf(node: TreeValue, op: string): MxnetOperator {
  // `param` before 0.9, `attr` before 1.0, `attrs` since; a hostile file may use all three.
  const named = ['param', 'attr', 'attrs'].flatMap((key) => entries(get(node, key)))
  const attributes = named.map(({ key, value }) => [key, string(value) ?? ''] as const)
  return { op, name: string(get(node, 'name')) ?? '', attributes: new Map(attributes), byte: node.offset }
}

/** Inputs come from nodes before this one: nnvm takes them from its list by index. */
function checkNode(node: TreeValue, index: number, log: AnomalyLog<MxnetSymbolBreach>): void {
  if (string(get(node, 'op')) === undefined) log.add('missing-part', `node ${index} has no operator`, node.offset)
  if (node.kind === 'object' && new Set(node.entries.map(({ key }) => key)).size < node.entries.length)
    log.add('duplicate-key', `node ${index} has a key twice`, node.offset)
  for (const input of items(get(node, 'inputs'))) {
    const from = numberOf(items(input)[0])
    if (from === undefined || from < 0 || from >= index)
      log.add('node-range', `node ${index} takes its input from ${excerpt(String(from), 20)}`, input.offset)
  }
}

function checkPlaces(graph: TreeValue, count: number, log: AnomalyLog<MxnetSymbolBreach>): void {
  for (const argument of items(get(graph, 'arg_nodes'))) {
    const at = numberOf(argument)
    if (at === undefined || at < 0 || at >= count)
      log.add('node-range', `an argument is node ${excerpt(String(at), 20)} of ${count}`, argument.offset)
  }
  for (const head of items(get(graph, 'heads'))) {
    const at = numberOf(items(head)[0] ?? head)
    if (at === undefined || at < 0 || at >= count)
      log.add('node-range', `a result is node ${excerpt(String(at), 20)} of ${count}`, head.offset)
  }
}

function numberOf(value: TreeValue | undefined): number | undefined {
  return value?.kind === 'scalar' && typeof value.value === 'number' && Number.isInteger(value.value)
    ? value.value
    : undefined
}
