import { excerpt } from '../../base/escape.ts'
import type { MessageRange, WireField, WireReader } from '../protobuf/wire.ts'
import { STANDARD_DOMAINS } from './model.ts'
import { type OnnxReading, textOf } from './reading.ts'
import { readTensor } from './tensor.ts'

const GRAPH = { node: 1, initializer: 5, sparseInitializer: 15 }
const NODE = { name: 3, operator: 4, attribute: 5, domain: 7 }
const ATTRIBUTE = {
  name: 1,
  string: 4,
  tensor: 5,
  graph: 6,
  strings: 9,
  tensors: 10,
  graphs: 11,
  sparse: 22,
  sparses: 23,
}
const FUNCTION = { name: 1, node: 7, domain: 10, attribute: 11 }
const SPARSE = { values: 1, indices: 2 }

/** Kept per string attribute; a path, a token or a snippet fits. */
const LONGEST_STRING = 4096
/** String attributes kept of one model. */
const MOST_STRINGS = 10_000

/** Reads nodes and initialisers of a GraphProto. */
export async function readGraph(reading: OnnxReading, graph: MessageRange, inside: string): Promise<void> {
  for (const field of await reading.wire.fields(graph)) {
    if (field.wire !== 'bytes') continue
    if (field.number === GRAPH.node) await readNode(reading, field, inside)
    if (field.number === GRAPH.initializer) await readTensor(reading, field, inside)
    if (field.number === GRAPH.sparseInitializer) await readSparse(reading, field, inside)
  }
}

/** Reads a FunctionProto: its own name, and the nodes it is made of. */
export async function readFunction(reading: OnnxReading, message: MessageRange): Promise<void> {
  const { wire } = reading
  const fields = await wire.fields(message)
  const name = await textAt(wire, fields, FUNCTION.name)
  const domain = await textAt(wire, fields, FUNCTION.domain)
  reading.functions.push({ domain, name, byte: message.start })
  const inside = `functions/${excerpt(`${domain}::${name}`, 120)}`
  for (const field of fields) {
    if (field.number === FUNCTION.node && field.wire === 'bytes') await readNode(reading, field, inside)
    if (field.number === FUNCTION.attribute && field.wire === 'bytes')
      await readAttribute(reading, field, { domain, operator: name, inside })
  }
}

async function readNode(reading: OnnxReading, node: MessageRange, parent: string): Promise<void> {
  const { wire } = reading
  const fields = await wire.fields(node)
  const operator = await textAt(wire, fields, NODE.operator)
  const domain = await textAt(wire, fields, NODE.domain)
  const name = await textAt(wire, fields, NODE.name)
  const inside = `${parent}/${excerpt(name || operator, 80)}`
  count(reading, domain, operator, inside, node.start)
  for (const field of fields) {
    if (field.number === NODE.attribute && field.wire === 'bytes')
      await readAttribute(reading, field, { domain, operator, inside })
  }
}

function count(reading: OnnxReading, domain: string, name: string, inside: string, byte: number): void {
  const key = `${domain}\u0000${name}`
  const known = reading.operators.get(key)
  reading.operators.set(
    key,
    known === undefined ? { domain, name, count: 1, inside, byte } : { ...known, count: known.count + 1 },
  )
}

interface Owner {
  readonly domain: string
  readonly operator: string
  readonly inside: string
}

async function readAttribute(reading: OnnxReading, message: MessageRange, owner: Owner): Promise<void> {
  const { wire } = reading
  const fields = await wire.fields(message)
  for (const field of fields) {
    if (field.wire !== 'bytes') continue
    switch (field.number) {
      case ATTRIBUTE.graph:
      case ATTRIBUTE.graphs:
        await readGraph(reading, field, owner.inside)
        break
      case ATTRIBUTE.tensor:
      case ATTRIBUTE.tensors:
        await readTensor(reading, field, owner.inside)
        break
      case ATTRIBUTE.sparse:
      case ATTRIBUTE.sparses:
        await readSparse(reading, field, owner.inside)
        break
      case ATTRIBUTE.string:
      case ATTRIBUTE.strings:
        await keepString(reading, field, fields, owner)
        break
    }
  }
}

async function keepString(
  reading: OnnxReading,
  field: WireField,
  fields: readonly WireField[],
  owner: Owner,
): Promise<void> {
  if (STANDARD_DOMAINS.has(owner.domain)) return
  if (reading.strings.length >= MOST_STRINGS) {
    reading.log.add('limit', `more than ${MOST_STRINGS} string attributes`, field.start)
    return
  }
  const attribute = await textAt(reading.wire, fields, ATTRIBUTE.name)
  const value = await reading.wire.text(field, LONGEST_STRING)
  reading.strings.push({ ...owner, attribute, value, byte: field.start })
}

async function readSparse(reading: OnnxReading, message: MessageRange, inside: string): Promise<void> {
  for (const field of await reading.wire.fields(message)) {
    const isTensor = field.number === SPARSE.values || field.number === SPARSE.indices
    if (isTensor && field.wire === 'bytes') await readTensor(reading, field, inside)
  }
}

/** The last field of a number counts, as in every protobuf reader. */
async function textAt(wire: WireReader, fields: readonly WireField[], number: number): Promise<string> {
  const field = fields.findLast((candidate) => candidate.number === number && candidate.wire === 'bytes')
  return field === undefined ? '' : textOf(wire, field)
}
