import type { MessageRange, WireField, WireReader } from '../protobuf/wire.ts'
import type { TensorflowNode } from './model.ts'

/** Nodes of one graph or function by name. */
export type Scope = Map<string, { readonly operator: string; readonly node: MessageRange }>

/** Field numbers of node_def.proto, attr_value.proto, tensor.proto. */
const NODE = { input: 3, attribute: 5 }
const ENTRY = { key: 1, value: 2 }
const VALUE = { list: 1, string: 2, tensor: 8 }
const LIST = { string: 2 }
const TENSOR = { strings: 8 }

/** A path or an address; the start of anything longer says what it is. */
const LONGEST_STRING = 1024
/** Nodes followed back from one input: constants reach file operators through Identity, StringJoin and casts. */
const MOST_STEPS = 32

/** String attributes of a node, and the string constants of its scope that reach its inputs. */
export async function stringsOf(
  wire: WireReader,
  node: MessageRange,
  inputs: readonly string[],
  scope: Scope,
): Promise<Pick<TensorflowNode, 'constants' | 'strings'>> {
  const constants: string[] = []
  const seen = new Set<string>()
  const queue = [...inputs]
  for (let name = queue.shift(); name !== undefined && seen.size < MOST_STEPS; name = queue.shift()) {
    const key = nodeName(name)
    const found = scope.get(key)
    if (found === undefined || seen.has(key)) continue
    seen.add(key)
    if (found.operator === 'Const') constants.push(...(await constantStrings(wire, found.node)))
    else queue.push(...(await inputsOf(wire, found.node)))
  }
  return { constants, strings: await attributeStrings(wire, node) }
}

/** `^name` is a control input, `name:0` an output of a graph node, `name:output:0` one of a function node. */
function nodeName(input: string): string {
  const start = input.startsWith('^') ? 1 : 0
  const colon = input.indexOf(':')
  return input.slice(start, colon < 0 ? input.length : colon)
}

async function inputsOf(wire: WireReader, node: MessageRange): Promise<readonly string[]> {
  const inputs: string[] = []
  for (const field of await wire.fields(node)) {
    if (field.number === NODE.input && field.wire === 'bytes' && inputs.length < MOST_STEPS)
      inputs.push(await wire.text(field, 1024))
  }
  return inputs
}

async function constantStrings(wire: WireReader, node: MessageRange): Promise<readonly string[]> {
  const strings: string[] = []
  for (const { value } of await attributes(wire, node)) {
    for (const tensor of await bytesFields(wire, value, VALUE.tensor)) {
      for (const field of (await bytesFields(wire, tensor, TENSOR.strings)).slice(0, MOST_STEPS)) {
        strings.push(await wire.text(field, LONGEST_STRING))
      }
    }
  }
  return strings
}

async function attributeStrings(wire: WireReader, node: MessageRange): Promise<TensorflowNode['strings']> {
  const strings: { attribute: string; value: string }[] = []
  for (const { attribute, value } of await attributes(wire, node)) {
    const lists = await bytesFields(wire, value, VALUE.list)
    const fields = await bytesFields(wire, value, VALUE.string)
    for (const list of lists) fields.push(...(await bytesFields(wire, list, LIST.string)))
    for (const field of fields.slice(0, MOST_STEPS))
      strings.push({ attribute, value: await wire.text(field, LONGEST_STRING) })
  }
  return strings
}

async function attributes(
  wire: WireReader,
  node: MessageRange,
): Promise<readonly { attribute: string; value: WireField }[]> {
  const found: { attribute: string; value: WireField }[] = []
  for (const entry of await bytesFields(wire, node, NODE.attribute)) {
    const fields = await wire.fields(entry)
    const key = fields.findLast(({ number, wire: kind }) => number === ENTRY.key && kind === 'bytes')
    const value = fields.findLast(({ number, wire: kind }) => number === ENTRY.value && kind === 'bytes')
    if (value !== undefined) found.push({ attribute: key === undefined ? '' : await wire.text(key, 256), value })
  }
  return found
}

async function bytesFields(wire: WireReader, message: MessageRange, number: number): Promise<WireField[]> {
  return (await wire.fields(message)).filter((field) => field.number === number && field.wire === 'bytes')
}
