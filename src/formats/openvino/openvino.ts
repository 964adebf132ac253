import type { ByteSource } from '../../base/bytes.ts'
import { FormatError } from '../../base/errors.ts'
import { excerpt } from '../../base/escape.ts'
import type { Limits } from '../../base/limits.ts'
import { type AnomalyLog, anomalyLog } from '../anomaly.ts'
import { readXml, type XmlElement, type XmlHandler } from '../xml/xml.ts'
import { ELEMENT_BITS } from './element-types.ts'
import type { OpenvinoBreach, OpenvinoModel, OpenvinoOperator } from './model.ts'

/** One graph: the net, or the body of a loop or branch. */
interface Scope {
  readonly layers: Set<string>
  readonly edges: { readonly from: string; readonly to: string; readonly line: number }[]
}

/** What travels through one reading of a file. */
interface Reading {
  readonly log: AnomalyLog<OpenvinoBreach>
  readonly parents: string[]
  readonly scopes: Scope[]
  readonly operators: Map<string, OpenvinoOperator>
  root: XmlElement | undefined
  layers: number
  weightsEnd: bigint
}

/** Reads the structure of an OpenVINO IR. Throws FormatError when the root is no `net` with layers. */
export async function readOpenvino(source: ByteSource, limits: Limits): Promise<OpenvinoModel> {
  const reading: Reading = {
    log: anomalyLog<OpenvinoBreach>(),
    parents: [],
    scopes: [],
    operators: new Map(),
    root: undefined,
    layers: 0,
    weightsEnd: 0n,
  }
  const xml = await readXml(source, limits, handlerOf(reading))
  const { root } = reading
  if (root?.name !== 'net')
    throw new FormatError(
      'FORMAT_SHAPE',
      `expected <net>, found ${root === undefined ? 'no element' : excerpt(root.name, 40)}`,
      {
        line: root?.line ?? 1,
      },
    )
  return {
    irVersion: Number(root.attributes.get('version') ?? 0) || 0,
    name: root.attributes.get('name') ?? '',
    operators: [...reading.operators.values()],
    layers: reading.layers,
    weightsEnd: reading.weightsEnd,
    breaches: [...xml, ...reading.log.list()],
  }
}

function handlerOf(reading: Reading): XmlHandler {
  const { parents, scopes } = reading
  return {
    open(element) {
      reading.root ??= element
      const parent = parents.at(-1) ?? ''
      if (isGraph(element.name)) scopes.push({ layers: new Set(), edges: [] })
      if (element.name === 'layer' && parent === 'layers') readLayer(reading, element)
      if (element.name === 'edge' && parent === 'edges') readEdge(reading, element)
      if (element.attributes.has('offset') && element.attributes.has('size')) readData(reading, element)
      parents.push(element.name)
    },
    close(name) {
      parents.pop()
      if (isGraph(name)) checkEdges(reading, scopes.pop())
    },
  }
}

/** `body`, `then_body`, `else_body`, `body0` of later operators. */
function isGraph(name: string): boolean {
  return name === 'net' || /^(?:\w{0,40}_)?body\d{0,3}$/.test(name)
}

function readLayer(reading: Reading, { attributes, line }: XmlElement): void {
  const { operators, scopes, log } = reading
  const id = attributes.get('id') ?? ''
  const scope = scopes.at(-1)
  if (scope?.layers.has(id)) log.add('layer-id', `layer ${excerpt(id, 40)} stands twice, again in line ${line}`)
  scope?.layers.add(id)
  const type = attributes.get('type') ?? ''
  const opset = attributes.get('version') ?? ''
  const key = `${opset}\u0000${type}`
  const known = operators.get(key)
  operators.set(key, known === undefined ? { type, opset, count: 1, line } : { ...known, count: known.count + 1 })
  reading.layers++
}

function readEdge({ scopes }: Reading, { attributes, line }: XmlElement): void {
  scopes.at(-1)?.edges.push({ from: attributes.get('from-layer') ?? '', to: attributes.get('to-layer') ?? '', line })
}

function checkEdges({ log }: Reading, scope: Scope | undefined): void {
  for (const { from, to, line } of scope?.edges ?? []) {
    const missing = [from, to].find((id) => !scope?.layers.has(id))
    if (missing !== undefined) log.add('edge', `an edge names layer ${excerpt(missing, 40)} in line ${line}`)
  }
}

/** Offset and size of weights in the .bin file; readers add them. */
function readData(reading: Reading, { attributes, line }: XmlElement): void {
  const [offset, size] = [attributes.get('offset') ?? '', attributes.get('size') ?? '']
  // Crop and other layers have an offset too, as a list.
  const isWeights = attributes.has('element_type') || reading.parents.at(-1) === 'blobs'
  if (!isWeights) return
  if (!/^\d{1,19}$/.test(offset) || !/^\d{1,19}$/.test(size) || BigInt(offset) + BigInt(size) >= 1n << 63n) {
    reading.log.add('data-range', `offset ${excerpt(offset, 40)}, size ${excerpt(size, 40)} in line ${line}`)
    return
  }
  const end = BigInt(offset) + BigInt(size)
  if (end > reading.weightsEnd) reading.weightsEnd = end
  checkSize(reading, attributes, BigInt(size), line)
}

/** A reader that trusts the shape reads past the data (the official one compares: `Attribute and shape size are inconsistent`). */
function checkSize({ log }: Reading, attributes: ReadonlyMap<string, string>, size: bigint, line: number): void {
  const bits = ELEMENT_BITS[attributes.get('element_type') ?? '']
  const shape = attributes.get('shape')
  if (bits === undefined || shape === undefined) return
  const dimensions = shape
    .split(',', 65)
    .map((text) => text.trim())
    .filter((text) => text !== '')
  const shown = `[${excerpt(shape, 60)}] of ${bits} bits in line ${line}`
  if (!dimensions.every((text) => /^\d{1,19}$/.test(text))) {
    log.add('size-mismatch', `expected a shape of whole numbers, found ${shown}`)
    return
  }
  const elements = dimensions.reduce((product, text) => product * BigInt(text), 1n)
  const expected = (elements * BigInt(bits) + 7n) / 8n
  if (expected > size) log.add('size-mismatch', `${shown} need ${expected} bytes, the data has ${size}`)
}
