import { message } from './protobuf-writer.ts'

/** What an ONNX model is made of in a test; everything may be left out. */
export interface OnnxParts {
  readonly nodes?: readonly Uint8Array[]
  readonly tensors?: readonly Uint8Array[]
  readonly functions?: readonly Uint8Array[]
  readonly metadata?: Readonly<Record<string, string>>
  readonly more?: Uint8Array
}

/** A ModelProto with one graph. */
export function onnxOf({
  nodes = [],
  tensors = [],
  functions = [],
  metadata = {},
  more = new Uint8Array(),
}: OnnxParts = {}): Uint8Array {
  return Buffer.concat([
    message(
      [1, 10],
      [2, 'test'],
      [7, onnxGraph(nodes, tensors)],
      [8, message([1, ''], [2, 21])],
      [14, Object.entries(metadata).map(([key, value]) => message([1, key], [2, value]))],
      [25, functions],
    ),
    more,
  ])
}

/** A GraphProto. */
export function onnxGraph(nodes: readonly Uint8Array[], tensors: readonly Uint8Array[] = []): Uint8Array {
  return message([1, nodes], [2, 'main'], [5, tensors])
}

/** A NodeProto; attributes are AttributeProtos. */
export function onnxNode(operator: string, domain = '', attributes: readonly Uint8Array[] = []): Uint8Array {
  return message([1, 'x'], [2, 'y'], [4, operator], [5, attributes], ...(domain === '' ? [] : ([[7, domain]] as const)))
}

/** An AttributeProto that holds a string, a tensor or a graph, by the number of the field. */
export function onnxAttribute(name: string, field: 4 | 5 | 6 | 10 | 11, value: string | Uint8Array): Uint8Array {
  return message([1, name], [field, value])
}

/** A FunctionProto. */
export function onnxFunction(domain: string, name: string, nodes: readonly Uint8Array[]): Uint8Array {
  return message([1, name], [7, nodes], [10, domain])
}

/** A TensorProto: float32 unless said otherwise, with so many bytes of raw data. */
export function onnxTensor(name: string, dims: readonly bigint[], raw: number, type = 1): Uint8Array {
  return message([1, dims], [2, type], [8, name], [9, new Uint8Array(raw)])
}

/** A TensorProto whose data stands elsewhere. */
export function onnxExternal(
  name: string,
  entries: readonly (readonly [string, string])[],
  dims: readonly bigint[] = [2n],
  active = 1,
): Uint8Array {
  return message(
    [1, dims],
    [2, 1],
    [8, name],
    [13, entries.map(([key, value]) => message([1, key], [2, value]))],
    [14, active],
  )
}
