import { message } from './protobuf-writer.ts'

/** A NodeDef; attributes are strings or AttrValues. */
export function tfNode(
  name: string,
  operator: string,
  inputs: readonly string[] = [],
  attributes: Readonly<Record<string, string | Uint8Array>> = {},
): Uint8Array {
  const entries = Object.entries(attributes).map(([key, value]) =>
    message([1, key], [2, typeof value === 'string' ? message([2, value]) : value]),
  )
  return message([1, name], [2, operator], [3, inputs], [5, entries])
}

/** A constant of strings. */
export function tfString(name: string, ...values: readonly string[]): Uint8Array {
  return tfNode(name, 'Const', [], { value: message([8, message([1, 7], [8, values])]) })
}

/** A FunctionDef. */
export function tfFunction(name: string, nodes: readonly Uint8Array[]): Uint8Array {
  return message([1, message([1, name])], [3, nodes])
}

/** A GraphDef. */
export function tfGraph(nodes: readonly Uint8Array[], functions: readonly Uint8Array[] = []): Uint8Array {
  return message([1, nodes], ...(functions.length === 0 ? [] : ([[2, message([1, functions])]] as const)))
}

/** A MetaGraphDef, with assets by file name and Keras configurations. */
export function tfMetaGraph(
  graph: Uint8Array,
  assets: readonly string[] = [],
  configs: readonly string[] = [],
): Uint8Array {
  const objects = configs.map((config) => message([4, message([1, '_tf_keras_layer'], [3, config])]))
  return message(
    [1, message([4, 'serve'], [5, '2.21.0'])],
    [2, graph],
    [6, assets.map((name) => message([2, name]))],
    [7, message([1, objects])],
  )
}

/** A SavedModel of one graph. */
export function tfSavedModel(metaGraph: Uint8Array): Uint8Array {
  return message([1, 1], [2, metaGraph])
}
