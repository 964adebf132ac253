import { excerpt } from '../../base/escape.ts'
import type { MessageRange, WireField, WireReader } from '../protobuf/wire.ts'
import type { TensorflowNode, TensorflowOperator } from './model.ts'
import { type Scope, stringsOf } from './strings.ts'

/** What travels through one reading of a file. */
export interface GraphReading {
  readonly wire: WireReader
  readonly watch: (operator: string) => boolean
  readonly operators: Map<string, TensorflowOperator>
  readonly nodes: TensorflowNode[]
  functions: number
  nodeCount: number
  /** Nodes whose operator has no name an operator can have: the bytes are something else. */
  implausible: number
  /** Watched nodes beyond MOST_NODES, which are counted among the operators and not kept. */
  dropped: number
}

/** Field numbers of graph.proto, function.proto, node_def.proto, op_def.proto. */
const GRAPH = { node: 1, library: 2 }
const LIBRARY = { function: 1 }
const FUNCTION = { signature: 1, node: 3 }
const SIGNATURE = { name: 1 }
const NODE = { name: 1, operator: 2, input: 3 }

/** op_def.proto: `[A-Za-z][A-Za-z0-9_]*`, with `>` between parts and `_` in front of internal ones; functions may have more. */
const OPERATOR_NAME = /^[A-Za-z_][\w.>/-]{0,511}$/

/** Nodes kept in full, and inputs looked at per node. */
const MOST_NODES = 10_000
const MOST_INPUTS = 64

/** Reads a GraphDef: its nodes, then the functions of its library. */
export async function readGraph(reading: GraphReading, message: MessageRange): Promise<void> {
  const { wire } = reading
  const fields = (await wire.fields(message)).filter((field) => field.wire === 'bytes')
  await readNodes(
    reading,
    fields.filter(({ number }) => number === GRAPH.node),
    'graph',
  )
  for (const library of fields.filter(({ number }) => number === GRAPH.library)) {
    for (const field of await wire.fields(library)) {
      if (field.number === LIBRARY.function && field.wire === 'bytes') await readFunction(reading, field)
    }
  }
}

async function readFunction(reading: GraphReading, message: MessageRange): Promise<void> {
  const { wire } = reading
  const fields = (await wire.fields(message)).filter((field) => field.wire === 'bytes')
  reading.functions++
  const signature = fields.findLast(({ number }) => number === FUNCTION.signature)
  const name = signature === undefined ? '' : await textAt(wire, await wire.fields(signature), SIGNATURE.name)
  await readNodes(
    reading,
    fields.filter(({ number }) => number === FUNCTION.node),
    `functions/${excerpt(name, 80)}`,
  )
}

/** One scope: names of nodes are unique in it, and inputs refer to them. */
async function readNodes(reading: GraphReading, nodes: readonly WireField[], parent: string): Promise<void> {
  const scope: Scope = new Map()
  const watched: {
    readonly node: WireField
    readonly operator: string
    readonly inside: string
    readonly inputs: readonly string[]
  }[] = []
  for (const node of nodes) {
    const fields = await reading.wire.fields(node)
    const name = await textAt(reading.wire, fields, NODE.name)
    const operator = await textAt(reading.wire, fields, NODE.operator)
    const inside = `${parent}/${excerpt(name, 80)}`
    scope.set(name, { operator, node })
    count(reading, operator, inside, node.start)
    if (!reading.watch(operator)) continue
    if (reading.nodes.length + watched.length >= MOST_NODES) {
      reading.dropped++
      continue
    }
    watched.push({ node, operator, inside, inputs: await inputsOf(reading.wire, fields) })
  }
  for (const { node, operator, inside, inputs } of watched) {
    const strings = await stringsOf(reading.wire, node, inputs, scope)
    reading.nodes.push({ operator, inside, byte: node.start, ...strings })
  }
}

function count(reading: GraphReading, name: string, inside: string, byte: number): void {
  reading.nodeCount++
  if (!OPERATOR_NAME.test(name)) {
    reading.implausible++
    return
  }
  const known = reading.operators.get(name)
  reading.operators.set(
    name,
    known === undefined ? { name, count: 1, inside, byte } : { ...known, count: known.count + 1 },
  )
}

async function inputsOf(wire: WireReader, fields: readonly WireField[]): Promise<readonly string[]> {
  const inputs: string[] = []
  for (const field of fields) {
    if (field.number === NODE.input && field.wire === 'bytes' && inputs.length < MOST_INPUTS)
      inputs.push(await wire.text(field, 1024))
  }
  return inputs
}

async function textAt(wire: WireReader, fields: readonly WireField[], number: number): Promise<string> {
  const field = fields.findLast((candidate) => candidate.number === number && candidate.wire === 'bytes')
  return field === undefined ? '' : wire.text(field, 1024)
}
